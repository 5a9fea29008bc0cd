//go:build amd64 && !purego

package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestStepsOfOneConversation compares the kernels that only a live conversation uses with their twins.
func TestStepsOfOneConversation(t *testing.T) {
	for _, k := range []int{4, 8, 12, 16, 20, 28, 64, 68, 256, 260, 728} {
		var f fences
		name, rng := fmt.Sprintf("K=%d", k), rand.New(rand.NewPCG(uint64(k), 1))
		testFollow(t, &f, name, rng, k)
		testAbsorb(t, &f, name, rng, k)
		f.done(t, name)
	}
}

// testFollow compares Follow, on scores with ties and densities of all kinds, with MaxPlus and its formula.
func testFollow(t *testing.T, f *fences, name string, rng *rand.Rand, k int) {
	t.Helper()
	score := func() float64 { return []float64{math.Inf(-1), 0, -1, -7 * rng.Float64()}[rng.IntN(4)] }
	src, m := fill(k, score), fill(k*k, score)
	for _, odd := range []float64{-1, math.Inf(-1), math.Inf(1), math.NaN()} {
		logs := fill(k, score)
		logs[rng.IntN(k)] = odd
		atLevels(t, fmt.Sprintf("%s/Follow/%v", name, odd), func() [][]float64 {
			dst, reach, from := f.blank(k), f.blank(k), slices.Repeat([]byte{99}, SourceBytes(k)*k+4)
			got := Follow(dst, from[:SourceBytes(k)*k], src, logs, m, k)
			if got.Fine != (odd <= math.MaxFloat64) || !slices.Equal(from[len(from)-4:], []byte{99, 99, 99, 99}) {
				t.Fatalf("%s: Follow has %+v, sources %v", name, got, from)
			}
			if !got.Fine {
				return nil
			}
			MaxPlus(reach, src, m, k, 1)
			sources := make([]float64, k)
			want := Followed{Fine: true}
			for j := range k {
				first := sourceOf(src, m, reach[j], k, j)
				reach[j] += logs[j]
				sources[j] = float64(from[j])
				if SourceBytes(k) == 2 {
					sources[j] += 256 * float64(from[k+j])
				}
				if sources[j] != float64(first) || dst[j] != reach[j] {
					t.Fatalf("%s: state %d has %v from %v, want %v from %d", name, j, dst[j], sources[j], reach[j], first)
				}
				if dst[j] > math.Inf(-1) {
					want.Possible++
					want.Sources |= 1 << first
				}
			}
			if k > 64 {
				want.Sources = got.Sources
			}
			if got != want {
				t.Fatalf("%s: Follow has %+v, want %+v", name, got, want)
			}
			if i := Largest(dst); i != slices.Index(dst, slices.Max(dst)) {
				t.Fatalf("%s: Largest is %d of %v", name, i, dst)
			}
			return [][]float64{dst, sources}
		})
	}
}

// sourceOf is the first i that attains a maximum of Follow.
func sourceOf(src, m []float64, most float64, k, j int) int {
	for i := range k {
		if most > math.Inf(-1) && src[i]+m[At(k, i, j)] == most {
			return i
		}
	}
	return 0
}

// testAbsorb compares Absorb with Linear and Scale.
func testAbsorb(t *testing.T, f *fences, name string, rng *rand.Rand, k int) {
	t.Helper()
	alpha := fill(k, func() float64 { return rng.Float64() })
	for _, odd := range []float64{-1, math.Inf(-1), math.Inf(1), math.NaN()} {
		logs := fill(k, func() float64 { return -900 * rng.Float64() })
		logs[rng.IntN(k)] = odd
		if math.IsInf(odd, -1) {
			logs = fill(k, func() float64 { return odd })
		}
		atLevels(t, fmt.Sprintf("%s/Absorb/%v", name, odd), func() [][]float64 {
			got, want, b := f.copy(alpha), f.copy(alpha), f.blank(k)
			shift, scale, fine := Absorb(got, logs, k)
			if fine != (odd <= math.MaxFloat64) {
				t.Fatalf("%s: with %v, Absorb says fine: %v", name, odd, fine)
			}
			if !fine {
				return nil
			}
			ok, active := [Width]uint64{1}, [Width]uint64{1}
			var shifts [Width]float64
			var inv [1]float64
			var s Scales
			s.Reset()
			Linear(b, logs, &shifts, &ok, &active, k, k, 1, 1)
			Scale(want, b, inv[:], &active, &s, k, 1)
			same(t, name+": Absorb", got, want)
			same(t, name+": log scale", []float64{shift, LogScale(scale)}, []float64{shifts[0], s.Log(0)})
			return [][]float64{got, {shift, scale}}
		})
	}
}
