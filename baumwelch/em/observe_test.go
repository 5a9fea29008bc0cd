package em_test

import (
	"context"
	"testing"

	"intenthmm/baumwelch/em"
)

// watched is a centre that is shown its iterations.
type watched struct {
	centre
	at  []float64
	sum []float64
}

func (w *watched) Observe(s *em.Stats) {
	w.at, w.sum = append(w.at, w.centre.at), append(w.sum, s.Values[0])
}

// TestObserver: a learner is shown each iteration on record, at the parameters that it belongs to.
func TestObserver(t *testing.T) {
	w := &watched{centre: centre{at: 8, share: 0.5}}
	told := 0
	o := options(5)
	o.OnIteration = func(it em.Iteration) {
		if told++; len(w.at) != told {
			t.Errorf("iteration %d was told after %d were shown", it.Iteration, len(w.at))
		}
	}
	r, err := em.Fit(context.Background(), w, points(3), o)
	if err != nil || len(w.at) != len(r.Iterations) || told != len(r.Iterations) {
		t.Fatalf("%d iterations, %d shown, %d told, %v", len(r.Iterations), len(w.at), told, err)
	}
	if w.at[0] != 8 || w.at[len(w.at)-1] != w.centre.at || w.sum[0] != w.sum[1] {
		t.Errorf("at %v, sums %v", w.at, w.sum)
	}
}
