package assign

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func ExampleMax() {
	match, total := Max([]float64{
		7, 5, 1,
		6, 1, 1,
	}, 2, 3)
	fmt.Println(match, total)
	// Output: [1 0] 11
}

func TestMaxSmall(t *testing.T) {
	for _, c := range []struct {
		name       string
		weight     []float64
		rows, cols int
		match      []int
		total      float64
	}{
		{"nothing", nil, 0, 0, []int{}, 0},
		{"no columns", nil, 2, 0, []int{-1, -1}, 0},
		{"no rows", nil, 0, 2, []int{}, 0},
		{"one", []float64{-3}, 1, 1, []int{0}, -3},
		{"greedy is wrong", []float64{9, 8, 8, 1}, 2, 2, []int{1, 0}, 16},
		{"more columns", []float64{1, 2, 3}, 1, 3, []int{2}, 3},
		{"more rows", []float64{1, 3, 2}, 3, 1, []int{-1, 0, -1}, 3},
		{"negative weights are still paired", []float64{-1, -5, -4, -2}, 2, 2, []int{0, 1}, -3},
		{"three move on", []float64{3, 2, 0, 3, 0, 2, 3, 0, 0}, 3, 3, []int{1, 2, 0}, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			match, total := Max(c.weight, c.rows, c.cols)
			if diff := cmp.Diff(c.match, match); diff != "" || total != c.total {
				t.Errorf("total %v, want %v; match (-want +got):\n%s", total, c.total, diff)
			}
		})
	}
}

// TestMaxAgainstEnumeration covers all shapes up to 6×6, with weights that often tie and with
// weights that never do.
func TestMaxAgainstEnumeration(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	draws := map[string]func() float64{
		"small integers": func() float64 { return float64(rng.IntN(7) - 3) },
		"two values":     func() float64 { return float64(rng.IntN(2)) },
		"normal":         rng.NormFloat64,
		"many sizes":     func() float64 { return rng.NormFloat64() * math.Exp(10*rng.NormFloat64()) },
	}
	for name, draw := range draws {
		for range 3000 {
			rows, cols := 1+rng.IntN(6), 1+rng.IntN(6)
			weight := drawn(rows*cols, draw)
			before := slices.Clone(weight)
			match, total := Max(weight, rows, cols)
			checkMatch(t, match, rows, cols)
			if want := enumerate(weight, rows, cols); math.Abs(total-want) > 1e-12*math.Abs(largest(weight)) {
				t.Fatalf("%s: total of %d×%d %v is %v, want %v", name, rows, cols, weight, total, want)
			}
			if !slices.Equal(weight, before) {
				t.Fatalf("%s: weights were written to", name)
			}
		}
	}
}

// TestPricesProveTheMatch checks large cases by their prices: with both promises of search kept, no
// other assignment can cost less.
func TestPricesProveTheMatch(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, shape := range [][2]int{{60, 60}, {40, 90}, {90, 40}, {1, 200}} {
		rows, cols := shape[0], shape[1]
		s := newSearch(drawn(rows*cols, func() float64 { return float64(rng.IntN(50) - 25) }), rows, cols)
		for i := range s.short {
			s.assign(i)
		}
		checkMatch(t, s.rowMatch(rows, cols), rows, cols)
		for i := range s.short {
			for j := range s.long {
				reduced := s.cost[i*s.long+j] - s.u[i] - s.v[j]
				if reduced < 0 || s.job[i] == j && reduced != 0 {
					t.Fatalf("%d×%d: reduced cost of agent %d (has job %d), job %d is %v", rows, cols, i, s.job[i], j, reduced)
				}
			}
		}
		for j, i := range s.agent {
			if s.v[j] > 0 || i == none && s.v[j] != 0 {
				t.Fatalf("%d×%d: job %d of agent %d is priced %v", rows, cols, j, i, s.v[j])
			}
		}
	}
}

func TestTiesAreSettledAlike(t *testing.T) {
	weight := make([]float64, 20*20)
	for i := range weight {
		weight[i] = float64(i * i % 3)
	}
	want, _ := Max(weight, 20, 20)
	for range 5 {
		if got, _ := Max(weight, 20, 20); !slices.Equal(got, want) {
			t.Fatalf("match %v, then %v", want, got)
		}
	}
}

func TestMaxPanics(t *testing.T) {
	for want, call := range map[string]func(){
		"len(weight) = 3, want 2×2":        func() { Max([]float64{1, 2, 3}, 2, 2) },
		"negative size -1×-1":              func() { Max([]float64{1}, -1, -1) },
		"weight of row 1, column 0 is NaN": func() { Max([]float64{1, 2, math.NaN(), 4}, 2, 2) },
		"weight of row 0, column 1 is -Inf": func() {
			Max([]float64{1, math.Inf(-1), 3, 4}, 2, 2)
		},
	} {
		t.Run(want, func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.HasPrefix(got, "assign: ") || !strings.Contains(got, want) {
					t.Errorf("panic %q, want %q", got, want)
				}
			}()
			call()
		})
	}
}

func BenchmarkMax(b *testing.B) {
	for _, n := range []int{34, 256} {
		rng := rand.New(rand.NewPCG(5, 6))
		for name, draw := range map[string]func() float64{
			"normal": rng.NormFloat64,
			"counts": func() float64 { return float64(rng.IntN(100)) },
		} {
			weight := drawn(n*n, draw)
			b.Run(fmt.Sprintf("n=%d/%s", n, name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					Max(weight, n, n)
				}
			})
		}
	}
}

// enumerate tries every one-to-one match.
func enumerate(weight []float64, rows, cols int) float64 {
	best := math.Inf(-1)
	used := make([]bool, cols)
	var try func(r, spare int, sum float64)
	try = func(r, spare int, sum float64) {
		if r == rows {
			best = max(best, sum)
			return
		}
		if spare > 0 {
			try(r+1, spare-1, sum)
		}
		for c := range cols {
			if !used[c] {
				used[c] = true
				try(r+1, spare, sum+weight[r*cols+c])
				used[c] = false
			}
		}
	}
	try(0, max(0, rows-cols), 0)
	return best
}

// checkMatch fails unless match pairs min(rows, cols) rows with columns of their own.
func checkMatch(t *testing.T, match []int, rows, cols int) {
	t.Helper()
	pairs, used := 0, make([]bool, cols)
	for _, c := range match {
		if c == none {
			continue
		}
		if used[c] {
			t.Fatalf("column %d is used twice in %v", c, match)
		}
		used[c] = true
		pairs++
	}
	if len(match) != rows || pairs != min(rows, cols) {
		t.Fatalf("%d×%d: match %v", rows, cols, match)
	}
}

func drawn(n int, draw func() float64) []float64 {
	a := make([]float64, n)
	for i := range a {
		a[i] = draw()
	}
	return a
}

func largest(a []float64) float64 {
	m := 0.0
	for _, v := range a {
		m = max(m, math.Abs(v))
	}
	return m
}
