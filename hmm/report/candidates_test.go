package report

import (
	"io"
	"strings"
	"testing"

	"intenthmm/baumwelch/selection"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report/agreement"
)

// searched is a model whose number of states was chosen among many.
func searched(t *testing.T, best, runnerUp int, wide float64) *intent.Model {
	t.Helper()
	m := fixed(t, "words")
	s := &intent.Selection{Best: best, RunnerUp: runnerUp, Starts: 1, StandardErrors: 1}
	for i := range 14 {
		far := float64((i - 7) * (i - 7))
		s.Candidates = append(s.Candidates, selection.Candidate{
			States: i + 1, Parameters: 100 * (i + 1), LogLikelihood: -9 - far/200, HeldOut: -10 - far/100,
			Behind: far / 100, Error: far * wide, BIC: 1234.5 + float64(i), Stability: 1 - float64(i)/20,
		})
	}
	m.Record.Selection = s
	return m
}

func TestCandidatesGolden(t *testing.T) {
	training := func(m *intent.Model) string {
		return render(t, func(w io.Writer) error { return Training(w, m) })
	}
	golden(t, "training_searched.txt", training(searched(t, 7, 6, 0.001)))
	golden(t, "training_searched_fewer.txt", training(searched(t, 4, 7, 0.01)))
	m := searched(t, -1, -1, 0)
	m.Record.Selection.Candidates, m.Record.Selection.Cancelled = nil, true
	golden(t, "training_interrupted.txt", training(m))
}

// TestHiddenCandidates: rows that are left out are counted, and none where all are there.
func TestHiddenCandidates(t *testing.T) {
	table := func(m *intent.Model) string {
		return render(t, func(w io.Writer) error { return Training(w, m) })
	}
	for best, says := range map[int]string{0: "\n… 7 rows not shown; show --json has all\n", 7: "\n… 3 rows not shown; ", 13: "\n… 7 rows not shown; "} {
		if text := table(searched(t, best, 6, 0.001)); !strings.Contains(text, says) {
			t.Errorf("candidate %d is the best, does not say %q:\n%s", best, says, text)
		}
	}
	few := searched(t, 4, 6, 0.001)
	few.Record.Selection.Candidates = few.Record.Selection.Candidates[:9]
	if text := table(few); strings.Contains(text, "not shown") {
		t.Error(text)
	}
}

// TestOneState: the words agree in number.
func TestOneState(t *testing.T) {
	for behind, says := range map[float64]string{0: "\n1 state has the highest held-out", 0.1: "\n1 state is the fewest within"} {
		m := searched(t, 0, 1, 0.001)
		m.Record.Selection.Candidates[0].Behind = behind
		if text := render(t, func(w io.Writer) error { return Training(w, m) }); !strings.Contains(text, says) {
			t.Errorf("does not say %q:\n%s", says, text)
		}
	}
	var tally agreement.Tally
	tally.Add(0, "greeting")
	if text := render(t, func(w io.Writer) error { return Agreement(w, Intents(fixed(t, "words")), tally.Table(), 100) }); !strings.HasPrefix(text, "1 labelled turn, 1 state, 1 label\n") {
		t.Error(text)
	}
}

// TestCandidatesJSON: programs get all of the candidates.
func TestCandidatesJSON(t *testing.T) {
	out := render(t, func(w io.Writer) error { return JSON(w, searched(t, 7, 6, 0.001)) })
	if n := strings.Count(out, `"held_out"`); n != 14 {
		t.Errorf("%d candidates, want 14", n)
	}
}
