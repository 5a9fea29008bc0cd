package lanes_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/internal/lanes"
)

// guarded is n numbers between margins of poison: a kernel that reads the margin gets a NaN, one
// that writes it is found out by intact.
type guarded struct{ all, values []float64 }

const margin = 16

var poison = math.Float64frombits(0x7ff8_dead_beef_0001)

func guard(n int, fill func(i int) float64) guarded {
	g := guarded{all: make([]float64, n+2*margin)}
	for i := range g.all {
		g.all[i] = poison
	}
	g.values = g.all[margin : margin+n] // the capacity reaches into the margin
	for i := range g.values {
		g.values[i] = fill(i)
	}
	return g
}

func (g guarded) intact() bool {
	for i, v := range g.all {
		inside := i >= margin && i < margin+len(g.values)
		if !inside && math.Float64bits(v) != math.Float64bits(poison) || inside && math.IsNaN(v) {
			return false
		}
	}
	return true
}

// wild draws numbers of very different sizes, zeros among them.
func wild(rng *rand.Rand) func(int) float64 {
	return func(int) float64 {
		if rng.IntN(8) == 0 {
			return 0
		}
		return math.Exp(60 * (rng.Float64() - 0.7))
	}
}

// lane picks lane l out of a panel of k rows.
func lane(panel []float64, k, l int) []float64 {
	v := make([]float64, k)
	for i := range v {
		v[i] = panel[i*lanes.Width+l]
	}
	return v
}

// TestMatMul: eight lanes side by side give the bits of each alone, and both the bits of the sum
// that the documentation promises.
func TestMatMul(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 1))
	for k := 1; k <= 40; k++ {
		m := guard(k*k, wild(rng))
		src := guard(k*lanes.Width, wild(rng))
		dst := guard(k*lanes.Width, func(int) float64 { return -1 })
		lanes.MatMul(dst.values, src.values, m.values, k, lanes.Width)
		for l := range lanes.Width {
			own, alone := lane(src.values, k, l), guard(k, func(int) float64 { return -1 })
			one := guard(k, func(i int) float64 { return own[i] })
			lanes.MatMul(alone.values, one.values, m.values, k, 1)
			for j, got := range lane(dst.values, k, l) {
				want := 0.0
				for i := range k {
					want += float64(m.values[j*k+i] * own[i])
				}
				if math.Float64bits(got) != math.Float64bits(want) || math.Float64bits(alone.values[j]) != math.Float64bits(want) {
					t.Fatalf("K=%d, lane %d, row %d: %v in company, %v alone, expected %v", k, l, j, got, alone.values[j], want)
				}
			}
			if !alone.intact() || !one.intact() {
				t.Fatalf("K=%d: the margins of a single lane were written", k)
			}
		}
		if !m.intact() || !src.intact() || !dst.intact() {
			t.Fatalf("K=%d: the margins were written", k)
		}
	}
}

// TestOuter: one lane exactly, eight lanes in the documented tree.
func TestOuter(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 1))
	for k := 1; k <= 40; k++ {
		for _, width := range []int{1, lanes.Width} {
			acc := guard(k*k, wild(rng))
			p, q := guard(k*width, wild(rng)), guard(k*width, wild(rng))
			before := append([]float64{}, acc.values...)
			lanes.Outer(acc.values, p.values, q.values, k, width)
			for i := range k {
				for j := range k {
					v := func(l int) float64 { return p.values[i*width+l] * q.values[j*width+l] }
					sum := v(0)
					if width == lanes.Width {
						sum = ((v(0) + v(4)) + (v(2) + v(6))) + ((v(1) + v(5)) + (v(3) + v(7)))
					}
					if want := before[i*k+j] + sum; acc.values[i*k+j] != want {
						t.Fatalf("K=%d, %d lanes, entry %d,%d: %v, expected %v", k, width, i, j, acc.values[i*k+j], want)
					}
				}
			}
			if !acc.intact() || !p.intact() || !q.intact() {
				t.Fatalf("K=%d, %d lanes: the margins were written", k, width)
			}
		}
	}
}

// TestEmptyLanes: lanes of zeros add nothing, so that a batch may have fewer than eight.
func TestEmptyLanes(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	const k = 5
	p, q := guard(k*lanes.Width, wild(rng)), guard(k*lanes.Width, wild(rng))
	for i := range p.values {
		if i%lanes.Width != 3 {
			p.values[i], q.values[i] = 0, 0
		}
	}
	eight, one := make([]float64, k*k), make([]float64, k*k)
	lanes.Outer(eight, p.values, q.values, k, lanes.Width)
	lanes.Outer(one, lane(p.values, k, 3), lane(q.values, k, 3), k, 1)
	for i := range one {
		if eight[i] != one[i] {
			t.Fatalf("entry %d: %v in an almost empty panel, %v alone", i, eight[i], one[i])
		}
	}
}
