package encode

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A turnSet knows what a map knows, turn after turn, whatever the sizes.
func TestTurnSet(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var s turnSet
	s.turn = math.MaxUint32 - 50 // the count of turns comes round
	for turn := range 300 {
		s.begin()
		known := map[int32]bool{}
		for range rng.IntN(4 << rng.IntN(9)) {
			n := int32(rng.IntN(1 + turn*turn))
			if got := s.add(n); got == known[n] {
				t.Fatalf("turn %d: %d is new: %v", turn, n, got)
			}
			known[n] = true
		}
	}
}

// A turn whose count has come round has nothing of the one that had it before.
func TestTurnSetComesRound(t *testing.T) {
	var s turnSet
	s.begin()
	s.add(7)
	s.turn = math.MaxUint32
	s.begin()
	if !s.add(7) || s.add(7) {
		t.Error("7 is not new, once")
	}
}

// Turns of a size that there was cost no memory, nor does the length of the vocabulary.
func TestTurnSetAllocations(t *testing.T) {
	var s turnSet
	turn := func() {
		s.begin()
		for n := range int32(100) {
			s.add(n << 20)
		}
	}
	turn()
	if got := testing.AllocsPerRun(10, turn); got > 0 || len(s.slots) > 512 {
		t.Errorf("%.0f allocations, %d slots", got, len(s.slots))
	}
}
