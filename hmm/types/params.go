package types

import (
	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
)

// ParamLen counts all parameters.
func (l *learner[O]) ParamLen() int { return l.length(l.paramsOf) }

// Params writes weights, chains (start, next, stop) and the families' parameters.
func (l *learner[O]) Params(dst []float64) {
	types, chains, families := l.parts(dst, l.paramsOf)
	copy(types, l.model.Weights)
	for c, p := range chains {
		copyChain(p, countsOf(l.model.Chains[c]))
	}
	for f, p := range families {
		l.model.Families[f].Params(p)
	}
}

// SetParams takes parameters as Params writes them.
func (l *learner[O]) SetParams(src []float64) error {
	types, chains, families := l.parts(src, l.paramsOf)
	copy(l.model.Weights, types)
	for c, p := range chains {
		copyChain(countsOf(l.model.Chains[c]), p)
	}
	for f, p := range families {
		if err := l.model.Families[f].SetParams(p); err != nil {
			return err
		}
	}
	return nil
}

// countsOf is a chain's probabilities, in the form of its counts.
func countsOf(c *chain.Chain) forwardbackward.Counts {
	return forwardbackward.Counts{Start: c.Start, Next: c.Next, Stop: c.Stop}
}

func copyChain(dst, src forwardbackward.Counts) {
	copy(dst.Start, src.Start)
	copy(dst.Stop, src.Stop)
	for class, m := range src.Next {
		copy(dst.Next[class], m)
	}
}
