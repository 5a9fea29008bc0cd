package baumwelch_test

import (
	"context"
	"errors"
	"math"
	"os"
	"slices"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/workloads"
)

func load(t testing.TB, name string) *workloads.Workload {
	t.Helper()
	w, err := workloads.Load(name)
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("needs the benchmark data: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func startChain(w *workloads.Workload) *chain.Chain {
	return &chain.Chain{Start: slices.Clone(w.Floats["pi"]), Next: [][]float64{slices.Clone(w.Floats["A"])}}
}

func split[O any](lengths []int, obs []O) []hmm.Conversation[O] {
	var data []hmm.Conversation[O]
	for _, n := range lengths {
		data = append(data, hmm.Conversation[O]{Obs: obs[:n:n]})
		obs = obs[n:]
	}
	return data
}

func iterations(n, workers int) baumwelch.Options {
	o := baumwelch.MaximumLikelihood()
	o.Loop.MaxIterations, o.Loop.Tolerance = n, -1
	o.Loop.Gate = em.NewGate(workers)
	return o
}

// prepare makes the workload's model and data; the function that it returns makes n
// maximum-likelihood iterations with so many workers and returns the log-likelihoods before each.
func prepare(t testing.TB, w *workloads.Workload) func(n, workers int) []float64 {
	t.Helper()
	switch {
	case w.Floats["B"] != nil:
		family, err := emission.NewCategorical(w.Rows("B"))
		return fitting(t, w, family, err, w.Ints["x"])
	case w.Floats["var"] != nil:
		family, err := emission.NewGaussian(emission.Diagonal, w.Rows("mu"), w.Rows("var"))
		return fitting(t, w, family, err, w.Rows("x"))
	default:
		family, err := emission.NewGaussian(emission.Full, w.Rows("mu"), w.Rows("cov"))
		return fitting(t, w, family, err, w.Rows("x"))
	}
}

func fitting[O any](t testing.TB, w *workloads.Workload, family emission.Family[O], err error, x []O) func(n, workers int) []float64 {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	m, data := &hmm.Model[O]{Chain: startChain(w), Emission: family}, split(w.Ints["L"], x)
	return func(n, workers int) []float64 {
		r, err := baumwelch.Fit(context.Background(), m, data, iterations(n, workers))
		if err != nil {
			t.Fatal(err)
		}
		var log []float64
		for _, it := range r.Iterations {
			log = append(log, it.LogLikelihood)
		}
		return log
	}
}

func TestWorkloadsMatchHmmlearn(t *testing.T) {
	// hmmlearn 0.3.3 on the same data from the same start, five maximum-likelihood iterations.
	want := map[string][]float64{
		"cat_chat":  {-1664320.7428482736, -1607523.8644393042, -1606766.8366347693, -1606071.51923124, -1605380.3407201243},
		"cat_wide":  {-277026.7272222066, -275536.66880963143, -275526.9773394058, -275517.795344927, -275508.97060111247},
		"cat_long":  {-2079928.77185993, -2038784.9045778103, -2038778.2371286072, -2038771.6812842004, -2038765.209286898},
		"diag_chat": {-5176476.175824231, -4663115.325732524, -4658123.824959241, -4658117.4161890345, -4658117.387074735},
		"full_chat": {-1517439.9945492004, -1359597.294433164, -1330572.448773601, -1324758.8728903714, -1324234.1640919503},
	}
	for name, log := range want {
		t.Run(name, func(t *testing.T) {
			got := prepare(t, load(t, name))(4, 1)
			for i, l := range log {
				if math.Abs(got[i]-l) > 1e-9*math.Abs(l) {
					t.Errorf("iteration %d: log-likelihood %.6f, hmmlearn has %.6f", i, got[i], l)
				}
			}
		})
	}
}
