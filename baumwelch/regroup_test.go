package baumwelch

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// regroupCase is a Gaussian model, whose statistics belong to the parameters they were collected at,
// with data of its own.
func regroupCase(t *testing.T) (*hmm.Model[[]float64], *hmm.Model[[]float64], []hmm.Conversation[[]float64]) {
	t.Helper()
	family, err := emission.NewGaussian(emission.Diagonal, [][]float64{{0, 1}, {5, 2}, {9, -3}}, [][]float64{{1, 2}, {2, 1}, {1, 1}})
	if err != nil {
		t.Fatal(err)
	}
	c := &chain.Chain{
		Start: []float64{0.5, 0.3, 0.2},
		Next:  [][]float64{{0.2, 0.3, 0.4, 0.3, 0.1, 0.5, 0.1, 0.6, 0.1}},
		Stop:  []float64{0.1, 0.1, 0.2},
	}
	m, err := hmm.New(c, family)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	var data []hmm.Conversation[[]float64]
	for range 40 {
		c, _, err := m.Sample(30, rng)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, c)
	}
	untrained, err := hmm.New(chain.Uniform(3, true), emission.UnitGaussian(emission.Diagonal, 3, 2))
	if err != nil {
		t.Fatal(err)
	}
	return m, untrained, data
}

// TestRegroupNothing: a state for a state is an iteration of Baum-Welch.
func TestRegroupNothing(t *testing.T) {
	m, prototype, data := regroupCase(t)
	got, err := Regroup(context.Background(), m, prototype, []int{0, 1, 2}, data, MaximumLikelihood())
	if err != nil {
		t.Fatal(err)
	}
	// The prototype's family took its prior from the data: so does that of the model to compare with.
	want := m.Clone()
	if err := prepare(want, data); err != nil {
		t.Fatal(err)
	}
	params := make([]float64, m.Emission.ParamLen())
	m.Emission.Params(params)
	if err := want.Emission.SetParams(params); err != nil {
		t.Fatal(err)
	}
	o := MaximumLikelihood()
	o.Loop.MaxIterations, o.Loop.Tolerance = 1, -1
	if _, err := Fit(context.Background(), want, data, o); err != nil {
		t.Fatal(err)
	}
	near(t, got, want, 1e-9)
}

// near compares all parameters.
func near[O any](t *testing.T, got, want *hmm.Model[O], tolerance float64) {
	t.Helper()
	g, w := &learner[O]{model: got}, &learner[O]{model: want}
	a, b := make([]float64, g.ParamLen()), make([]float64, w.ParamLen())
	g.Params(a)
	w.Params(b)
	for i := range b {
		if !(math.Abs(a[i]-b[i]) <= tolerance*(1+math.Abs(b[i]))) {
			t.Errorf("parameter %d is %v, want %v", i, a[i], b[i])
		}
	}
}

// TestRegroupTwins merges two states that are the same: the likelihood stays what it was.
func TestRegroupTwins(t *testing.T) {
	m, prototype, data := regroupCase(t)
	o := MaximumLikelihood()
	if _, err := Fit(context.Background(), m, data, o); err != nil {
		t.Fatal(err)
	}
	// State 3 is a twin of state 1: it takes a third of all the ways into it.
	c := &chain.Chain{Stop: append(append([]float64{}, m.Chain.Stop...), m.Chain.Stop[1]), Next: [][]float64{nil}}
	widen := func(row []float64) []float64 { return []float64{row[0], row[1] * 2 / 3, row[2], row[1] / 3} }
	c.Start = widen(m.Chain.Start)
	for _, i := range []int{0, 1, 2, 1} {
		c.Next[0] = append(c.Next[0], widen(m.Chain.Next[0][i*3:i*3+3])...)
	}
	f := m.Emission.(*emission.Gaussian)
	var means, covariances [][]float64
	for _, e := range []int{0, 1, 2, 1} {
		means, covariances = append(means, f.Mean(e)), append(covariances, f.Cov(e))
	}
	family, err := emission.NewGaussian(emission.Diagonal, means, covariances)
	if err != nil {
		t.Fatal(err)
	}
	four, err := hmm.New(c, family)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Regroup(context.Background(), four, prototype, []int{0, 1, 2, 1}, data, o)
	if err != nil {
		t.Fatal(err)
	}
	near(t, got, m, 0.02) // but for the prior of the prototype's family
	before, after := likelihood(t, m, data), likelihood(t, got, data)
	if math.Abs(before-after) > 1e-3*math.Abs(before) {
		t.Errorf("log-likelihood %v, was %v", after, before)
	}
}

func likelihood(t *testing.T, m *hmm.Model[[]float64], data []hmm.Conversation[[]float64]) float64 {
	t.Helper()
	stats, err := em.Expect(context.Background(), &learner[[]float64]{model: m}, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	return stats.LogLikelihood
}

// TestTrainFrom: the first restart begins where it is told to and not elsewhere, and Restarts counts it.
func TestTrainFrom(t *testing.T) {
	m, prototype, data := regroupCase(t)
	o := DefaultTrainOptions()
	o.Restarts, o.Fit.Loop.MaxIterations = 2, 0
	before := m.Clone()
	trained, err := TrainFrom(context.Background(), prototype, []*hmm.Model[[]float64]{m}, data, o)
	if err != nil {
		t.Fatal(err)
	}
	near(t, m, before, 0)
	if len(trained.Restarts) != 2 || trained.Best != 0 {
		t.Fatalf("%d restarts, best %d", len(trained.Restarts), trained.Best)
	}
	near(t, trained.Model, m, 0)
	o.Restarts = 1
	if trained, err = TrainFrom(context.Background(), prototype, []*hmm.Model[[]float64]{m, m}, data, o); err != nil || len(trained.Restarts) != 1 {
		t.Errorf("one restart of two models: %v", err)
	}
}

// TestRegroupAll: one state for all has the mean of all turns, whatever states they were in.
func TestRegroupAll(t *testing.T) {
	m, _, data := regroupCase(t)
	one, err := hmm.New(chain.Uniform(1, true), emission.UnitGaussian(emission.Diagonal, 1, 2))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Regroup(context.Background(), m, one, []int{0, 0, 0}, data, MaximumLikelihood())
	if err != nil {
		t.Fatal(err)
	}
	turns, mean := 0.0, make([]float64, 2)
	for _, c := range data {
		for _, x := range c.Obs {
			turns++
			mean[0] += x[0]
			mean[1] += x[1]
		}
	}
	for i, v := range got.Emission.(*emission.Gaussian).Mean(0) {
		if want := mean[i] / turns; math.Abs(v-want) > 1e-9 {
			t.Errorf("mean %d is %v, want %v", i, v, want)
		}
	}
	if want := float64(len(data)) / turns; math.Abs(got.Chain.Stop[0]-want) > 0.02 { // but for those cut off
		t.Errorf("stop %v, want about %v", got.Chain.Stop[0], want)
	}
}
