package mixture_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// three is a mixture of three Gaussians in the plane.
func three(t testing.TB) *mixture.Model[[]float64] {
	g := ok[*emission.Gaussian](t)(emission.NewGaussian(emission.Diagonal, [][]float64{{-4, 0}, {4, 1}, {0, 8}}, [][]float64{{1, 0.5}, {0.5, 2}, {1, 1}}))
	return ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](ok[*mixture.Proportions](t)(mixture.NewProportions([]float64{0.5, 0.3, 0.2}, 0)), g))
}

// quick are options for a few restarts.
func quick(workers int) mixture.TrainOptions {
	o := mixture.DefaultTrainOptions()
	o.Restarts, o.FirstLap, o.Fit.Loop.MaxIterations, o.Fit.Loop.Gate = 3, 4, 30, em.NewGate(workers)
	return o
}

// TestRecovery: what was sampled is found again, from clusters and from random starts.
func TestRecovery(t *testing.T) {
	truth := three(t)
	obs, components := draw(t, truth, 6000, rand.New(rand.NewPCG(4, 4)))
	for _, start := range []mixture.Start{mixture.Clusters, mixture.Random} {
		o := quick(2)
		o.Start, o.Restarts, o.Fit.Loop.MaxIterations = start, 6, 200
		m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](mixture.Uniform(3, 1), emission.UnitGaussian(emission.Diagonal, 3, 2)))
		trained := ok[*mixture.Trained[[]float64]](t)(mixture.Train(background, m, mixture.Items[[]float64]{Obs: obs}, o))
		if err := trained.Model.Permute(trained.Model.ByWeight()); err != nil {
			t.Fatal(err)
		}
		got, want := everything(trained.Model), everything(truth)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 0.1*max(1, math.Abs(want[i])) {
				t.Errorf("%s: parameter %d is %v, want %v", start, i, got[i], want[i])
			}
		}
		assigned := make([]int, len(obs))
		if err := trained.Model.Assign(assigned, obs); err != nil {
			t.Fatal(err)
		}
		wrong := 0
		for i, c := range components {
			if assigned[i] != c {
				wrong++
			}
		}
		if wrong > 60 {
			t.Errorf("%s: %d of %d items in another component", start, wrong, len(obs))
		}
	}
}

// A fitter trains a mixture of some kind on items for it.
type fitter struct {
	name  string
	train func(t testing.TB, o mixture.TrainOptions) (params []float64, traces [][]em.Iteration)
}

func fits[O any](name string, m *mixture.Model[O], obs []O) fitter {
	items := mixture.Items[O]{Obs: obs}
	for i := range obs {
		items.Weights = append(items.Weights, float64(1+i%3)/2)
	}
	return fitter{name, func(t testing.TB, o mixture.TrainOptions) ([]float64, [][]em.Iteration) {
		trained, err := mixture.Train(background, m, items, o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var traces [][]em.Iteration
		for _, r := range trained.Restarts {
			traces = append(traces, r.Result.Iterations)
			if r.Result.Status == em.Decreased || r.Result.Status == em.Degenerate {
				t.Errorf("%s: a restart ended %s", name, r.Result.Status)
			}
		}
		return append(everything(trained.Model), trained.Counts...), traces
	}}
}

func fitters(t testing.TB) []fitter {
	rng := rand.New(rand.NewPCG(5, 5))
	vectors, _ := draw(t, random(t, emission.Full, 4, 3, rng), 3000, rng)
	vectors[17], vectors[1800] = nil, nil
	symbols := make([]int, 3000)
	bags := make([][]emission.Count, 3000)
	turns := make([]emission.Turn, 3000)
	for i := range symbols {
		symbols[i] = (i%3)*2 + rng.IntN(3) - 1
		for w := range 1 + rng.IntN(4) {
			bags[i] = append(bags[i], emission.Count{Word: int32((i%3)*3 + (w+rng.IntN(4))%4), N: 1})
		}
		turns[i] = emission.Turn{Symbol: -1, Speaker: int32(rng.IntN(2)), Words: bags[i], Vector: vectors[i]}
	}
	const k = 4
	var out []fitter
	point, posterior := mixture.Uniform(k, 0.5), ok[*mixture.Dirichlet](t)(mixture.NewDirichlet(k, 0.1))
	sticks := ok[*mixture.Sticks](t)(mixture.NewSticks(k, 1))
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
		out = append(out,
			fits(shape.String(), ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](point.Clone(), emission.UnitGaussian(shape, k, 3))), vectors),
			fits("variational "+shape.String(), ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](sticks.Clone(), emission.UnitVariationalGaussian(shape, k, 3))), vectors))
	}
	return append(out,
		fits("categorical", ok[*mixture.Model[int]](t)(mixture.New[int](point.Clone(), emission.UniformCategorical(k, 6, 0.2))), symbols),
		fits("variational categorical", ok[*mixture.Model[int]](t)(mixture.New[int](posterior.Clone(), ok[*emission.VariationalCategorical](t)(emission.NewVariationalCategorical(k, 6, 0.2)))), symbols),
		fits("poisson", ok[*mixture.Model[int]](t)(mixture.New[int](point.Clone(), ok[*emission.Poisson](t)(emission.NewPoisson([]float64{1, 1, 1, 1})))), symbols),
		fits("words", ok[*mixture.Model[[]emission.Count]](t)(mixture.New[[]emission.Count](point.Clone(), emission.UniformWords(k, 13, 0.1))), bags),
		fits("variational words", ok[*mixture.Model[[]emission.Count]](t)(mixture.New[[]emission.Count](posterior.Clone(), ok[*emission.VariationalWords](t)(emission.NewVariationalWords(k, 13, 0.1)))), bags),
		fits("joint", ok[*mixture.Model[emission.Turn]](t)(mixture.New[emission.Turn](point.Clone(), joint(t, k))), turns),
	)
}

// joint is words and vectors.
func joint(t testing.TB, k int) emission.Family[emission.Turn] {
	return ok[*emission.Joint](t)(emission.NewJoint(
		emission.Part[[]emission.Count]("words", emission.UniformWords(k, 13, 0.1), emission.WordsField),
		emission.Part[[]float64]("vector", emission.UnitGaussian(emission.Diagonal, k, 3), emission.VectorField)))
}

// TestWorkersGiveTheSameBytes, and the objective never falls.
func TestWorkersGiveTheSameBytes(t *testing.T) {
	for _, f := range fitters(t) {
		var want []float64
		for _, workers := range []int{1, 2, 3, 8} {
			got, traces := f.train(t, quick(workers))
			if want == nil {
				want = got
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: %d workers give other parameters", f.name, workers)
			}
			for _, trace := range traces {
				for i, it := range trace {
					if i > 0 && len(it.Repairs) == 0 && it.Objective < trace[i-1].Objective-1e-9*math.Abs(it.Objective) {
						t.Errorf("%s: the objective fell from %v to %v", f.name, trace[i-1].Objective, it.Objective)
					}
				}
			}
		}
	}
}

// TestWeightsAreCopies: an item that counts twice is two items, one that counts nothing is none.
func TestWeightsAreCopies(t *testing.T) {
	obs, _ := draw(t, three(t), 500, rand.New(rand.NewPCG(6, 6)))
	weighted := mixture.Items[[]float64]{Obs: obs}
	var copied mixture.Items[[]float64]
	for i, x := range obs {
		weighted.Weights = append(weighted.Weights, float64(i%3))
		for range i % 3 {
			copied.Obs = append(copied.Obs, x)
		}
	}
	a, b := three(t), three(t)
	ra := ok[em.Result](t)(mixture.Fit(background, a, weighted, plain(5)))
	rb := ok[em.Result](t)(mixture.Fit(background, b, copied, plain(5)))
	near(t, "parameters", everything(a), everything(b))
	near(t, "objective, turns", []float64{ra.Last().Objective, ra.Turns}, []float64{rb.Last().Objective, rb.Turns})
	ca, cb := ok[mixture.Criteria](t)(mixture.Measure(background, a, weighted, nil)), ok[mixture.Criteria](t)(mixture.Measure(background, b, copied, nil))
	near(t, "criteria", []float64{ca.BIC(), ca.ICL(), ca.AIC()}, []float64{cb.BIC(), cb.ICL(), cb.AIC()})
}

// TestHugeMeans: a mean of 1e8 with variance 1.
func TestHugeMeans(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	obs := make([][]float64, 4000)
	for i := range obs {
		obs[i] = []float64{1e8 + 10*float64(i%2) + rng.NormFloat64(), -1e8 + rng.NormFloat64()}
	}
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
		for _, variational := range []bool{false, true} {
			var family emission.Family[[]float64] = emission.UnitGaussian(shape, 2, 2)
			if variational {
				family = emission.UnitVariationalGaussian(shape, 2, 2)
			}
			m := ok[*mixture.Model[[]float64]](t)(mixture.New(mixture.Uniform(2, 0), family))
			trained := ok[*mixture.Trained[[]float64]](t)(mixture.Train(background, m, mixture.Items[[]float64]{Obs: obs}, quick(2)))
			f := trained.Model.Emission.(interface{ Cov(e int) []float64 })
			for e := range 2 {
				for i, v := range f.Cov(e) {
					want := 1.0
					if len(f.Cov(e)) == 4 && i%3 != 0 { // off the diagonal
						want = 0
					}
					if math.Abs(v-want) > 0.1 {
						t.Errorf("%s, variational %v: covariance %v", shape, variational, f.Cov(e))
					}
				}
			}
			if s := trained.Restarts[trained.Best].Result.Status; s == em.Decreased || s == em.Degenerate {
				t.Errorf("%s, variational %v: ended %s", shape, variational, s)
			}
		}
	}
}

// TestKMeansIsTheLimit: as the variance of a spherical mixture shrinks, responsibilities become those of
// k-means, an M-step moves the means as Lloyd does, and the log-likelihood becomes the inertia. Source:
// Bishop (2006) section 9.3.2.
func TestKMeansIsTheLimit(t *testing.T) {
	obs, _ := draw(t, three(t), 300, rand.New(rand.NewPCG(8, 8)))
	points := mixture.Points{Width: 2, Values: slices.Concat(obs...)}
	centres := ok[*mixture.KMeans](t)(mixture.PlusPlus(t.Context(), points, 3, 1, rand.New(rand.NewPCG(9, 9))))
	assigned := ok[*mixture.Clustering](t)(centres.Assign(points, nil))
	const variance = 1e-6
	g := emission.UnitGaussian(emission.Spherical, 3, 2)
	params := append(slices.Clone(centres.Centres), variance, variance, variance)
	if err := g.SetParams(params); err != nil {
		t.Fatal(err)
	}
	m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](mixture.Uniform(3, 0), g))
	posterior := make([]float64, len(obs)*3)
	if err := m.Posterior(posterior, obs); err != nil {
		t.Fatal(err)
	}
	for i, c := range assigned.Cluster {
		if posterior[i*3+c] != 1 {
			t.Errorf("item %d: responsibilities %v, k-means has %d", i, posterior[i*3:i*3+3], c)
		}
	}
	items := mixture.Items[[]float64]{Obs: obs}
	r := ok[em.Result](t)(mixture.Fit(background, m, items, plain(1)))
	perItem := math.Log(2*math.Pi*variance) + math.Log(3)
	near(t, "inertia", []float64{-2 * variance * (r.Iterations[0].LogLikelihood + perItem*float64(len(obs)))}, []float64{assigned.Inertia})
	ok[*mixture.Clustering](t)(centres.Fit(background, points, em.Options{MaxIterations: 1, Tolerance: -1}))
	near(t, "means", everything(m)[3:9], centres.Centres)
}

// TestRevive: a component that died gets another chance beside the fullest, once, and a repair says so.
func TestRevive(t *testing.T) {
	obs, _ := draw(t, three(t), 2000, rand.New(rand.NewPCG(10, 10)))
	dead := func() *mixture.Model[[]float64] {
		m := three(t)
		copy(m.Emission.(*emission.Gaussian).Mean(1), []float64{1e5, 1e5})
		return m
	}
	items := mixture.Items[[]float64]{Obs: obs}
	left, o := dead(), plain(60)
	without := ok[em.Result](t)(mixture.Fit(background, left, items, o))
	if e := ok[*mixture.Expected](t)(mixture.Expect(background, left, items, nil)); !slices.Equal(e.Empty(), []int{1}) {
		t.Errorf("empty %v", e.Empty())
	}
	o.Revive = true
	with := ok[em.Result](t)(mixture.Fit(background, dead(), items, o))
	if with.Last().Objective <= without.Last().Objective {
		t.Errorf("objective %v, without revival %v", with.Last().Objective, without.Last().Objective)
	}
	repairs := 0
	for _, it := range with.Iterations {
		for _, r := range it.Repairs {
			repairs++
			if r.Distribution != 1 || r.Action != "had no items left; placed beside the component with the most" {
				t.Errorf("repair %v", r)
			}
		}
	}
	if repairs != 1 {
		t.Errorf("%d repairs", repairs)
	}
}

func TestCancel(t *testing.T) {
	obs, _ := draw(t, three(t), 2000, rand.New(rand.NewPCG(11, 11)))
	items := mixture.Items[[]float64]{Obs: obs}
	ctx, cancel := context.WithCancel(background)
	o := quick(1)
	o.OnIteration = func(restart int, it em.Iteration) {
		if it.Iteration == 3 {
			cancel()
		}
	}
	trained := ok[*mixture.Trained[[]float64]](t)(mixture.Train(ctx, three(t), items, o))
	if s := trained.Restarts[trained.Best].Result.Status; s != em.Cancelled {
		t.Errorf("ended %s", s)
	}
	if _, err := mixture.Train(ctx, three(t), items, o); !errors.Is(err, mixture.ErrNothingTrained) && !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := mixture.Train(background, three(t), items, mixture.TrainOptions{}); err == nil || !strings.Contains(err.Error(), "0 restarts") {
		t.Errorf("error %v", err)
	}
}

// TestFewItems: none, one, all alike, fewer than components.
func TestFewItems(t *testing.T) {
	for _, obs := range [][][]float64{nil, {{1, 2}}, {nil, nil}, {{1, 2}, {1, 2}, {1, 2}, {1, 2}}, {{0, 0}, {1, 1}}} {
		for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
			m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](mixture.Uniform(3, 1), emission.UnitGaussian(shape, 3, 2)))
			trained, err := mixture.Train(background, m, mixture.Items[[]float64]{Obs: obs}, quick(2))
			if err != nil {
				t.Errorf("%s, %v: %v", shape, obs, err)
				continue
			}
			for i, p := range everything(trained.Model) {
				if math.IsNaN(p) || math.IsInf(p, 0) {
					t.Errorf("%s, %v: parameter %d is %v", shape, obs, i, p)
				}
			}
		}
	}
}

func TestPermute(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	for _, mixing := range []mixture.Mixing{mixture.Uniform(3, 0), ok[*mixture.Dirichlet](t)(mixture.NewDirichlet(3, 0.5)), ok[*mixture.Sticks](t)(mixture.NewSticks(3, 2))} {
		m := three(t)
		obs, _ := draw(t, m, 50, rng)
		m.Mixing = mixing
		mixing.Maximize([]float64{3, 25, 22})
		if got := m.ByWeight(); !slices.Equal(got, []int{1, 2, 0}) {
			t.Errorf("%s: order %v of %v", mixing.Kind(), got, m.Weights())
		}
		before, after := make([]float64, 150), make([]float64, 150)
		if err := errors.Join(m.Posterior(before, obs), m.Permute([]int{2, 0, 1}), m.Posterior(after, obs)); err != nil {
			t.Fatal(err)
		}
		want := mixing.Clone()
		want.Maximize([]float64{22, 3, 25})
		counts, expected := make([]float64, want.ParamLen()), make([]float64, want.ParamLen())
		mixing.Params(counts)
		want.Params(expected)
		near(t, fmt.Sprint(mixing.Kind(), " counts"), counts, expected)
		for i := range obs {
			for e, from := range []int{2, 0, 1} {
				if mixing.Kind() != "sticks" && math.Abs(after[i*3+e]-before[i*3+from]) > 1e-14 {
					t.Errorf("%s: item %d: %v, before %v", mixing.Kind(), i, after[i*3:i*3+3], before[i*3:i*3+3])
				}
			}
		}
	}
}
