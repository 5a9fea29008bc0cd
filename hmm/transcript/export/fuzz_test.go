package export

import (
	"bytes"
	"os"
	"testing"
	"unicode/utf8"

	"intenthmm/hmm/transcript"
)

// fuzz reads anything as a format: it must not panic, its books must balance, and its messages must be
// usable. Seeds are given here and in testdata/fuzz.
func fuzz(f *testing.F, format string, seeds ...string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) { balanced(t, format, dir, data) })
}

// balanced reads data as a format and checks the books.
func balanced(t *testing.T, format, dir string, data []byte) {
	o := options()
	o.Format, o.MaxLine, o.SortMemory, o.TempDir = format, 2000, 500, dir
	r := transcript.New([]string{"-"}, bytes.NewReader(data), o)
	n := 0
	for m, err := range r.Messages() {
		if err != nil {
			break
		}
		if n++; !utf8.ValidString(m.Text) || m.Text == "" {
			t.Errorf("unusable message %+v", m)
		}
	}
	s := r.Summary()
	lines := s.Messages + s.Skipped
	for _, d := range s.Dropped {
		lines += d.Count
	}
	if s.Messages != n || s.Lines != lines {
		t.Errorf("%d messages came, summary %+v", n, s)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func FuzzWhatsApp(f *testing.F) {
	fuzz(f, "whatsapp",
		"[1/13/24, 1:02:11\u202fPM] ~ A: \u200ehi\r\nthere\n\u200e[1/14/24, 1:02] B: <attached: x.jpg>\n",
		"05.01.24, 10:01 - A - B: x: y\n99.99.9999, 99:99 - A: z\n", "1/1/1 klo 1.1 - A: x", "\x00", "")
}

func FuzzChatGPT(f *testing.F) {
	fuzz(f, "chatgpt",
		`[{"id":"c","current_node":"b","mapping":{"a":{"message":{"id":"a","author":{"role":"user"},"content":{"parts":["hi",{}]}},"parent":"b","children":["b"]},"b":{"message":null,"parent":"a","children":[]}}}]`,
		`[{"id":"c","mapping":{}},{"mapping":[]},7]`, `[{"id":`, "[]")
}

func FuzzOpenAI(f *testing.F) {
	fuzz(f, "openai", `{"messages":[{"role":"user","content":[{"type":"text","text":"hi"},{"type":"x"}]},{"role":7},8]}`+"\n{\n[]",
		`[{"id":"x","messages":[{"role":"assistant","content":"a"}]}]`)
}

func FuzzShareGPT(f *testing.F) {
	fuzz(f, "sharegpt", `[{"id":"x","conversations":[{"from":"human","value":"hi"},{"from":"gpt"}]}]`, "{}\n{\"conversations\":[]}")
}

// FuzzSlackDay reads anything as a day of a channel.
func FuzzSlackDay(f *testing.F) {
	f.Add([]byte(`[{"type":"message","ts":"1704448867.000100","user":"U","text":"<@U> <!here> <https://x|y> &amp;","thread_ts":"1"},{"ts":7},{"ts":"x"}]`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		balanced(t, "auto", dir, []byte(zipped(t, "users.json", `[{"id":"U","name":"dana"}]`, "channels.json", "[]", "c/2024-01-05.json", string(data))))
	})
}
