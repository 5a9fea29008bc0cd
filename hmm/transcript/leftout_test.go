package transcript

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder is a fresh folder of files: names and contents in turn.
func folder(t testing.TB, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		path := filepath.Join(dir, files[i])
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// leftOut is what was left out, a line each, without the folder.
func leftOut(s Summary, dir string) string {
	var lines []string
	for _, p := range s.LeftOut {
		lines = append(lines, strings.ReplaceAll(p.Error(), dir+"/", ""))
	}
	return strings.Join(lines, "\n")
}

// TestStrangers: what has the name of a transcript and is none does not end the reading of a folder or an archive, is named with
// the reason, and is an error where it was named or the stream is strict.
func TestStrangers(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"empty.csv", "", "no lines: the file is empty"},
		{"head.csv", "conversation_id,text\n", "no lines: found only a header or blank lines"},
		{"sales.csv", "id,amount\n1,2\n", `for field conversation: expected one of conversation_id, conversation, conv_id, dialogue_id, session_id, thread_id; the header has id, amount: name its columns, as in --map "conversation=id,text=amount"`},
		{"prose.csv", "Dear all, I hope this finds you well.\nPlease note, once more, the following.\n", "cannot be read: it reads like prose"},
		{"letter.csv", "Hello\nthere\n", "cannot be read: it reads like prose"},
		{"rows.csv", "7,bot,hello there\n8,bot,bye\n", "that looks like a row of data, expected a header above it, such as conversation_id,speaker,text"},
		{"noise.jsonl", strings.Repeat("\xfe\xfd", 50), "cannot be read"},
		{"list.json", `[{"conversation_id":"a","text":"x"}]`, "a JSON array"},
	} {
		files := []string{"a.jsonl", oneLine, c.name, c.content, "z.jsonl", oneLine}
		dir := folder(t, files...)
		for _, path := range []string{dir, write(t, "x.zip", zipped(t, files...)), write(t, "x.tar", taped(t, files...))} {
			r := New([]string{path}, nil, DefaultOptions())
			messages, err := drain(t, r)
			s := r.Summary()
			if err != nil || len(messages) != 2 || len(s.Files) != 2 || s.Others != 1 || len(s.LeftOut) != 1 ||
				!strings.HasPrefix(s.LeftOut[0].Error(), path+"/"+c.name+":") || !strings.Contains(s.LeftOut[0].Error(), c.want) {
				t.Errorf("%s in %s: %d messages, %v, %v", c.name, path, len(messages), err, s.LeftOut)
			}
			o := DefaultOptions()
			o.Strict = true
			if _, err := drain(t, New([]string{path}, nil, o)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s in %s, strict: %v", c.name, path, err)
			}
		}
		if _, err := drain(t, New([]string{filepath.Join(dir, c.name)}, nil, DefaultOptions())); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s, named: %v", c.name, err)
		}
		alone := folder(t, c.name, c.content, "readme.md", "x")
		_, err := drain(t, New([]string{alone}, nil, DefaultOptions()))
		if err == nil || !strings.HasPrefix(err.Error(), alone+": nothing to read in this folder: ") || !strings.Contains(err.Error(), "\n\tleft out "+alone+"/"+c.name+":") {
			t.Errorf("%s, alone in a folder: %v", c.name, err)
		}
	}
}

// TestDamageIsNoStranger: a transcript that was read in part and is cut ends the stream, wherever it lies.
func TestDamageIsNoStranger(t *testing.T) {
	packed := compress(t, strings.Repeat(oneLine, 1000))
	dir := folder(t, "a.jsonl.gz", packed[:len(packed)-5], "b.jsonl", oneLine)
	if messages, err := drain(t, New([]string{dir}, nil, DefaultOptions())); err == nil || !strings.Contains(err.Error(), "cut short") || len(messages) == 0 {
		t.Errorf("%d messages, %v", len(messages), err)
	}
	z := zipped(t, "a.jsonl", strings.Repeat(oneLine, 10_000))
	sum := strings.Index(z, "PK\x01\x02") + 16 // in the list of files
	path := write(t, "x.zip", z[:sum]+"sum!"+z[sum+4:])
	if _, err := drain(t, New([]string{path}, nil, DefaultOptions())); err == nil || strings.Count(err.Error(), "a.jsonl") != 1 || !strings.Contains(err.Error(), "damaged in the archive") {
		t.Errorf("a damaged file in an archive: %v", err)
	}
}

// TestArchivesInFolders: they are read, one level deep, after the files; what they hold is not read beside what lies there unpacked
// or in another archive, nor twice.
func TestArchivesInFolders(t *testing.T) {
	line := func(text string) string { return `{"conversation_id":"a","text":"` + text + `"}` + "\n" }
	inner := zipped(t, "deep.jsonl", line("deep"))
	chats := zipped(t, "chats/1.jsonl", line("one"), "chats/2.jsonl", line("two"), "chats/2b.jsonl", line("two"), "inner.zip", inner)
	dir := folder(t,
		"a.zip", chats, "a (1).zip", chats, "chats/1.jsonl", line("one"), "b.tar", taped(t, "./2.jsonl", line("two"), "./3.jsonl", line("three")),
		"c.tgz", compress(t, taped(t, "4.jsonl.gz", compress(t, line("three")), "5.jsonl", line("five"))), "empty.zip", zipped(t, "x.md", "x"),
		"readme.md", "x", "same.jsonl", line("one"))
	r := New([]string{dir}, nil, DefaultOptions())
	messages, err := drain(t, r)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range messages {
		got = append(got, strings.TrimPrefix(m.File, dir+"/")+" "+m.Text)
	}
	compare(t, "messages", got, []string{
		"chats/1.jsonl one", "same.jsonl one", "a (1).zip/chats/2.jsonl two", "a (1).zip/chats/2b.jsonl two",
		"b.tar/3.jsonl three", "c.tgz/5.jsonl five",
	})
	const twin = ": what it holds was read before: it is the same as "
	want := strings.Join([]string{
		"a (1).zip/chats/1.jsonl" + twin + "chats/1.jsonl",
		"a (1).zip/inner.zip: an archive in an archive: expected it unpacked, or beside the other",
		"a.zip" + twin + "a (1).zip",
		"b.tar/2.jsonl" + twin + "a (1).zip/chats/2.jsonl",
		"c.tgz/4.jsonl.gz" + twin + "b.tar/3.jsonl",
		"empty.zip: nothing to read in this archive: expected files named .jsonl, .ndjson, .json, .csv, .tsv, with or without .gz",
		"readme.md: not named like what is read",
		"empty.zip/x.md: not named like what is read",
	}, "\n")
	if got := leftOut(r.Summary(), dir); got != want {
		t.Errorf("left out\n%s\nwant\n%s", got, want)
	}
	if s := r.Summary(); s.Others != 8 {
		t.Errorf("%d others", s.Others)
	}
}

// TestLeftOutIsBounded: names are kept of few, and counted of all.
func TestLeftOutIsBounded(t *testing.T) {
	files := []string{"a.jsonl", oneLine}
	for i := range 30 {
		files = append(files, strings.Repeat("x", i+1)+".md", "x", strings.Repeat("y", i+1)+".csv", "")
	}
	r := New([]string{write(t, "x.zip", zipped(t, files...))}, nil, DefaultOptions())
	if _, err := drain(t, r); err != nil {
		t.Fatal(err)
	}
	if s := r.Summary(); s.Others != 60 || len(s.LeftOut) != maxProblems || s.LeftOut[0].Reason != reasonNoLines {
		t.Errorf("%d others, %d named", s.Others, len(s.LeftOut))
	}
}
