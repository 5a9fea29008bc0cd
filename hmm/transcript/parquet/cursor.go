package parquet

import (
	"errors"
	"io"
	"math"

	"github.com/parquet-go/parquet-go"

	"intenthmm/hmm/transcript"
)

const (
	batch      = 512      // values decoded at a time
	bufferSize = 64 << 10 // of what is read from the file, a column
	maxVector  = 1 << 20  // numbers in a vector
)

// A cursor reads one column of a row group, row by row.
type cursor struct {
	index  int // of the column in the table
	column *column
	pages  parquet.Pages
	page   parquet.Page // nil: none
	values parquet.ValueReader
	buffer []parquet.Value // values left are at buffer[at:count]
	at     int
	count  int
	text   []byte
	width  int    // numbers in the last vector
	texts  *texts // reads the column instead, if it holds texts
}

func newCursor(index int, c *column, chunk parquet.ColumnChunk) *cursor {
	if c.leaf != nil && !c.list && c.text == nil {
		return &cursor{column: c, texts: newTexts(index, c, chunk)}
	}
	return &cursor{index: index, column: c, pages: chunk.Pages(), buffer: make([]parquet.Value, batch)}
}

// row sets the value of the next row. Texts stay valid until the next call.
func (c *cursor) row(t *transcript.Table) error {
	switch {
	case c.texts != nil:
		return c.texts.next(t)
	case c.column.list:
		return c.vector(t)
	}
	v, err := c.next()
	if err != nil || v.IsNull() {
		return err
	}
	if text := c.column.text(c.text[:0], *v); text != nil {
		c.text = text[:0]
		t.Text(c.index, text)
	}
	return nil
}

// vector sets a list of numbers: the values up to the next that begins a row. A number that is null is NaN, and so
// is refused.
func (c *cursor) vector(t *transcript.Table) error {
	v, err := c.next()
	if err != nil {
		return err
	}
	if v.DefinitionLevel() < c.column.defined {
		return nil // null or an empty list: there is no vector
	}
	numbers := append(make([]float64, 0, c.width), number(*v))
	for {
		v, err := c.peek()
		if err != nil && err != io.EOF {
			return err
		}
		if err == io.EOF || v.RepetitionLevel() == 0 {
			break
		}
		if len(numbers) == maxVector {
			return errors.New("a vector of more than 1048576 numbers")
		}
		numbers = append(numbers, number(*v))
		c.at++
	}
	c.width = len(numbers)
	t.Vector(c.index, numbers)
	return nil
}

// next takes the next value. It is valid until the one after it is asked for.
func (c *cursor) next() (*parquet.Value, error) {
	v, err := c.peek()
	if err == nil {
		c.at++
	}
	return v, err
}

// peek shows the next value, for which it goes on to the next page if it must.
func (c *cursor) peek() (*parquet.Value, error) {
	for c.at == c.count {
		if err := c.fill(); err != nil {
			return nil, err
		}
	}
	return &c.buffer[c.at], nil
}

// fill decodes values of this page or opens the next.
func (c *cursor) fill() error {
	if c.page == nil {
		page, err := c.pages.ReadPage()
		if err != nil {
			return err
		}
		c.page, c.values = page, page.Values()
	}
	n, err := c.values.ReadValues(c.buffer)
	c.at, c.count = 0, n
	if err == io.EOF || n == 0 && err == nil {
		if n == 0 {
			c.release()
		}
		return nil
	}
	return err
}

func (c *cursor) release() {
	if c.page != nil {
		parquet.Release(c.page)
		c.page = nil
	}
}

func (c *cursor) close() {
	if c.texts != nil {
		c.texts.close()
		return
	}
	c.release()
	c.pages.Close()
}

// number is a value of a list of numbers; null is NaN.
func number(v parquet.Value) float64 {
	switch v.Kind() {
	case parquet.Int32:
		return float64(v.Int32())
	case parquet.Int64:
		return float64(v.Int64())
	case parquet.Float:
		return float64(v.Float())
	case parquet.Double:
		return v.Double()
	case parquet.FixedLenByteArray:
		return half(v.ByteArray())
	}
	return math.NaN()
}

const halfBytes = 2

// half is a number of IEEE 754 binary16, little endian.
func half(b []byte) float64 {
	bits := uint16(b[0]) | uint16(b[1])<<8
	exponent, fraction := int(bits>>10&31), float64(bits&1023)
	var x float64
	switch exponent {
	case 0:
		x = math.Ldexp(fraction, -24)
	case 31:
		if x = math.Inf(1); fraction != 0 {
			x = math.NaN()
		}
	default:
		x = math.Ldexp(fraction+1024, exponent-25)
	}
	if bits>>15 != 0 {
		return -x
	}
	return x
}
