package heldout

import (
	"maps"
	"math"
	"slices"
)

// transitions are the probabilities of outcomes after contexts, shrunk to the outcomes' shares over all
// contexts: with n_ao the times that outcome o came after context a, n_a their sum over outcomes, and the
// shares q_o,
//
//	p(o | a) = (n_ao + c q_o) / (n_a + c)        q_o = (n_o + d/M) / (n + d)
//
// M being the number of outcomes. The two concentrations c and d are those that give the data the
// highest likelihood when each transition is left out in turn.
//
// Source: MacKay and Peto (1995), A hierarchical Dirichlet language model; leaving one out as in Ney,
// Essen and Kneser (1994).
type transitions struct {
	shares        []float64
	rows          map[int]*outcomes
	concentration float64
}

// outcomes are counts.
type outcomes struct {
	count map[int]float64
	total float64
}

func newTransitions(n int) *transitions {
	return &transitions{shares: make([]float64, n), rows: map[int]*outcomes{}}
}

// add counts an outcome after a context.
func (t *transitions) add(context, outcome int) {
	row := t.rows[context]
	if row == nil {
		row = &outcomes{count: map[int]float64{}}
		t.rows[context] = row
	}
	row.count[outcome]++
	row.total++
}

// finish chooses the concentrations; after it there are probabilities.
func (t *transitions) finish() {
	all := &outcomes{count: map[int]float64{}}
	for _, row := range t.rows {
		for o, n := range row.count {
			all.count[o] += n
		}
		all.total += row.total
	}
	uniform := 1 / float64(len(t.shares))
	d := bestConcentration(func(c float64) float64 {
		return all.leaveOneOut(c, func(int) float64 { return uniform })
	})
	for o := range t.shares {
		t.shares[o] = all.shrunk(o, d, uniform)
	}
	contexts := slices.Sorted(maps.Keys(t.rows))
	t.concentration = bestConcentration(func(c float64) float64 {
		sum := 0.0
		for _, a := range contexts {
			sum += t.rows[a].leaveOneOut(c, func(o int) float64 { return t.shares[o] })
		}
		return sum
	})
}

// probability is p(outcome | context), the outcome's share for a context that was never met.
func (t *transitions) probability(context, outcome int) float64 {
	if row := t.rows[context]; row != nil {
		return row.shrunk(outcome, t.concentration, t.shares[outcome])
	}
	return t.shares[outcome]
}

// shrunk is (n_o + c q) / (n + c).
func (r *outcomes) shrunk(outcome int, c, q float64) float64 {
	return (r.count[outcome] + float64(c*q)) / (r.total + c)
}

// leaveOneOut is Σ_o n_o log((n_o - 1 + c q_o) / (n - 1 + c)).
func (r *outcomes) leaveOneOut(c float64, q func(outcome int) float64) float64 {
	sum := 0.0
	for _, o := range slices.Sorted(maps.Keys(r.count)) {
		n := r.count[o]
		sum += float64(n * math.Log((n-1+float64(c*q(o)))/(r.total-1+c)))
	}
	return sum
}

// The concentrations that are tried are powers of two.
const leastPower, mostPower = -8, 16

// bestConcentration is the one with the highest value, the least of equally good ones.
func bestConcentration(value func(c float64) float64) float64 {
	best, highest := 1.0, math.Inf(-1)
	for power := leastPower; power <= mostPower; power++ {
		c := math.Ldexp(1, power)
		if v := value(c); v > highest {
			best, highest = c, v
		}
	}
	return best
}
