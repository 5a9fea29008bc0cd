package types

import (
	"math"
	"testing"

	"intenthmm/hmm"
)

// TestDeviation: by hand. Two conversations of 1 and 3 turns differ by 2 and 2 nats: one nat a turn, off by 1 and -1.
func TestDeviation(t *testing.T) {
	s := &search[int]{data: []hmm.Conversation[int]{{Obs: []int{0}}, {Obs: []int{0, 0, 0}}}}
	if got, want := s.deviation([]float64{-1, -1}, []float64{-3, -3}), math.Sqrt(2)/4; math.Abs(got-want) > 1e-15 {
		t.Errorf("%v, want %v", got, want)
	}
}
