package em_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/baumwelch/em"
)

// halves is the objective of points(3) when the centre starts 8 above the mean and halves its
// distance in every step: -(2 + 3 distance²).
func halves(step int) float64 {
	d := 8 / math.Pow(2, float64(step))
	return -(2 + 3*d*d)
}

func TestTrace(t *testing.T) {
	c := &centre{at: 9, share: 0.5}
	var told []em.Iteration
	o := options(3)
	o.OnIteration = func(it em.Iteration) { told = append(told, it) }
	r, err := em.Fit(context.Background(), c, points(3), o)
	if err != nil {
		t.Fatal(err)
	}
	want := em.Result{Status: em.OutOfIterations, Turns: 300, Items: 3, Iterations: []em.Iteration{
		{Iteration: 0, Objective: halves(0), LogLikelihood: halves(0)},
		{Iteration: 1, Objective: halves(1), LogLikelihood: halves(1), Gain: halves(1) - halves(0), Change: 4},
		{Iteration: 2, Objective: halves(2), LogLikelihood: halves(2), Gain: halves(2) - halves(1), Change: 2},
		{Iteration: 3, Objective: halves(3), LogLikelihood: halves(3), Gain: halves(3) - halves(2), Change: 1},
	}}
	if d := cmp.Diff(want, r); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(want.Iterations, told); d != "" {
		t.Errorf("OnIteration was told something else:\n%s", d)
	}
	if c.at != 2 || c.steps != 3 {
		t.Errorf("centre %v after %d steps", c.at, c.steps)
	}
}

func TestGlobalBound(t *testing.T) {
	c := &centre{at: 1, prior: 0.25, share: 1}
	r, err := em.Fit(context.Background(), c, points(3), options(0))
	want := em.Iteration{Objective: -2.25, LogLikelihood: -2, GlobalBound: -0.25}
	if d := cmp.Diff(want, r.Last()); d != "" || err != nil || c.steps != 0 {
		t.Errorf("%v, %d steps:\n%s", err, c.steps, d)
	}
}

func TestConverged(t *testing.T) {
	for _, tolerance := range []float64{1e-3, 1e-1} {
		c := &centre{at: 9, share: 0.5}
		o := em.DefaultOptions()
		o.Tolerance = tolerance
		r, err := em.Fit(context.Background(), c, points(3), o)
		if err != nil || r.Status != em.Converged {
			t.Fatalf("%v, %v", r.Status, err)
		}
		n := len(r.Iterations)
		for i, it := range r.Iterations[1:] {
			if small := it.Gain < tolerance*300; small != (i == n-2) {
				t.Errorf("tolerance %v: iteration %d of %d gained %v", tolerance, it.Iteration, n-1, it.Gain)
			}
		}
		if math.Abs(r.Last().Objective-halves(n-1)) > 1e-12 || c.steps != n-1 {
			t.Errorf("tolerance %v: the parameters are not the last iteration's", tolerance)
		}
	}
}

// script makes the M-step go to given places, one after the other.
func script(places ...float64) func(int, float64) (float64, []em.Repair, error) {
	return func(step int, at float64) (float64, []em.Repair, error) { return places[step-1], nil, nil }
}

// TestGoesBack: where the objective falls or is no number any more, the parameters before that are
// kept, and they are those of the last iteration on record.
func TestGoesBack(t *testing.T) {
	for name, c := range map[string]struct {
		places []float64
		status em.Status
		kept   float64
	}{
		"falls":            {[]float64{5, 3, 4}, em.Decreased, 3},
		"falls at once":    {[]float64{20}, em.Decreased, 9},
		"NaN":              {[]float64{5, math.NaN()}, em.Degenerate, 5},
		"infinite":         {[]float64{5, 1e200}, em.Degenerate, 5},
		"rounding":         {[]float64{1, 1 + 1e-9, 1}, em.OutOfIterations, 1},
		"falls by rounds?": {[]float64{1, 1 + 1e-4}, em.Decreased, 1},
	} {
		t.Run(name, func(t *testing.T) {
			l := &centre{at: 9, maximize: script(c.places...)}
			r, err := em.Fit(context.Background(), l, points(3), options(len(c.places)))
			if err != nil || r.Status != c.status || l.at != c.kept {
				t.Errorf("%v (%v), parameters %v, expected %v and %v", r.Status, err, l.at, c.status, c.kept)
			}
			if d := l.at - 1; math.Abs(r.Last().Objective+2+3*d*d) > 1e-12 {
				t.Errorf("parameters %v do not belong to the objective %v", l.at, r.Last().Objective)
			}
		})
	}
	l := &centre{at: math.NaN()}
	if r, err := em.Fit(context.Background(), l, points(3), options(3)); err != nil || r.Status != em.Degenerate || len(r.Iterations) != 0 {
		t.Errorf("degenerate from the start: %v, %v", r, err)
	}
}

// TestRepairs: a repair begins a new segment, in which the objective may stand lower; the same
// repair again does not.
func TestRepairs(t *testing.T) {
	mended := []em.Repair{{Distribution: 2, Action: "mended"}}
	other := []em.Repair{{Distribution: 1, Action: "mended"}}
	run := func(repairs ...[]em.Repair) (em.Result, float64) {
		places := []float64{5, 20, 30, 40}
		l := &centre{at: 9, maximize: func(step int, _ float64) (float64, []em.Repair, error) { return places[step-1], repairs[step-1], nil }}
		r, err := em.Fit(context.Background(), l, points(3), options(len(repairs)))
		if err != nil {
			t.Fatal(err)
		}
		return r, l.at
	}
	if r, at := run(nil, mended); r.Status != em.OutOfIterations || at != 20 || !slices.Equal(r.Last().Repairs, mended) || r.Last().Gain != 0 {
		t.Errorf("a repair: %+v, at %v", r, at)
	}
	if r, at := run(nil, mended, nil); r.Status != em.Decreased || at != 20 {
		t.Errorf("a fall after a repair: %v, at %v", r.Status, at)
	}
	if r, at := run(nil, mended, mended); r.Status != em.Decreased || at != 20 {
		t.Errorf("the same repair every time: %v, at %v", r.Status, at)
	}
	if r, at := run(nil, mended, other, mended); r.Status != em.OutOfIterations || at != 40 {
		t.Errorf("different repairs: %v, at %v", r.Status, at)
	}
}

// TestCancelled: whenever the end comes, and whatever its cause, the parameters are those of the
// last iteration on record.
func TestCancelled(t *testing.T) {
	for _, cause := range []error{nil, errTrouble} {
		for when := range 8 {
			t.Run(fmt.Sprintf("cause %v, E-step %d", cause, when), func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(context.Background())
				defer cancel(nil)
				c := &centre{at: 1000, share: 0.5}
				data := points(100) // nine shards of eleven, the last one short
				if when == 0 {
					cancel(cause)
				}
				c.collect = func(x float64) error {
					if c.steps == when-1 && x == 40 {
						cancel(cause)
					}
					return nil
				}
				r, err := em.Fit(ctx, c, data, options(50))
				if err != nil || r.Status != em.Cancelled {
					t.Fatalf("%v, %v", r.Status, err)
				}
				if want := max(when-1, 0); len(r.Iterations) != want {
					t.Fatalf("%d iterations on record, expected %d", len(r.Iterations), want)
				}
				want := 1000.0
				for range len(r.Iterations) - 1 {
					want += 0.5 * (49.5 - want)
				}
				if c.at != want {
					t.Errorf("centre %v, expected that of the last iteration on record: %v", c.at, want)
				}
			})
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 0)
	defer cancel()
	if r, err := em.Fit(ctx, &centre{}, points(3), options(3)); err != nil || r.Status != em.Cancelled {
		t.Errorf("out of time: %v, %v", r.Status, err)
	}
}

// TestErrors: an error ends the fit and leaves complete parameters, those of the last iteration on
// record.
func TestErrors(t *testing.T) {
	t.Run("in the M-step", func(t *testing.T) {
		c := &centre{at: 9}
		c.maximize = func(step int, at float64) (float64, []em.Repair, error) {
			if step == 3 {
				return math.NaN(), nil, errTrouble
			}
			return at - 1, nil, nil
		}
		r, err := em.Fit(context.Background(), c, points(3), options(10))
		if !errors.Is(err, errTrouble) || len(r.Iterations) != 3 || c.at != 7 {
			t.Errorf("%v after %d iterations, at %v", err, len(r.Iterations), c.at)
		}
	})
	t.Run("in the E-step", func(t *testing.T) {
		c := &centre{at: 9, share: 0.5}
		c.collect = func(float64) error {
			if c.steps == 2 {
				return errTrouble
			}
			return nil
		}
		r, err := em.Fit(context.Background(), c, points(3), options(10))
		if !errors.Is(err, errTrouble) || len(r.Iterations) != 2 || c.at != 5 {
			t.Errorf("%v after %d iterations, at %v", err, len(r.Iterations), c.at)
		}
	})
}

// TestNothingToLearnFrom: no items, and items without turns.
func TestNothingToLearnFrom(t *testing.T) {
	r, err := em.Fit(context.Background(), &centre{at: 3, maximize: func(_ int, at float64) (float64, []em.Repair, error) { return at, nil, nil }}, nil, options(2))
	if err != nil || r.Status != em.OutOfIterations || r.Items != 0 || r.Last().Objective != 0 {
		t.Errorf("%+v, %v", r, err)
	}
}
