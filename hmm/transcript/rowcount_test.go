package transcript_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/transcript"
)

func gzipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.String()
}

func utf16le(text string) string {
	out := "\xff\xfe"
	for _, r := range text {
		out += string([]byte{byte(r), byte(r >> 8)})
	}
	return out
}

// Each message of a file has the row of its own line, or of its own record of a table, and the Reader asks by those.
func TestRowsAreThoseOfMessages(t *testing.T) {
	const line = `{"conversation_id":"a","text":"%s"}` + "\n"
	lines := fmt.Sprintf(line, "one") + "\n" + fmt.Sprintf(line, "") + "no JSON\n" + strings.TrimSuffix(fmt.Sprintf(line, "Ċ two"), "\n")
	table := "conversation_id,text\na,\"one\nand a half\"\n\na,\na,x,y\na,\"three \"\"\n\n\"\"\"\n"
	for name, c := range map[string]struct {
		text string
		want string // rows, and those of the messages
	}{
		"a.jsonl":    {lines, "5 lines [0 2 4]"},
		"a.jsonl.gz": {gzipped(lines), "5 lines [0 2 4]"},
		"b.jsonl":    {utf16le(lines + "\n\n"), "6 lines [0 2 4]"},
		"c.csv":      {table, "4 records below its header [0 1 3]"},
		"c.csv.gz":   {gzipped(table), "4 records below its header [0 1 3]"},
		"d":          {table, "4 records below its header [0 1 3]"},
		"e.tsv":      {strings.ReplaceAll(table, ",", "\t"), "4 records below its header [0 1 3]"},
		"f.csv":      {"conversation_id,text\na,one\na,\"never closed\na,two\n", "3 records below its header [0 2]"},
		"g.csv":      {"conversation_id,text\na,one,\"x\na,two\"\na,three\n", "3 records below its header [1 2]"},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		o := transcript.DefaultOptions()
		rows, err := transcript.CountRows(path, o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var asked []int
		o.Vectors = func(file string, line int) ([]float64, error) {
			row, ok := rows.Of(line)
			if file != path || !ok {
				t.Errorf("%s: asked for line %d of %s", name, line, file)
			}
			asked = append(asked, row)
			return []float64{float64(row)}, nil
		}
		var of []float64
		for m, err := range transcript.New([]string{path}, nil, o).Messages() {
			if err != nil {
				t.Fatal(err)
			}
			of = append(of, m.Vector[0])
		}
		if got := fmt.Sprintf("%v %v", rows, of); got != c.want || len(asked) != len(of) {
			t.Errorf("%s: %s and %v, want %s", name, got, asked, c.want)
		}
		if _, ok := rows.Of(0); ok {
			t.Errorf("%s: line 0 has a row", name)
		}
		if _, ok := rows.Of(99); ok {
			t.Errorf("%s: line 99 has a row", name)
		}
	}
}

// Vectors beside an export of a chat tool keep entries that say nothing else, and leave those alone that are no turns.
func TestVectorsBesideEvents(t *testing.T) {
	format := transcript.Format{Name: "chat", Extensions: []string{".chat"}, Read: func(_ *transcript.Input, out *transcript.Sink) error {
		for i, e := range []transcript.Event{{Text: "one"}, {Drop: transcript.DropNotice}, {}, {Media: "image"}} {
			e.Conversation, e.Place.Line = "a", i+1
			if err := out.Add(&e); err != nil {
				return err
			}
		}
		return nil
	}, Detect: func(h *transcript.Head) bool { return strings.HasSuffix(h.Name, ".chat") }}
	path := filepath.Join(t.TempDir(), "a.chat")
	os.WriteFile(path, []byte("x\ny\nz\nw\n"), 0o600)
	o := transcript.DefaultOptions()
	o.Formats = []transcript.Format{format}
	read := func(vectors func(string, int) ([]float64, error)) (got []string, err error) {
		o.Vectors = vectors
		for m, err := range transcript.New([]string{path}, nil, o).Messages() {
			if err != nil {
				return got, err
			}
			got = append(got, fmt.Sprintf("%s %v", m.Text, m.Vector))
		}
		return got, nil
	}
	got, err := read(func(_ string, line int) ([]float64, error) { return []float64{float64(line)}, nil })
	if want := []string{"one [1]", " [3]", "<image> [4]"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%q %v, want %q", got, err, want)
	}
	wrong := errors.New("no such row")
	if _, err := read(func(string, int) ([]float64, error) { return nil, wrong }); !errors.Is(err, wrong) {
		t.Errorf("error %v", err)
	}
}

// What has no lines to count says so, and what to do.
func TestNothingToCount(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.zip": "PK\x03\x04", "b.jsonl": "", "c.bin": "??", "d.what": "neither this\nnor that"} {
		os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600)
	}
	o := transcript.DefaultOptions()
	o.Formats = []transcript.Format{{Name: "binary", Extensions: []string{".bin"}, Binary: true, Detect: func(h *transcript.Head) bool { return strings.HasSuffix(h.Name, ".bin") }}}
	for path, want := range map[string]string{
		"-": "save it to a file", dir: "name its files one by one", dir + "/a.zip": "is an archive: unpack it", dir + "/none": "no such file",
		dir + "/b.jsonl": "empty", dir + "/c.bin": "has no lines, it is binary: convert it to JSON lines", dir + "/d.what": "unknown format",
	} {
		if _, err := transcript.CountRows(path, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
}
