package hmm_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// BenchmarkPaths decodes conversations of twenty turns, eight at a time.
func BenchmarkPaths(b *testing.B) {
	const k, symbols, turns = 12, 64, 20
	rng := rand.New(rand.NewPCG(1, 1))
	family := emission.UniformCategorical(k, symbols, 0)
	m, err := hmm.New[int](chain.Uniform(k, false), family)
	if err != nil {
		b.Fatal(err)
	}
	data := make([]hmm.Conversation[int], 1000)
	for i := range data {
		for range turns {
			data[i].Obs = append(data[i].Obs, rng.IntN(symbols))
		}
	}
	d := hmm.NewDecoder(m)
	for b.Loop() {
		if _, _, err := d.Paths(data); err != nil {
			b.Fatal(err)
		}
	}
	reference.ReportTurns(b, len(data)*turns)
}

// TestPaths: many conversations at once have the paths and scores of each by itself, and one that is
// impossible is named.
func TestPaths(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	family, err := emission.NewCategorical([][]float64{{0.7, 0.2, 0.1, 0}, {0.1, 0.3, 0.6, 0}, {0.3, 0.4, 0.3, 0}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New[int](&chain.Chain{
		Start: []float64{0.5, 0.3, 0.2},
		Next:  [][]float64{{0.6, 0.2, 0.1, 0.1, 0.5, 0.2, 0.3, 0.3, 0.2}},
		Stop:  []float64{0.1, 0.2, 0.2},
	}, family)
	if err != nil {
		t.Fatal(err)
	}
	data := make([]hmm.Conversation[int], 37)
	for i := range data {
		data[i].Open = i%3 == 0
		for range rng.IntN(12) {
			data[i].Obs = append(data[i].Obs, rng.IntN(4)-1)
		}
	}
	d := hmm.NewDecoder(m)
	paths, scores, err := d.Paths(data)
	if err != nil {
		t.Fatal(err)
	}
	for i := range data {
		path := make([]int, len(data[i].Obs))
		score, err := d.Path(path, &data[i])
		if err != nil || score != scores[i] || !slices.Equal(path, paths[i]) {
			t.Errorf("conversation %d: %v %v among others, %v %v (%v) alone", i, paths[i], scores[i], path, score, err)
		}
	}
	data[20] = hmm.Conversation[int]{ID: "odd", Obs: []int{0, 3}}
	var e *hmm.Error
	var impossible *chain.ImpossibleError
	if _, _, err := d.Paths(data); !errors.As(err, &e) || e.Index != 20 || e.ID != "odd" || !errors.As(err, &impossible) || impossible.Turn != 1 {
		t.Errorf("error %v, expected that of conversation 20, turn 1", err)
	}
}
