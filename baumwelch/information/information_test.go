package information_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/baumwelch/information"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

func estimate[O any](t testing.TB, m *hmm.Model[O], data []hmm.Conversation[O], o information.Options) *information.Errors {
	t.Helper()
	e, err := information.Estimate(context.Background(), m, data, o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// TestBinomial: a chain that is observed has the errors of counting, √(p(1-p)/n).
func TestBinomial(t *testing.T) {
	f, err := emission.NewCategorical([][]float64{{1, 0}, {0, 1}})
	m := model[int](t, &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.75, 0.25, 0.4, 0.6}}}, f, err)
	seen := []hmm.Conversation[int]{{Obs: []int{0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0}}, {Obs: []int{1, 0, 1}}}
	e := estimate(t, m, seen, information.DefaultOptions())
	// Out of state 0: 6 stay, 3 leave; out of state 1: 3 leave, 3 stay. At the model's own p the
	// information about the logit is n p(1-p).
	want := []float64{math.Sqrt(0.25 / 2), math.Sqrt(0.25 / 2), math.Sqrt(0.1875 / 9), math.Sqrt(0.1875 / 9), math.Sqrt(0.24 / 6), math.Sqrt(0.24 / 6)}
	for i, w := range want {
		if math.Abs(e.StandardErrors[i]-w) > 1e-7 || e.Status[i] != information.Estimated {
			t.Errorf("parameter %d: %v (status %d), want %v", i, e.StandardErrors[i], e.Status[i], w)
		}
	}
	for i := 6; i < 10; i++ {
		if e.Status[i] != information.AtBoundary || !math.IsNaN(e.StandardErrors[i]) {
			t.Errorf("parameter %d, which is 0 or 1: %v, status %d", i, e.StandardErrors[i], e.Status[i])
		}
	}
	if low, high := e.Interval(2, information.Z95); !(low > 0 && low < 0.75 && high > 0.75 && high < 1) {
		t.Errorf("0.75 is from %v to %v", low, high)
	}
}

// families runs a check on a model of each family.
func families(t *testing.T, check func(t *testing.T, name string, run checker)) {
	check(t, "categorical", with(categorical(t)))
	check(t, "poisson", with(poisson(t)))
	check(t, "words", with(words(t)))
	check(t, "joint", with(joint(t)))
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
		check(t, shape.String(), with(gaussian(t, shape)))
	}
}

// A checker hides the type of observation.
type checker interface {
	curvature(t *testing.T)
	covers(t *testing.T, runs, conversations int) coverage
}

type of[O any] struct{ m *hmm.Model[O] }

func with[O any](m *hmm.Model[O]) checker { return of[O]{m} }

// TestCurvature holds the errors against second differences of the log-likelihood itself, along lines
// through each pair of coordinates: nothing of the score enters those.
func TestCurvature(t *testing.T) {
	families(t, func(t *testing.T, name string, run checker) { t.Run(name, run.curvature) })
}

func (c of[O]) curvature(t *testing.T) {
	data := simulate(t, c.m, 40, 3)
	prior := baumwelch.Prior{Start: 0.5, Next: 0.25, Stop: 0.75}
	o := information.DefaultOptions()
	o.Prior = prior
	got, want := information.Probe(t, c.m, data, o)
	for i := range want {
		for j := range want[i] {
			scale := math.Sqrt(math.Abs(want[i][i] * want[j][j]))
			if math.Abs(got[i][j]-want[i][j]) > 2e-4*(scale+1) {
				t.Fatalf("information [%d,%d] is %v, the objective's second difference %v", i, j, got[i][j], want[i][j])
			}
		}
	}
}

// TestUnidentified: two states that are the same cannot be told apart.
func TestUnidentified(t *testing.T) {
	f, err := emission.NewCategorical([][]float64{{0.5, 0.5}, {0.5, 0.5}})
	m := model[int](t, chain.Uniform(2, false), f, err)
	e := estimate(t, m, []hmm.Conversation[int]{{Obs: []int{0, 1, 1, 0, 1, 0, 0, 1}}}, information.DefaultOptions())
	for i := range 6 {
		if e.Status[i] != information.Unidentified {
			t.Errorf("parameter %d: %v, status %d, want unidentified", i, e.StandardErrors[i], e.Status[i])
		}
	}
}

// TestHeld: what does not fit is held, and said to be.
func TestHeld(t *testing.T) {
	m := joint(t)
	data := simulate(t, m, 100, 5)
	o := information.DefaultOptions()
	all := estimate(t, m, data, o)
	o.Most = all.Coordinates - 1
	some := estimate(t, m, data, o)
	if len(all.Held) != 0 || !slices.Equal(some.Held, []string{"symbol"}) || some.Coordinates != all.Coordinates-9 {
		t.Fatalf("held %q and %q, %d and %d coordinates", all.Held, some.Held, all.Coordinates, some.Coordinates)
	}
	k := forwardbackward.CountsLen(m.Chain)
	for i := range some.Params {
		held := i >= k+12
		if held != (some.Status[i] == information.Held) || some.Params[i] != all.Params[i] {
			t.Errorf("parameter %d: status %d, %v and %v", i, some.Status[i], some.Params[i], all.Params[i])
		}
		if some.Status[i] == information.Estimated && some.StandardErrors[i] > all.StandardErrors[i]*(1+1e-6) {
			t.Errorf("parameter %d: %v given the rest, %v without", i, some.StandardErrors[i], all.StandardErrors[i])
		}
	}
}

// TestWorkers: the errors are the same for any number of them, and the model is left as it is.
func TestWorkers(t *testing.T) {
	m := categorical(t)
	before := m.Clone()
	data := simulate(t, m, 300, 9)
	o := information.DefaultOptions()
	one := estimate(t, m, data, o)
	o.Gate = em.NewGate(3)
	three := estimate(t, m, data, o)
	for i := range one.StandardErrors {
		if math.Float64bits(one.StandardErrors[i]) != math.Float64bits(three.StandardErrors[i]) {
			t.Errorf("parameter %d: %v and %v", i, one.StandardErrors[i], three.StandardErrors[i])
		}
	}
	if !slices.Equal(m.Chain.Next[0], before.Chain.Next[0]) || m.Emission.LogPrior() != before.Emission.LogPrior() {
		t.Error("the model was changed")
	}
}
