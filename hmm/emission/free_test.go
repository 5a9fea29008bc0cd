package emission_test

import (
	"testing"

	"intenthmm/hmm/emission"
)

func TestFreeParamsOfDirections(t *testing.T) {
	for shared, want := range map[bool]int{false: 4*8 + 4, true: 4*8 + 1} {
		v := newVMF(9, shared)
		if got := emission.FreeParams[[]float64](v); got != want {
			t.Errorf("shared %v: %d", shared, got)
		}
		if got := emission.FreeParams[emission.Turn](emission.Part("vector", v, emission.VectorField).Weighted(0.5)); got != want {
			t.Errorf("shared %v, in a part: %d", shared, got)
		}
	}
}
