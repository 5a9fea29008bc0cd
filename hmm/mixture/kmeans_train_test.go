package mixture_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync/atomic"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/mixture"
	"intenthmm/internal/patience"
)

// TestPlusPlus: the second centre is drawn with probability proportional to weight and squared distance, the first
// to the weight.
func TestPlusPlus(t *testing.T) {
	const n = 40_000
	rng := rand.New(rand.NewPCG(3, 3))
	for _, weights := range [][]float64{nil, {1, 2, 3}} {
		p := mixture.Points{Width: 1, Values: []float64{0, 1, 3}, Weights: weights}
		w := weights
		if w == nil {
			w = []float64{1, 1, 1}
		}
		counts := map[[2]float64]float64{}
		for range n {
			c := plusPlus(t, p, 2, rng).Centres
			counts[[2]float64{c[0], c[1]}]++
		}
		total := w[0] + w[1] + w[2]
		for i, a := range p.Values {
			left := 0.0
			for j, b := range p.Values {
				left += w[j] * (a - b) * (a - b)
			}
			for j, b := range p.Values {
				want := w[i] / total * w[j] * (a - b) * (a - b) / left
				if got := counts[[2]float64{a, b}] / n; math.Abs(got-want) > 5*math.Sqrt(want/n) {
					t.Errorf("weights %v, centres %v and %v: %v of the draws, expected %v", weights, a, b, got, want)
				}
			}
		}
	}
}

// TestTrials: of several candidates the one that leaves the least inertia is taken, so that it starts lower.
func TestTrials(t *testing.T) {
	sums := map[int]float64{}
	for seed := range uint64(40) {
		p := crowd(rand.New(rand.NewPCG(seed, 1)), 500, 3, 10, 0.3, 0)
		for _, trials := range []int{1, 4} {
			m, err := mixture.PlusPlus(t.Context(), p, 10, trials, rand.New(rand.NewPCG(seed, 2)))
			if err != nil || m.Len() != 10 {
				t.Fatal(m, err)
			}
			_, inertia := assign(t, m, p)
			sums[trials] += inertia
		}
	}
	if sums[4] > 0.8*sums[1] {
		t.Errorf("inertia %v with one trial, %v with four", sums[1], sums[4])
	}
}

// seeded is PlusPlus without blocks: what is left is computed anew for every candidate, of all points at once.
func seeded(p mixture.Points, k, trials int, rng *rand.Rand) []float64 {
	n := len(p.Values) / p.Width
	left := func(chosen []int) (each []float64, total float64) {
		for i := range n {
			least := math.Inf(1)
			for _, c := range chosen {
				sum := 0.0
				for d := range p.Width {
					z := p.Values[i*p.Width+d] - p.Values[c*p.Width+d]
					sum += z * z
				}
				least = min(least, sum)
			}
			if p.Weights != nil {
				least *= p.Weights[i]
			}
			each, total = append(each, least), total+least
		}
		return each, total
	}
	draw := func(weights []float64, total float64) int {
		u, last := rng.Float64()*total, rng.IntN(n)
		for i, w := range weights {
			if w > 0 {
				if last = i; u < w {
					break
				}
				u -= w
			}
		}
		return last
	}
	chosen := []int{rng.IntN(n)}
	if p.Weights != nil {
		total := 0.0
		for _, w := range p.Weights {
			total += w
		}
		chosen[0] = draw(p.Weights, total)
	}
	for len(chosen) < k {
		each, total := left(chosen)
		best, least := 0, math.Inf(1)
		for range trials {
			c := draw(each, total)
			if _, after := left(append(slices.Clone(chosen), c)); after < least {
				best, least = c, after
			}
		}
		chosen = append(chosen, best)
	}
	var centres []float64
	for _, c := range chosen {
		centres = append(centres, p.Values[c*p.Width:(c+1)*p.Width]...)
	}
	return centres
}

// TestPlusPlusInBlocks: trials that go over the points block by block choose what they would over all points at once.
func TestPlusPlusInBlocks(t *testing.T) {
	for _, c := range []struct{ n, d, k, trials int }{{700, 40, 6, 1}, {700, 40, 6, 5}, {2500, 3, 8, 3}, {1024, 8, 3, 2}, {5, 2, 5, 4}} {
		for _, weighted := range []bool{false, true} {
			p := crowd(rand.New(rand.NewPCG(uint64(c.n), 1)), c.n, c.d, 12, 1, 0)
			for i := 0; weighted && i < c.n; i++ {
				p.Weights = append(p.Weights, float64(i%5))
			}
			m, err := mixture.PlusPlus(t.Context(), p, c.k, c.trials, rand.New(rand.NewPCG(4, 4)))
			if err != nil {
				t.Fatal(err)
			}
			if want := seeded(p, c.k, c.trials, rand.New(rand.NewPCG(4, 4))); !slices.Equal(m.Centres, want) {
				t.Errorf("%+v, weighted %v: %v, want %v", c, weighted, m.Centres[:c.d], want[:c.d])
			}
		}
	}
}

// TestKMeansIsEnded: whenever a search is ended, it comes to the best of the restarts that were begun, or to nothing;
// and it asks before every centre of a starting point.
func TestKMeansIsEnded(t *testing.T) {
	p := crowd(rand.New(rand.NewPCG(6, 6)), 400, 3, 8, 1, 0)
	const k = 30
	o := mixture.DefaultKMeansOptions(k)
	o.Restarts, o.Loop.Gate = 3, em.NewGate(1)
	nothing := 0
	for asked := range int64(400) {
		m, c, err := mixture.TrainKMeans(patience.Of(t.Context(), asked), p, o)
		switch {
		case errors.Is(err, mixture.ErrNothingTrained) && m == nil:
			nothing++
		case err != nil:
			t.Fatalf("ended after %d questions: %v", asked, err)
		case m.Len() != k || len(c.Cluster) != p.Len() || len(c.Restarts) == 0:
			t.Fatalf("ended after %d questions: %d centres, %d restarts", asked, m.Len(), len(c.Restarts))
		}
	}
	if nothing < k || nothing > 2*k {
		t.Errorf("%d times nothing was trained, expected as often as a starting point asks, about %d", nothing, k)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if m, err := mixture.PlusPlus(ended, p, 2, 1, rand.New(rand.NewPCG(1, 1))); m != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("%v, %v", m, err)
	}
}

// TestBatches: a few passes come near what Fit finds, whatever the gate, and the weights count.
func TestBatches(t *testing.T) {
	p := crowd(rand.New(rand.NewPCG(4, 4)), 6000, 10, 8, 1, 100)
	for range p.Len() {
		p.Weights = append(p.Weights, float64(len(p.Weights)%4))
	}
	start := plusPlus(t, p, 8, rand.New(rand.NewPCG(5, 5)))
	best := fit(t, start.Clone(), p, nil)
	var want []float64
	for _, workers := range []int{1, 3} {
		m := start.Clone()
		o := em.Options{MaxIterations: 8, Tolerance: -1, Gate: em.NewGate(workers)}
		c, err := m.FitBatches(t.Context(), p, 256, 6, o)
		if err != nil || c.Status != em.OutOfIterations || len(c.Iterations) != 8 || c.Items != 6000 || c.Turns != 9000 {
			t.Fatalf("%v, %d passes, %d points, %v turns, %v", c.Status, len(c.Iterations), c.Items, c.Turns, err)
		}
		if want == nil {
			want = m.Centres
		}
		if !slices.Equal(m.Centres, want) {
			t.Errorf("%d workers: other centres", workers)
		}
		if _, inertia := assign(t, m, p); c.Inertia != inertia || inertia > 1.02*best.Inertia {
			t.Errorf("inertia %v, assigned %v, by Fit %v", c.Inertia, inertia, best.Inertia)
		}
	}
	other := start.Clone()
	if _, err := other.FitBatches(t.Context(), p, 256, 7, em.Options{MaxIterations: 8, Tolerance: -1}); err != nil || slices.Equal(other.Centres, want) {
		t.Errorf("another seed: the same centres, %v", err)
	}
}

// TestOneBatch: a batch of all points is an iteration of Lloyd's, and the next goes half the way.
func TestOneBatch(t *testing.T) {
	p := mixture.Points{Width: 1, Values: []float64{0, 2, 10, 14}}
	m := &mixture.KMeans{Width: 1, Centres: []float64{0, 9}}
	c, err := m.FitBatches(t.Context(), p, 4, 1, em.Options{Tolerance: 0, MaxIterations: 50})
	if err != nil || !slices.Equal(m.Centres, []float64{1, 12}) || c.Status != em.Converged || c.Iterations[0].Objective != -30 || c.Iterations[1].Gain != 20 {
		t.Errorf("centres %v, %+v, %v", m.Centres, c, err)
	}
	m = &mixture.KMeans{Width: 1, Centres: []float64{0, 1000}}
	c, err = m.FitBatches(t.Context(), p, 4, 1, em.Options{Tolerance: 0, MaxIterations: 50})
	if err != nil || len(c.Iterations[0].Repairs) != 1 || c.Iterations[0].Repairs[0].Distribution != 1 || c.Inertia > 60 {
		t.Errorf("an empty centre: %v, %+v, %v", m.Centres, c, err)
	}
}

// TestTrain: the best of the restarts, the same for any gate; a search that is cancelled before it begins says so.
func TestTrain(t *testing.T) {
	p := crowd(rand.New(rand.NewPCG(7, 7)), 1500, 2, 25, 0.2, 0)
	for _, batch := range []int{0, 100} {
		o := mixture.DefaultKMeansOptions(25)
		o.Batch, o.Restarts, o.Loop.Gate = batch, 6, em.NewGate(3)
		var told [6]atomic.Int32
		o.OnIteration = func(restart int, _ em.Iteration) { told[restart].Add(1) }
		m, c, err := mixture.TrainKMeans(t.Context(), p, o)
		if err != nil {
			t.Fatal(err)
		}
		for r, run := range c.Restarts {
			if run.Seed != uint64(1+r) || int(told[r].Load()) != len(run.Result.Iterations) {
				t.Errorf("batch %d, restart %d has seed %d, and was told of %d times", batch, r, run.Seed, told[r].Load())
			}
		}
		if len(c.Restarts) != 6 || !reflect.DeepEqual(c.Restarts[c.Best].Result, c.Result) {
			t.Errorf("batch %d: %d restarts, the best has %+v, not %+v", batch, len(c.Restarts), c.Restarts[c.Best].Result, c.Result)
		}
		o.Restarts, o.Loop.Gate, o.OnIteration = 1, nil, nil
		least := math.Inf(1)
		for r := range uint64(6) {
			o.Seed = 1 + r
			single, s, err := mixture.TrainKMeans(t.Context(), p, o)
			if err != nil {
				t.Fatal(err)
			}
			if least = min(least, s.Inertia); s.Inertia == c.Inertia && !slices.Equal(single.Centres, m.Centres) {
				t.Errorf("batch %d, restart %d: other centres", batch, r)
			}
		}
		if got, inertia := assign(t, m, p); c.Inertia != least || inertia != least || !slices.Equal(got, c.Cluster) {
			t.Errorf("batch %d: inertia %v, of all restarts the least is %v", batch, c.Inertia, least)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if m, _, err := mixture.TrainKMeans(ctx, p, mixture.DefaultKMeansOptions(2)); m != nil || !errors.Is(err, mixture.ErrNothingTrained) {
		t.Errorf("cancelled: %v, %v", m, err)
	}
	o := mixture.DefaultKMeansOptions(0)
	if _, _, err := mixture.TrainKMeans(t.Context(), p, o); err == nil {
		t.Error("no clusters")
	}
}

// TestKMeansCriteria: by hand, and with weights as with points that are there so often. Points 0, 2 and 10, 14, 14 about
// 1 and 38/3 have an inertia of 2 + 32/3.
func TestKMeansCriteria(t *testing.T) {
	m := &mixture.KMeans{Width: 1, Centres: []float64{1, 38.0 / 3}}
	p := mixture.Points{Width: 1, Values: []float64{0, 2, 10, 14, 14}}
	c, err := m.Assign(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	variance := 38.0 / 3 / 5
	log := 2*math.Log(2.0/5) + 3*math.Log(3.0/5) - 2.5*math.Log(2*math.Pi*variance) - 2.5
	got := c.Criteria(m, p)
	if math.Abs(c.Variance(p)-variance) > 1e-12 || math.Abs(got.LogLikelihood-log) > 1e-12 || got.Completed != got.LogLikelihood || got.Parameters != 4 || got.Items != 5 {
		t.Errorf("variance %v, want %v; %+v, want %v", c.Variance(p), variance, got, log)
	}
	weighted := mixture.Points{Width: 1, Values: []float64{0, 2, 10, 14}, Weights: []float64{1, 1, 1, 2}}
	if c, err = m.Assign(weighted, nil); err != nil || math.Abs(c.Criteria(m, weighted).BIC()-got.BIC()) > 1e-12 {
		t.Errorf("weighted %+v, want %+v, %v", c.Criteria(m, weighted), got, err)
	}
	m = &mixture.KMeans{Width: 1, Centres: []float64{1, 5}}
	p = mixture.Points{Width: 1, Values: []float64{1, 5, 5}}
	if c, err = m.Assign(p, nil); err != nil || math.IsInf(c.Criteria(m, p).BIC(), 0) || math.IsNaN(c.Criteria(m, p).BIC()) {
		t.Errorf("no variance: %+v, %v", c.Criteria(m, p), err)
	}
}

// TestKMeansNumber: BIC finds the number of round crowds, and one where there is no more.
func TestKMeansNumber(t *testing.T) {
	for _, want := range []int{1, 3, 7} {
		p := crowd(rand.New(rand.NewPCG(4, 9)), 600, 4, want, 0.3, 0)
		best, number := math.Inf(1), 0
		for k := 1; k <= 12; k++ {
			o := mixture.DefaultKMeansOptions(k)
			m, c, err := mixture.TrainKMeans(t.Context(), p, o)
			if err != nil {
				t.Fatal(err)
			}
			if bic := c.Criteria(m, p).BIC(); bic < best {
				best, number = bic, k
			}
		}
		if number != want {
			t.Errorf("%d clusters, want %d", number, want)
		}
	}
}
