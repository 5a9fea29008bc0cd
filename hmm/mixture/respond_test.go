package mixture_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// straight is responsibilities and score of one item from its log densities, in logs.
func straight(weights, logs []float64) (r []float64, score float64) {
	largest := math.Inf(-1)
	for k, l := range logs {
		r = append(r, math.Log(weights[k])+l)
		largest = max(largest, r[k])
	}
	sum := 0.0
	for k := range r {
		r[k] = math.Exp(r[k] - largest)
		sum += r[k]
	}
	for k := range r {
		r[k] /= sum
	}
	return r, largest + math.Log(sum)
}

// check compares Posterior, Score and Assign with straight.
func check[O any](t *testing.T, m *mixture.Model[O], obs []O) {
	t.Helper()
	k := m.Components()
	posterior, scores, assigned := make([]float64, len(obs)*k), make([]float64, len(obs)), make([]int, len(obs))
	for _, err := range []error{m.Posterior(posterior, obs), m.Score(scores, obs), m.Assign(assigned, obs)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	logs := make([]float64, len(obs)*k)
	m.Emission.Evaluator().LogDensities(logs, emission.RowMajor(k), obs)
	for i := range obs {
		got := posterior[i*k : (i+1)*k]
		want, score := straight(m.Weights(), logs[i*k:(i+1)*k])
		for e := range want {
			if !(math.Abs(got[e]-want[e]) <= 1e-12) {
				t.Fatalf("item %d of %d: responsibilities %v, want %v", i, len(obs), got, want)
			}
		}
		if !(math.Abs(scores[i]-score) <= 1e-12*max(1, math.Abs(score))) {
			t.Fatalf("item %d of %d: score %v, want %v", i, len(obs), scores[i], score)
		}
		if assigned[i] != slices.Index(got, slices.Max(got)) {
			t.Fatalf("item %d: assigned to %d of %v", i, assigned[i], got)
		}
	}
}

// random is a mixture of k Gaussians about the origin.
func random(t testing.TB, shape emission.Covariance, k, d int, rng *rand.Rand) *mixture.Model[[]float64] {
	g := emission.UnitGaussian(shape, k, d)
	weights, total := make([]float64, k), 0.0
	for e := range k {
		for i := range d {
			g.Mean(e)[i] = 3 * rng.NormFloat64()
		}
		weights[e] = rng.ExpFloat64()
		total += weights[e]
	}
	for e := range weights {
		weights[e] /= total
	}
	return ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](ok[*mixture.Proportions](t)(mixture.NewProportions(weights, 0)), g))
}

// draw samples n items.
func draw[O any](t testing.TB, m *mixture.Model[O], n int, rng *rand.Rand) (obs []O, components []int) {
	t.Helper()
	for range n {
		k, o, err := m.Sample(rng)
		if err != nil {
			t.Fatal(err)
		}
		obs, components = append(obs, o), append(components, k)
	}
	return obs, components
}

func TestResponsibilities(t *testing.T) {
	for k := 1; k <= 9; k++ {
		rng := rand.New(rand.NewPCG(1, uint64(k)))
		for _, n := range []int{1, 7, 8, 9, 255, 256, 257, 600} {
			m := random(t, emission.Full, k, 3, rng)
			obs, _ := draw(t, m, n, rng)
			obs[n/2] = nil
			check(t, m, obs)
		}
		rows := make([][]float64, k)
		for e := range rows {
			rows[e] = []float64{0.2, 0.3, 0.5, 0}
		}
		rows[0] = []float64{0, 0.1, 0.2, 0.7}
		symbols := ok[*mixture.Model[int]](t)(mixture.New[int](mixture.Uniform(k, 0), ok[*emission.Categorical](t)(emission.NewCategorical(rows))))
		check(t, symbols, []int{1, 2, -1, 1, 3, 3, 1, 2, -1, 2})
	}
}

// TestExact: what a shift by the largest density would lose. The component with that has next to no
// weight, or none.
func TestExact(t *testing.T) {
	g := ok[*emission.Gaussian](t)(emission.NewGaussian(emission.Spherical, [][]float64{{0}, {40}, {41}}, [][]float64{{1}, {1}, {1}}))
	for _, weights := range [][]float64{{1e-250, 0.5, 0.5}, {0, 0.25, 0.75}, {1e-308, 1, 0}} {
		m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](ok[*mixture.Proportions](t)(mixture.NewProportions(weights, 0)), g))
		check(t, m, [][]float64{{0}, {1}, {20}, {40}, {1e3}, {-1e3}, {0}, nil, {0.1}})
	}
}

// TestImpossible: an item that no component explains is an error that names it, the first of them, and has
// the score -Inf.
func TestImpossible(t *testing.T) {
	c := ok[*emission.Categorical](t)(emission.NewCategorical([][]float64{{0.5, 0.5, 0}, {1, 0, 0}}))
	m := ok[*mixture.Model[int]](t)(mixture.New[int](ok[*mixture.Proportions](t)(mixture.NewProportions([]float64{0, 1}, 0)), c))
	obs := make([]int, 3000)
	obs[700], obs[2900] = 1, 2
	_, err := mixture.Fit(background, m, mixture.Items[int]{Obs: obs}, mixture.DefaultOptions())
	var e *mixture.Error
	if !errors.As(err, &e) || e.Index != 700 || !errors.Is(err, mixture.ErrImpossible) || err.Error() != "item 700: impossible under every component" {
		t.Errorf("error %v", err)
	}
	if err := m.Posterior(make([]float64, 6000), obs); !errors.As(err, &e) || e.Index != 700 {
		t.Errorf("error %v", err)
	}
	if err := m.Assign(make([]int, 100), obs[2850:2950]); !errors.As(err, &e) || e.Index != 50 {
		t.Errorf("error %v", err)
	}
	scores := make([]float64, 3000)
	if err := m.Score(scores, obs); err != nil || !math.IsInf(scores[700], -1) || !math.IsInf(scores[2900], -1) || scores[0] != 0 {
		t.Errorf("scores %v, %v: %v", scores[700], scores[0], err)
	}
}

func TestRefusesItems(t *testing.T) {
	m := random(t, emission.Diagonal, 2, 2, rand.New(rand.NewPCG(2, 2)))
	good := [][]float64{{1, 2}, {3, 4}}
	for want, items := range map[string]mixture.Items[[]float64]{
		"item 1: vector of 1 values, expected 2":                      {Obs: [][]float64{{1, 2}, {1}}},
		"item 0: value 1 is NaN, expected a finite number":            {Obs: [][]float64{{1, math.NaN()}}},
		"item 1: value 0 is -Inf, expected a finite number":           {Obs: [][]float64{{1, 2}, {math.Inf(-1), 0}}},
		"item 1: weight -1, expected a finite number of at least 0":   {Obs: good, Weights: []float64{1, -1}},
		"item 0: weight NaN, expected a finite number of at least 0":  {Obs: good, Weights: []float64{math.NaN(), 1}},
		"item 1: weight +Inf, expected a finite number of at least 0": {Obs: good, Weights: []float64{1, math.Inf(1)}},
		"mixture: 1 weights of 2 items, expected one an item":         {Obs: good, Weights: []float64{1}},
	} {
		if _, err := mixture.Fit(background, m, items, plain(1)); err == nil || err.Error() != want {
			t.Errorf("Fit: error %v, want %s", err, want)
		}
		if _, err := mixture.Train(background, m, items, mixture.DefaultTrainOptions()); err == nil || err.Error() != want {
			t.Errorf("Train: error %v, want %s", err, want)
		}
		if _, err := mixture.Measure(background, m, items, nil); err == nil || err.Error() != want {
			t.Errorf("Measure: error %v, want %s", err, want)
		}
	}
	if _, err := mixture.New[[]float64](mixture.Uniform(3, 0), m.Emission); err == nil {
		t.Error("3 weights for 2 distributions")
	}
	for name, f := range map[string]func(){
		"Posterior": func() { _ = m.Posterior(make([]float64, 3), good) },
		"Score":     func() { _ = m.Score(make([]float64, 3), good) },
		"Assign":    func() { _ = m.Assign(make([]int, 3), good) },
		"Permute":   func() { _ = m.Permute([]int{0, 0}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s of a wrong length does not panic", name)
				}
			}()
			f()
		}()
	}
}

// loud is a family whose densities are no numbers.
type loud struct{ *emission.Gaussian }

type loudEvaluator struct {
	emission.Evaluator[[]float64]
	value float64
}

func (l loud) Evaluator() emission.Evaluator[[]float64] {
	return loudEvaluator{l.Gaussian.Evaluator(), l.Mean(0)[0]}
}

func (v loudEvaluator) LogDensities(dst []float64, at emission.Layout, obs [][]float64) {
	v.Evaluator.LogDensities(dst, at, obs)
	for t, x := range obs {
		if x[0] == 7 {
			dst[t*at.Turn] = map[bool]float64{true: math.NaN(), false: math.Inf(1)}[v.value > 0]
		}
	}
}

// TestNeverNaN: densities that are none are an error with the item.
func TestNeverNaN(t *testing.T) {
	for _, mean := range []float64{-1, 1} {
		g := emission.UnitGaussian(emission.Diagonal, 3, 1)
		g.Mean(0)[0] = mean
		m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](mixture.Uniform(3, 0), loud{g}))
		obs := make([][]float64, 600)
		for i := range obs {
			obs[i] = []float64{float64(i % 5)}
		}
		obs[301][0], obs[400][0] = 7, 7
		_, err := mixture.Expect(background, m, mixture.Items[[]float64]{Obs: obs}, nil)
		var e *mixture.Error
		if !errors.As(err, &e) || e.Index != 301 {
			t.Errorf("error %v", err)
		}
	}
}

func TestMembers(t *testing.T) {
	for _, c := range []struct {
		threshold float64
		want      []int
	}{{0.2, []int{3, 1}}, {0.05, []int{3, 1, 0, 2}}, {0.9, []int{3}}, {0.3, []int{3, 1}}} {
		if got := mixture.Members([]float64{0.06, 0.3, 0.06, 0.58}, c.threshold); !slices.Equal(got, c.want) {
			t.Errorf("from %v on: %v, want %v", c.threshold, got, c.want)
		}
	}
}

// TestNothingIsAllocated: four times the items take no more allocations.
func TestNothingIsAllocated(t *testing.T) {
	m := random(t, emission.Full, 5, 4, rand.New(rand.NewPCG(3, 3)))
	obs, _ := draw(t, m, 4096, rand.New(rand.NewPCG(3, 4)))
	count := func(n int) float64 {
		dst := make([]float64, n)
		return testing.AllocsPerRun(5, func() { _ = m.Score(dst, obs[:n]) })
	}
	if few, many := count(1024), count(4096); many > few {
		t.Errorf("%v allocations for 1024 items, %v for 4096", few, many)
	}
	expect := func(n int) float64 {
		return testing.AllocsPerRun(5, func() {
			if _, err := mixture.Fit(background, m.Clone(), mixture.Items[[]float64]{Obs: obs[:n]}, plain(5)); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := expect(1024), expect(4096); many > few+60 { // shards, not items
		t.Errorf("%v allocations for fits to 1024 items, %v to 4096", few, many)
	}
}
