package sqlite

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// readAll reads a database and shows its messages, a line each, and what became of the rest.
func readAll(t testing.TB, path string) (string, transcript.Summary, error) {
	t.Helper()
	o := transcript.DefaultOptions()
	o.Formats, o.TempDir = []transcript.Format{Format()}, t.TempDir()
	return shown(transcript.New([]string{path}, nil, o))
}

// shown is what a reader gives.
func shown(r *transcript.Reader) (string, transcript.Summary, error) {
	var b strings.Builder
	for m, err := range r.Messages() {
		if err != nil {
			return b.String(), r.Summary(), err
		}
		fmt.Fprintf(&b, "%s %s %q [%s]\n", m.Conversation, m.Speaker, m.Text, m.Symbol)
	}
	return b.String(), r.Summary(), nil
}

func expect(t *testing.T, path, messages, summary string) {
	t.Helper()
	got, s, err := readAll(t, path)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimLeft(messages, "\n"); got != want {
		t.Errorf("messages\n got\n%s\nwant\n%s", got, want)
	}
	if got := strings.Replace(s.String(), " from 1 file", "", 1); got != summary {
		t.Errorf("summary\n got %s\nwant %s", got, summary)
	}
}

// TestSample is the database of the shared exports; it is skipped where those are not.
func TestSample(t *testing.T) {
	root := os.Getenv("INTENTHMM_SHARED")
	if root == "" {
		root = filepath.Join(samples.Root(t), "..", "shared")
	}
	path := filepath.Join(root, "export_samples", "rasa", "rasa.db")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs %s: %v", path, err)
	}
	expect(t, path, `
user-7 customer "my parcel never came" [report_missing]
user-7 bot "Which order?" [utter_ask_order]
user-7 customer "4711" [inform]
user-7 bot "<image>" []
user-8 customer "my parcel never came" [report_missing]
user-8 bot "Which order?" [utter_ask_order]
user-8 customer "4711" [inform]
user-8 bot "<image>" []
`, "8 messages; dropped 12: 8 tool, 4 notice")
}

// rasaDB was written by SQLAlchemy 2.1 with the model of Rasa's SQLTrackerStore (class SQLEvent: id Integer with a
// Sequence, sender_id String(255) with an index, type_name String(255), timestamp Float, intent_name and action_name
// String(255), data Text): ten events of two senders that alternate, added one by one in a Session, each with
// json.dumps of the event as data.
const rasaDB = "testdata/rasa.db"

const rasaMessages = `
a customer "my parcel never came" [report_missing]
a bot "Which order?" [utter_ask_order]
a customer "4711" [inform]
a#2 customer "hello again" [greet]
b customer "Grüezi 👋" [greet]
b bot "<image>" []
`

const rasaSummary = "6 messages; dropped 4: 2 notice, 2 tool"

func TestSQLAlchemy(t *testing.T) { expect(t, rasaDB, rasaMessages, rasaSummary) }

// TestPacked: a compressed database is read from a temporary copy, of which nothing stays behind.
func TestPacked(t *testing.T) {
	raw, err := os.ReadFile(rasaDB)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(raw)
	z.Close()
	expect(t, write(t, b.Bytes()), rasaMessages, rasaSummary)
}

// TestUntouched: a database that nobody may write is read, and reading leaves neither change nor file behind.
func TestUntouched(t *testing.T) {
	raw, err := os.ReadFile(rasaDB)
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, raw)
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	expect(t, path, rasaMessages, rasaSummary)
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(raw, after) {
		t.Errorf("the database was changed (%v)", err)
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 1 {
		t.Errorf("left behind: %v", files)
	}
}

func write(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// made is a database made by statements.
func made(t testing.TB, statements ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return path
}

const schema = "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, timestamp FLOAT, intent_name TEXT, action_name TEXT, data TEXT)"

// TestRows: rows out of order, of a type that the column does not have, without data, with data that is no JSON or
// no event.
func TestRows(t *testing.T) {
	expect(t, made(t, schema,
		`INSERT INTO events (id, sender_id, data) VALUES
			(1, 's', '{"event":"user","timestamp":20,"text":"second"}'),
			(2, 's', '{"event":"user","timestamp":10,"text":"first"}'),
			(10, 7, '{"event":"user","timestamp":10,"text":"ten"}'),
			(9, 7, CAST('{"event":"user","timestamp":10,"text":"nine"}' AS BLOB)),
			(11, 's', NULL), (12, 's', 12.5), (13, 's', '{"event":'), (14, NULL, '{"event":"user"}'), (15, 's', x'ff')`), `
7 customer "nine" []
7 customer "ten" []
s customer "first" []
s customer "second" []
`, "4 messages; skipped 5 lines: 3 missing field, 1 not JSON, 1 not UTF-8")
	_, s, err := readAll(t, made(t, schema, `INSERT INTO events (id, sender_id, data) VALUES (7, 's', '{"event":"user","text":"x"}'), (9, 's', NULL)`))
	if want := `x.db:2: missing field "data"`; err != nil || len(s.Problems) != 1 || !strings.Contains(s.Problems[0].Error(), want) {
		t.Errorf("%v, problems %v, want one with %q", err, s.Problems, want)
	}
}

// TestOldTable: early releases called the table conversations; one without the columns is not it. The id orders events
// of one time, 10 after 9.
func TestOldTable(t *testing.T) {
	expect(t, made(t, "CREATE TABLE conversations (id INTEGER, sender_id TEXT, data TEXT)", "CREATE TABLE events (id INTEGER)",
		`INSERT INTO conversations VALUES (10, 's', '{"event":"user","timestamp":1,"text":"ten"}'), (9, 's', '{"event":"user","timestamp":1,"text":"nine"}')`),
		"s customer \"nine\" []\ns customer \"ten\" []\n", "2 messages")
}

// TestWriteAheadLog: a database in WAL mode is read without its log, which is said.
func TestWriteAheadLog(t *testing.T) {
	path := made(t, "PRAGMA journal_mode = wal", schema, `INSERT INTO events (sender_id, data) VALUES ('s', '{"event":"user","text":"hi"}')`)
	if err := os.WriteFile(path+"-wal", []byte("the newest"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, s, err := readAll(t, path)
	if err != nil || got != "s customer \"hi\" []\n" || len(s.Guessed) != 1 || !strings.Contains(s.Guessed[0].Reason, "write-ahead") {
		t.Errorf("%q, %+v, %v", got, s, err)
	}
}
