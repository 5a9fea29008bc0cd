package emission_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/internal/lanes"
	"intenthmm/internal/reference"
)

// BenchmarkFamilies is what an E-step takes in the families alone: the densities of eight conversations
// side by side and their statistics, on one thread.
func BenchmarkFamilies(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 12))
	g := &reference.Generator{Rng: rng}
	rows := func(k, v int) (rows [][]float64) {
		for range k {
			rows = append(rows, g.Row(v, 1))
		}
		return rows
	}
	for _, k := range []int{2, 12, 64} {
		for _, v := range []int{64, 4096} {
			symbols, err := emission.NewCategorical(rows(k, v))
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("categorical/K=%d/T=24/V=%d", k, v), func(b *testing.B) {
				evaluate(b, symbols, func() int { return rng.IntN(v) })
			})
			words, err := emission.NewWords(rows(k, v))
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("words/K=%d/T=24/V=%d", k, v), func(b *testing.B) {
				evaluate(b, words, func() (bag []emission.Count) {
					for range 10 {
						bag = append(bag, emission.Count{Word: rng.Int32N(int32(v)), N: 1})
					}
					return bag
				})
			})
		}
	}
	for _, d := range []int{2, 3, 8, 16, 50, 128, 384, 768} {
		b.Run(fmt.Sprintf("vmf/K=12/T=24/D=%d", d), func(b *testing.B) {
			v := emission.UniformVonMisesFisher(12, d, false)
			evaluate(b, v, func() []float64 { return v.Sample(0, rng) })
		})
	}
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full} {
		for _, d := range []int{1, 2, 3, 4, 5, 8, 16, 32, 33, 50, 64, 128, 256, 384, 512, 768} {
			b.Run(fmt.Sprintf("%v/K=12/T=24/D=%d", shape, d), func(b *testing.B) {
				evaluate(b, emission.UnitGaussian(shape, 12, d), func() []float64 {
					x := make([]float64, d)
					for i := range x {
						x[i] = rng.NormFloat64()
					}
					return x
				})
			})
		}
	}
}

func evaluate[O any](b *testing.B, f emission.Family[O], draw func() O) {
	const turns = 24
	obs := make([][]O, lanes.Width)
	for l := range obs {
		for range turns {
			obs[l] = append(obs[l], draw())
		}
	}
	at := emission.Layout{Turn: lanes.Pad(f.Len()) * lanes.Width, Dist: lanes.Width}
	block, stats := make([]float64, turns*at.Turn), make([]float64, f.StatsLen())
	batch := emission.NewBatch(f.Evaluator())
	b.ReportAllocs()
	for b.Loop() {
		batch.LogDensities(block, at, obs)
		for i := range block {
			block[i] = 0.1
		}
		batch.Collect(stats, obs, block, at)
	}
	reference.ReportTurns(b, turns*lanes.Width)
}
