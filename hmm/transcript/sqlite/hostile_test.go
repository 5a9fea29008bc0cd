package sqlite

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
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

// looped is a database in which the first child of the table's root page is the root page.
func looped(t *testing.T) []byte {
	statements := []string{"PRAGMA page_size = 512", schema}
	for i := range 50 {
		statements = append(statements, fmt.Sprintf(`INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","timestamp":%d,"text":"%s"}')`, i, strings.Repeat("x", 100)))
	}
	raw := contents(t, made(t, statements...))
	const page, root, interior = 512, 2, 5
	at := raw[(root-1)*page:]
	if at[0] != interior {
		t.Fatalf("page %d is of kind %d", root, at[0])
	}
	cell := binary.BigEndian.Uint16(at[12:])
	binary.BigEndian.PutUint32(at[cell:], root)
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
	path := made(t, schema, fmt.Sprintf("INSERT INTO events (sender_id, data) VALUES ('s', zeroblob(%d)), ('s', zeroblob(%d))", maxData-1000, 17<<20),
		`INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","text":"hi"}')`)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	expect(t, path, "s customer \"hi\" []\n", "1 message; skipped 2 lines: 2 line too long")
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4*maxData {
		t.Errorf("%d bytes allocated", grown)
	}
}

// FuzzDatabase reads anything behind a SQLite header.
func FuzzDatabase(f *testing.F) {
	f.Add(contents(f, rasaDB))
	small := contents(f, made(f, "PRAGMA page_size = 512", schema, `INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","text":"hi"}')`))
	f.Add(small)
	f.Add(small[:700])
	dir := f.TempDir()
	path := filepath.Join(dir, "x.db")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, append(bytes.Clone(magic), data[min(len(data), len(magic)):]...), 0o644); err != nil {
			t.Fatal(err)
		}
		got, s, _ := readWith(path, dir)
		if n := strings.Count(got, "\n"); n != s.Messages || !utf8.ValidString(got) {
			t.Errorf("%d messages of %+v", n, s)
		}
	})
}
