package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"
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
			t.Fatalf("%s: value %d is %v, expected %v", what, i, got[i], want[i])
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
			Linear(eight, logs, &shift8, &ok8, &active, k, k, 1, Width)
			Linear(one, lane(logs, k, l), &shift1, &ok1, &active, k, k, 1, 1)
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
				want = math.FMA(src[i], m[At(k, i, j)], want)
			}
			if got != want {
				t.Fatalf("K=%d, column %d: %v, expected %v", k, j, got, want)
			}
		}
	}
}

// TestOuter: turns one after the other, each lane by itself.
func TestOuter(t *testing.T) {
	for k := 4; k <= 40; k += 4 {
		turns := k // more than one call's worth at the end
		rng := rand.New(rand.NewPCG(7, uint64(k)))
		p, q := guard(turns*k*Width, wild(rng)).values, guard(turns*k*Width, wild(rng)).values
		acc := guard(k*k*Width, wild(rng)).values
		before := append([]float64{}, acc...)
		Outer(acc, p, q, k, k, turns, Width)
		for n := range before {
			i, j, l := n/(k*Width), n/Width%k, n%Width
			at := At(k, i, j)*Width + l
			want := before[at]
			for turn := range turns {
				want = math.FMA(p[(turn*k+i)*Width+l], q[(turn*k+j)*Width+l], want)
			}
			if acc[at] != want {
				t.Fatalf("K=%d, entry %d,%d, lane %d: %v, expected %v", k, i, j, l, acc[at], want)
			}
		}
	}
}

// TestOuterLower: on and below the diagonal the bits of Outer.
func TestOuterLower(t *testing.T) {
	for k := 4; k <= 24; k += 4 {
		const turns = 5
		rng := rand.New(rand.NewPCG(12, uint64(k)))
		p, q := guard(turns*k, wild(rng)).values, guard(turns*k, wild(rng)).values
		acc := guard(k*k, wild(rng))
		want := append([]float64{}, acc.values...)
		OuterLower(acc.values, p, q, k, turns)
		Outer(want, p, q, k, k, turns, 1)
		for i := range k {
			for j := range i + 1 {
				if at := At(k, i, j); acc.values[at] != want[at] {
					t.Fatalf("K=%d, element %d,%d: %v, expected %v", k, i, j, acc.values[at], want[at])
				}
			}
		}
		if !acc.fenced() {
			t.Fatalf("K=%d: a margin was written", k)
		}
	}
}

// TestSum: every value once, whatever the length.
func TestSum(t *testing.T) {
	for n := range 12 {
		x, want := make([]float64, n), 0.0
		for i := range x {
			x[i] = float64(int(1) << i)
			want += x[i]
		}
		if got := Sum(x); got != want {
			t.Errorf("%d values: %v, expected %v", n, got, want)
		}
	}
}

func TestAcrossLanes(t *testing.T) {
	v := []float64{1, 0x1p-53, 3, 5e-17, -1, 7, 0x1p60, -0x1p60}
	if got, want := AcrossLanes(v), ((v[0]+v[4])+(v[2]+v[6]))+((v[1]+v[5])+(v[3]+v[7])); got != want {
		t.Errorf("%v, expected %v", got, want)
	}
}

// TestGrow: room begins at a cache line, keeps its place while it is large enough, and is all there.
func TestGrow(t *testing.T) {
	var s []float64
	var states []int32
	for _, n := range []int{0, 1, 7, 8, 9, 100, 50, 4097} {
		before := cap(s)
		Grow(&s, n)
		Grow(&states, n)
		if len(s) != n || len(states) != n || before >= n && cap(s) != before {
			t.Fatalf("%d values: %d, capacity %d after %d", n, len(s), cap(s), before)
		}
		if n == 0 {
			continue
		}
		s[n-1], states[n-1] = 1, 1
		if a, b := uintptr(unsafe.Pointer(&s[0])), uintptr(unsafe.Pointer(&states[0])); a%64 != 0 || b%64 != 0 {
			t.Errorf("%d values begin at %x and %x", n, a, b)
		}
	}
}

// TestPack: every element where At says, the rest filled.
func TestPack(t *testing.T) {
	for k := 1; k <= 9; k++ {
		m := Pack(k, -7, func(i, j int) float64 { return float64(100*i + j) })
		p, filled := Pad(k), 0
		for i := range p {
			for j := range p {
				want := -7.0
				if i < k && j < k {
					want = float64(100*i + j)
				} else {
					filled++
				}
				if got := m[At(p, i, j)]; got != want {
					t.Fatalf("K=%d: element %d,%d is %v, expected %v", k, i, j, got, want)
				}
			}
		}
		if len(m) != p*p || filled != p*p-k*k {
			t.Fatalf("K=%d: %d values, %d filled", k, len(m), filled)
		}
	}
}

// TestRunsAreSteps: a run of steps does what the single steps do, one after the other; with more states
// than one call may take, too.
func TestRunsAreSteps(t *testing.T) {
	const turns = 5
	for _, k := range []int{4, 12, 20, 128, 260} {
		for _, width := range []int{1, Width} {
			rng := rand.New(rand.NewPCG(9, uint64(k)))
			n := k * width
			probability := func(int) float64 { return rng.Float64() / float64(k) }
			m, b, alpha := guard(k*k, probability).values, guard(n*(turns+1), probability).values, guard(n*(turns+1), probability).values
			scale := guard(width*(turns+1), func(int) float64 { return 1 + rng.Float64() }).values
			active := [Width]uint64{}
			for l := range active {
				if width == 1 || l != 2 {
					active[l] = math.MaxUint64
				}
			}
			name := fmt.Sprintf("K=%d/W=%d", k, width)

			whole, steps := append([]float64{}, alpha...), append([]float64{}, alpha...)
			scaleWhole, scaleSteps := append([]float64{}, scale...), append([]float64{}, scale...)
			var book, books Scales
			book.Reset()
			books.Reset()
			Forward(whole, b, scaleWhole, m, &active, &book, k, k, turns, width)
			for t := range turns {
				Forward(steps[t*n:], b[t*n:], scaleSteps[t*width:], m, &active, &books, k, k, 1, width)
			}
			same(t, name+": alpha", whole, steps)
			same(t, name+": scale", scaleWhole, scaleSteps)
			if book != books {
				t.Fatalf("%s: booked %v, step by step %v", name, book, books)
			}
			plainAlpha, plainScale := append([]float64{}, alpha...), append([]float64{}, scale...)
			var plainBook Scales
			plainBook.Reset()
			forwardPlain(plainAlpha, b, plainScale, m, &active, &plainBook, k, k, turns, width)
			same(t, name+": alpha in plain Go", whole, plainAlpha)

			gamma, gammas := make([]float64, n*turns), make([]float64, n*turns)
			w, ws := append([]float64{}, b...), append([]float64{}, b...)
			Backward(gamma, w, whole, scaleWhole, m, k, k, turns, width)
			beta := make([]float64, n)
			for t := turns - 1; t >= 0; t-- {
				MatMul(beta, ws[(t+1)*n:], m, k, width)
				Weigh(gammas[t*n:], ws[t*n:], whole[t*n:], beta, scaleWhole[t*width:], k, width)
			}
			same(t, name+": gamma", gamma, gammas)
			same(t, name+": w", w, ws)

			logs := guard(n*turns, func(int) float64 { return -5 * rng.Float64() }).values
			reach, reaches, delta := append([]float64{}, alpha...), append([]float64{}, alpha...), make([]float64, n)
			ok := active
			Reach(reach, logs, delta, m, &ok, &active, k, turns, width)
			for t := range turns {
				for i := range delta {
					delta[i] = reaches[t*n+i] + logs[t*n+i]
				}
				MaxPlus(reaches[(t+1)*n:], delta, m, k, width)
			}
			same(t, name+": reach", reach, reaches)
			if ok != active {
				t.Fatalf("%s: ok is %v", name, ok)
			}
		}
	}
}

// TestLongTables: what is too long for one call of a kernel comes out as from one.
func TestLongTables(t *testing.T) {
	const n, turns = 6, 9_001
	p, rng := Pad(n), rand.New(rand.NewPCG(11, 1))
	table := guard(5*p, wild(rng)).values
	var symbols [Width][]int
	for l := range symbols {
		for range turns {
			symbols[l] = append(symbols[l], rng.IntN(5)-1)
		}
	}
	got, want := make([]float64, turns*p*Width), make([]float64, turns*p*Width)
	LookUpPanels(got, p*Width, table, &symbols, p)
	lookUp8Plain(want, p*Width, table, &symbols, p, turns)
	same(t, "LookUpPanels", got, want)
	LookUp(want, RowMajor(p), table, symbols[0], p, p)
	lookUpPlain(got, RowMajor(p), table, symbols[0], p, p)
	same(t, "LookUp", want[:turns*p], got[:turns*p])
	stats, sums := make([]float64, 4*n), make([]float64, 4*n)
	AddUpPanels(stats, make([]float64, n), &symbols, got, p*Width, n)
	addUp8Plain(sums, &symbols, got, p*Width, n, 0, n, turns)
	same(t, "AddUpPanels", stats, sums)
	clear(stats)
	clear(sums)
	AddUp(stats, symbols[1], got, RowMajor(p), n)
	addUpPlain(sums, symbols[1], got, RowMajor(p), n)
	same(t, "AddUp", stats, sums)

	const k, steps = 4, 70_000
	m := guard(k*k, func(int) float64 { return -rng.Float64() }).values
	reach, logs := make([]float64, k*(steps+1)), guard(k*steps, func(int) float64 { return -rng.Float64() }).values
	ok, active, delta := [Width]uint64{math.MaxUint64}, [Width]uint64{math.MaxUint64}, make([]float64, k)
	Reach(reach, logs, delta, Pack(k, 0, func(i, j int) float64 { return m[j*k+i] }), &ok, &active, k, steps, 1)
	path, slow := make([]int32, steps+1), make([]int32, steps+1)
	Trace(path, reach, logs, m, k, steps, 1)
	tracePlain(slow, reach, logs, m, k, steps, 1)
	if !slices.Equal(path, slow) {
		t.Error("Trace: another path than in plain Go")
	}

	const d = 72
	points, weight, which := guard(9*d, wild(rng)).values, guard(turns, wild(rng)).values, make([]int32, turns)
	for i := range which {
		which[i] = int32(i * 9 / turns)
	}
	zero := make([]float64, 4*d)
	one, two, ones, twos := zero[:d:d], zero[d:2*d:2*d], zero[2*d:3*d:3*d], zero[3*d:]
	Moments(one, two, points[5*d:], points, which, weight, d)
	momentsPlain(ones, twos, points[5*d:6*d], points, which, weight, d)
	same(t, "first moments", one, ones)
	same(t, "second moments", two, twos)
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

// TestPanelsOfTables: eight lanes at once give what each gives alone, missing symbols among them.
func TestPanelsOfTables(t *testing.T) {
	for _, n := range []int{1, 3, 4, 7, 12} {
		rng := rand.New(rand.NewPCG(10, uint64(n)))
		p, turn := Pad(n), Pad(n)*Width
		table := guard(5*p, wild(rng)).values
		var symbols [Width][]int
		for l := range symbols {
			for range 6 + l%2 {
				symbols[l] = append(symbols[l], rng.IntN(5)-1)
			}
		}
		got, want := guard(6*turn, wild(rng)).values, make([]float64, 6*turn)
		if turns := LookUpPanels(got, turn, table, &symbols, p); turns != 6 {
			t.Fatalf("%d turns, expected 6", turns)
		}
		stats, sums := make([]float64, 4*n), make([]float64, 4*n)
		AddUpPanels(stats, make([]float64, n), &symbols, got, turn, n)
		for l, s := range symbols {
			LookUp(want[l:], Layout{turn, Width}, table, s[:6], p, p)
			AddUp(sums, s[:6], got[l:], Layout{turn, Width}, n)
		}
		same(t, fmt.Sprintf("n=%d: panels", n), got, want)
		for i, v := range sums {
			if math.Abs(stats[i]-v) > 1e-14*math.Abs(v) {
				t.Errorf("n=%d: sum %d is %v, lane by lane %v", n, i, stats[i], v)
			}
		}
	}
}
