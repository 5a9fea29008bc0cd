package selection

import (
	"math"
	"slices"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// mergeTurns bounds the turns on which the cost of merging is measured.
const mergeTurns = 4000

// absorption is, for every two states, what it would cost in nats if the turns of i were explained by
// state j instead, K×K row-major:
//
//	D_ij = Σ_t γ_t(i) ( log b_i(x_t) - log b_j(x_t) ) + n_i KL(A_i ‖ A_j)
//
// with the stop probability in the rows of A: the density ratio on the turns themselves, so that it
// needs nothing of the emission family but its densities.
func absorption[O any](m *hmm.Model[O], data []hmm.Conversation[O]) ([]float64, error) {
	k := m.States()
	cost, visits := make([]float64, k*k), make([]float64, k)
	decoder, evaluator := hmm.NewDecoder(m), m.Emission.Evaluator()
	at := emission.RowMajor(m.Emission.Len())
	var posterior, density []float64
	for i := range data {
		n := len(data[i].Obs)
		posterior = slices.Grow(posterior[:0], n*k)[:n*k]
		density = slices.Grow(density[:0], n*at.Turn)[:n*at.Turn]
		if _, err := decoder.Posterior(posterior, &data[i]); err != nil {
			return nil, &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
		evaluator.LogDensities(density, at, data[i].Obs)
		for t := range n {
			row := density[t*at.Turn : (t+1)*at.Turn]
			for s, p := range posterior[t*k : (t+1)*k] {
				if visits[s] += p; p < leastPosterior {
					continue
				}
				own := row[m.Chain.Distribution(s)]
				for j := range k {
					cost[s*k+j] += float64(p * (own - row[m.Chain.Distribution(j)]))
				}
			}
		}
	}
	for i := range k {
		for j := range k {
			cost[i*k+j] += float64(visits[i] * divergence(m.Chain, i, j))
		}
	}
	return cost, nil
}

// leastPosterior is the posterior below which a turn does not belong to a state.
const leastPosterior = 1e-6

// divergence is KL(A_i ‖ A_j) with the stop, averaged over the classes of turns.
func divergence(c *chain.Chain, i, j int) float64 {
	k, sum := c.States(), 0.0
	for _, m := range c.Next {
		for s := range k {
			sum += relative(m[i*k+s], m[j*k+s])
		}
	}
	sum /= float64(len(c.Next))
	if c.Stop != nil {
		sum += relative(c.Stop[i], c.Stop[j])
	}
	return sum
}

func relative(p, q float64) float64 {
	if p <= 0 {
		return 0
	}
	return float64(p * math.Log(p/q))
}

// merge groups k states into fewer: the disjoint pairs that are cheapest to merge, whichever of the
// two absorbs the other. Each state is merged once at most, so that there are at least k/2 groups.
func merge(cost []float64, k, fewer int) (group []int) {
	type pair struct {
		i, j int
		cost float64
	}
	var pairs []pair
	for i := range k {
		for j := range i {
			pairs = append(pairs, pair{j, i, min(cost[i*k+j], cost[j*k+i])})
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int {
		switch {
		case a.cost < b.cost:
			return -1
		case a.cost > b.cost:
			return 1
		}
		return 0
	})
	into := make([]int, k)
	for i := range into {
		into[i] = i
	}
	taken := make([]bool, k)
	for _, p := range pairs {
		if fewer >= k {
			break
		}
		if !taken[p.i] && !taken[p.j] {
			taken[p.i], taken[p.j], into[p.j] = true, true, p.i
			k--
		}
	}
	return compact(into)
}

// compact numbers groups, each named after its first state, from 0 on.
func compact(into []int) []int {
	number, n := make([]int, len(into)), 0
	for i, first := range into {
		if first == i {
			number[i] = n
			n++
		} else {
			number[i] = number[first]
		}
	}
	return number
}
