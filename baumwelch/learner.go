// Package baumwelch trains hidden Markov models: the M-step of Baum and Welch, starting points,
// priors and restarts, on the shared loop of package em.
//
// [Fit] trains a model from where it is, [Train] searches from several starting points:
//
//	prototype, err := hmm.New[int](chain.Uniform(3, true), emission.UniformCategorical(3, 10, 0.1))
//	trained, err := baumwelch.Train(ctx, prototype, conversations, baumwelch.DefaultTrainOptions())
//	fmt.Println(trained.Model.Chain.Next[0], trained.Restarts[trained.Best].Result.Status)
//
// With the expected counts of forwardbackward (ξ_c,ij transitions of class c, s_i stops, g_i
// starts), and prior pseudo-counts κ, σ, ρ, the M-step sets
//
//	π_i    = (g_i + ρ) / Σ_j (g_j + ρ)
//	ω_i    = (s_i + σ) / (s_i + σ + Σ_c,j (ξ_c,ij + κ))
//	A_c,ij = (1 - ω_i) (ξ_c,ij + κ) / Σ_j (ξ_c,ij + κ)
//
// and the emission family does its own. Probabilities that are zero stay zero: the zeros of a chain
// are its structure, and get no pseudo-counts. Without pseudo-counts this is Rabiner (1989) eqs. 40
// and 109, with them the maximum a posteriori estimate under Dirichlet priors.
package baumwelch

import (
	"errors"

	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
)

// learner is an HMM on the shared loop. Its statistics are the chain's expected counts, then the
// emission family's.
type learner[O any] struct {
	model *hmm.Model[O]
	prior Prior
	mend  *mender // nil: states that die stay dead
	gate  em.Gate // lets a second goroutine help with a long conversation
	moves *moves[O]
}

// Observe notes how far the states moved, where somebody wants to know.
func (l *learner[O]) Observe(stats *em.Stats) {
	if l.moves != nil {
		counts := forwardbackward.CountsIn(stats.Values[:l.chainLen()], l.model.Chain)
		l.moves.observe(l.model, visits(counts))
	}
}

func (l *learner[O]) chainLen() int { return forwardbackward.CountsLen(l.model.Chain) }

// StatsLen counts the chain's statistics and the family's.
func (l *learner[O]) StatsLen() int { return l.chainLen() + l.model.Emission.StatsLen() }

// Size is the number of turns.
func (l *learner[O]) Size(c hmm.Conversation[O]) int { return len(c.Obs) }

// Worker runs the E-step.
func (l *learner[O]) Worker() em.Worker[hmm.Conversation[O]] { return &worker[O]{learner: l} }

// GlobalBound is the log prior.
func (l *learner[O]) GlobalBound() float64 {
	return l.prior.Log(l.model.Chain) + l.model.Emission.LogPrior()
}

// Maximize is the M-step.
func (l *learner[O]) Maximize(stats *em.Stats) ([]em.Repair, error) {
	n := l.chainLen()
	counts := forwardbackward.CountsIn(stats.Values[:n], l.model.Chain)
	turns := visits(counts)
	l.prior.Maximize(l.model.Chain, counts)
	repairs, err := l.model.Emission.Maximize(stats.Values[n:])
	if err != nil {
		return repairs, err
	}
	if l.mend != nil {
		repairs = append(repairs, revive(l.mend, l.model, turns)...)
	}
	return repairs, nil
}

// ParamLen counts the chain's parameters and the family's.
func (l *learner[O]) ParamLen() int { return l.chainLen() + l.model.Emission.ParamLen() }

// Params writes start, next, stop, then the family's parameters.
func (l *learner[O]) Params(dst []float64) {
	n := l.chainLen()
	p := forwardbackward.CountsIn(dst[:n], l.model.Chain)
	c := l.model.Chain
	copy(p.Start, c.Start)
	copy(p.Stop, c.Stop)
	for class, m := range c.Next {
		copy(p.Next[class], m)
	}
	l.model.Emission.Params(dst[n:])
}

// SetParams takes parameters as Params writes them.
func (l *learner[O]) SetParams(src []float64) error {
	n := l.chainLen()
	p := forwardbackward.CountsIn(src[:n:n], l.model.Chain)
	c := l.model.Chain
	copy(c.Start, p.Start)
	copy(c.Stop, p.Stop)
	for class, m := range c.Next {
		copy(m, p.Next[class])
	}
	return l.model.Emission.SetParams(src[n:])
}

// worker turns conversations into statistics, lanes.Width of them at a time.
type worker[O any] struct {
	learner   *learner[O]
	recursion *forwardbackward.Workspace
	turns     []int
	sequences []chain.Sequence
	obs       [][]O
	batch     hmm.Batch[O]
}

// Refresh compiles chain and family anew.
func (w *worker[O]) Refresh() {
	m := forwardbackward.Compile(w.learner.model.Chain)
	if w.recursion == nil {
		w.recursion = forwardbackward.NewWorkspace(m)
		w.recursion.Assist = w.learner.gate.Try
	} else {
		w.recursion.Use(m)
	}
	w.batch.Use(w.learner.model)
}

// Collect is the E-step of a shard.
func (w *worker[O]) Collect(stats *em.Stats, shard []hmm.Conversation[O]) error {
	n := w.learner.chainLen()
	w.batch.Into(stats.Values[n:])
	w.turns = w.turns[:0]
	for i := range shard {
		w.turns = append(w.turns, len(shard[i].Obs))
	}
	for _, group := range chain.Group(w.turns) {
		if err := w.collect(stats, shard, group); err != nil {
			return err
		}
	}
	w.recursion.Flush(forwardbackward.CountsIn(stats.Values[:n], w.learner.model.Chain))
	return nil
}

// collect is the E-step of one batch.
func (w *worker[O]) collect(stats *em.Stats, shard []hmm.Conversation[O], group []int) error {
	w.sequences, w.obs = w.sequences[:0], w.obs[:0]
	for _, i := range group {
		w.sequences = append(w.sequences, shard[i].Sequence())
		w.obs = append(w.obs, shard[i].Obs)
	}
	w.batch.Load(w.obs)
	w.recursion.Load(w.sequences...)
	w.recursion.Expect(&w.batch)
	for lane, i := range group {
		c := &shard[i]
		score, err := w.recursion.LogLikelihood(lane)
		if err != nil {
			return &hmm.Error{Index: i, ID: c.ID, Err: err}
		}
		weight := w.sequences[lane].Factor()
		stats.LogLikelihood += weight * score
		stats.Turns += weight * float64(len(c.Obs))
		stats.Items++
	}
	return nil
}

// Locate counts a failed conversation, an *hmm.Error, from the start of the whole set: a worker of em
// knows only its shard. Other errors it leaves as they are.
func Locate(err error) error {
	var shard *em.ShardError
	var e *hmm.Error
	if errors.As(err, &shard) && errors.As(err, &e) {
		return &hmm.Error{Index: shard.First + e.Index, ID: e.ID, Err: e.Err}
	}
	return err
}
