package heldout

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// Order finds what scoring each of the 720 orders by itself finds.
func TestOrderAgainstScores(t *testing.T) {
	m := symbolModel(t, &chain.Chain{
		Start: []float64{0.6, 0.3, 0.1},
		Next:  [][]float64{{0.1, 0.5, 0.2, 0.05, 0.15, 0.6, 0.4, 0.1, 0.3}},
		Stop:  []float64{0.2, 0.2, 0.2},
	}, [][]float64{{0.7, 0.1, 0.1, 0.1}, {0.1, 0.6, 0.2, 0.1}, {0.05, 0.15, 0.4, 0.4}})
	rng := rand.New(rand.NewPCG(5, 0))
	decoder := hmm.NewDecoder(m)
	for range 20 {
		c := of(int32(rng.IntN(4)), int32(rng.IntN(4)), int32(rng.IntN(4)), int32(rng.IntN(4)), int32(rng.IntN(4)), int32(rng.IntN(4)), 1)
		o, err := Order(m, []hmm.Conversation[emission.Turn]{c})
		if err != nil {
			t.Fatal(err)
		}
		best, ties, tau := math.Inf(-1), 0.0, 0.0
		permutations(6, func(order []int) {
			shuffled := hmm.Conversation[emission.Turn]{Open: true}
			for _, at := range order {
				shuffled.Obs = append(shuffled.Obs, c.Obs[at])
			}
			score, err := decoder.Score(&shuffled)
			if err != nil {
				t.Fatal(err)
			}
			if score > best+1e-9 {
				best, ties, tau = score, 0, 0
			}
			if score > best-1e-9 {
				ties++
				tau += kendall(order)
			}
		})
		near(t, "tau", o.Tau, tau/ties)
		if o.Conversations != 1 {
			t.Errorf("%d conversations", o.Conversations)
		}
	}
}

// permutations calls do with every order of n things, by Heap's algorithm.
func permutations(n int, do func([]int)) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	var permute func(k int)
	permute = func(k int) {
		if k == 1 {
			do(order)
			return
		}
		for i := range k {
			permute(k - 1)
			if k%2 == 0 {
				order[i], order[k-1] = order[k-1], order[i]
			} else {
				order[0], order[k-1] = order[k-1], order[0]
			}
		}
	}
	permute(n)
}

// kendall is concordant less discordant pairs over all pairs.
func kendall(order []int) float64 {
	concordant, pairs := 0, 0
	for i := range order {
		for j := range i {
			pairs++
			if order[j] < order[i] {
				concordant++
			} else {
				concordant--
			}
		}
	}
	return float64(concordant) / float64(pairs)
}

// A left-to-right model knows the order; its mirror image knows it the wrong way round; a model of one
// state knows none, whatever the order of the orders.
func TestOrderLimits(t *testing.T) {
	steps := func(from, to int) *hmm.Model[emission.Turn] {
		start, next, rows := make([]float64, 6), make([]float64, 36), make([][]float64, 6)
		start[from] = 1
		for i := range 6 {
			next[i*6+min(max(i+to, 0), 5)] = 1
			rows[i] = make([]float64, 6)
			rows[i][i] = 1
		}
		return symbolModel(t, &chain.Chain{Start: start, Next: [][]float64{next}}, rows)
	}
	flat := symbolModel(t, &chain.Chain{Start: []float64{1}, Next: [][]float64{{1}}}, [][]float64{{0.3, 0.2, 0.2, 0.1, 0.1, 0.1}})
	// Rows that are equal make a mixture, whose orders differ by rounding only.
	equal := symbolModel(t, &chain.Chain{
		Start: []float64{0.1, 0.2, 0.7}, Next: [][]float64{{0.1, 0.2, 0.7, 0.1, 0.2, 0.7, 0.1, 0.2, 0.7}},
	}, [][]float64{{0.31, 0.19, 0.2, 0.1, 0.1, 0.1}, {0.13, 0.17, 0.3, 0.1, 0.15, 0.15}, {0.07, 0.03, 0.1, 0.3, 0.3, 0.2}})
	for _, test := range []struct {
		name       string
		m          *hmm.Model[emission.Turn]
		tau, exact float64
	}{
		{"forward", steps(0, 1), 1, 1}, {"backward", steps(5, -1), -1, 0}, {"one state", flat, 0, 1.0 / 720},
		{"mixture", equal, 0, 1.0 / 720},
	} {
		o, err := Order(test.m, []hmm.Conversation[emission.Turn]{of(0, 1, 2, 3, 4, 5, 5), of(0, 1)})
		if err != nil {
			t.Fatal(err)
		}
		if o.Conversations != 1 {
			t.Errorf("%s: %d conversations, want 1", test.name, o.Conversations)
		}
		near(t, test.name, o.Tau, test.tau)
		near(t, test.name+": exact", o.Exact, test.exact)
	}
	// Impossible in every order.
	if o, err := Order(steps(0, 1), []hmm.Conversation[emission.Turn]{of(0, 0, 0, 0, 0, 0)}); err != nil || o.Conversations != 0 || o.Tau != 0 {
		t.Errorf("impossible: %+v, %v", o, err)
	}
}

// The standard error is that of a mean.
func TestOrderError(t *testing.T) {
	m := threeSymbols(t)
	data, _ := sample(t, m, 300, 7)
	o, err := Order(m, data)
	if err != nil {
		t.Fatal(err)
	}
	var taus []float64
	for _, c := range data {
		if one, _ := Order(m, []hmm.Conversation[emission.Turn]{c}); one.Conversations == 1 {
			taus = append(taus, one.Tau)
		}
	}
	n, square := float64(len(taus)), 0.0
	for _, tau := range taus {
		square += (tau - o.Tau) * (tau - o.Tau)
	}
	near(t, "mean", o.Tau, total(taus)/n)
	near(t, "error", o.Error, math.Sqrt(square/(n-1)/n))
}
