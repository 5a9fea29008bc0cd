package types

import (
	"math"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
)

// GlobalBound is the log prior.
func (l *learner[O]) GlobalBound() float64 {
	sum := 0.0
	for c, w := range l.model.Weights {
		sum += logDensity(l.options.Types, w)
		if l.options.Toward != nil {
			sum += l.options.Strength * cross(l.options.Toward, l.model.Chains[c])
		}
	}
	if !l.options.Keep {
		for _, f := range l.model.Families {
			sum += f.LogPrior()
		}
	}
	return sum
}

// logDensity is n log p, 0 where nothing is counted; zeros are structure, which gets no pseudo-counts.
func logDensity(n, p float64) float64 {
	if n == 0 || p == 0 {
		return 0
	}
	return n * math.Log(p)
}

// cross is Σ p log q over the starts, transitions and stops of two chains: minus their cross entropy, but for
// what is zero in q.
func cross(p, q *chain.Chain) float64 {
	sum := 0.0
	add := func(p, q []float64) {
		for i, v := range p {
			sum += float64(logDensity(v, q[i]))
		}
	}
	add(p.Start, q.Start)
	add(p.Stop, q.Stop)
	for class, m := range p.Next {
		add(m, q.Next[class])
	}
	return sum
}

// pull adds the turns to counts that follow the flow of all.
func (l *learner[O]) pull(counts forwardbackward.Counts) {
	toward := l.options.Toward
	if toward == nil {
		return
	}
	add := func(dst, src []float64) {
		for i, v := range src {
			dst[i] += float64(l.options.Strength * v)
		}
	}
	add(counts.Start, toward.Start)
	add(counts.Stop, toward.Stop)
	for class, m := range toward.Next {
		add(counts.Next[class], m)
	}
}
