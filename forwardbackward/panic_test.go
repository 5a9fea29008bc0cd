package forwardbackward_test

import (
	"strings"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
)

// TestPanics: wrong lengths are a programmer's error, and say what is wrong.
func TestPanics(t *testing.T) {
	c := chain.Uniform(2, false)
	m := forwardbackward.Compile(c)
	for what, f := range map[string]func(){
		"len(chain.Next[class])": func() {
			forwardbackward.Compile(&chain.Chain{Start: []float64{1, 0}, Next: [][]float64{{1}}})
		},
		"Load takes":      func() { forwardbackward.NewWorkspace(m).Load() },
		"lanes.Width seq": func() { forwardbackward.NewWorkspace(m).Load(make([]chain.Sequence, 9)...) },
		"len(v)":          func() { forwardbackward.CountsIn(make([]float64, 3), c) },
		"len(dst) != K":   func() { forwardbackward.NewFilter(m).Predict(make([]float64, 3), 0) },
		"len(logDensity) != number": func() {
			_, _ = forwardbackward.NewFilter(m).Step(make([]float64, 3), 0, nil)
		},
		"len(dst) != T*K": func() {
			_, _ = forwardbackward.Posterior(make([]float64, 3), c, make([]float64, 4))
		},
		"len(logDensity) != T*E": func() {
			_, _ = forwardbackward.Filtered(make([]float64, 4), c, make([]float64, 5))
		},
	} {
		func() {
			defer func() {
				if r, ok := recover().(string); !ok || !strings.HasPrefix(r, "forwardbackward: ") || !strings.Contains(r, what) {
					t.Errorf("panic %q, expected one about %q", r, what)
				}
			}()
			f()
		}()
	}
}

// TestUse: a workspace that changes its chain forgets what it knew.
func TestUse(t *testing.T) {
	small, large := chain.Uniform(2, false), leftToRight(5)
	ws := forwardbackward.NewWorkspace(forwardbackward.Compile(small))
	for _, c := range []*chain.Chain{small, large, small} {
		ws.Use(forwardbackward.Compile(c))
		p := long(c, 9, 3)
		counts := forwardbackward.NewCounts(c)
		b := newBatch(c.States(), p)
		b.load(ws)
		ws.Expect(b)
		ws.Flush(counts)
		fresh, want := runBatch(c, p)
		if !same(b.collected[0], fresh[0].distributions) || !same(counts.Next[0], want.Next[0]) {
			t.Errorf("%d states: a used workspace differs from a fresh one", c.States())
		}
	}
}
