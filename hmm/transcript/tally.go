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
	formats  []string  // of files
	document []bool    // of files: their records are documents
	others   int       // files that were found and are not read
	left     []Problem // the first of those that have the name of a transcript
	foreign  []Problem // the first of the others
	bytes    int64
	messages int
	skipped  int
	problems []Problem
	reasons  map[string]int
	counts   []FileCount // of files
	examples []Problem
	dropped  map[Drop]int
	guessed  map[string]int

	unclearTimes int     // messages whose time was not understood
	unclearTime  Problem // the first of those
}

// open begins a file.
func (t *tally) open(file string, f *Format) {
	name, documents := "", false
	if f != nil {
		name, documents = f.Name, f.Documents
	}
	t.files, t.formats, t.document = append(t.files, file), append(t.formats, name), append(t.document, documents)
	t.counts = append(t.counts, FileCount{})
}

// unopen takes back the beginning of the last file: it is an archive.
func (t *tally) unopen() {
	last := len(t.files) - 1
	t.files, t.formats, t.document, t.counts = t.files[:last], t.formats[:last], t.document[:last], t.counts[:last]
}

// leave enters a file that was found and is not read.
func (t *tally) leave(p Problem) {
	t.others++
	list := &t.left
	if p.Reason == reasonForeign {
		list = &t.foreign
	}
	if len(*list) < maxProblems {
		*list = append(*list, p)
	}
}

// unclear enters a message whose time was not understood.
func (t *tally) unclear(p Problem) {
	if t.unclearTimes++; t.unclearTimes == 1 {
		t.unclearTime = p
	}
}

// untouched says whether nothing was read of the last file.
func (t *tally) untouched() bool { return t.counts[len(t.counts)-1] == FileCount{} }

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

// drop enters an entry that is no turn.
func (t *tally) drop(d Drop) {
	t.counts[len(t.counts)-1].Dropped++
	if t.dropped == nil {
		t.dropped = map[Drop]int{}
	}
	t.dropped[d]++
}

// guess enters a decision that is not certain.
func (t *tally) guess(what string) {
	if t.guessed == nil {
		t.guessed = map[string]int{}
	}
	t.guessed[what]++
}

// records is how many entries were met, of all kinds.
func (t *tally) records() int { return t.messages + t.skipped + total(t.dropped) }

func total[K comparable](counts map[K]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// summary is a copy that later entries leave alone.
func (t *tally) summary() Summary {
	s := Summary{
		Files:     slices.Clone(t.files),
		Formats:   slices.Clone(t.formats),
		Documents: slices.Clone(t.document),
		Others:    t.others,
		Bytes:     t.bytes,
		Lines:     t.records(),
		Messages:  t.messages,
		Skipped:   t.skipped,
		Problems:  slices.Clone(t.problems),
		Counts:    slices.Clone(t.counts),
		Examples:  slices.Clone(t.examples),

		UnclearTimes: t.unclearTimes,
		UnclearTime:  t.unclearTime,
	}
	s.LeftOut = slices.Concat(t.left, t.foreign)
	s.LeftOut = s.LeftOut[:min(maxProblems, len(s.LeftOut))]
	s.Reasons, s.Dropped, s.Guessed = frequent(t.reasons), frequent(t.dropped), frequent(t.guessed)
	return s
}

// frequent lists counts, the largest first.
func frequent[K ~string](counts map[K]int) []ReasonCount {
	var list []ReasonCount
	for reason, n := range counts {
		list = append(list, ReasonCount{string(reason), n})
	}
	slices.SortFunc(list, func(a, b ReasonCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Reason, b.Reason))
	})
	return list
}
