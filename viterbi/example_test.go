package viterbi_test

import (
	"fmt"
	"math"
	"testing"

	"intenthmm/hmm/chain"
	"intenthmm/internal/reference"
	"intenthmm/viterbi"
)

// The patient of Wikipedia's article: healthy or with a fever; feels normal, then cold, then dizzy.
func ExamplePath() {
	c := &chain.Chain{Start: []float64{0.6, 0.4}, Next: [][]float64{{0.7, 0.3, 0.4, 0.6}}}
	var logDensity []float64
	for _, p := range []float64{0.5, 0.1, 0.4, 0.3, 0.1, 0.6} {
		logDensity = append(logDensity, math.Log(p))
	}
	path := make([]int, 3)
	score, err := viterbi.Path(path, c, chain.Sequence{Turns: 3}, logDensity)
	fmt.Printf("%v with probability %.5f, error %v\n", path, math.Exp(score), err)
	// Output: [0 0 1] with probability 0.01512, error <nil>
}

func BenchmarkPath(b *testing.B) {
	for _, k := range []int{4, 16, 64} {
		const turns = 24
		b.Run(fmt.Sprintf("K=%d/T=%d", k, turns), func(b *testing.B) {
			d, path, block := viterbi.New(chain.Uniform(k, true)), make([]int, turns), make([]float64, turns*k)
			for i := range block {
				block[i] = -float64(i * 7 % 13)
			}
			for b.Loop() {
				if _, err := decode(d, path, &chain.Sequence{Turns: turns}, block); err != nil {
					b.Fatal(err)
				}
			}
			reference.ReportTurns(b, turns)
		})
	}
}
