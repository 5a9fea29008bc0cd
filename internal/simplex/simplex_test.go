package simplex

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	long := make([]float64, 10_000)
	for i := range long {
		long[i] = 1e-4 * (1 + 1e-9)
	}
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		p     []float64
		total float64
		want  string // part of the error; none: accepted
	}{
		{[]float64{1}, 1, ""},
		{[]float64{0.25, 0.75, 0}, 1, ""},
		{[]float64{0.3333333333, 0.3333333333, 0.3333333333}, 1, ""}, // ten digits
		{[]float64{0.25, 0.5}, 0.75, ""},
		{[]float64{0, 0}, 0, ""},
		{nil, 0, ""},
		{long, 1, ""},
		{[]float64{0.333, 0.333, 0.333}, 1, "row: sums to 0.999"},
		{[]float64{0.5, 0.5}, 0.75, "row: sums to 1, expected 0.75"},
		{[]float64{1.5, -0.5}, 1, "row: value 0 is 1.5"},
		{[]float64{0.5, -1e-300, 0.5}, 1, "row: value 1 is -1e-300"},
		{[]float64{0.5, nan}, 1, "row: value 1 is NaN"},
		{[]float64{inf, 0.5}, 1, "row: value 0 is +Inf"},
		{[]float64{0.5, 0.5}, nan, "row: sums to 1, expected NaN"},
		{nil, 1, "row: sums to 0, expected 1"},
	} {
		err := Check("row", c.p, c.total)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("Check(%v, %v): %v, expected %q", c.p, c.total, err, c.want)
		}
	}
}

// Frequencies are in proportion to the weights, whatever those sum to.
func TestDraw(t *testing.T) {
	for _, weight := range [][]float64{{1}, {0.5, 0.25, 0.25}, {0, 3, 0, 1, 0}, {1e-300, 3e-300}, {1e300, 1e300}} {
		const n = 20_000
		rng := rand.New(rand.NewPCG(1, 2))
		count, total := make([]float64, len(weight)), 0.0
		for range n {
			count[Draw(weight, rng)]++
		}
		for _, w := range weight {
			total += w
		}
		for i, w := range weight {
			p := w / total
			if got := count[i] / n; math.Abs(got-p) > 4*math.Sqrt(p*(1-p)/n) {
				t.Errorf("%v: %d was drawn %v of the time, expected %v", weight, i, got, p)
			}
		}
	}
}

// last is a source whose every number is as large as it can be.
type last struct{}

func (last) Uint64() uint64 { return math.MaxUint64 }

// Rounding never draws what has no weight, nor past the end.
func TestDrawAtTheEnd(t *testing.T) {
	weight := []float64{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0}
	if i := Draw(weight, rand.New(last{})); i != 9 {
		t.Errorf("drew %d", i)
	}
	rng := rand.New(rand.NewPCG(5, 5))
	for range 2000 {
		weight := make([]float64, 20)
		for i := range 18 {
			weight[i] = rng.Float64()
		}
		if i := Draw(weight, rand.New(last{})); i > 17 {
			t.Fatalf("drew %d from %v", i, weight)
		}
	}
}

func TestDrawPanics(t *testing.T) {
	for _, weight := range [][]float64{nil, {0, 0}, {-1}, {math.NaN()}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Draw(%v) does not panic", weight)
				}
			}()
			Draw(weight, rand.New(rand.NewPCG(1, 2)))
		}()
	}
}
