package lanes_test

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"intenthmm/internal/lanes"
	"intenthmm/internal/reference"
)

// ulps is the distance between two positive numbers in units in the last place.
func ulps(a, b float64) int64 {
	d := int64(math.Float64bits(a)) - int64(math.Float64bits(b))
	return max(d, -d)
}

func samples() int {
	if testing.Short() {
		return 20_000
	}
	return 2_000_000
}

// TestExpOverItsRange compares with math.Exp, which may itself be more than one unit off.
func TestExpOverItsRange(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	worst, at := int64(0), 0.0
	see := func(x float64) {
		if d := ulps(lanes.Exp(x), math.Exp(x)); d > worst {
			worst, at = d, x
		}
	}
	for range samples() {
		see(-708 * rng.Float64())
		see(-rng.Float64())
		see(-math.Exp(-40 * rng.Float64()))
	}
	for n := range 1021 { // where the power of two changes
		for _, d := range []float64{-1, 0, 1} {
			see(-(float64(n) + 0.5) * math.Ln2 * (1 + d*0x1p-52))
			see(-float64(n) * math.Ln2 * (1 + d*0x1p-52))
		}
	}
	if worst > 2 {
		t.Errorf("Exp(%v) = %v, %d units in the last place from math.Exp", at, lanes.Exp(at), worst)
	}
}

// TestExpAgainstBig compares with the series in 200 bits.
func TestExpAgainstBig(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	worst, at := 0.0, 0.0
	for range min(samples(), 20_000) {
		x := -rng.Float64() * []float64{708, 2, 0.5}[rng.IntN(3)]
		want := bigExp(x)
		exact, _ := want.Float64()
		diff := new(big.Float).Sub(new(big.Float).SetFloat64(lanes.Exp(x)), want)
		d, _ := diff.Quo(diff, big.NewFloat(math.Nextafter(exact, 2)-exact)).Float64()
		if d = math.Abs(d); d > worst {
			worst, at = d, x
		}
	}
	if worst > 1 {
		t.Errorf("Exp(%v) is %.3f units in the last place off", at, worst)
	}
}

// bigExp is e^x: the series of e^(x/2^12), squared twelve times.
func bigExp(x float64) *big.Float {
	const bits, halvings = 300, 12
	number := func(v float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(v) }
	y := number(x)
	y.SetMantExp(y, -halvings)
	sum, term := number(1), number(1)
	for n := 1; n < 60; n++ {
		term.Quo(term.Mul(term, y), number(float64(n)))
		sum.Add(sum, term)
	}
	for range halvings {
		sum.Mul(sum, sum)
	}
	return sum
}

func TestExpAtItsEnds(t *testing.T) {
	for x, want := range map[float64]float64{
		0: 1, math.Copysign(0, -1): 1, -1e-300: 1, -math.SmallestNonzeroFloat64: 1,
		math.Inf(-1): 0, -708.0000000000001: 0, -709: 0, -745: 0, -1e6: 0, -1e300: 0, -math.MaxFloat64: 0,
	} {
		if got := lanes.Exp(x); got != want || math.Signbit(got) {
			t.Errorf("Exp(%v) = %v, expected %v", x, got, want)
		}
	}
	if got := lanes.Exp(-708); !(got > 0x1p-1022) || ulps(got, math.Exp(-708)) > 1 {
		t.Errorf("Exp(-708) = %v, expected a normal number", got)
	}
}

func TestExpIsMonotone(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	for range samples() / 10 {
		x := -708 * rng.Float64()
		if y := math.Nextafter(x, 0); lanes.Exp(y) < lanes.Exp(x)*(1-0x1p-52) {
			t.Fatalf("Exp(%v) = %v, Exp(%v) = %v", x, lanes.Exp(x), y, lanes.Exp(y))
		}
	}
}

// TestProduct multiplies a million factors down to 1e-200 each, and compares with big numbers.
func TestProduct(t *testing.T) {
	for name, draw := range map[string]func(*rand.Rand) float64{
		"near one":  func(r *rand.Rand) float64 { return 1 - 0x1p-40*r.Float64() },
		"ordinary":  func(r *rand.Rand) float64 { return 1e-3 + 0.999*r.Float64() },
		"tiny":      func(r *rand.Rand) float64 { return math.Exp(-460 * r.Float64()) },
		"above one": func(r *rand.Rand) float64 { return 0.5 + 3*r.Float64() },
	} {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(4, 1))
			var p lanes.Scales
			p.Reset()
			exact := new(big.Float).SetPrec(120).SetInt64(1)
			f := new(big.Float).SetPrec(53)
			for range samples() / 2 {
				v := draw(rng)
				multiply(&p, v)
				exact.Mul(exact, f.SetFloat64(v))
			}
			mantissa := new(big.Float)
			exponent := exact.MantExp(mantissa)
			m, _ := mantissa.Float64()
			want := math.Log(m) + float64(exponent)*math.Ln2
			if got := p.Log(0); !(math.Abs(got-want) <= 1e-14*math.Abs(want)+2e-10) {
				t.Errorf("log %v, expected %v", got, want)
			}
		})
	}
	var one lanes.Scales
	one.Reset()
	if got := one.Log(5); got != 0 {
		t.Errorf("the empty product has log %v", got)
	}
}

// multiply books a turn whose scale is v.
func multiply(s *lanes.Scales, v float64) {
	alpha, b, inv := [4]float64{1}, [4]float64{v}, [1]float64{}
	active := [lanes.Width]uint64{math.MaxUint64}
	lanes.Scale(alpha[:], b[:], inv[:], &active, s, 4, 1)
}

func TestRowMajor(t *testing.T) {
	if at := lanes.RowMajor(7); at != (lanes.Layout{Turn: 7, Dist: 1}) {
		t.Errorf("%+v", at)
	}
}

func BenchmarkExp(b *testing.B) {
	sum := 0.0
	for b.Loop() {
		for i := range 64 {
			sum += lanes.Exp(-float64(i))
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*64), "ns/value")
	if sum == 0 {
		b.Fatal(sum)
	}
}

func BenchmarkKernels(b *testing.B) {
	for _, k := range []int{4, 8, 16, 64} {
		for _, width := range []int{1, lanes.Width} {
			m, src, dst := make([]float64, k*k), make([]float64, k*width), make([]float64, k*width)
			acc := make([]float64, k*k*width)
			for i := range m {
				m[i] = 1 / float64(k)
			}
			b.Run(fmt.Sprintf("MatMul/K=%d/lanes=%d", k, width), func(b *testing.B) {
				for b.Loop() {
					lanes.MatMul(dst, src, m, k, width)
				}
				reference.ReportTurns(b, width)
			})
			b.Run(fmt.Sprintf("Outer/K=%d/lanes=%d", k, width), func(b *testing.B) {
				for b.Loop() {
					lanes.Outer(acc, src, dst, k, k, 1, width)
				}
				reference.ReportTurns(b, width)
			})
		}
	}
}
