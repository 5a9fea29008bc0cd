// Package parquet reads logs in Parquet files, one row a message, with columns named as in CSV:
//
//	o.Formats = append(export.Formats(), parquet.Format())
//
// A column may be text, numbers, booleans, dates and times; vectors are lists of numbers. Fields of structs are
// columns named by the way to them: message.text. It is a package of its own because it links a library for Parquet.
package parquet

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go"

	"intenthmm/hmm/transcript"
)

// magic begins and ends every Parquet file; that of encrypted ones is another.
var (
	magic     = []byte("PAR1")
	encrypted = []byte("PARE")
)

// Format is Parquet with named columns. What messages and errors call a line is a row, counted from 1.
//
// Only the columns that serve a field are read. Memory is bounded by a few times one page of each, of at most 128 MiB
// unpacked, whatever the size of the file and its row groups. Pages are checked before they are decoded, which costs a second decompression.
func Format() transcript.Format {
	return transcript.Format{
		Name:       "parquet",
		Extensions: []string{".parquet", ".pq"},
		Detect: func(h *transcript.Head) bool {
			return bytes.HasPrefix(h.Bytes, magic) || bytes.HasPrefix(h.Bytes, encrypted)
		},
		Columns: true,
		Binary:  true,
		Read:    read,
	}
}

func read(in *transcript.Input, out *transcript.Sink) error {
	f, size, err := in.File()
	if err != nil {
		return err
	}
	if bytes.HasPrefix(in.Head, encrypted) {
		return transcript.Problem{File: in.Name, Reason: "encrypted", Detail: "expected a Parquet file that opens without a key"}
	}
	var own error // what the sink says, or what is wrong with the columns: neither is damage
	err = guarded(func() error {
		own, err = rows(f, size, out)
		return err
	})
	switch {
	case own != nil:
		return own
	case err != nil:
		return transcript.Problem{File: in.Name, Reason: "a damaged file", Detail: fmt.Sprintf("%v: expected whole and valid Parquet", err)}
	}
	return nil
}

// guarded makes an error of a panic. The library panics on some files that contradict themselves, and it works on
// nothing but what it was given here.
func guarded(work func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("its parts contradict each other (%v)", p)
		}
	}()
	return work()
}

// rows reads all row groups. The first error is for the caller as it is, the second says that the file is damaged.
func rows(r io.ReaderAt, size int64, out *transcript.Sink) (own, damage error) {
	if err := checkFooter(r, size); err != nil {
		return nil, err
	}
	f, err := parquet.OpenFile(r, size, &parquet.FileConfig{SkipPageIndex: true, SkipBloomFilters: true, ReadBufferSize: bufferSize})
	if err != nil {
		return nil, err
	}
	list := columnsOf(f.Root(), "")
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].name
	}
	table, err := out.Table(names)
	if err != nil {
		return err, nil
	}
	line := 0
	for i, group := range f.RowGroups() {
		g := newGroup(table, list, group)
		if err := g.check(r, size, &f.Metadata().RowGroups[i]); err != nil {
			return nil, fmt.Errorf("row group %d: %w", i, err)
		}
		own, damage := g.read(&line)
		g.close()
		if own != nil || damage != nil {
			return own, damage
		}
	}
	return nil, nil
}

// A group is one row group of a file: a cursor for each column that is wanted.
type group struct {
	table   *transcript.Table
	rows    int64
	cursors []*cursor
	others  []int // columns that cannot be read and are wanted
}

func newGroup(table *transcript.Table, list []column, rg parquet.RowGroup) *group {
	g := &group{table: table, rows: rg.NumRows()}
	chunks := rg.ColumnChunks()
	for i := range list {
		switch {
		case !table.Wanted(i):
		case list[i].leaf == nil:
			g.others = append(g.others, i)
		default:
			g.cursors = append(g.cursors, newCursor(i, &list[i], chunks[list[i].leaf.Index()]))
		}
	}
	return g
}

// read reads the rows, of which line is the number of the last.
func (g *group) read(line *int) (own, damage error) {
	for range g.rows {
		*line++
		for _, i := range g.others {
			g.table.Other(i)
		}
		for _, c := range g.cursors {
			if err := c.row(g.table); err != nil {
				if errors.Is(err, io.EOF) {
					err = errors.New("it has fewer values than the file says it has rows")
				}
				return nil, fmt.Errorf("column %q, row %d: %w", c.column.name, *line, err)
			}
		}
		if err := g.table.Row(transcript.Place{Line: *line}); err != nil {
			return err, nil
		}
	}
	return nil, nil
}

func (g *group) close() {
	for _, c := range g.cursors {
		c.close()
	}
}
