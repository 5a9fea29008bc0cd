package mixture_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/mixture"
)

// blobs draws n points about each centre, one after the other.
func blobs(rng *rand.Rand, n int, spread float64, centres ...[]float64) []float64 {
	var points []float64
	for range n {
		for _, c := range centres {
			for _, v := range c {
				points = append(points, v+spread*rng.NormFloat64())
			}
		}
	}
	return points
}

var corners = [][]float64{{0, 0}, {10, 0}, {0, 10}, {10, 10}}

func fit(t testing.TB, m *mixture.KMeans, points []float64, gate em.Gate) em.Result {
	t.Helper()
	o := em.DefaultOptions()
	o.Gate, o.Tolerance = gate, 1e-12
	r, err := m.Fit(context.Background(), points, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func params(m *mixture.KMeans) []float64 {
	p := make([]float64, m.ParamLen())
	m.Params(p)
	return p
}

func TestFindsClusters(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		points := blobs(rng, 200, 0.5, corners...)
		m := mixture.PlusPlus(points, 2, 4, rng)
		r := fit(t, m, points, nil)
		if r.Status != em.Converged || r.Items != 800 {
			t.Errorf("seed %d: %v, %d points", seed, r.Status, r.Items)
		}
		for _, c := range corners {
			if _, d := nearest(m, c); d > 0.02 {
				t.Errorf("seed %d: no centre near %v: %v", seed, c, params(m))
			}
		}
	}
}

// TestObjective: minus the sum of squared distances to the nearest centres, which never falls, and
// in the end every centre is the mean of its points.
func TestObjective(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 2))
		points := blobs(rng, 50, 4, corners...)
		m := mixture.PlusPlus(points, 2, 3, rng)
		r := fit(t, m, points, em.NewGate(2))
		sum, counts, means := 0.0, make([]float64, 3), make([]float64, 6)
		for x := range slices.Chunk(points, 2) {
			c, d := nearest(m, x)
			sum -= d
			counts[c]++
			means[2*c] += x[0]
			means[2*c+1] += x[1]
		}
		if last := r.Last().Objective; math.Abs(sum-last) > 1e-9*math.Abs(sum) {
			t.Errorf("seed %d: objective %v, expected %v", seed, last, sum)
		}
		for i, it := range r.Iterations[1:] {
			if it.Objective < r.Iterations[i].Objective {
				t.Errorf("seed %d: fell in iteration %d", seed, it.Iteration)
			}
		}
		for i, v := range params(m) {
			if math.Abs(v-means[i]/counts[i/2]) > 1e-6 {
				t.Errorf("seed %d: centres %v are not the means of their points", seed, params(m))
			}
		}
	}
}

// TestPlusPlus: the second centre is drawn with probability proportional to the squared distance.
func TestPlusPlus(t *testing.T) {
	points, counts := []float64{0, 1, 3}, map[[2]float64]float64{}
	rng := rand.New(rand.NewPCG(3, 3))
	const n = 60_000
	for range n {
		p := params(mixture.PlusPlus(points, 1, 2, rng))
		counts[[2]float64{p[0], p[1]}]++
	}
	for pair, want := range map[[2]float64]float64{
		{0, 1}: 1.0 / 10 / 3, {0, 3}: 9.0 / 10 / 3, {1, 0}: 1.0 / 5 / 3, {1, 3}: 4.0 / 5 / 3, {3, 0}: 9.0 / 13 / 3, {3, 1}: 4.0 / 13 / 3,
	} {
		if got := counts[pair] / n; math.Abs(got-want) > 5*math.Sqrt(want/n) {
			t.Errorf("centres %v: %v of the draws, expected %v", pair, got, want)
		}
	}
}

func TestFewDifferentPoints(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	points := []float64{1, 1, 1, 2, 2}
	m := mixture.PlusPlus(points, 1, 4, rng)
	r := fit(t, m, points, nil)
	if p := params(m); len(p) != 4 || !slices.Contains(p, 1) || !slices.Contains(p, 2) || r.Last().Objective != 0 {
		t.Errorf("centres %v, objective %v", p, r.Last().Objective)
	}
	if c, d := nearest(m, []float64{1}); c != slices.Index(params(m), 1) || d != 0 {
		t.Errorf("nearest to 1 is %d at %v, expected the lowest of those equally near", c, d)
	}
	alike := mixture.PlusPlus([]float64{5, 5, 5, 5, 5, 5}, 2, 2, rng)
	if fit(t, alike, []float64{5, 5, 5, 5, 5, 5}, nil); !slices.Equal(params(alike), []float64{5, 5, 5, 5}) {
		t.Errorf("centres %v of points that are all alike", params(alike))
	}
}

// TestEmptyClusterStays: a centre without points stays where it is.
func TestEmptyClusterStays(t *testing.T) {
	points := []float64{0, 1, 10, 11}
	m := mixture.PlusPlus(points, 1, 3, rand.New(rand.NewPCG(5, 5)))
	if err := m.SetParams([]float64{0, 10, 1000}); err != nil {
		t.Fatal(err)
	}
	fit(t, m, points, nil)
	if p := params(m); !slices.Equal(p, []float64{0.5, 10.5, 1000}) {
		t.Errorf("centres %v", p)
	}
}

func TestWorkersDoNotMatter(t *testing.T) {
	points := blobs(rand.New(rand.NewPCG(6, 6)), 2000, 5, corners...)
	var want []float64
	for _, n := range []int{1, 2, 3, 8} {
		m := mixture.PlusPlus(points, 2, 5, rand.New(rand.NewPCG(7, 7)))
		fit(t, m, points, em.NewGate(n))
		if want == nil {
			want = params(m)
		}
		if !slices.Equal(params(m), want) {
			t.Errorf("%d workers: %v, one worker: %v", n, params(m), want)
		}
	}
}

func TestPanics(t *testing.T) {
	for _, points := range [][]float64{nil, {1, 2, 3}} {
		func() {
			defer func() {
				if r := recover(); r != "mixture: points are empty or ragged" {
					t.Errorf("panic %v", r)
				}
			}()
			mixture.PlusPlus(points, 2, 1, rand.New(rand.NewPCG(1, 1)))
		}()
	}
}

// nearest assigns one point.
func nearest(m *mixture.KMeans, x []float64) (int, float64) {
	var c [1]int
	d := m.Assign(c[:], x)
	return c[0], d
}
