package sqlite

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"intenthmm/hmm/transcript"
)

// TestRefused: files that hold no tracker store, or pretend to.
func TestRefused(t *testing.T) {
	const row = `INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","text":"hi"}')`
	bomb := "(WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id, x AS sender_id, x AS data FROM c)"
	for _, c := range []struct {
		name string
		path string
		want string
	}{
		{"no tables", made(t, "PRAGMA user_version = 1", "CREATE TABLE x (a)", "DROP TABLE x"), "not a tracker store of Rasa: expected a table events with the columns id, sender_id, data; have no tables"},
		{"another schema", made(t, "CREATE TABLE chats (a)", "CREATE TABLE users (b)"), `have ["chats" "users"]`},
		{"other columns", made(t, "CREATE TABLE events (id, sender_id)"), `have ["events"]`},
		{"a view that never ends", made(t, "CREATE VIEW events AS SELECT * FROM "+bomb), "have no tables"},
		{"a virtual table", made(t, "CREATE VIRTUAL TABLE events USING fts5(id, sender_id, data)"), "not a tracker store"},
		{"a generated column", made(t, "CREATE TABLE events (id, sender_id, data AS (hex(zeroblob(100000000))))"), "not a tracker store"},
		{"no rows", made(t, schema), "no lines"},
		{"cut short", write(t, contents(t, made(t, schema, row))[:3000]), "a damaged database"},
		{"a header alone", write(t, magic), "a damaged database"},
		{"rubbish behind the header", write(t, append(bytes.Clone(magic), bytes.Repeat([]byte("rubbish"), 1000)...)), "a damaged database"},
		{"pages that hold themselves", write(t, looped(t)), "a damaged database"},
		{"pages that hold others without end", write(t, endless(t)), "it lists more events than it can hold"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, _, err := readAll(t, c.path); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func contents(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

const pageSize = 512

// tree is a database of small pages, the bytes of the interior page at the root of its table, and where the first
// child of that is given.
func tree(t *testing.T) (raw, root []byte, children []int) {
	t.Helper()
	statements := []string{fmt.Sprintf("PRAGMA page_size = %d", pageSize), schema}
	for i := range 50 {
		statements = append(statements, fmt.Sprintf(`INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","timestamp":%d,"text":"%s"}')`, i, strings.Repeat("x", 100)))
	}
	raw = contents(t, made(t, statements...))
	const interior, header = 5, 12
	root = raw[pageSize : 2*pageSize]
	if root[0] != interior {
		t.Fatalf("the root page is of kind %d", root[0])
	}
	for i := range int(binary.BigEndian.Uint16(root[3:])) {
		children = append(children, int(binary.BigEndian.Uint16(root[header+2*i:])))
	}
	return raw, root, append(children, 8) // the rightmost child stands in the header
}

// looped is a database in which the children of the root page are the root page.
func looped(t *testing.T) []byte {
	raw, root, children := tree(t)
	for _, at := range children {
		binary.BigEndian.PutUint32(root[at:], 2)
	}
	return raw
}

// endless is a database in which each of ten pages holds the next one many times over, and the last one events: some
// 15 to the power of ten.
func endless(t *testing.T) []byte {
	raw, root, children := tree(t)
	leaf := binary.BigEndian.Uint32(root[children[0]:])
	pages := uint32(len(raw) / pageSize)
	point := func(page []byte, to uint32) {
		for _, at := range children {
			binary.BigEndian.PutUint32(page[at:], to)
		}
	}
	point(root, pages+1)
	const levels = 10
	for i := range uint32(levels) {
		page := bytes.Clone(root)
		if point(page, pages+i+2); i == levels-1 {
			point(page, leaf)
		}
		raw = append(raw, page...)
	}
	binary.BigEndian.PutUint32(raw[28:], pages+levels)
	return raw
}

// TestTriggers: triggers, and views beside the table, are not run.
func TestTriggers(t *testing.T) {
	expect(t, made(t, schema, "CREATE TABLE log (a)", "CREATE TRIGGER t AFTER INSERT ON events BEGIN INSERT INTO log VALUES (1); END",
		"CREATE VIEW v AS SELECT * FROM nowhere", `INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","text":"hi"}')`),
		"s customer \"hi\" []\n", "1 message")
}

// TestLongEvent: an event above the limits is a bad row, the next one is read, and neither needs much memory.
func TestLongEvent(t *testing.T) {
	path := made(t, schema, fmt.Sprintf("INSERT INTO events (sender_id, data) VALUES ('s', zeroblob(%d)), ('s', zeroblob(%d))", maxData+1, 17<<20),
		`INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","text":"hi"}')`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	expect(t, path, "s customer \"hi\" []\n", "1 message; skipped 2 lines: 2 line too long")
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4*maxData {
		t.Errorf("%d bytes allocated", grown)
	}
}

// FuzzDatabase reads anything behind a SQLite header. The databases stay in memory and have few pages, so that many are
// tried in a second.
func FuzzDatabase(f *testing.F) {
	const user, page = `{"event":"user","text":"hi"}`, "PRAGMA page_size = 512"
	for _, statements := range [][]string{
		{page, schema, "INSERT INTO events (sender_id, data) VALUES ('s', '" + user + "')"},
		{page, schema, "INSERT INTO events (sender_id, data) VALUES ('s', '" + user + "'), (NULL, NULL), (7, x'ff00'), ('s', '" + strings.Repeat(" ", 1000) + user + "')"},
		{page, "CREATE TABLE conversations (data, sender_id, id)", "INSERT INTO conversations VALUES ('" + user + "', 's', 1)"},
		{page, "CREATE VIEW events AS SELECT 1 AS id, 2 AS sender_id, 3 AS data", "CREATE TABLE x (a)"},
	} {
		raw := contents(f, made(f, statements...))
		f.Add(raw)
		f.Add(raw[:len(raw)/2])
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append(bytes.Clone(magic), data[min(len(data), len(magic)):]...)
		memory := Format()
		memory.Read = func(in *transcript.Input, out *transcript.Sink) error {
			return readAt(bytes.NewReader(data), int64(len(data)), in, out)
		}
		o := transcript.DefaultOptions()
		o.Formats, o.Format, o.TempDir = []transcript.Format{memory}, memory.Name, dir
		got, s, _ := shown(transcript.New([]string{"-"}, bytes.NewReader(magic), o))
		if n := strings.Count(got, "\n"); n != s.Messages || !utf8.ValidString(got) {
			t.Errorf("%d messages of %+v", n, s)
		}
	})
}
