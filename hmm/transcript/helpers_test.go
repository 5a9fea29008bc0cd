package transcript

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// write puts content into a file in a fresh folder and returns its path.
func write(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// compress is content in gzip.
func compress(t testing.TB, content string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// drain reads a Reader to its end. It fails the test if anything follows an error.
func drain(t testing.TB, r *Reader) ([]Message, error) {
	t.Helper()
	var messages []Message
	var end error
	for m, err := range r.Messages() {
		if end != nil {
			t.Fatalf("after the error %v came %+v, %v", end, m, err)
		}
		if end = err; err == nil {
			messages = append(messages, m)
		}
	}
	s := r.Summary()
	dropped := 0
	for _, d := range s.Dropped {
		dropped += d.Count
	}
	if s.Lines != s.Messages+s.Skipped+dropped || s.Messages != len(messages) {
		t.Fatalf("books do not balance: %d messages read, summary %+v", len(messages), s)
	}
	return messages, end
}

// show is a message in one line, without what it does not have:
//
//	LINE: CONVERSATION#TURN SPEAKER@TIME "TEXT" [SYMBOL] VECTOR =LABEL
func show(m Message) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d: %s", m.Line, m.Conversation)
	if m.Turn != -1 {
		fmt.Fprintf(&b, "#%d", m.Turn)
	}
	if m.Speaker != "" || m.Time != "" {
		b.WriteString(" " + m.Speaker)
	}
	if m.Time != "" {
		b.WriteString("@" + m.Time)
	}
	fmt.Fprintf(&b, " %q", m.Text)
	if m.Symbol != "" {
		fmt.Fprintf(&b, " [%s]", m.Symbol)
	}
	if m.Vector != nil {
		fmt.Fprintf(&b, " %v", m.Vector)
	}
	if m.Label != "" {
		b.WriteString(" =" + m.Label)
	}
	return b.String()
}

// lineCase is one file and what must come of it.
type lineCase struct {
	name     string
	file     string // its name; the extension chooses the format
	content  string
	opts     *Options // nil for the default ones
	messages []string // as show shows them
	problems []string // of bad lines, without the folder
	err      string   // of the stream, without the folder
}

func (c lineCase) run(t *testing.T) {
	path := write(t, c.file, c.content)
	opts := DefaultOptions()
	if c.opts != nil {
		opts = *c.opts
	}
	r := New([]string{path}, nil, opts)
	messages, err := drain(t, r)
	base := func(s string) string { return strings.ReplaceAll(s, filepath.Dir(path)+string(filepath.Separator), "") }

	var got []string
	for _, m := range messages {
		if m.File != path {
			t.Errorf("File = %q, want %q", m.File, path)
		}
		got = append(got, show(m))
	}
	compare(t, "messages", got, c.messages)

	got = nil
	for _, p := range r.Summary().Problems {
		got = append(got, base(p.Error()))
	}
	compare(t, "problems", got, c.problems)

	text := ""
	if err != nil {
		text = base(err.Error())
	}
	if text != c.err {
		t.Errorf("error\n got %s\nwant %s", text, c.err)
	}
}

func compare(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s\n got\n\t%s\nwant\n\t%s", what, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}
