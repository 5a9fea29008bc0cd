package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConvoKitCorpus reads a corpus as a zip and as a folder. Its first conversation has no times and stands in the
// file from its end; the second has times that contradict the file; both spellings of fields occur.
func TestConvoKitCorpus(t *testing.T) {
	const utterances = `{"id":"L9","conversation_id":"L1","text":"three","speaker":"u2","reply-to":"L5","timestamp":null,"meta":{}}
{"id":"L5","conversation_id":"L1","text":"two","speaker":"u1","reply-to":"L1","timestamp":null,"meta":{}}
{"id":"L1","conversation_id":"L1","text":"one","speaker":"u2","reply-to":null,"timestamp":"None","meta":{}}
{"id":"L1","conversation_id":"L1","text":"one again","speaker":"u2","reply-to":null,"timestamp":null,"meta":{}}
{"id":"b","root":"a","text":"B","user":{"id":"u3"},"reply_to":"a","timestamp":"1704448868","meta":{}}
{"id":"a","root":"a","text":"A","user":"u1","reply_to":null,"timestamp":1704448867.5,"meta":{}}
{"id":"c","root":"c","text":"loop","user":"u1","reply_to":"d","meta":{}}
{"id":"d","root":"c","text":"pool","user":"u1","reply_to":"c","meta":{}}
{"id":"e","root":"c","text":"","user":"u1","reply_to":"nowhere","meta":{}}
{"id":"f","text":"lost"}
{"id":"g","root":"c","text":"when","timestamp":"noon"}
`
	want := `
L1 u2 "one"
L1 u1 "two"
L1 u2 "three"
a u1 "A"
a u3 "B"
c u1 "pool"
c u1 "loop"
`
	summary := "7 messages, 2 other files left out; dropped 2: 1 duplicate, 1 empty; skipped 2 lines: 1 bad value, 1 missing field"
	expect(t, file(t, "corpus.zip", zipped(t, "movie/utterances.jsonl", utterances, "movie/conversations.json", "{}", "movie/speakers.json", `{"u1":{}}`)),
		options(), want, summary)
	folder := t.TempDir()
	for name, content := range map[string]string{"utterances.jsonl": utterances, "users.json": "{}", "index.json": "{}"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, folder, options(), want, summary)
	expect(t, file(t, "utterances.jsonl", utterances), options(), want, strings.Replace(summary, ", 2 other files left out", "", 1))
}

// TestCutCorpus: of a corpus that is cut short, the conversation under way is not lost.
func TestCutCorpus(t *testing.T) {
	whole := `[{"id":"a","conversation_id":"a","text":"A","speaker":"u","reply_to":null,"meta":{}},{"id":"b","conversation_id":"a","text":"B","speaker":"u","reply_to":"a","meta":{}},{"id":`
	o := options()
	o.Format = convoKit.Name
	n, err := drain(file(t, "utterances.json", whole), o)
	if n != 2 || err == nil {
		t.Errorf("%d messages, %v", n, err)
	}
}

func FuzzConvoKit(f *testing.F) {
	fuzz(f, "convokit", `{"id":"b","conversation_id":"a","text":"B","speaker":{"id":"s"},"reply_to":"a","timestamp":null,"meta":{}}
{"id":"a","root":"a","text":"A","user":"u","reply-to":"b","timestamp":"None"}
{"id":"a","root":"a","text":"A","timestamp":5}
{
`, `[{"id":"x","root":"y","reply_to":"x"}]`, "")
}
