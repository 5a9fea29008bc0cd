package emission_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/emission/emissiontest"
)

// weighed are words, and directions that count for weight.
func weighed(weight float64) *emission.Joint {
	words := must(emission.NewWords(rows))
	words.SetPrior(0.2)
	vector := newVMF(3, false)
	vector.SetPrior(0.5, []float64{0.2, 0, 0})
	return must(emission.NewJoint(
		emission.Part("words", words, emission.WordsField),
		emission.Part("vector", vector, emission.VectorField).Weighted(weight)))
}

func TestWeightedConforms(t *testing.T) {
	for _, weight := range []float64{0.1, 2.5} {
		t.Run(fmt.Sprint(weight), func(t *testing.T) {
			emissiontest.Run(t, emissiontest.Case[emission.Turn]{
				New:     func() emission.Family[emission.Turn] { return weighed(weight) },
				Data:    turns(weighed(weight)),
				Missing: emission.Missing, HasMissing: true,
				Decode: readJoint,
			})
		})
	}
}

// Densities and statistics are those of the part times its weight, and no other part's; the prior is as it was.
func TestWeighted(t *testing.T) {
	const weight = 0.25
	plain, w := weighed(1), weighed(weight)
	data := turns(plain)[1]
	words, vector := plain.Parts()[0], plain.Parts()[1]
	ofWords, ofVector := logDensities[emission.Turn](words, data...), logDensities[emission.Turn](vector, data...)
	for i, l := range logDensities(w, data...) {
		approx(t, "density", l, ofWords[i]+weight*ofVector[i], 1e-14)
	}
	p := labelled(len(data), 4)
	stats, want := make([]float64, w.StatsLen()), make([]float64, w.StatsLen())
	w.Evaluator().Collect(stats, data, p, emission.RowMajor(4))
	plain.Evaluator().Collect(want, data, p, emission.RowMajor(4))
	for i := words.StatsLen(); i < len(want); i++ {
		want[i] *= weight
	}
	agree(t, "statistics", stats, want)
	if w.LogPrior() != plain.LogPrior() {
		t.Errorf("LogPrior %v, without a weight %v", w.LogPrior(), plain.LogPrior())
	}
	if got := w.Clone().(*emission.Joint).Parts()[1].Weight(); got != weight {
		t.Errorf("a copy has weight %v", got)
	}
}

// What is impossible stays so, and what is a number stays one.
func TestWeightedKeepsTheRange(t *testing.T) {
	never := emission.Part("symbol", must(emission.NewCategorical([][]float64{{1, 0}})), emission.SymbolField)
	if l := logDensities[emission.Turn](never.Weighted(0.5), emission.Turn{Symbol: 1})[0]; !math.IsInf(l, -1) {
		t.Errorf("impossible: %v", l)
	}
	far := emission.Part("vector", emission.UnitGaussian(emission.Diagonal, 1, 1), emission.VectorField)
	if l := logDensities[emission.Turn](far.Weighted(10), emission.Turn{Vector: []float64{1e160}})[0]; l != -math.MaxFloat64 {
		t.Errorf("far away: %v", l)
	}
}

// A weight stands in the file where it is not 1: files of models without weights are as they always were.
func TestWeightInFile(t *testing.T) {
	without, _ := json.Marshal(weighed(1))
	if strings.Contains(string(without), `"weight":`) {
		t.Errorf("%s", without)
	}
	with, _ := json.Marshal(weighed(0.125))
	back := must(emission.DefaultRegistry().Joint(with))
	if got := back.Parts()[1].Weight(); got != 0.125 || back.Parts()[0].Weight() != 1 {
		t.Errorf("weight %v", got)
	}
	for _, bad := range []string{"0", "-1", "1e999", `"a"`} {
		text := strings.Replace(string(with), `"weight":0.125`, `"weight":`+bad, 1)
		if _, err := emission.DefaultRegistry().Joint([]byte(text)); err == nil || !strings.Contains(err.Error(), "weight") {
			t.Errorf("weight %s: %v", bad, err)
		}
	}
}

func TestWeightedPanics(t *testing.T) {
	for _, weight := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("weight %v", weight)
				}
			}()
			weighed(weight)
		}()
	}
}
