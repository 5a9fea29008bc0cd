package mixture_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// TestOneStepIsOneIteration: a batch of all items is an iteration of EM.
func TestOneStepIsOneIteration(t *testing.T) {
	obs, _ := draw(t, three(t), 700, newRandom(18))
	items := mixture.Items[[]float64]{Obs: obs}
	a, b := three(t), three(t)
	o := mixture.DefaultStepOptions()
	ok[[]em.Repair](t)(mixture.Step(background, a, items, o))
	ok[em.Result](t)(mixture.Fit(background, b, items, plain(1)))
	near(t, "parameters", everything(a), everything(b))
}

// TestStepsComeClose: one pass in small batches gets nearer to the top than one iteration does, for every
// kind of statistics, and for means of 1e8 too: those of the batches before are about other means.
func TestStepsComeClose(t *testing.T) {
	rng := newRandom(19)
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
		for _, variational := range []bool{false, true} {
			obs, _ := draw(t, three(t), 3000, rng)
			for _, x := range obs {
				x[0] += 1e8
			}
			begin := func() *mixture.Model[[]float64] {
				var family emission.Family[[]float64] = emission.UnitGaussian(shape, 3, 2)
				if variational {
					family = ok[*emission.VariationalGaussian](t)(emission.NewVariationalGaussian(shape, 3, emission.VariationalPrior{
						Mean: []float64{1e8, 2}, Turns: 0.1, Freedom: 2, Variances: []float64{5, 5},
					}))
				}
				params := make([]float64, family.ParamLen())
				family.Params(params)
				copy(params, []float64{1e8 - 1, 0, 1e8 + 1, 1, 1e8, 2})
				if err := family.SetParams(params); err != nil {
					t.Fatal(err)
				}
				return ok[*mixture.Model[[]float64]](t)(mixture.New(mixture.Uniform(3, 0), family))
			}
			items := mixture.Items[[]float64]{Obs: obs}
			score := func(m *mixture.Model[[]float64]) float64 {
				r := ok[em.Result](t)(mixture.Fit(background, m.Clone(), items, plain(0)))
				return r.Last().Objective
			}
			once, stepped, top := begin(), begin(), begin()
			ok[em.Result](t)(mixture.Fit(background, once, items, plain(1)))
			ok[em.Result](t)(mixture.Fit(background, top, items, plain(60)))
			o := mixture.DefaultStepOptions()
			o.Batch, o.Passes = 200, 2
			ok[[]em.Repair](t)(mixture.Step(background, stepped, items, o))
			if s, best := score(stepped), score(top); s < score(once) || s < best-0.03*float64(len(obs)) {
				t.Errorf("%s, variational %v: two passes reach %v, one iteration %v, the top is %v", shape, variational, s, score(once), best)
			}
		}
	}
}

func TestStepsAreTheSameForAnyWorkers(t *testing.T) {
	obs, _ := draw(t, three(t), 5000, newRandom(20))
	turns := make([]emission.Turn, len(obs))
	for i, x := range obs {
		turns[i] = emission.Turn{Symbol: -1, Speaker: -1, Vector: append(slices.Clone(x), 0), Words: []emission.Count{{Word: int32(i % 13), N: 1}}}
	}
	var want []float64
	for _, workers := range []int{1, 2, 3, 8} {
		m := ok[*mixture.Model[emission.Turn]](t)(mixture.New(mixture.Uniform(3, 0), joint(t, 3)))
		m.Emission.(*emission.Joint).Split(0, 1, newRandom(21))
		o := mixture.DefaultStepOptions()
		o.Batch, o.Gate = 1500, em.NewGate(workers)
		ok[[]em.Repair](t)(mixture.Step(background, m, mixture.Items[emission.Turn]{Obs: turns}, o))
		if want == nil {
			want = everything(m)
		}
		if !slices.Equal(everything(m), want) {
			t.Errorf("%d workers give other parameters", workers)
		}
	}
}

func TestStepRefuses(t *testing.T) {
	c := ok[*emission.Categorical](t)(emission.NewCategorical([][]float64{{0.5, 0.5, 0}}))
	m := ok[*mixture.Model[int]](t)(mixture.New[int](mixture.Uniform(1, 0), c))
	items := mixture.Items[int]{Obs: slices.Repeat([]int{0, 1}, 50)}
	for _, change := range []func(*mixture.StepOptions){
		func(o *mixture.StepOptions) { o.Passes = 0 }, func(o *mixture.StepOptions) { o.Batch = 0 },
		func(o *mixture.StepOptions) { o.Decay = 0.5 }, func(o *mixture.StepOptions) { o.Decay = 1.1 },
		func(o *mixture.StepOptions) { o.Decay = math.NaN() },
	} {
		o := mixture.DefaultStepOptions()
		change(&o)
		if _, err := mixture.Step(background, m, items, o); err == nil {
			t.Errorf("options %+v pass", o)
		}
	}
	items.Obs[77] = 2
	o := mixture.DefaultStepOptions()
	o.Batch = 10
	var e *mixture.Error
	if _, err := mixture.Step(background, m, items, o); !errors.As(err, &e) || e.Index != 77 || !errors.Is(err, mixture.ErrImpossible) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(background)
	cancel()
	if _, err := mixture.Step(ctx, m, items, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	items.Weights = make([]float64, len(items.Obs))
	if _, err := mixture.Step(background, m, mixture.Items[int]{Obs: []int{0, 1}, Weights: []float64{0, 0}}, o); err != nil {
		t.Error(err)
	}
}

// TestTwoSteps: the second step goes by the mean of the statistics at the start and of those after the first
// step, both about the means of then.
func TestTwoSteps(t *testing.T) {
	obs, _ := draw(t, three(t), 500, newRandom(22))
	items := mixture.Items[[]float64]{Obs: obs}
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
		start := random(t, shape, 3, 2, newRandom(23))
		stepped, first := start.Clone(), start.Clone()
		o := mixture.DefaultStepOptions()
		o.Passes, o.Decay = 2, 1
		ok[[]em.Repair](t)(mixture.Step(background, stepped, items, o))

		ok[em.Result](t)(mixture.Fit(background, first, items, plain(1)))
		posterior := make([]float64, 3*len(obs))
		if err := start.Posterior(posterior, obs); err != nil {
			t.Fatal(err)
		}
		mean := ok[*mixture.Expected](t)(mixture.Expect(background, first, items, nil))
		stats := make([]float64, len(mean.Emission)) // at the start, about the means of after the first step
		first.Emission.Evaluator().Collect(stats, obs, posterior, emission.RowMajor(3))
		counts := make([]float64, 3)
		for i, p := range posterior {
			counts[i%3] += p
		}
		for i := range stats {
			stats[i] = (stats[i] + mean.Emission[i]) / 2
		}
		for k := range counts {
			counts[k] = (counts[k] + mean.Counts[k]) / 2
		}
		if _, err := first.Emission.Maximize(stats); err != nil {
			t.Fatal(err)
		}
		first.Mixing.Maximize(counts)
		near(t, shape.String(), everything(stepped), everything(first))
	}
}
