package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// guarded is n numbers between margins of poison: a kernel that reads the margin gets a NaN, one
// that writes it is found out by fenced.
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

// fenced reports whether the margins are as they were.
func (g guarded) fenced() bool {
	for i, v := range g.all {
		if (i < margin || i >= margin+len(g.values)) && math.Float64bits(v) != math.Float64bits(poison) {
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
		v[i] = panel[i*Width+l]
	}
	return v
}

func same(t *testing.T, what string, got, want []float64) {
	t.Helper()
	for i := range want {
		if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
			t.Fatalf("%s: value %d is %v in company, %v alone", what, i, got[i], want[i])
		}
	}
}

// TestCompany: a conversation has the bits among seven others that it has alone.
func TestCompany(t *testing.T) {
	var active [Width]uint64
	for l := range active {
		active[l] = math.MaxUint64
	}
	for k := 4; k <= 40; k += 4 {
		rng := rand.New(rand.NewPCG(5, uint64(k)))
		n := k * Width
		draw := func() []float64 { return guard(n, wild(rng)).values }
		m, src, b, beta := guard(k*k, wild(rng)).values, draw(), draw(), draw()
		logs := guard(n, func(int) float64 { return -800 * rng.Float64() }).values
		inv := guard(Width, wild(rng)).values
		for l := range Width {
			name := fmt.Sprintf("K=%d, lane %d", k, l)
			eight, one := make([]float64, n), make([]float64, k)

			MatMul(eight, src, m, k, Width)
			MatMul(one, lane(src, k, l), m, k, 1)
			same(t, name+", MatMul", lane(eight, k, l), one)

			MaxPlus(eight, src, m, k, Width)
			MaxPlus(one, lane(src, k, l), m, k, 1)
			same(t, name+", MaxPlus", lane(eight, k, l), one)

			copy(eight, src)
			one = lane(src, k, l)
			var inv8 [Width]float64
			var inv1 [1]float64
			var all, alone Scales
			all.Reset()
			alone.Reset()
			Scale(eight, b, inv8[:], &active, &all, k, Width)
			Scale(one, lane(b, k, l), inv1[:], &active, &alone, k, 1)
			same(t, name+", Scale", lane(eight, k, l), one)
			same(t, name+", 1/c", inv8[l:l+1], inv1[:])
			if all.Log(l) != alone.Log(0) || all.Least[l] != alone.Least[0] {
				t.Fatalf("%s: product %v in company, %v alone", name, all.Log(l), alone.Log(0))
			}

			w8, w1, gamma := append([]float64{}, b...), lane(b, k, l), make([]float64, k)
			Weigh(eight, w8, src, beta, inv, k, Width)
			Weigh(gamma, w1, lane(src, k, l), lane(beta, k, l), inv[l:l+1], k, 1)
			same(t, name+", gamma", lane(eight, k, l), gamma)
			same(t, name+", w", lane(w8, k, l), w1)

			var shift8, shift1 [Width]float64
			ok8, ok1 := active, active
			Linear(eight, logs, &shift8, &ok8, &active, k, Width)
			Linear(one, lane(logs, k, l), &shift1, &ok1, &active, k, 1)
			same(t, name+", Linear", lane(eight, k, l), one)
			same(t, name+", shift", shift8[l:l+1], shift1[:1])
		}
	}
}

// TestMatMulAgainstItsFormula: ascending order, fused.
func TestMatMulAgainstItsFormula(t *testing.T) {
	for k := 4; k <= 40; k += 4 {
		rng := rand.New(rand.NewPCG(6, uint64(k)))
		m, src, dst := guard(k*k, wild(rng)).values, guard(k, wild(rng)).values, make([]float64, k)
		MatMul(dst, src, m, k, 1)
		for j, got := range dst {
			want := 0.0
			for i := range k {
				want = math.FMA(src[i], m[i*k+j], want)
			}
			if got != want {
				t.Fatalf("K=%d, column %d: %v, expected %v", k, j, got, want)
			}
		}
	}
}

// TestOuter: turns one after the other, lanes in the documented tree.
func TestOuter(t *testing.T) {
	const turns = 3
	for k := 4; k <= 24; k += 4 {
		rng := rand.New(rand.NewPCG(7, uint64(k)))
		p, q := guard(turns*k*Width, wild(rng)).values, guard(turns*k*Width, wild(rng)).values
		acc := guard(k*k, wild(rng)).values
		before := append([]float64{}, acc...)
		Outer(acc, p, q, k, turns, Width)
		for i := range k {
			for j := range k {
				var v [Width]float64
				for l := range v {
					for turn := range turns {
						v[l] = math.FMA(p[(turn*k+i)*Width+l], q[(turn*k+j)*Width+l], v[l])
					}
				}
				sum := ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]))
				if want := before[i*k+j] + sum; acc[i*k+j] != want {
					t.Fatalf("K=%d, entry %d,%d: %v, expected %v", k, i, j, acc[i*k+j], want)
				}
			}
		}
	}
}

// TestIdleLanes: a lane that is not active neither books anything nor spoils the others.
func TestIdleLanes(t *testing.T) {
	const k = 8
	rng := rand.New(rand.NewPCG(8, 1))
	alpha, b := guard(k*Width, wild(rng)).values, guard(k*Width, wild(rng)).values
	for i := 3; i < len(b); i += Width {
		b[i] = math.NaN() // what stands there is of no conversation
	}
	var active [Width]uint64
	for l := range active {
		if l != 3 {
			active[l] = math.MaxUint64
		}
	}
	var s Scales
	s.Reset()
	inv := make([]float64, Width)
	Scale(alpha, b, inv, &active, &s, k, Width)
	if s.Log(3) != 0 || s.Least[3] != 1 || inv[3] != 0 {
		t.Errorf("an idle lane has the product %v, the least scale %v, the inverse %v", s.Log(3), s.Least[3], inv[3])
	}
	for i, v := range alpha {
		if l := i % Width; l == 3 && v != 0 || !(v >= 0) {
			t.Fatalf("lane %d, row %d: %v", l, i/Width, v)
		}
	}
}
