package transcript

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSummary(t *testing.T) {
	bad := write(t, "bad.jsonl", strings.Repeat("no\n", 30)+"[]\n[]\n{}\n\n")
	good := write(t, "good.jsonl", oneLine+oneLine)

	r := New([]string{bad, good}, nil, DefaultOptions())
	if _, err := drain(t, r); err != nil {
		t.Fatal(err)
	}
	s := r.Summary()
	if want := "2 messages from 2 files; skipped 33 lines: 30 not JSON, 2 not an object, 1 missing field"; s.String() != want {
		t.Errorf("summary\n got %s\nwant %s", s, want)
	}
	if s.Err() != nil {
		t.Errorf("error %v with messages read", s.Err())
	}
	if s.Lines != 35 || len(s.Problems) != maxProblems || s.Problems[19].Line != 20 {
		t.Errorf("%d lines, problems %v", s.Lines, s.Problems)
	}
	if want := []ReasonCount{{"not JSON", 30}, {"not an object", 2}, {"missing field", 1}}; !slices.Equal(s.Reasons, want) {
		t.Errorf("reasons %v, want %v", s.Reasons, want)
	}
	if want := []FileCount{{Skipped: 33}, {Messages: 2}}; !slices.Equal(s.Counts, want) {
		t.Errorf("files have %v, want %v", s.Counts, want)
	}
	lines := []int{}
	for _, p := range s.Examples {
		lines = append(lines, p.Line)
	}
	if want := []int{1, 2, 3, 31, 32, 33}; !slices.Equal(lines, want) {
		t.Errorf("examples of lines %v, want %v: three of each reason", lines, want)
	}
}

func TestSummaryWithoutMessages(t *testing.T) {
	path := write(t, "bad.jsonl", "[]\n[]\n{}\n[]\n")
	r := New([]string{path}, nil, DefaultOptions())
	if _, err := drain(t, r); err != nil {
		t.Fatalf("a file of bad lines is an error: %v", err)
	}
	array := ": not an object: found a list: expected one JSON object a line"
	want := fmt.Sprintf("no usable message in 1 file; skipped 4 lines: 3 not an object, 1 missing field"+
		"\n\t%[1]s:1%[2]s\n\t%[1]s:2%[2]s\n\t%[1]s:3: missing field \"conversation\": "+
		"expected one of conversation_id, conversation, conv_id, dialogue_id, session_id, thread_id; have none\n\tand 1 more", path, array)
	if err := r.Summary().Err(); err == nil || err.Error() != want {
		t.Errorf("error\n got %v\nwant %s", err, want)
	}
	if err := (Summary{}).Err(); err == nil || err.Error() != "no usable message in 0 files" {
		t.Errorf("error of nothing: %v", err)
	}
}

func TestSummaryOfOne(t *testing.T) {
	r := New([]string{write(t, "one.jsonl", oneLine+"[]")}, nil, DefaultOptions())
	drain(t, r)
	if got, want := r.Summary().String(), "1 message from 1 file; skipped 1 line: 1 not an object"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for want, s := range map[string]Summary{
		"2 messages from 1 file": {Files: []string{"x"}, Messages: 2},
		"1 document from 1 file": {Files: []string{"x"}, Messages: 1, Documents: []bool{true}, Counts: []FileCount{{Messages: 1}}},
		"2 documents and 1 message from 2 files; skipped 3 records: ": {Files: []string{"x", "y"}, Messages: 3, Skipped: 3, Documents: []bool{true, false},
			Counts: []FileCount{{Messages: 2, Skipped: 1}, {Messages: 1, Skipped: 2}}},
	} {
		if got := s.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	for want, s := range map[string]Summary{
		"no usable document in 1 file": {Files: []string{"x"}, Documents: []bool{true}, Counts: []FileCount{{}}},
		"no usable message in 2 files": {Files: []string{"x", "y"}, Documents: []bool{true, false}, Counts: []FileCount{{}, {}}},
	} {
		if err := s.Err(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

// TestSummaryIsACopy keeps what a caller holds apart from what the Reader goes on counting.
func TestSummaryIsACopy(t *testing.T) {
	r := New([]string{write(t, "chats.jsonl", "[]\n"+oneLine+"[]\n"+oneLine)}, nil, DefaultOptions())
	var first Summary
	for range r.Messages() {
		if first.Messages == 0 {
			first = r.Summary()
		}
	}
	later := r.Summary()
	later.Problems[0].Reason, later.Files[0] = "changed", "changed"
	if s := r.Summary(); s.Problems[0].Reason == "changed" || s.Files[0] == "changed" {
		t.Error("a caller changed the books")
	}
	if first.Messages != 1 || first.Skipped != 1 || first.Reasons[0].Count != 1 || len(first.Problems) != 1 {
		t.Errorf("the summary of the first message became %+v", first)
	}
}

func TestProblemsStayShort(t *testing.T) {
	long := "x" + strings.Repeat("ä", 5000)
	content := `{"conversation_id":"a","text":"","turn":"` + long + `"}` + "\n" + `{"` + long + `":1}`
	r := New([]string{write(t, "chats.jsonl", content)}, nil, DefaultOptions())
	drain(t, r)
	for _, p := range r.Summary().Problems {
		if len(p.Detail) > 300 || strings.Contains(p.Detail, `\x`) {
			t.Errorf("a detail of %d bytes: %s", len(p.Detail), p.Detail)
		}
	}
}
