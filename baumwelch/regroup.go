package baumwelch

import (
	"context"
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// Regroup carries a model over to another number of states, by one step of EM: the expected counts
// are taken at m, state i of m counts for state group[i] of the result, and the M-step is made in a
// copy of the prototype. With states that share an entry of group it merges them; at the fixed point
// of m, and with an entry for each state, it changes nothing.
//
// The prototype fixes the structure as it does for Train; neither it nor m is changed. The result is a
// starting point for Fit. Regroup panics if group is not one entry a state of m, each a state of the
// prototype. States that share distributions, in either model, are an error, and so are data that are
// not fit for m. It costs an E-step.
//
// Source: merging by adding up expected counts is Ueda, Nakano, Ghahramani and Hinton (2000), SMEM
// algorithm for mixture models, section 3.2.
func Regroup[O any](ctx context.Context, m, prototype *hmm.Model[O], group []int, data []hmm.Conversation[O], o Options) (*hmm.Model[O], error) {
	if len(group) != m.States() || slices.Max(group) >= prototype.States() || slices.Min(group) < 0 {
		panic("baumwelch: group is not one state of the prototype for each state of the model")
	}
	if m.Chain.Dist != nil || prototype.Chain.Dist != nil || len(m.Chain.Next) != len(prototype.Chain.Next) {
		return nil, fmt.Errorf("baumwelch: states that share distributions, or other classes of turns, cannot be regrouped")
	}
	into := prototype.Clone()
	if err := prepare(into, data); err != nil {
		return nil, err
	}
	between := &hmm.Model[O]{Chain: m.Chain, Emission: &regrouped[O]{m.Emission, into.Emission, group}}
	l := &learner[O]{model: between, gate: o.Loop.Gate}
	stats, err := em.Expect(ctx, l, data, o.Loop.Gate)
	if err != nil {
		return nil, Locate(err)
	}
	n := l.chainLen()
	counts := forwardbackward.NewCounts(into.Chain)
	regroupCounts(counts, forwardbackward.CountsIn(stats.Values[:n], m.Chain), group)
	o.Prior.Maximize(into.Chain, counts)
	_, err = into.Emission.Maximize(stats.Values[n:])
	return into, err
}

// regroupCounts adds the counts of states up by group.
func regroupCounts(dst, src forwardbackward.Counts, group []int) {
	k, n := len(group), len(dst.Start)
	for i, g := range group {
		dst.Start[g] += src.Start[i]
		if dst.Stop != nil && src.Stop != nil {
			dst.Stop[g] += src.Stop[i]
		}
		for class, m := range src.Next {
			for j, h := range group {
				dst.Next[class][g*n+h] += m[i*k+j]
			}
		}
	}
}

// regrouped has the densities of one family and collects the statistics of another: those of
// distribution e go to distribution group[e].
type regrouped[O any] struct {
	emission.Family[O]
	into  emission.Family[O]
	group []int
}

// StatsLen is that of the family whose statistics are collected.
func (r *regrouped[O]) StatsLen() int { return r.into.StatsLen() }

// Evaluator evaluates one family and collects for the other.
func (r *regrouped[O]) Evaluator() emission.Evaluator[O] {
	return &regroupedEvaluator[O]{r.Family.Evaluator(), r.into.Evaluator(), r.group, r.into.Len(), nil}
}

type regroupedEvaluator[O any] struct {
	emission.Evaluator[O]
	into  emission.Evaluator[O]
	group []int
	n     int
	sums  []float64 // T×n
}

func (v *regroupedEvaluator[O]) Collect(stats []float64, obs []O, posterior []float64, at emission.Layout) {
	size := len(obs) * v.n
	v.sums = slices.Grow(v.sums[:0], size)[:size]
	clear(v.sums)
	for t := range obs {
		row := v.sums[t*v.n : (t+1)*v.n]
		for e, g := range v.group {
			row[g] += posterior[t*at.Turn+e*at.Dist]
		}
	}
	v.into.Collect(stats, obs, v.sums, emission.RowMajor(v.n))
}
