package intent

import (
	"math"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// Where no turn has any around it, a turn's own words say what all words of its conversation do, by states that are not
// equally common too, and no weight of vectors gains anything.
func TestVoicesOfSingleTurns(t *testing.T) {
	said, err := emission.NewCategorical([][]float64{{0.9, 0.1}, {0.1, 0.9}})
	if err != nil {
		t.Fatal(err)
	}
	joint, err := emission.NewJoint(emission.Part("symbol", said, emission.SymbolField))
	if err != nil {
		t.Fatal(err)
	}
	m := &hmm.Model[emission.Turn]{
		Chain:    &chain.Chain{Start: []float64{0.8, 0.2}, Next: [][]float64{{0.5, 0.5, 0.5, 0.5}}},
		Emission: joint,
	}
	data := make([]hmm.Conversation[emission.Turn], 100)
	for i := range data {
		turn := emission.Missing
		if i >= 74 { // as often as the model has it
			turn.Symbol = 1
		} else {
			turn.Symbol = 0
		}
		data[i].Obs, data[i].Open = []emission.Turn{turn}, true
	}
	v, err := newVoices(t.Context(), m, data)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range v.own {
		if math.Abs(p-v.all[i]) > 1e-12 {
			t.Fatalf("turn %d, state %d: %v by its own word, %v by all", i/2, i%2, p, v.all[i])
		}
	}
	v.vectors = make([]float64, len(v.all))
	for i := range v.vectors {
		v.vectors[i] = -float64(i % 7)
	}
	for _, w := range []float64{0.01, 0.3, 1} {
		if gain := totalOf(v.gains(data, w), nil); math.Abs(gain.sum) > 1e-9 {
			t.Errorf("weight %v gains %v", w, gain)
		}
	}
}
