package transcript

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

const oneLine = `{"conversation_id":"a","text":"hi"}` + "\n"

func TestFilesThatCannotBeRead(t *testing.T) {
	packed := compress(t, strings.Repeat(oneLine, 1000))
	for _, c := range []struct{ name, file, content, want string }{
		{"empty", "x.jsonl", "", "no lines: the file is empty"},
		{"blank", "x.csv", "\ufeff\r\n \n", "no lines: the file is empty"},
		{"blank at length", "x.jsonl", strings.Repeat("\n", 2*headSize), "no lines: found only a header or blank lines"},
		{"empty in gzip", "x.jsonl.gz", compress(t, ""), "no lines: the file is empty"},
		{"NUL bytes", "x.jsonl", "{\"a\x00", "cannot be read: byte 4 is NUL, so it is binary data, or UTF-16 without a byte order mark; expected text in UTF-8: convert it, as in iconv -f WINDOWS-1251 -t UTF-8"},
		{"nothing in UTF-16", "x.csv", "\xff\xfe", "no lines: the file is empty"},
		{"UTF-32", "x.csv", "\xff\xfe\x00\x00a\x00\x00\x00", "cannot be read: byte 1 is NUL, so it is binary data, or UTF-16 without a byte order mark; expected text in UTF-8: convert it, as in iconv -f WINDOWS-1251 -t UTF-8"},
		{"a zip archive", "x.csv", "PK\x03\x04", "a damaged zip archive: its list of files, which stands at the end, is not there: it is cut short, or not downloaded to its end"},
		{"rubbish", "x.csv", strings.Repeat("\xe9a\xe8", 20), "cannot be read: 40 of its first 60 bytes are not UTF-8; expected text in UTF-8: convert it, as in iconv -f WINDOWS-1251 -t UTF-8"},
		{"unknown format", "x.log", "hello\n", "unknown format: neither its name nor its first line is that of a known one: say which it is by --format, or expected jsonl (.jsonl, .ndjson, .json), csv (.csv), tsv (.tsv)"},
		{"gzip cut short", "x.jsonl.gz", packed[:len(packed)-5], "the data is cut short: unexpected EOF"},
		{"gzip cut in its header", "x.jsonl", packed[:5], "the data is cut short: unexpected EOF"},
		{"gzip that is none", "x.jsonl", "\x1f\x8bxxxxxxxxxxxx", "gzip: invalid header"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := write(t, c.file, c.content)
			_, err := drain(t, New([]string{path}, nil, DefaultOptions()))
			if err == nil || err.Error() != path+": "+c.want {
				t.Errorf("error\n got %v\nwant %s: %s", err, path, c.want)
			}
		})
	}
}

func TestMissingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.jsonl")
	_, err := drain(t, New([]string{path}, nil, DefaultOptions()))
	if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) {
		t.Errorf("error %v, want one of a missing file that names it", err)
	}
}

func TestErrorWhileReading(t *testing.T) {
	broken := errors.New("the disk is gone")
	for name, c := range map[string]struct {
		content  string
		messages int
	}{
		"at the start":     {"", 0},
		"after one line":   {oneLine, 1},
		"in JSON":          {strings.Repeat(oneLine, 1000), 1000},
		"in CSV":           {"conversation_id,text\n" + strings.Repeat("a,hello\n", 2000), 2000},
		"in a quoted text": {"conversation_id,text\n" + strings.Repeat("a,hello\n", 2000) + "a,\"", 2000},
		"in a header":      {"\"" + strings.Repeat("x,\n", 5000), 0},
	} {
		stdin := io.MultiReader(strings.NewReader(c.content), iotest.ErrReader(broken))
		messages, err := drain(t, New([]string{"-"}, stdin, DefaultOptions()))
		if !errors.Is(err, broken) || err.Error() != "stdin: the disk is gone" {
			t.Errorf("%s: error %v", name, err)
		}
		if len(messages) != c.messages {
			t.Errorf("%s: %d messages before the error, want %d", name, len(messages), c.messages)
		}
	}
}

func TestGzipByContent(t *testing.T) {
	for name, content := range map[string]string{
		"chats.jsonl":    compress(t, oneLine),
		"chats.jsonl.gz": compress(t, "\ufeff"+oneLine),
		"chats.txt":      compress(t, oneLine) + compress(t, oneLine),
		"chats.CSV.GZ":   compress(t, "conversation_id,text\na,hi\n"),
		"plain.csv.gz":   "conversation_id,text\na,hi\n",
	} {
		messages, err := drain(t, New([]string{write(t, name, content)}, nil, DefaultOptions()))
		if err != nil || len(messages) == 0 || messages[0].Text != "hi" {
			t.Errorf("%s: %v, %v", name, messages, err)
		}
	}
}

func TestStdin(t *testing.T) {
	for _, c := range []struct{ format, content string }{
		{"", oneLine},
		{"auto", "conversation_id\ttext\na\thi\n"},
		{"csv", "conversation_id;text\na;hi\n"},
		{"tsv", "conversation_id\ttext\na\thi\n"},
		{"jsonl", "\n" + oneLine},
		{"auto", compress(t, oneLine)},
	} {
		opts := DefaultOptions()
		opts.Format = c.format
		r := New([]string{"-"}, iotest.OneByteReader(strings.NewReader(c.content)), opts)
		messages, err := drain(t, r)
		if err != nil || len(messages) != 1 || messages[0].Text != "hi" || messages[0].File != "stdin" {
			t.Errorf("%q as %q: %v, %v", c.content, c.format, messages, err)
		}
	}
	if _, err := drain(t, New([]string{"-"}, nil, DefaultOptions())); err == nil {
		t.Error("no error without a standard input")
	}
}

// TestFormatWinsOverExtension reads CSV under a name that says otherwise.
func TestFormatWinsOverExtension(t *testing.T) {
	opts := DefaultOptions()
	opts.Format = "csv"
	path := write(t, "chats.json", "conversation_id,text\na,hi\n")
	if messages, err := drain(t, New([]string{path}, nil, opts)); err != nil || len(messages) != 1 {
		t.Errorf("%v, %v", messages, err)
	}
}

func TestFolders(t *testing.T) {
	root := t.TempDir()
	for name, content := range map[string]string{
		"b.jsonl":         oneLine,
		"a/z.ndjson":      oneLine,
		"a/y.csv.gz":      compress(t, "conversation_id,text\na,hi\n"),
		"a/x.TSV":         "conversation_id\ttext\na\thi\n",
		"a/readme.txt":    "no transcript",
		"a/.hidden.jsonl": "no transcript",
		".git/c.json":     "no transcript",
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(root, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	for _, dir := range []string{root, root + "/", link} {
		r := New([]string{filepath.Join(dir, "b.jsonl"), dir}, nil, DefaultOptions())
		if _, err := drain(t, r); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, name := range []string{"b.jsonl", "a/x.TSV", "a/y.csv.gz", "a/z.ndjson"} {
			want = append(want, filepath.Join(dir, name))
		}
		compare(t, "files of "+dir, r.Summary().Files, want)
	}
}

func TestFolderWithoutTranscripts(t *testing.T) {
	dir := filepath.Dir(write(t, "readme.txt", "hello"))
	for format, extensions := range map[string]string{
		"auto":  ".jsonl, .ndjson, .json, .csv, .tsv",
		"jsonl": ".jsonl, .ndjson, .json",
	} {
		opts := DefaultOptions()
		opts.Format = format
		_, err := drain(t, New([]string{dir}, nil, opts))
		want := dir + ": nothing to read in this folder: expected files named " + extensions + ", with or without .gz"
		if err == nil || err.Error() != want {
			t.Errorf("error\n got %v\nwant %s", err, want)
		}
	}
}

func TestOptionsThatMeanNothing(t *testing.T) {
	path := write(t, "chats.jsonl", oneLine)
	const known = `expected one of conversation, turn, speaker, time, text, symbol, vector, label, title`
	for _, c := range []struct {
		opts  Options
		paths []string
		want  string
	}{
		{Options{Format: "xml"}, []string{path}, `unknown format "xml": expected one of auto, jsonl, csv, tsv`},
		{Options{Map: map[Field]string{"txt": "body"}}, []string{path}, `map: unknown field "txt": ` + known},
		{Options{Require: []Field{"txt"}}, []string{path}, `require: unknown field "txt": ` + known},
		{Options{MaxLine: -1}, []string{path}, `maximal line length -1: expected a number of bytes, or 0 for 16777216`},
		{Options{}, nil, `no transcript given: expected files, folders, or "-" for standard input`},
	} {
		messages, err := drain(t, New(c.paths, nil, c.opts))
		if err == nil || err.Error() != c.want || len(messages) > 0 {
			t.Errorf("%+v: %d messages, error\n got %v\nwant %s", c.opts, len(messages), err, c.want)
		}
	}
}

// TestBadFileIsAProblem finds the file and the reason in the error of a stream.
func TestBadFileIsAProblem(t *testing.T) {
	path := write(t, "chats.csv", "a,b\n1,2\n")
	_, err := drain(t, New([]string{path}, nil, DefaultOptions()))
	var p Problem
	if !errors.As(err, &p) || p.File != path || p.Line != 1 || p.Reason != "missing column" {
		t.Errorf("error %#v", err)
	}
}

// TestVectorsAgreeAcrossFiles wants vectors of one length from all files of a Reader.
func TestVectorsAgreeAcrossFiles(t *testing.T) {
	one := write(t, "1.jsonl", `{"conversation_id":"a","vector":[1,2]}`)
	two := write(t, "2.csv", "conversation_id,vector\na,1 2 3\n")
	r := New([]string{one, two}, nil, Options{})
	if _, err := drain(t, r); err != nil {
		t.Fatal(err)
	}
	if s := r.Summary(); s.Messages != 1 || s.Skipped != 1 || s.Problems[0].Reason != "bad vector" {
		t.Errorf("%+v", s)
	}
}

func TestConsumerMayStop(t *testing.T) {
	paths := []string{write(t, "1.jsonl", oneLine+oneLine), write(t, "2.csv", "conversation_id,text\na,b\na,c\n")}
	for stop := 1; stop <= 4; stop++ {
		r := New(paths, nil, DefaultOptions())
		n := 0
		for _, err := range r.Messages() {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == stop {
				break
			}
		}
		if s := r.Summary(); s.Messages != stop {
			t.Errorf("stopped at %d, summary %+v", stop, s)
		}
	}
}

func TestSecondLoopPanics(t *testing.T) {
	r := New([]string{write(t, "chats.jsonl", oneLine)}, nil, DefaultOptions())
	drain(t, r)
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	for range r.Messages() {
	}
}
