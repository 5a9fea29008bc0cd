package mixture

import (
	"cmp"
	"slices"

	"intenthmm/internal/lanes"
	"intenthmm/internal/simplex"
)

// Posterior writes the responsibilities
//
//	r_ik = w_k p_k(x_i) / Σ_j w_j p_j(x_i)
//
// of N items, N×K row-major; of a variational model those of its posterior. It panics if len(dst) is not
// N·K. The error names an item that is not fit for the model or impossible (an *Error); what dst holds
// is then unspecified. O(N K) densities.
func (m *Model[O]) Posterior(dst []float64, obs []O) error {
	k := m.Components()
	if len(dst) != len(obs)*k {
		panic("mixture: len(dst) != N*K")
	}
	return m.each(obs, func(r *responder[O], first int, c chunk) error {
		for i := range c.n {
			row := r.responsibilities(c, i)
			for e := range k {
				dst[(first+i)*k+e] = row[e*lanes.Width]
			}
			simplex.Scale(dst[(first+i)*k:], k, 1, 1)
		}
		return c.fault(first)
	})
}

// Score writes log p(x_i) of N items, in nats; of a variational model log Σ_k exp E[log w_k p_k(x_i)],
// which bounds it from below. The less probable an item is, the more it is an outlier; ScorePercentile
// compares it with the training items. It panics if the lengths differ; errors are those of Posterior,
// but for items that are impossible: their score is -Inf.
func (m *Model[O]) Score(dst []float64, obs []O) error {
	if len(dst) != len(obs) {
		panic("mixture: len(dst) != N")
	}
	return m.each(obs, func(r *responder[O], first int, c chunk) error {
		for i := range c.n {
			t, l := c.place(i)
			dst[first+i] = r.scores[t*lanes.Width+l]
		}
		return nil
	})
}

// Assign writes the likeliest component of each of N items, the lowest of those equally likely. It
// panics if the lengths differ; errors are those of Posterior.
func (m *Model[O]) Assign(dst []int, obs []O) error {
	if len(dst) != len(obs) {
		panic("mixture: len(dst) != N")
	}
	k := m.Components()
	return m.each(obs, func(r *responder[O], first int, c chunk) error {
		for i := range c.n {
			row, best := r.responsibilities(c, i), 0
			for e := 1; e < k; e++ {
				if row[e*lanes.Width] > row[best*lanes.Width] {
					best = e
				}
			}
			dst[first+i] = best
		}
		return c.fault(first)
	})
}

// each checks the items and calls do with every chunk of them.
func (m *Model[O]) each(obs []O, do func(r *responder[O], first int, c chunk) error) error {
	if err := m.Check(Items[O]{Obs: obs}); err != nil {
		return err
	}
	r := newResponder(m)
	return r.chunks(obs, func(first int, c chunk) error { return do(r, first, c) })
}

// Members are the components that an item with these responsibilities belongs to: those of at least
// threshold, the likeliest first, and always that one.
func Members(responsibilities []float64, threshold float64) []int {
	var order []int
	for k := range responsibilities {
		order = append(order, k)
	}
	slices.SortStableFunc(order, func(a, b int) int { return -cmp.Compare(responsibilities[a], responsibilities[b]) })
	n := 1
	for n < len(order) && responsibilities[order[n]] >= threshold {
		n++
	}
	return order[:min(n, len(order))]
}
