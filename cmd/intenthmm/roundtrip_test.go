package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"intenthmm/hmm/transcript"
)

// messagesOf are the messages of a file as the command reads them, without where they stood.
func messagesOf(t *testing.T, path string) []transcript.Message {
	t.Helper()
	o := transcript.DefaultOptions()
	o.Formats, o.Require = known(false), nil
	var all []transcript.Message
	for m, err := range transcript.New([]string{path}, nil, o).Messages() {
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		m.File, m.Line = "", 0
		all = append(all, m)
	}
	return all
}

// comesBack converts a log to both formats, packed too, and reads it again: nothing of a message may be lost,
// and nothing may change its place.
func comesBack(t *testing.T, path string) {
	t.Helper()
	want := messagesOf(t, path)
	if len(want) == 0 {
		t.Errorf("%s has no messages", path)
	}
	for _, to := range []string{"x.jsonl", "x.csv", "x.jsonl.gz", "x.csv.gz"} {
		out := filepath.Join(t.TempDir(), to)
		must(t, "convert", path, "-o", out)
		if diff := gocmp.Diff(want, messagesOf(t, out)); diff != "" {
			t.Errorf("%s through %s (-read +read again):\n%s", path, to, diff)
		}
	}
}

// TestSamplesComeBack does so with every sample of an export.
func TestSamplesComeBack(t *testing.T) {
	root := filepath.Join(cmp.Or(os.Getenv("INTENTHMM_SHARED"), filepath.Join("..", "..", "..", "shared")), "export_samples")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("needs %s: %v", root, err)
	}
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		switch {
		case err != nil:
			return err
		case name == filepath.Join("slack", "unpacked"):
			comesBack(t, path)
			return fs.SkipDir
		case d.IsDir() || name == filepath.Join("generic", "transcript_semicolon_latin1.csv"): // needs --map
			return nil
		}
		files++
		t.Run(filepath.ToSlash(name), func(t *testing.T) { comesBack(t, path) })
		return nil
	})
	if err != nil || files < 20 {
		t.Errorf("%d samples, %v", files, err)
	}
}

// TestWhatIsHardToWriteComesBack: texts and names that a format could mistake for something of its own.
func TestWhatIsHardToWriteComesBack(t *testing.T) {
	hard := []string{"", " ", " x ", "a\nb", "a\n\n", "\n", "a\rb", "\ra", "a\r", "a,b;c\td", `"`, `""`, `a"b"`, `\`, `\n`, `\.`, "null", "NULL", "NaN", "true", "007", "1e5", "-",
		"=1+1", "#x", "{}", "[1]", `{"a":1}`, "\u2028\u2029", "\ufeffx", "\ufffd", "𝄞👍🏽", "ｱ\u0301", "\x01\x1f\x7f", "<b>&amp;</b>", "conversation_id,text"}
	var b strings.Builder
	for i, text := range hard {
		fmt.Fprintf(&b, `{"conversation_id":%s,"turn":%d,"speaker":%s,"time":%s,"text":%s,"symbol":%s,"label":%s}`+"\n",
			jsonText("c"+text), i, jsonText(text), jsonText(text), jsonText(text), jsonText(text), jsonText(text))
	}
	b.WriteString(`{"conversation_id":"no more than that"}` + "\n")
	comesBack(t, write(t, "hard.jsonl", b.String()))
	comesBack(t, write(t, "vectors.jsonl", `{"conversation_id":"a","vector":[0.1,-1e-300,3,0.30000000000000004]}`+"\n"+`{"conversation_id":"a","text":"x"}`+"\n"))
}

// TestLineEndsComeBackAsOne: CSV has no other line end within a text than that of Unix.
func TestLineEndsComeBackAsOne(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.csv")
	must(t, "convert", write(t, "x.jsonl", `{"conversation_id":"a","text":"x\r\n\u0000y"}`), "-o", out)
	if got := messagesOf(t, out); len(got) != 1 || got[0].Text != "x\ny" {
		t.Errorf("%+v", got)
	}
}

// jsonText is a text in JSON.
func jsonText(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// TestChatsComeBack does so with a chat of each kind, written here with what is hard about it.
func TestChatsComeBack(t *testing.T) {
	for name, content := range map[string]string{
		"chat.txt":    "05.01.24, 23:59 - Anna: hi\nthere, \"you\"\n06.01.24, 00:01 - Shop, Inc.: <Medien ausgeschlossen>\n\n07.01.24, 10:00 - Anna: x\n",
		"result.json": `{"id":7,"messages":[{"id":1,"type":"message","date":"x","date_unixtime":"1704448867","from":"A \"B\"","text":["a\n",{"type":"bold","text":",b"}]}]}`,
		"tracker.json": `{"sender_id":"u","events":[{"event":"user","timestamp":1.25,"text":"hi\n","parse_data":{"intent":{"name":"greet"}}},{"event":"action","timestamp":2,"name":"utter_hi"},` +
			`{"event":"bot","timestamp":2.5,"text":"a,b"},{"event":"session_started","timestamp":3},{"event":"user","timestamp":4,"text":"again"}]}`,
		"graph.json": `{"value":[{"id":"1","messageType":"message","createdDateTime":"2024-01-05T10:01:00.123Z","chatId":"19:x@thread,v2","from":null,"body":{"contentType":"html","content":"<p>a</p><p>\"b\"</p>"}}]}`,
	} {
		t.Run(name, func(t *testing.T) { comesBack(t, write(t, name, content)) })
	}
}
