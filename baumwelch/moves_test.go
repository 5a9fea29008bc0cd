package baumwelch_test

import (
	"context"
	"math"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// TestMoves follows a search with one restart by hand: the same fit, stopped after each iteration.
func TestMoves(t *testing.T) {
	data := []hmm.Conversation[int]{{Obs: []int{0, 0, 1, 2, 2, 1, 0}}, {Obs: []int{2, 1, 1, 0}}, {Obs: []int{0, 1, 2, 2}}}
	prototype, err := hmm.New[int](chain.Uniform(2, true), emission.UniformCategorical(2, 3, 0.1))
	if err != nil {
		t.Fatal(err)
	}
	train := func(iterations int) *baumwelch.Trained[int] {
		o := baumwelch.DefaultTrainOptions()
		o.Restarts, o.Moves, o.Fit.Loop.MaxIterations, o.Fit.Loop.Tolerance = 1, true, iterations, -1
		trained, err := baumwelch.Train(context.Background(), prototype, data, o)
		if err != nil {
			t.Fatal(err)
		}
		return trained
	}
	all := train(4)
	if len(all.Moves) != 5 || len(all.Moves) != len(all.Restarts[0].Result.Iterations) || all.Moves[0][0] != (baumwelch.Move{}) {
		t.Fatalf("%d moves of %d iterations, first %+v", len(all.Moves), len(all.Restarts[0].Result.Iterations), all.Moves[0])
	}
	for n := 1; n <= 4; n++ {
		a, b := train(n-1).Model, train(n).Model
		before, after := turns(t, a, data), turns(t, b, data)
		for i, move := range all.Moves[n] {
			ways := math.Abs(a.Chain.Stop[i] - b.Chain.Stop[i])
			for j := range 2 {
				ways += math.Abs(a.Chain.Next[0][i*2+j] - b.Chain.Next[0][i*2+j])
			}
			p, q := a.Emission.(*emission.Categorical).Probabilities(i), b.Emission.(*emission.Categorical).Probabilities(i)
			overlap := 0.0
			for v := range p {
				overlap += math.Sqrt(p[v] * q[v])
			}
			want := baumwelch.Move{Transitions: ways / 2, Emissions: math.Sqrt(max(0, 1-overlap)), Turns: after[i] - before[i]}
			if math.Abs(move.Transitions-want.Transitions) > 1e-12 || math.Abs(move.Emissions-want.Emissions) > 1e-7 || math.Abs(move.Turns-want.Turns) > 1e-9 {
				t.Errorf("iteration %d, state %d: %+v, want %+v", n, i, move, want)
			}
			if d := move.Distance(); d != max(move.Transitions, move.Emissions) || d == 0 {
				t.Errorf("iteration %d, state %d: distance %v of %+v", n, i, d, move)
			}
		}
	}
	o := baumwelch.DefaultTrainOptions()
	if trained, err := baumwelch.Train(context.Background(), prototype, data, o); err != nil || trained.Moves != nil {
		t.Errorf("moves %v that nobody asked for, %v", trained.Moves, err)
	}
}

func turns(t *testing.T, m *hmm.Model[int], data []hmm.Conversation[int]) []float64 {
	t.Helper()
	n, err := baumwelch.Visits(context.Background(), m, data, em.NewGate(1))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
