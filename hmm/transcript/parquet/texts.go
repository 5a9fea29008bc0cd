package parquet

import (
	"errors"

	"github.com/parquet-go/parquet-go"

	"intenthmm/hmm/transcript"
)

// texts reads a column of texts. It takes them where they lie, in a page or in the dictionary that the numbers in
// a page point to, and looks at each text of a dictionary once.
type texts struct {
	index   int   // of the column in the table
	highest uint8 // definition level of a text that is not null
	pages   parquet.Pages
	page    parquet.Page // nil: none
	rows    int          // of the page
	row     int          // next of them
	levels  []byte       // of each row; nil: nothing is null
	value   int          // next of the page that is not null
	numbers []int32      // in the dictionary, of each value
	coded   bool         // values are numbers

	dictionary parquet.Dictionary // that checked is of
	data       []byte             // texts, one after the other
	ends       []uint32           // text i is data[ends[i]:ends[i+1]]
	sound      []bool             // texts of the dictionary that were looked at
}

func newTexts(index int, c *column, chunk parquet.ColumnChunk) *texts {
	return &texts{index: index, highest: uint8(c.leaf.MaxDefinitionLevel()), pages: chunk.Pages()}
}

// next sets the text of the next row. It stays valid as long as the page.
func (x *texts) next(t *transcript.Table) error {
	for x.row == x.rows {
		if err := x.open(); err != nil {
			return err
		}
	}
	x.row++
	if x.levels != nil && x.levels[x.row-1] < x.highest {
		return nil
	}
	i := x.value
	x.value++
	if !x.coded {
		text, err := x.text(i)
		if err == nil {
			t.Text(x.index, text)
		}
		return err
	}
	if i >= len(x.numbers) {
		return errFew
	}
	i = int(x.numbers[i])
	text, err := x.text(i)
	switch {
	case err != nil:
		return err
	case x.sound[i]:
		t.Sound(x.index, text)
	default:
		x.sound[i] = t.Text(x.index, text)
	}
	return nil
}

// text is one of a page or a dictionary.
func (x *texts) text(i int) ([]byte, error) {
	if i < 0 || i+1 >= len(x.ends) {
		return nil, errFew
	}
	return x.data[x.ends[i]:x.ends[i+1]], nil
}

var errFew = errors.New("it holds fewer texts than it says")

// open goes on to the next page.
func (x *texts) open() error {
	x.release()
	page, err := x.pages.ReadPage()
	if err != nil {
		return err
	}
	x.page, x.rows, x.levels = page, int(page.NumRows()), page.DefinitionLevels()
	if x.levels != nil && len(x.levels) != x.rows {
		return errFew
	}
	values, dictionary := page.Data(), page.Dictionary()
	if x.coded = dictionary != nil; !x.coded {
		x.dictionary = nil
		x.data, x.ends = values.ByteArray()
		return nil
	}
	x.numbers = values.Int32()
	if x.dictionary != dictionary {
		known := dictionary.Page().Data()
		x.data, x.ends = known.ByteArray()
		x.dictionary, x.sound = dictionary, make([]bool, len(x.ends))
	}
	return nil
}

func (x *texts) release() {
	if x.page != nil {
		parquet.Release(x.page)
	}
	x.page, x.row, x.rows, x.value = nil, 0, 0, 0
}

func (x *texts) close() {
	x.release()
	x.pages.Close()
}
