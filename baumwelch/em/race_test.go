package em_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/baumwelch/em"
)

// TestClimbPauses takes fits some way and then further: they come to what they come to without a pause.
func TestClimbPauses(t *testing.T) {
	for _, o := range []em.Options{options(6), {MaxIterations: 6, Tolerance: 1e-1}} {
		whole := &centre{at: 9, share: 0.5}
		want, err := em.Fit(t.Context(), whole, points(3), o)
		if err != nil {
			t.Fatal(err)
		}
		c := &centre{at: 9, share: 0.5}
		climb := em.NewClimb(c, points(3), o)
		var got em.Result
		for _, upTo := range []int{0, 1, 1, 4, 3, 6} {
			if got, err = climb.Run(t.Context(), upTo); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(want, got); d != "" || c.at != whole.at || c.steps != whole.steps {
			t.Errorf("at %v after %d steps, want %v after %d; -want, +got\n%s", c.at, c.steps, whole.at, whole.steps, d)
		}
	}
}

// paced is a fit whose objectives are known beforehand; it converges with the last.
type paced struct {
	objectives []float64
	runs       []int
	err        error
}

func (p *paced) Run(ctx context.Context, iterations int) (em.Result, error) {
	p.runs = append(p.runs, iterations)
	if p.err != nil && iterations > 2 {
		return em.Result{}, p.err
	}
	r := em.Result{Status: em.OutOfIterations}
	for i, o := range p.objectives {
		if i <= iterations {
			r.Iterations = append(r.Iterations, em.Iteration{Iteration: i, Objective: o})
		}
	}
	switch {
	case ctx.Err() != nil:
		r.Status = em.Cancelled
	case len(r.Iterations) == len(p.objectives):
		r.Status = em.Converged
	}
	return r, nil
}

// rising are n objectives that go up to a height.
func rising(n int, height float64) []float64 {
	o := make([]float64, n+1)
	for i := range o {
		o[i] = height - 1/float64(i+1)
	}
	return o
}

func TestRace(t *testing.T) {
	for workers := range 4 {
		field := []*paced{
			{objectives: rising(100, 3)},
			{objectives: rising(100, 5)},
			{objectives: rising(1, 9)}, // converges at once, and is the best
			{objectives: rising(100, 4)},
			{objectives: rising(100, 1)},
		}
		_, results, ran, err := em.Race(t.Context(), len(field), em.NewGate(workers), 2, 50, func(i int) (*paced, error) { return field[i], nil })
		if err != nil {
			t.Fatal(err)
		}
		// After 2: 2, 1 and 3 of five go on; after 4: 2 and 1 of three, of which 1 runs to the end.
		want := [][]int{{2}, {2, 4, 50}, {2}, {2, 4}, {2}}
		status := []em.Status{em.Outrun, em.OutOfIterations, em.Converged, em.Outrun, em.Outrun}
		for i, p := range field {
			if !ran[i] || !slices.Equal(p.runs, want[i]) || results[i].Status != status[i] {
				t.Errorf("%d workers: %d ran %v, want %v; %v", workers, i, p.runs, want[i], results[i].Status)
			}
		}
		if n := results[1].Last().Iteration; n != 50 {
			t.Errorf("%d iterations of 50", n)
		}
	}
}

func TestRaceWithoutLaps(t *testing.T) {
	field := []*paced{{objectives: rising(9, 3)}, {objectives: rising(9, 5)}}
	for _, first := range []int{0, 20} {
		_, results, _, err := em.Race(t.Context(), 2, nil, first, 5, func(i int) (*paced, error) { return field[i], nil })
		if err != nil || results[0].Status != em.OutOfIterations || results[0].Last().Iteration != 5 || results[1].Last().Iteration != 5 {
			t.Errorf("first lap %d: %+v, %v", first, results, err)
		}
	}
}

// TestRaceEnds: an error or the end of ctx ends it, and what was on the way says so.
func TestRaceEnds(t *testing.T) {
	broken := errors.New("broken")
	field := []*paced{{objectives: rising(9, 3), err: broken}, {objectives: rising(9, 5), err: broken}}
	if _, _, _, err := em.Race(t.Context(), 2, nil, 2, 9, func(i int) (*paced, error) { return field[i], nil }); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	field = []*paced{{objectives: rising(9, 3)}, {objectives: rising(9, 5)}, {objectives: rising(9, 4)}}
	_, results, ran, err := em.Race(ctx, 3, em.NewGate(1), 2, 9, func(i int) (*paced, error) {
		if i == 2 {
			cancel()
		}
		return field[i], nil
	})
	if err != nil || !ran[0] || results[0].Status != em.Cancelled || results[1].Status != em.Cancelled || results[2].Status != em.Cancelled {
		t.Errorf("%+v, %v, %v", results, ran, err)
	}
}

// TestRaceOfClimbs has the winner come to what it comes to by itself.
func TestRaceOfClimbs(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var learners []*centre
	for range 5 {
		learners = append(learners, &centre{at: 20 * rng.Float64(), share: 0.3})
	}
	starts := make([]float64, 5)
	for i, l := range learners {
		starts[i] = l.at
	}
	_, results, _, err := em.Race(t.Context(), 5, em.NewGate(2), 3, 40, func(i int) (*em.Climb[float64], error) {
		return em.NewClimb(learners[i], points(30), options(40)), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	best := 0
	for i := range results {
		if results[i].Last().Objective > results[best].Last().Objective {
			best = i
		}
	}
	alone := &centre{at: starts[best], share: 0.3}
	want, err := em.Fit(t.Context(), alone, points(30), options(40))
	if d := cmp.Diff(want, results[best]); err != nil || d != "" || alone.at != learners[best].at {
		t.Errorf("%v\n%s", err, d)
	}
}

// TestBest: the first of the highest, among those that have an iteration.
func TestBest(t *testing.T) {
	at := func(objective float64) em.Result {
		return em.Result{Iterations: []em.Iteration{{Objective: objective}}}
	}
	results := []em.Result{at(9), at(-2), {}, at(-1), at(-1)}
	fitted, best := em.Best(results, []bool{false, true, true, true, true})
	if d := cmp.Diff([]int{1, 3, 4}, fitted); d != "" || best != 3 {
		t.Errorf("best is %d, %s", best, d)
	}
	if fitted, best := em.Best(results[2:3], []bool{true}); best != -1 || fitted != nil {
		t.Errorf("nothing was fitted, and the best of %v is %d", fitted, best)
	}
}
