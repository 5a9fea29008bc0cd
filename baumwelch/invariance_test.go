package baumwelch_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// bodies is a model of vectors, a guess at it, and a corpus of several shards.
func bodies(t testing.TB, seed uint64, n int) (truth, guess *hmm.Model[[]float64], data []hmm.Conversation[[]float64]) {
	rng := rand.New(rand.NewPCG(seed, 7))
	truth = &hmm.Model[[]float64]{Chain: randomChain(rng, 3, true), Emission: gaussian(t, rng, emission.Diagonal, 3, 2)}
	guess = &hmm.Model[[]float64]{Chain: randomChain(rng, 3, true), Emission: gaussian(t, rng, emission.Diagonal, 3, 2)}
	return truth, guess, corpus(t, truth, n, 40, rng)
}

// TestWorkersDoNotMatter: the same bits for any gate, in Fit and in Train.
func TestWorkersDoNotMatter(t *testing.T) {
	_, guess, data := bodies(t, 1, 800)
	var want []float64
	var trace, trainTrace any
	for _, workers := range []int{1, 2, 3, 8} {
		o := withPrior(5, 0.1, 0.1, 0.1)
		o.Loop.Gate = em.NewGate(workers)
		m, r := fit(t, guess, data, o)
		train := baumwelch.TrainOptions{Restarts: 3, Seed: 5, Fit: o}
		trained, err := baumwelch.Train(background, guess, data[:200], train)
		if err != nil {
			t.Fatal(err)
		}
		got := append(params(m), params(trained.Model)...)
		if want == nil {
			want, trace, trainTrace = got, r, trained.Restarts
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d workers: parameters differ from those of one", workers)
		}
		if d := cmp.Diff(trace, any(r)) + cmp.Diff(trainTrace, any(trained.Restarts)); d != "" {
			t.Errorf("%d workers: the trace differs from that of one:\n%s", workers, d)
		}
	}
	if len(data) < 500 {
		t.Error("too small to be cut into shards")
	}
}

// TestPermutedStates: a permuted start gives permuted results.
func TestPermutedStates(t *testing.T) {
	_, guess, data := bodies(t, 2, 60)
	plain, _ := fit(t, guess, data, withPrior(10, 0.1, 0.2, 0.3))
	permuted := guess.Clone()
	order := []int{2, 0, 1}
	if !permuted.Permute(order) {
		t.Fatal("cannot be permuted")
	}
	permuted, _ = fit(t, permuted, data, withPrior(10, 0.1, 0.2, 0.3))
	plain.Permute(order)
	if far := reference.Far(params(permuted), params(plain)); far > 1e-9 {
		t.Errorf("parameters are off by %g", far)
	}
}

// TestOrderOfConversations changes nothing but rounding.
func TestOrderOfConversations(t *testing.T) {
	_, guess, data := bodies(t, 3, 60)
	plain, _ := fit(t, guess, data, maximumLikelihood(10))
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(data), func(i, j int) { data[i], data[j] = data[j], data[i] })
	shuffled, _ := fit(t, guess, data, maximumLikelihood(10))
	if far := reference.Far(params(shuffled), params(plain)); far > 1e-9 {
		t.Errorf("parameters are off by %g", far)
	}
}

// TestWeights: a conversation of weight n is the same conversation n times, empty ones count for
// nothing, and the total is weighted.
func TestWeights(t *testing.T) {
	_, guess, data := bodies(t, 4, 30)
	var repeated []hmm.Conversation[[]float64]
	turns := 0.0
	for i := range data {
		for range 1 + i%3 {
			repeated = append(repeated, data[i])
			turns += float64(len(data[i].Obs))
		}
		data[i].Weight = float64(1 + i%3)
	}
	data = append(data, hmm.Conversation[[]float64]{Weight: 3})
	for _, o := range []baumwelch.Options{maximumLikelihood(8), withPrior(8, 0.1, 0.2, 0.3)} {
		a, ra := fit(t, guess, data, o)
		b, rb := fit(t, guess, repeated, o)
		if far := reference.Far(params(a), params(b)); far > 1e-9 {
			t.Errorf("parameters are off by %g", far)
		}
		if far := reference.Far([]float64{ra.Last().LogLikelihood, ra.Turns}, []float64{rb.Last().LogLikelihood, turns}); far > 1e-10 || ra.Items != 31 {
			t.Errorf("log-likelihood %v of %v turns, expected %v of %v", ra.Last().LogLikelihood, ra.Turns, rb.Last().LogLikelihood, turns)
		}
	}
}

// visible is a model whose states can be seen, so that its M-step counts.
func visible(t testing.TB, c *chain.Chain) *hmm.Model[int] {
	k := c.States()
	rows := make([][]float64, k)
	for i := range rows {
		rows[i] = make([]float64, k)
		rows[i][i] = 1
	}
	return &hmm.Model[int]{Chain: c, Emission: categorical(t, rows)}
}

// TestCountsWhatIsSeen: with visible states the M-step is arithmetic on paper.
func TestCountsWhatIsSeen(t *testing.T) {
	data := []hmm.Conversation[int]{
		{Obs: []int{0, 1, 1, 0}, Class: []uint8{1, 0, 1, 1}},
		{Obs: []int{0, 0, 1}, Class: []uint8{0, 0, 1}, Open: true},
		{Obs: []int{1}, Weight: 2},
		{Obs: nil},
	}
	fresh := func() *chain.Chain {
		return &chain.Chain{
			Start: []float64{0.5, 0.5},
			Next:  [][]float64{{0.25, 0.25, 0.25, 0.25}, {0.25, 0.25, 0.25, 0.25}},
			Stop:  []float64{0.5, 0.5},
		}
	}
	// class 0: 0→1 (first conversation), 0→0 (second); class 1: 1→1, 1→0, then 0→1.
	// stops: one in 0, two in 1; the open one has none.
	t.Run("maximum likelihood", func(t *testing.T) {
		m, r := fit(t, visible(t, fresh()), data, maximumLikelihood(1))
		want := &chain.Chain{
			Start: []float64{0.5, 0.5},
			Next: [][]float64{
				{0.75 / 2, 0.75 / 2, 0.25, 0.25}, // 1 was never left under class 0: as before, in proportion
				{0, 0.75, 0.25, 0.25},
			},
			Stop: []float64{1.0 / 4, 2.0 / 4},
		}
		if far := reference.Far(params(m)[:12], chainVector(want.Start, want.Next, want.Stop)); far > 1e-15 {
			t.Errorf("%+v, expected %+v", m.Chain, want)
		}
		if r.Turns != 9 || r.Items != 4 {
			t.Errorf("%v turns in %d conversations", r.Turns, r.Items)
		}
	})
	t.Run("pseudo-counts", func(t *testing.T) {
		m, r := fit(t, visible(t, fresh()), data, withPrior(1, 1, 0.5, 2))
		stop0, stop1 := 3.0/8, 4.0/8 // (1+2)/(1+2+3+4·½), (2+2)/(2+2+2+4·½)
		want := &chain.Chain{
			Start: []float64{3.0 / 6, 3.0 / 6},
			Next: [][]float64{
				{(1 - stop0) / 2, (1 - stop0) / 2, (1 - stop1) / 2, (1 - stop1) / 2},
				{(1 - stop0) * 0.25, (1 - stop0) * 0.75, (1 - stop1) / 2, (1 - stop1) / 2},
			},
			Stop: []float64{stop0, stop1},
		}
		if far := reference.Far(params(m)[:12], chainVector(want.Start, want.Next, want.Stop)); far > 1e-15 {
			t.Errorf("%+v, expected %+v", m.Chain, want)
		}
		if it := r.Iterations[0]; it.Objective != it.LogLikelihood+it.GlobalBound || it.GlobalBound >= 0 {
			t.Errorf("objective %v, log-likelihood %v, prior %v", it.Objective, it.LogLikelihood, it.GlobalBound)
		}
	})
}

// TestVisits: the expected turns in each state are the posteriors' sums.
func TestVisits(t *testing.T) {
	_, guess, data := bodies(t, 5, 40)
	data[3].Weight = 2.5
	got, err := baumwelch.Visits(background, guess, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	want, d := make([]float64, 3), hmm.NewDecoder(guess)
	for i := range data {
		posterior := make([]float64, 3*len(data[i].Obs))
		if _, err := d.Posterior(posterior, &data[i]); err != nil {
			t.Fatal(err)
		}
		for j, p := range posterior {
			want[j%3] += p * map[bool]float64{true: 2.5, false: 1}[i == 3]
		}
	}
	if far := reference.Far(got, want); far > 1e-11 {
		t.Errorf("%v, expected %v", got, want)
	}
}
