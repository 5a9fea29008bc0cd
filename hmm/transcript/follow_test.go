package transcript_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/transcript"
)

// Bad lines are told of as they are skipped, the shortest first line included, though the stream
// goes on and sends no more.
func TestOnSkip(t *testing.T) {
	in, out := io.Pipe()
	told := make(chan transcript.Problem)
	go func() {
		for i, line := range []string{"{", "", "7", `{"conversation_id":"a"}`} {
			io.WriteString(out, line+"\n")
			if line == "" {
				continue
			}
			if p := <-told; p.Line != i+1 || p.File != "stdin" || p.Reason == "" {
				t.Errorf("line %d: told of %+v", i+1, p)
			}
		}
		out.Close()
	}()
	o := transcript.DefaultOptions()
	o.Format, o.OnSkip = "jsonl", func(p transcript.Problem) { told <- p }
	r := transcript.New([]string{"-"}, in, o)
	for m, err := range r.Messages() {
		t.Errorf("%v, %v", m, err)
	}
	if s := r.Summary(); s.Skipped != 3 || len(s.Problems) != 3 {
		t.Errorf("%+v", s)
	}
}

// Where the width is known, it is not the first vector that says what is right.
func TestWidth(t *testing.T) {
	log := `{"conversation_id":"a","vector":[1,2]}` + "\n" + `{"conversation_id":"a","vector":[1,2,3]}` + "\n"
	for width, want := range map[int]struct {
		line int
		says string
	}{
		0: {1, "found 3 numbers: expected 2, as in the first vector read"},
		2: {1, "found 3 numbers: expected 2"},
		3: {2, "found 2 numbers: expected 3"},
	} {
		o := transcript.Options{Width: width}
		r := transcript.New([]string{"-"}, strings.NewReader(log), o)
		for m, err := range r.Messages() {
			if err != nil || m.Line != want.line {
				t.Errorf("width %d: line %d, %v", width, m.Line, err)
			}
		}
		if s := r.Summary(); len(s.Problems) != 1 || s.Problems[0].Detail != want.says {
			t.Errorf("width %d: %v, want %s", width, s.Problems, want.says)
		}
	}
	for _, err := range transcript.New([]string{"-"}, strings.NewReader(log), transcript.Options{Width: -1}).Messages() {
		if err == nil {
			t.Error("took vectors of -1 numbers")
		}
	}
}

// Every format that is listed can be asked for.
func TestFormats(t *testing.T) {
	formats := transcript.Formats()
	if !slices.Equal(formats[:4], []string{"auto", "jsonl", "csv", "tsv"}) {
		t.Errorf("%q", formats)
	}
	for _, f := range formats {
		for _, err := range transcript.New([]string{"nofile"}, nil, transcript.Options{Format: f}).Messages() {
			if err == nil || strings.Contains(err.Error(), "format") {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
}
