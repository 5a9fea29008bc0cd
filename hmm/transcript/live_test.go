package transcript_test

import (
	"io"
	"testing"

	"intenthmm/hmm/transcript"
)

// A message is handed on as soon as its line is there, though the stream goes on: whoever answers
// turn by turn must not wait for more input.
func TestAnswersAtOnce(t *testing.T) {
	in, out := io.Pipe()
	asked := make(chan string)
	go func() {
		for _, text := range []string{"one", "two", "three"} {
			io.WriteString(out, `{"conversation_id":"a","text":"`+text+`"}`+"\n")
			if got := <-asked; got != text {
				t.Errorf("read %q, wrote %q", got, text)
			}
		}
		out.Close()
	}()
	n := 0
	for m, err := range transcript.New([]string{"-"}, in, transcript.DefaultOptions()).Messages() {
		if err != nil {
			t.Fatal(err)
		}
		asked <- m.Text
		n++
	}
	if n != 3 {
		t.Errorf("%d messages, want 3", n)
	}
}
