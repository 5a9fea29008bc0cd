package types

import (
	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/forwardbackward"
	"intenthmm/hmm"
)

// learner is a mixture of HMMs on the shared loop. Its statistics are the expected number of conversations
// of each type, the expected counts of each type's chain, and those of the families.
type learner[O any] struct {
	model   *Model[O]
	options Options
	mend    *mender // nil: types that die stay dead
}

func newLearner[O any](m *Model[O], o Options) *learner[O] {
	l := &learner[O]{model: m, options: o}
	if o.Revive {
		l.mend = newMender(o.Seed)
	}
	return l
}

// parts divides a vector of so many values a family, after C for the types and those of the chains.
func (l *learner[O]) parts(v []float64, family func(f int) int) (types []float64, chains []forwardbackward.Counts, families [][]float64) {
	take := func(n int) []float64 {
		head := v[:n:n]
		v = v[n:]
		return head
	}
	types = take(l.model.Types())
	for _, c := range l.model.Chains {
		chains = append(chains, forwardbackward.CountsIn(take(forwardbackward.CountsLen(c)), c))
	}
	for f := range l.model.Families {
		families = append(families, take(family(f)))
	}
	return types, chains, families
}

func (l *learner[O]) length(family func(f int) int) int {
	n := l.model.Types() * (1 + forwardbackward.CountsLen(l.model.Chains[0]))
	for f := range l.model.Families {
		n += family(f)
	}
	return n
}

func (l *learner[O]) statsOf(f int) int  { return l.model.Families[f].StatsLen() }
func (l *learner[O]) paramsOf(f int) int { return l.model.Families[f].ParamLen() }

// StatsLen counts all statistics.
func (l *learner[O]) StatsLen() int { return l.length(l.statsOf) }

// Size is the number of turns.
func (l *learner[O]) Size(c hmm.Conversation[O]) int { return len(c.Obs) }

// Worker runs the E-step.
func (l *learner[O]) Worker() em.Worker[hmm.Conversation[O]] { return &worker[O]{learner: l} }

// Maximize is the M-step.
func (l *learner[O]) Maximize(stats *em.Stats) ([]em.Repair, error) {
	types, chains, families := l.parts(stats.Values, l.statsOf)
	l.weigh(types)
	l.flow(chains)
	var repairs []em.Repair
	for f, values := range families {
		if l.options.Keep {
			break
		}
		mended, err := l.model.Families[f].Maximize(values)
		if repairs = append(repairs, mended...); err != nil {
			return repairs, err
		}
	}
	if l.mend != nil {
		repairs = append(repairs, revive(l.mend, l.model, types)...)
	}
	return repairs, nil
}

// weigh is the M-step of the weights. Those that are zero stay zero.
func (l *learner[O]) weigh(types []float64) {
	sum := 0.0
	for c, w := range l.model.Weights {
		if w > 0 {
			sum += types[c] + l.options.Types
		}
	}
	if sum == 0 {
		return
	}
	for c, w := range l.model.Weights {
		if w > 0 {
			l.model.Weights[c] = (types[c] + l.options.Types) / sum
		}
	}
}

// flow is the M-step of the chains. The turns of the prior are added to the counts.
func (l *learner[O]) flow(chains []forwardbackward.Counts) {
	for c, counts := range chains {
		l.pull(counts)
		baumwelch.Prior{}.Maximize(l.model.Chains[c], counts)
	}
}
