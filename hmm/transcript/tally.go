package transcript

import (
	"cmp"
	"slices"
)

const (
	maxProblems = 20 // that a Summary keeps in full
	maxExamples = 3  // that it keeps of each category
)

// tally keeps the books while a Reader runs.
type tally struct {
	files    []string
	bytes    int64
	messages int
	skipped  int
	problems []Problem
	reasons  map[string]int
	counts   []FileCount // of files
	examples []Problem
}

// open begins a file.
func (t *tally) open(file string) {
	t.files, t.counts = append(t.files, file), append(t.counts, FileCount{})
}

// message enters a record that became a message.
func (t *tally) message() {
	t.messages++
	t.counts[len(t.counts)-1].Messages++
}

// skip enters a bad line.
func (t *tally) skip(p Problem) {
	t.skipped++
	t.counts[len(t.counts)-1].Skipped++
	if t.reasons == nil {
		t.reasons = map[string]int{}
	}
	t.reasons[p.Reason]++
	if t.reasons[p.Reason] <= maxExamples {
		t.examples = append(t.examples, p)
	}
	if len(t.problems) < maxProblems {
		t.problems = append(t.problems, p)
	}
}

// records is how many lines were met, good and bad.
func (t *tally) records() int { return t.messages + t.skipped }

// summary is a copy that later entries leave alone.
func (t *tally) summary() Summary {
	s := Summary{
		Files:    slices.Clone(t.files),
		Bytes:    t.bytes,
		Lines:    t.records(),
		Messages: t.messages,
		Skipped:  t.skipped,
		Problems: slices.Clone(t.problems),
		Counts:   slices.Clone(t.counts),
		Examples: slices.Clone(t.examples),
	}
	for reason, n := range t.reasons {
		s.Reasons = append(s.Reasons, ReasonCount{reason, n})
	}
	slices.SortFunc(s.Reasons, func(a, b ReasonCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return s
}
