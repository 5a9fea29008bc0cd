package mixture_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/mixture"
)

// blobs draws n points about each centre, one after the other.
func blobs(rng *rand.Rand, n int, spread float64, centres ...[]float64) mixture.Points {
	p := mixture.Points{Width: len(centres[0])}
	for range n {
		for _, c := range centres {
			for _, v := range c {
				p.Values = append(p.Values, v+spread*rng.NormFloat64())
			}
		}
	}
	return p
}

var corners = [][]float64{{0, 0}, {10, 0}, {0, 10}, {10, 10}}

func plusPlus(t testing.TB, p mixture.Points, k int, rng *rand.Rand) *mixture.KMeans {
	t.Helper()
	m, err := mixture.PlusPlus(t.Context(), p, k, 1, rng)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func fit(t testing.TB, m *mixture.KMeans, points mixture.Points, gate em.Gate) *mixture.Clustering {
	t.Helper()
	o := em.DefaultOptions()
	o.Gate, o.Tolerance = gate, 0
	r, err := m.Fit(context.Background(), points, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func assign(t testing.TB, m *mixture.KMeans, points mixture.Points) ([]int, float64) {
	t.Helper()
	c, err := m.Assign(points, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.Cluster, c.Inertia
}

// nearest assigns one point.
func nearest(t testing.TB, m *mixture.KMeans, x []float64) (int, float64) {
	c, d := assign(t, m, mixture.Points{Width: len(x), Values: x})
	return c[0], d
}

func TestFindsClusters(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		points := blobs(rng, 200, 0.5, corners...)
		m := plusPlus(t, points, 4, rng)
		r := fit(t, m, points, nil)
		if r.Status != em.Converged || r.Items != 800 || r.Turns != 800 {
			t.Errorf("seed %d: %v, %d points, %v turns", seed, r.Status, r.Items, r.Turns)
		}
		for _, c := range corners {
			if _, d := nearest(t, m, c); d > 0.02 {
				t.Errorf("seed %d: no centre near %v: %v", seed, c, m.Centres)
			}
		}
	}
}

// naive is Lloyd's algorithm as it is told: all distances of all points in every iteration, means by summing up.
// Empty centres stay.
func naive(centres []float64, p mixture.Points, iterations int) (own []int, inertia float64) {
	d := p.Width
	k := len(centres) / d
	own = make([]int, p.Len())
	for it := 0; ; it++ {
		sums, counts, changed := make([]float64, k*d), make([]float64, k), false
		inertia = 0
		for n := range own {
			x, best, least := p.Values[n*d:(n+1)*d], 0, math.Inf(1)
			for c := range k {
				square := 0.0
				for i, v := range x {
					z := v - centres[c*d+i]
					square = math.FMA(z, z, square)
				}
				if square < least {
					best, least = c, square
				}
			}
			changed = changed || it == 0 || own[n] != best
			own[n] = best
			w := 1.0
			if p.Weights != nil {
				w = p.Weights[n]
			}
			inertia += w * least
			counts[best] += w
			for i, v := range x {
				sums[best*d+i] += w * (v - centres[best*d+i])
			}
		}
		if !changed || it == iterations {
			return own, inertia
		}
		for c, n := range counts {
			for i := range d {
				if n > 0 {
					centres[c*d+i] += sums[c*d+i] / n
				}
			}
		}
	}
}

// crowd draws n points of d dimensions about k places, at some distance from zero.
func crowd(rng *rand.Rand, n, d, k int, spread, far float64) mixture.Points {
	places := make([][]float64, k)
	for c := range places {
		for range d {
			places[c] = append(places[c], far+3*rng.NormFloat64())
		}
	}
	p := mixture.Points{Width: d}
	for range n {
		for _, v := range places[rng.IntN(k)] {
			p.Values = append(p.Values, v+spread*rng.NormFloat64())
		}
	}
	return p
}

// TestAsLloyd: bounds and kernels change no assignment: iterations, clusters and inertia are those of the naive
// algorithm from the same start, also where all values are 1e8 off, or many distances are equal.
func TestAsLloyd(t *testing.T) {
	for _, s := range []struct {
		n, d, k     int
		spread, far float64
	}{
		{500, 1, 2, 1, 0}, {800, 2, 7, 2, 0}, {3000, 16, 20, 3, 0}, {700, 50, 12, 4, 1e8}, {400, 384, 30, 5, 0},
		{100, 2000, 5, 3, 0}, {2000, 3, 100, 1, 1e8}, {300, 8, 300, 1, 0}, {37, 31, 40, 1, 0}, {1, 4, 1, 1, 0},
	} {
		for variant := range 3 {
			rng := rand.New(rand.NewPCG(uint64(s.n), uint64(variant)))
			p := crowd(rng, s.n, s.d, s.k/2+1, s.spread, s.far)
			switch variant {
			case 1: // a grid: ties
				for i, v := range p.Values {
					p.Values[i] = math.Round(v / 2)
				}
			case 2:
				for range s.n {
					p.Weights = append(p.Weights, float64(rng.IntN(4)))
				}
				p.Weights[0] = 1
			}
			m := &mixture.KMeans{Width: s.d, Centres: slices.Clone(p.Values[:min(s.k, s.n)*s.d])}
			for len(m.Centres) < s.k*s.d {
				m.Centres = append(m.Centres, 1+s.far+rng.NormFloat64())
			}
			name := fmt.Sprintf("N=%d D=%d K=%d variant %d", s.n, s.d, s.k, variant)
			slow := slices.Clone(m.Centres)
			for it := range 4 {
				o := em.Options{MaxIterations: 3, Tolerance: -1}
				if it == 3 {
					o.MaxIterations = 400
				}
				o.Tolerance = 0
				r, err := m.Fit(t.Context(), p, o)
				if err != nil {
					t.Fatal(err)
				}
				if slices.ContainsFunc(r.Iterations, func(i em.Iteration) bool { return len(i.Repairs) > 0 }) {
					break // the naive one makes none
				}
				if r.Status == em.Decreased || it == 3 && r.Status != em.Converged {
					t.Errorf("%s: %v", name, r.Status)
				}
				want, inertia := naive(slow, p, o.MaxIterations)
				got, sum := assign(t, m, p)
				if !slices.Equal(got, want) || !slices.Equal(r.Cluster, want) || r.Inertia != sum {
					t.Fatalf("%s: other clusters after %d iterations", name, len(r.Iterations))
				}
				if math.Abs(sum-inertia) > 1e-10*inertia || math.Abs(r.Last().Objective+sum) > 1e-13*sum {
					t.Errorf("%s: inertia %v, objective %v, expected %v", name, sum, r.Last().Objective, inertia)
				}
				for i, v := range slow {
					if math.Abs(m.Centres[i]-v) > 1e-12*(1+math.Abs(v)) {
						t.Fatalf("%s: value %d of the centres is %v, expected %v", name, i, m.Centres[i], v)
					}
				}
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
		m := plusPlus(t, points, 3, rng)
		r := fit(t, m, points, em.NewGate(2))
		sum, counts, means := 0.0, make([]float64, 3), make([]float64, 6)
		for x := range slices.Chunk(points.Values, 2) {
			c, d := nearest(t, m, x)
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
		for i, v := range m.Centres {
			if math.Abs(v-means[i]/counts[i/2]) > 1e-9 {
				t.Errorf("seed %d: centres %v are not the means of their points", seed, m.Centres)
			}
		}
	}
}

func TestFewDifferentPoints(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	points := mixture.Points{Width: 1, Values: []float64{1, 1, 1, 2, 2}}
	m := plusPlus(t, points, 4, rng)
	r := fit(t, m, points, nil)
	if p := m.Centres; len(p) != 4 || !slices.Contains(p, 1) || !slices.Contains(p, 2) || r.Last().Objective != 0 {
		t.Errorf("centres %v, objective %v", p, r.Last().Objective)
	}
	if c, d := nearest(t, m, []float64{1}); c != slices.Index(m.Centres, 1) || d != 0 {
		t.Errorf("nearest to 1 is %d at %v, expected the lowest of those equally near", c, d)
	}
	same := mixture.Points{Width: 2, Values: []float64{5, 5, 5, 5, 5, 5}}
	alike := plusPlus(t, same, 2, rng)
	if r := fit(t, alike, same, nil); !slices.Equal(alike.Centres, []float64{5, 5, 5, 5}) || r.Status != em.Converged {
		t.Errorf("centres %v of points that are all alike, %v", alike.Centres, r.Status)
	}
}

// TestEmptyClusters: centres without points go to the points that are farthest from theirs, and say so.
func TestEmptyClusters(t *testing.T) {
	points := mixture.Points{Width: 1, Values: []float64{0, 1, 10, 11, 30, 99}, Weights: []float64{1, 1, 1, 1, 1, 0}}
	m := &mixture.KMeans{Width: 1, Centres: []float64{0, 1000, 10, 2000}}
	r := fit(t, m, points, nil)
	if !slices.Equal(m.Centres, []float64{0, 30, 10.5, 1}) {
		t.Errorf("centres %v", m.Centres)
	}
	want := []em.Repair{{Distribution: 1, Action: "had no points; moved to point 4, far from its centre"},
		{Distribution: 3, Action: "had no points; moved to point 1, far from its centre"}}
	if got := r.Iterations[1].Repairs; !slices.Equal(got, want) {
		t.Errorf("repairs %v", got)
	}
	if r.Status != em.Converged || math.Abs(r.Last().Objective+0.5) > 1e-12 {
		t.Errorf("%v at %v", r.Status, r.Last().Objective)
	}
}

func TestWorkersDoNotMatter(t *testing.T) {
	for _, d := range []int{2, 40} {
		points := crowd(rand.New(rand.NewPCG(6, 6)), 8000, d, 9, 3, 5)
		var want []float64
		var trace *mixture.Clustering
		for _, n := range []int{1, 2, 3, 8} {
			m := plusPlus(t, points, 12, rand.New(rand.NewPCG(7, 7)))
			r := fit(t, m, points, em.NewGate(n))
			if want == nil {
				want, trace = m.Centres, r
			}
			if !slices.Equal(m.Centres, want) || r.Last().Objective != trace.Last().Objective || len(r.Iterations) != len(trace.Iterations) {
				t.Errorf("%d workers: %v, one worker: %v", n, m.Centres, want)
			}
		}
	}
}

// TestSpherical: clusters of directions, whatever the lengths; centres of unit length that are the directions of the
// sums of their points' directions.
func TestSpherical(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	points := mixture.Points{Width: 20}
	for n := range 900 {
		length := math.Exp(100 * rng.NormFloat64())
		for i := range points.Width {
			v := 0.2 * rng.NormFloat64()
			if i == n%3 {
				v++
			}
			points.Values = append(points.Values, length*v)
		}
	}
	clear(points.Values[:20]) // points nowhere
	values := slices.Clone(points.Values)
	o := mixture.DefaultKMeansOptions(3)
	o.Spherical = true
	m, r, err := mixture.TrainKMeans(t.Context(), points, o)
	if err != nil || r.Status != em.Converged || !slices.Equal(values, points.Values) {
		t.Fatalf("%v, %v, points untouched: %v", r.Status, err, slices.Equal(values, points.Values))
	}
	own, inertia := assign(t, m, points)
	if math.Abs(inertia+r.Last().Objective) > 1e-9*inertia {
		t.Errorf("inertia %v, objective %v", inertia, r.Last().Objective)
	}
	sums := make([]float64, 60)
	cosines := 0.0
	for n, c := range own {
		x := points.Values[n*20:][:20]
		length := math.Hypot(0, norm(x))
		for i, v := range x {
			if length > 0 {
				sums[c*20+i] += v / length
				cosines += v / length * m.Centres[c*20+i]
			}
		}
		if n > 0 && (own[n] == own[1]) != (n%3 == 1) {
			t.Fatalf("point %d is in cluster %d, point 1 in %d", n, own[n], own[1])
		}
	}
	if want := 2*899 - 2*cosines + 1; math.Abs(want-inertia) > 1e-9*want {
		t.Errorf("inertia %v, by cosines %v", inertia, want)
	}
	for c := range 3 {
		length := norm(sums[c*20:][:20])
		for i := range 20 {
			if got, want := m.Centres[c*20+i], sums[c*20+i]/length; math.Abs(got-want) > 1e-9 {
				t.Errorf("centre %d, dimension %d: %v, expected %v", c, i, got, want)
			}
		}
	}
}

func norm(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum = math.Hypot(sum, v)
	}
	return sum
}

// TestBadPoints: every entrance says where and what was expected.
func TestBadPoints(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	good := mixture.Points{Width: 2, Values: []float64{1, 2, 3, 4}}
	for _, c := range []struct {
		points mixture.Points
		want   string
	}{
		{mixture.Points{Width: 2}, "mixture: 0 values of points with 2 dimensions, expected some for each of at least one point"},
		{mixture.Points{Values: []float64{1}}, "mixture: 1 values of points with 0 dimensions, expected some for each of at least one point"},
		{mixture.Points{Width: 2, Values: []float64{1, 2, 3}}, "mixture: 3 values of points with 2 dimensions, expected some for each of at least one point"},
		{mixture.Points{Width: 2, Values: []float64{1, 2, 3, math.NaN()}}, "mixture: point 1, dimension 1: NaN, expected a number within ±1e+140"},
		{mixture.Points{Width: 2, Values: []float64{math.Inf(-1), 2}}, "mixture: point 0, dimension 0: -Inf, expected a number within ±1e+140"},
		{mixture.Points{Width: 1, Values: []float64{1e141}}, "mixture: point 0, dimension 0: 1e+141, expected a number within ±1e+140"},
		{mixture.Points{Width: 2, Values: good.Values, Weights: []float64{1}}, "mixture: 1 weights of 2 points"},
		{mixture.Points{Width: 2, Values: good.Values, Weights: []float64{1, -1}}, "mixture: point 1: weight -1, expected at least 0 and at most 3.4028234663852886e+38"},
		{mixture.Points{Width: 2, Values: good.Values, Weights: []float64{math.NaN(), 1}}, "mixture: point 0: weight NaN, expected at least 0 and at most 3.4028234663852886e+38"},
		{mixture.Points{Width: 2, Values: good.Values, Weights: []float64{0, 0}}, "mixture: all 2 points have weight 0"},
	} {
		m := &mixture.KMeans{Width: 2, Centres: []float64{0, 0}}
		_, plus := mixture.PlusPlus(t.Context(), c.points, 1, 1, rng)
		_, lloyd := m.Fit(t.Context(), c.points, em.DefaultOptions())
		_, batches := m.FitBatches(t.Context(), c.points, 1, 1, em.DefaultOptions())
		_, all := m.Assign(c.points, nil)
		_, _, train := mixture.TrainKMeans(t.Context(), c.points, mixture.DefaultKMeansOptions(1))
		for i, err := range []error{plus, lloyd, batches, all, train} {
			if err == nil || err.Error() != c.want {
				t.Errorf("entrance %d: %v, expected %s", i, err, c.want)
			}
		}
	}
	for want, m := range map[string]*mixture.KMeans{
		"mixture: points of 2 dimensions, centres of 1":                                                  {Width: 1, Centres: []float64{1}},
		"mixture: 0 values of centres with 2 dimensions, expected some for each of at least one centre":  {Width: 2},
		"mixture: centre 1, dimension 0: NaN, expected a number within ±1e+140":                          {Width: 2, Centres: []float64{1, 1, math.NaN(), 1}},
		"mixture: 1 values of centres with -1 dimensions, expected some for each of at least one centre": {Width: -1, Centres: []float64{1}},
	} {
		if _, err := m.Fit(t.Context(), good, em.DefaultOptions()); err == nil || err.Error() != want {
			t.Errorf("%v, expected %s", err, want)
		}
		if _, err := m.FitBatches(t.Context(), good, 1, 1, em.DefaultOptions()); err == nil || err.Error() != want {
			t.Errorf("by batches: %v, expected %s", err, want)
		}
	}
}

// TestExtremes: no NaN and an end, whatever the size of the numbers.
func TestExtremes(t *testing.T) {
	for _, scale := range []float64{1e140 / 4, 1e-140, 1e-170, 5e-324} {
		rng := rand.New(rand.NewPCG(9, 9))
		p := crowd(rng, 300, 40, 4, 0.1, 0)
		for i := range p.Values {
			p.Values[i] = max(-4, min(4, p.Values[i])) * scale
		}
		m := plusPlus(t, p, 9, rng)
		r := fit(t, m, p, nil)
		if r.Status != em.Converged || slices.ContainsFunc(m.Centres, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
			t.Errorf("scale %v: %v", scale, r.Status)
		}
	}
}

func TestPanics(t *testing.T) {
	p := mixture.Points{Width: 1, Values: []float64{1, 2}}
	for want, f := range map[string]func(){
		"mixture: PlusPlus of less than one centre or trial": func() { mixture.PlusPlus(t.Context(), p, 0, 1, rand.New(rand.NewPCG(1, 1))) },
		"mixture: batches of less than one point": func() {
			(&mixture.KMeans{Width: 1, Centres: []float64{1}}).FitBatches(t.Context(), p, 0, 1, em.Options{})
		},
	} {
		func() {
			defer func() {
				if r := recover(); r != want {
					t.Errorf("panic %v, expected %s", r, want)
				}
			}()
			f()
		}()
	}
}
