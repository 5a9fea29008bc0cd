package transcript

import (
	"cmp"
	"slices"
)

// maxProblems is how many problems a Summary keeps in full.
const maxProblems = 20

// tally keeps the books while a Reader runs.
type tally struct {
	files    []string
	bytes    int64
	messages int
	skipped  int
	problems []Problem
	reasons  map[string]int
}

// skip enters a bad line.
func (t *tally) skip(p Problem) {
	t.skipped++
	if t.reasons == nil {
		t.reasons = map[string]int{}
	}
	t.reasons[p.Reason]++
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
	}
	for reason, n := range t.reasons {
		s.Reasons = append(s.Reasons, ReasonCount{reason, n})
	}
	slices.SortFunc(s.Reasons, func(a, b ReasonCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return s
}
