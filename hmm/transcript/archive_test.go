package transcript

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// zipped is an archive of files: names and contents in turn.
func zipped(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, files[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// taped is a tar archive likewise.
func taped(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		if err := z.WriteHeader(&tar.Header{Name: files[i], Mode: 0o600, Size: int64(len(files[i+1])), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		io.WriteString(z, files[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestArchives(t *testing.T) {
	files := []string{"top/b.jsonl", oneLine, "top/a.csv.gz", compress(t, "conversation_id,text\na,yo\n"), "top/readme.md", "x", "__MACOSX/top/b.jsonl", "x", "top/.hidden.csv", "x"}
	for _, c := range []struct{ name, content, want string }{
		{"chats.zip", zipped(t, files...), "chats.zip/a.csv.gz yo; chats.zip/b.jsonl hi"},
		{"chats.zip.gz", compress(t, zipped(t, files...)), "chats.zip.gz/a.csv.gz yo; chats.zip.gz/b.jsonl hi"},
		{"chats.tar", taped(t, files...), "chats.tar/top/b.jsonl hi; chats.tar/top/a.csv.gz yo"},
		{"chats.tgz", compress(t, taped(t, files...)), "chats.tgz/top/b.jsonl hi; chats.tgz/top/a.csv.gz yo"},
	} {
		path := write(t, c.name, c.content)
		for _, name := range []string{path, "-"} {
			messages, err := drain(t, New([]string{name}, strings.NewReader(c.content), DefaultOptions()))
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			var got []string
			for _, m := range messages {
				got = append(got, strings.TrimPrefix(m.File, filepath.Dir(path)+"/")+" "+m.Text)
			}
			want := c.want
			if name == "-" {
				want = strings.ReplaceAll(want, c.name, "stdin")
			}
			if s := strings.Join(got, "; "); s != want {
				t.Errorf("%s as %s\n got %s\nwant %s", c.name, name, s, want)
			}
		}
	}
}

// TestNamesThatLeadOut: a file in an archive that would be written elsewhere is left out and told of.
func TestNamesThatLeadOut(t *testing.T) {
	for _, bad := range []string{"../x.jsonl", "/etc/x.jsonl", `a\..\..\x.jsonl`, "a/../../x.jsonl"} {
		for name, content := range map[string]string{
			"chats.zip": zipped(t, bad, oneLine, "a.jsonl", oneLine),
			"chats.tar": taped(t, bad, oneLine, "a.jsonl", oneLine),
		} {
			if name == "chats.tar" && strings.Contains(bad, `\`) {
				continue // there it is a character like any other
			}
			r := New([]string{write(t, name, content)}, nil, DefaultOptions())
			messages, err := drain(t, r)
			s := r.Summary()
			if err != nil || len(messages) != 1 || s.Skipped != 1 || s.Problems[0].Reason != "archive entry left out" {
				t.Errorf("%s in %s: %v, %v, %+v", bad, name, messages, err, s.Problems)
			}
		}
	}
}

func TestArchiveWithoutTranscripts(t *testing.T) {
	path := write(t, "x.zip", zipped(t, "a.md", "x"))
	_, err := drain(t, New([]string{path}, nil, DefaultOptions()))
	if err == nil || !strings.HasPrefix(err.Error(), path+": nothing to read in this archive: expected files named .jsonl") {
		t.Error(err)
	}
}

// TestBombs: what unpacks to far more than logs do is given up, in gzip, in gzip of gzip and in zip.
func TestBombs(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks 64 MB")
	}
	var line bytes.Buffer
	z := gzip.NewWriter(&line)
	blank := append(bytes.Repeat([]byte("x"), 1<<20), 0x0a)
	for range sureSize>>20 + 16 {
		z.Write(blank)
	}
	z.Close()
	for name, content := range map[string]string{"x.jsonl.gz": line.String(), "x.jsonl": compress(t, line.String()), "x.zip": zipped(t, "a.jsonl.gz", line.String())} {
		_, err := drain(t, New([]string{write(t, name, content)}, nil, DefaultOptions()))
		if err == nil || !strings.Contains(err.Error(), "compressed too well to be a log: ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	nested := "x"
	for range maxNesting + 1 {
		nested = compress(t, nested)
	}
	if _, err := drain(t, New([]string{write(t, "x.gz", nested)}, nil, DefaultOptions())); err == nil || !strings.Contains(err.Error(), "layers of compression") {
		t.Error(err)
	}
}

// days is a format of a whole folder.
var days = Format{
	Name: "days",
	DetectTree: func(names []string) bool {
		return slices.Contains(names, "index")
	},
	ReadTree: func(tr *Tree, out *Sink) error {
		for _, name := range tr.Names() {
			if name == "index" {
				continue
			}
			err := tr.Each(name, func(in *Input) error {
				return in.Lines(out, func(line []byte, n int) error {
					at := Place{Entry: in.Entry, Line: n}
					if string(line) == "bad" {
						return out.Bad(at, "bad", "")
					}
					return out.Add(&Event{Conversation: "c", Text: string(line), Place: at})
				})
			})
			if err != nil {
				return err
			}
		}
		return nil
	},
}

// TestTree reads a folder and an archive as one export: one file, whose problems name the file inside.
func TestTree(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"index": "", "d/1": "one\nbad\n", "d/2": "two\n"} {
		path := filepath.Join(dir, "top", name)
		os.MkdirAll(filepath.Dir(path), 0o755)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	archive := write(t, "x.zip", zipped(t, "top/d/1", "one\nbad\n", "top/index", "", "top/d/2", "two\n"))
	for _, path := range []string{dir, filepath.Join(dir, "top"), archive} {
		o := DefaultOptions()
		o.Formats = []Format{days}
		r := New([]string{path}, nil, o)
		messages, err := drain(t, r)
		if err != nil {
			t.Fatal(err)
		}
		s := r.Summary()
		if len(messages) != 2 || messages[1].File != path || messages[1].Text != "two" || len(s.Files) != 1 ||
			len(s.Problems) != 1 || s.Problems[0].Error() != path+"/d/1:2: bad" {
			t.Errorf("%s: %+v, %+v", path, messages, s)
		}
	}
}
