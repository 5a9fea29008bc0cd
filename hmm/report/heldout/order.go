package heldout

import (
	"math"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// orderTurns is the number of first turns that are put into order: 6! = 720 orders.
const orderTurns = 6

// An Ordering is how well a model tells the order of turns.
type Ordering struct {
	Conversations int     `json:"conversations"` // of at least six turns
	Tau           float64 `json:"tau"`           // mean over conversations
	Error         float64 `json:"tau_error"`     // standard error of that
	Exact         float64 `json:"exact"`         // share of conversations whose true order is the likeliest
}

// Order takes the first six turns of every conversation that has them, scores all 720 orders of them as
// the beginning of a conversation that goes on, and holds the likeliest against the true one by Kendall's
//
//	tau = 1 - 2 d / 15
//
// d being the number of the 15 pairs of turns that stand the other way round: 1 is the true order, -1
// the reverse, 0 what chance gives. Orders that are as likely as the likeliest, but for rounding, count
// by their mean: a model without any notion of order has tau 0.
//
// Turns are as the model observes them, so that it is judged as it decodes. All transitions are of class
// 0. Densities are computed once a conversation and beginnings are shared: 6 + 30 + 120 +
// 360 steps of the recursion and 720 scalar products, O(K²) and O(K) each. The error is of a conversation
// that is not fit for the model; one that is impossible in every order is left out.
func Order(m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) (*Ordering, error) {
	s := newSorter(m)
	o := &Ordering{}
	square := 0.0
	for i := range data {
		if len(data[i].Obs) < orderTurns {
			continue
		}
		first := hmm.Conversation[emission.Turn]{ID: data[i].ID, Obs: data[i].Obs[:orderTurns]}
		if err := m.CheckObservations(&first); err != nil {
			return nil, &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
		if err := s.load(first.Obs); err != nil {
			return nil, &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
		tau, exact, ok := s.best()
		if !ok {
			continue
		}
		o.Conversations++
		o.Tau += tau
		square += float64(tau * tau)
		o.Exact += exact
	}
	if n := float64(o.Conversations); n > 0 {
		o.Tau /= n
		o.Exact /= n
		if n > 1 {
			o.Error = math.Sqrt(max(square/n-float64(o.Tau*o.Tau), 0) / (n - 1))
		}
	}
	return o, nil
}

// A sorter scores orders.
type sorter struct {
	k         int
	chain     *chain.Chain
	evaluator emission.Evaluator[emission.Turn]
	logs      []float64                 // densities, a row a distribution number
	density   [orderTurns][]float64     // K each, over the turn's largest
	ahead     [orderTurns][]float64     // K each: Σ_j A_ij b_t(j)
	belief    [orderTurns - 1][]float64 // K each: the filter after a beginning of 1 to 5 turns
	predicted [orderTurns - 1][]float64 // K each: the state of the turn after it
	used      [orderTurns]bool
	order     [orderTurns]int
	orders    []scored
}

// scored is an order's log-likelihood, up to what all orders share, and its distance from the true one.
type scored struct {
	score float64
	swaps int
}

func newSorter(m *hmm.Model[emission.Turn]) *sorter {
	k := m.States()
	s := &sorter{k: k, chain: m.Chain, evaluator: m.Emission.Evaluator(), logs: make([]float64, orderTurns*m.Emission.Len())}
	for t := range orderTurns {
		s.density[t], s.ahead[t] = make([]float64, k), make([]float64, k)
	}
	for t := range orderTurns - 1 {
		s.belief[t], s.predicted[t] = make([]float64, k), make([]float64, k)
	}
	return s
}

// load computes the densities of the six turns.
func (s *sorter) load(turns []emission.Turn) error {
	e := len(s.logs) / orderTurns
	s.evaluator.LogDensities(s.logs, emission.RowMajor(e), turns)
	for t := range orderTurns {
		row, largest := s.logs[t*e:(t+1)*e], math.Inf(-1)
		for d, v := range row {
			if !(v <= math.MaxFloat64) {
				return &chain.DensityError{Turn: t, Distribution: d, Value: v}
			}
			largest = max(largest, v)
		}
		for i := range s.k {
			s.density[t][i] = 0
			if !math.IsInf(largest, -1) {
				s.density[t][i] = math.Exp(row[s.chain.Distribution(i)] - largest)
			}
		}
		for i := range s.k {
			s.ahead[t][i] = dot(s.chain.Next[0][i*s.k:(i+1)*s.k], s.density[t])
		}
	}
	return nil
}

// best is the mean tau of the likeliest orders, and the share of them that is the true order. It is not
// ok if all are impossible.
func (s *sorter) best() (tau, exact float64, ok bool) {
	s.orders = s.orders[:0]
	s.extend(0, 0, 0, s.chain.Start)
	highest := math.Inf(-1)
	for _, o := range s.orders {
		highest = max(highest, o.score)
	}
	n := 0.0
	for _, o := range s.orders {
		if o.score < highest-tieNats {
			continue
		}
		n++
		tau += 1 - 2*float64(o.swaps)/(orderTurns*(orderTurns-1)/2)
		if o.swaps == 0 {
			exact++
		}
	}
	return tau / n, exact / n, n > 0
}

// tieNats is the difference below which two orders are equally likely.
const tieNats = 1e-9

// extend scores all orders that go on from the n turns in s.order, whose log-likelihood is score and which
// have that many swapped pairs. predicted are the probabilities of the state of the next turn.
func (s *sorter) extend(n int, score float64, swaps int, predicted []float64) {
	for t := range orderTurns {
		if s.used[t] {
			continue
		}
		after := swaps
		for _, u := range s.order[:n] {
			if u > t {
				after++
			}
		}
		if n == orderTurns-1 {
			if p := dot(s.belief[n-1], s.ahead[t]); p > 0 {
				s.orders = append(s.orders, scored{score + math.Log(p), after})
			}
			continue
		}
		scale := s.step(n, t, predicted)
		if scale == 0 {
			continue
		}
		s.used[t], s.order[n] = true, t
		if n < orderTurns-2 {
			s.predict(n)
		}
		s.extend(n+1, score+math.Log(scale), after, s.predicted[n])
		s.used[t] = false
	}
}

// step sets the belief after turn t in place n, and returns its scale, 0 if the turn is impossible there.
func (s *sorter) step(n, t int, predicted []float64) float64 {
	belief, sum := s.belief[n], 0.0
	for i, p := range predicted {
		belief[i] = p * s.density[t][i]
		sum += belief[i]
	}
	if sum > 0 {
		for i := range belief {
			belief[i] /= sum
		}
	}
	return sum
}

// predict sets what is predicted after the belief of place n.
func (s *sorter) predict(n int) {
	clear(s.predicted[n])
	for i, b := range s.belief[n] {
		for j, a := range s.chain.Next[0][i*s.k : (i+1)*s.k] {
			s.predicted[n][j] += float64(b * a)
		}
	}
}

func dot(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += float64(v * y[i])
	}
	return sum
}
