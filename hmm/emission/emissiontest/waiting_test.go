package emissiontest_test

import (
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/emission/emissiontest"
)

func TestWaiting(t *testing.T) {
	emissiontest.Run(t, emissiontest.Case[float64]{
		New:        func() emission.Family[float64] { return &Waiting{[]float64{1, 20, 300}} },
		HasMissing: true,
		Points: func(e int) (obs, weights []float64) {
			for x := 0.0005; x < 30; x += 0.001 { // in units of the mean
				mean := []float64{1, 20, 300}[e]
				obs, weights = append(obs, x*mean), append(weights, 0.001*mean)
			}
			return obs, weights
		},
		PointsTolerance: 1e-6,
	})
}

// bare is a family with nothing beyond the interface.
type bare struct{ emission.Family[float64] }

func (b bare) Clone() emission.Family[float64] { return bare{b.Family.Clone()} }

func TestBare(t *testing.T) {
	emissiontest.Run(t, emissiontest.Case[float64]{
		New:  func() emission.Family[float64] { return bare{&Waiting{[]float64{1, 20, 300}}} },
		Data: [][]float64{{1, 2, 3}, {}, {100, 20, 4, 0.1}},
	})
}
