package session

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"intenthmm/hmm/chain"
)

// An outlook is what each state lets expect, as tables that are made once a model, from the transitions A
// of the first class and the stop probabilities ω. What is expected of a session is their mean over its
// states.
//
// The number of further turns from state i, and the probability of an outcome in the set S of states
// within h turns, are
//
//	n_i   = Σ_j A_ij (1 + n_j)
//	r_h,i = 1 where i is in S, else Σ_j A_ij r_h-1,j        with r_-1 = 0
//	r_h,i = [i in S] ω_i + Σ_j A_ij r_h-1,j                 for an outcome that is one at the end
//
// and r_h without end, which is the least solution of the same equations. Source: absorbing chains and
// hitting probabilities, Kemeny and Snell (1960) ch. III; Norris (1997) §1.3.
type outlook struct {
	remaining []float64   // n; nil where the model says nothing of ends
	within    [][]float64 // an outcome: r at the horizon
	ever      [][]float64 // an outcome: r without end
}

func newOutlook(c *chain.Chain, o Options) outlook {
	var out outlook
	if c.Stop != nil {
		out.remaining = remaining(c)
	}
	for _, outcome := range o.Outcomes {
		set := make([]bool, c.States())
		for _, i := range outcome.States {
			set[i] = true
		}
		g := goal{chain: c, at: make([]float64, c.States()), absorbing: set}
		for i := range g.at {
			switch {
			case !set[i]:
			case !outcome.AtEnd:
				g.at[i] = 1
			case c.Stop != nil:
				g.at[i] = c.Stop[i]
			}
		}
		if outcome.AtEnd {
			g.absorbing = make([]bool, c.States())
		}
		out.within, out.ever = append(out.within, g.within(o.Horizon)), append(out.ever, g.ever())
	}
	return out
}

// A goal is something that may happen in the states.
type goal struct {
	chain     *chain.Chain
	at        []float64 // the probability that it happens right in a state
	absorbing []bool    // where it happens, and what comes after does not matter
}

// within is the probability that it happens now or within h turns. O(h K²).
func (g goal) within(h int) []float64 {
	r := append([]float64(nil), g.at...)
	next := make([]float64, len(r))
	for range h {
		for i := range next {
			if next[i] = g.at[i]; !g.absorbing[i] {
				next[i] += dot(g.row(i), r)
			}
		}
		r, next = next, r
	}
	return probabilities(r)
}

// ever is the probability that it ever happens. From states that it cannot happen from it is 0; for the
// others the equations have one solution. O(K³).
func (g goal) ever() []float64 {
	open := g.reaches(func(i int) bool { return g.at[i] > 0 })
	r := append([]float64(nil), g.at...)
	for i := range open {
		open[i] = open[i] && !g.absorbing[i]
	}
	solve(g.chain, open, r, func(i int) float64 {
		sum := g.at[i]
		for j, p := range g.row(i) {
			if g.absorbing[j] {
				sum += float64(p * g.at[j])
			}
		}
		return sum
	})
	return probabilities(r)
}

func (g goal) row(i int) []float64 {
	k := g.chain.States()
	return g.chain.Next[0][i*k : (i+1)*k]
}

// reaches marks the states from which one with the property can come about.
func (g goal) reaches(property func(i int) bool) []bool {
	k := g.chain.States()
	reaches := make([]bool, k)
	var fresh []int
	for i := range k {
		if property(i) {
			reaches[i] = true
			fresh = append(fresh, i)
		}
	}
	for len(fresh) > 0 {
		to := fresh[len(fresh)-1]
		fresh = fresh[:len(fresh)-1]
		for i := range k {
			if !reaches[i] && !g.absorbing[i] && g.chain.Next[0][i*k+to] > 0 {
				reaches[i] = true
				fresh = append(fresh, i)
			}
		}
	}
	return reaches
}

// remaining is the expected number of further turns: +Inf where the conversation may never end. O(K³).
func remaining(c *chain.Chain) []float64 {
	g := goal{chain: c, absorbing: make([]bool, c.States())}
	ends := g.reaches(func(i int) bool { return c.Stop[i] > 0 })
	endless := g.reaches(func(i int) bool { return !ends[i] })
	n, open := make([]float64, c.States()), make([]bool, c.States())
	for i := range n {
		if open[i] = !endless[i]; endless[i] {
			n[i] = infinite
		}
	}
	solve(c, open, n, func(i int) float64 {
		sum := 0.0
		for _, p := range g.row(i) {
			sum += p
		}
		return sum
	})
	return n
}

// solve sets x_i = b_i + Σ_j A_ij x_j over the open states, for which there is one solution. Where there is
// none in floating-point numbers, because leaving them is as good as impossible, x is +Inf.
func solve(c *chain.Chain, open []bool, x []float64, b func(i int) float64) {
	var at []int
	for i, is := range open {
		if is {
			at = append(at, i)
		}
	}
	n, k := len(at), c.States()
	if n == 0 {
		return
	}
	m, right := mat.NewDense(n, n, nil), mat.NewVecDense(n, nil)
	for r, i := range at {
		right.SetVec(r, b(i))
		for s, j := range at {
			v := -c.Next[0][i*k+j]
			if r == s {
				v++
			}
			m.Set(r, s, v)
		}
	}
	var solution mat.VecDense
	err := solution.SolveVec(m, right)
	for r, i := range at {
		v := infinite
		if _, rough := err.(mat.Condition); err == nil || rough {
			if s := solution.AtVec(r); s >= 0 && !math.IsInf(s, 0) {
				v = s
			}
		}
		x[i] = v
	}
}

// probabilities rounds what is a little above 1 to it.
func probabilities(p []float64) []float64 {
	for i := range p {
		p[i] = math.Min(1, p[i])
	}
	return p
}
