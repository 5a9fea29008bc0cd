package transcript

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// Rows says which row of a matrix that lies beside a file is whose: there is one for each line of the file, blank and bad
// ones among them, or, where the file is a table under a header (CSV), one for each record below that, over however many
// lines the record goes.
type Rows struct {
	n     int
	lines []int // of a table: the line that each of its records begins at
	table bool
}

// CountRows reads the file at a path once, decompressed, for its Rows. The error says what is the matter with something
// that has no lines to count beforehand: standard input, a folder, an archive, a format of no lines.
func CountRows(path string, o Options) (Rows, error) {
	if path == stdinPath {
		return Rows{}, errors.New("standard input can be read but once, and its lines are counted beforehand: save it to a file, and name that")
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return Rows{}, fmt.Errorf("%s is a folder: name its files one by one, each with vectors of its own", path)
	}
	r := New([]string{path}, nil, o)
	if err := r.opts.check(); err != nil {
		return Rows{}, err
	}
	r.known = newCatalogue(o.Formats)
	chosen, err := r.known.named(o.Format)
	if err != nil {
		return Rows{}, err
	}
	in, err := openPath(path, nil, &r.opts, &r.tally.bytes)
	if err != nil {
		return Rows{}, err
	}
	defer in.close()
	if bytes.HasPrefix(in.Head, zipMagic) || isTar(in.Head) {
		return Rows{}, fmt.Errorf("%s is an archive: unpack it, and name its files one by one, each with vectors of its own", path)
	}
	f, err := r.recognise(in, chosen)
	if err != nil {
		return Rows{}, err
	}
	if f.Binary {
		return Rows{}, fmt.Errorf("%s has no lines, it is %s: convert it to JSON lines, and name those", path, f.Name)
	}
	if slices.Contains([]string{csv.Name, tsv.Name}, f.Name) || slices.Contains([]string{".csv", ".tsv"}, extension(path)) {
		return in.countRecords()
	}
	return in.countLines()
}

// Len is the number of rows.
func (r Rows) Len() int { return r.n }

// Of is the row, from 0, of what stands at a line, as Message.Line counts; ok if there is one.
func (r Rows) Of(line int) (row int, ok bool) {
	if r.table {
		return slices.BinarySearch(r.lines, line)
	}
	return line - 1, line >= 1 && line <= r.n
}

// String is how many they are: "5 lines", "4 records below its header".
func (r Rows) String() string {
	if r.table {
		return plural(r.n, "record") + " below its header"
	}
	return plural(r.n, "line")
}

func (in *Input) countLines() (Rows, error) {
	for {
		if _, err := in.lines.next(); err == io.EOF {
			return Rows{n: in.lines.number}, nil
		} else if err != nil && err != errTooLong {
			return Rows{}, in.explain(err)
		}
	}
}

func (in *Input) countRecords() (Rows, error) {
	counted := Rows{table: true}
	comma := sniffComma(in.Head)
	if extension(in.Name) == tsv.Extensions[0] {
		comma = '\t'
	}
	r := rows{lines: in.lines, comma: comma, charset: charsetOf(in.Head)}
	for header := true; ; header = false {
		err := r.next()
		if _, bad := err.(Problem); err != nil && !bad {
			if err == io.EOF {
				return counted, nil
			}
			return Rows{}, in.explain(err)
		}
		if header {
			r.width = len(r.fields)
			continue
		}
		counted.n++
		counted.lines = append(counted.lines, r.first)
	}
}
