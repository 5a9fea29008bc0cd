package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// exactScratch holds the log-domain recursion of one conversation: T×K logs of α and β, unscaled.
type exactScratch struct {
	alpha, beta []float64
	terms       []float64 // K summands of one log-sum
}

func (x *exactScratch) prepare(m *Compiled, turns int) {
	grow(&x.alpha, turns*m.k)
	grow(&x.beta, turns*m.k)
	grow(&x.terms, m.k)
}

// exactly does lane l again in the log domain, where nothing vanishes: filtered probabilities into
// States where counts is nil, else posteriors and expected counts. O(T K²) exponentials.
func (ws *Workspace) exactly(l int, counts *Counts) {
	ln, x := &ws.lane[l], &ws.exact
	x.prepare(ws.m, ln.Turns)
	if ln.loglik, ln.failure = ws.exactForward(l); ln.failure != nil {
		ws.clearLane(l)
		return
	}
	if counts == nil {
		ws.exactWrite(l, func(t, i int, evidence float64) float64 {
			return x.alpha[t*ws.m.k+i] - evidence
		})
		return
	}
	ws.exactBackward(l)
	ws.exactCounts(l, counts)
	ws.exactWrite(l, func(t, i int, _ float64) float64 {
		return x.alpha[t*ws.m.k+i] + x.beta[t*ws.m.k+i] - ln.loglik + math.Log(ln.Weight)
	})
	ws.addEnds(*counts, l)
}

// density is the log density of lane l under state i at turn t, -Inf where the mask forbids it.
func (ws *Workspace) density(t, l, i int) float64 {
	if !chain.Permits(ws.lane[l].Mask(t, ws.m.k), i) {
		return math.Inf(-1)
	}
	return ws.logs[(t*ws.m.dists+ws.m.distribution(i))*ws.width+l]
}

func (ws *Workspace) exactForward(l int) (float64, error) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	for t := range ln.Turns {
		row := x.alpha[t*k : t*k+k]
		for j := range k {
			d := ws.density(t, l, j)
			if !(d <= math.MaxFloat64) {
				return 0, &chain.DensityError{Turn: t, Distribution: ws.m.distribution(j), Value: d}
			}
			if t == 0 {
				row[j] = ws.m.log.start[j] + d
				continue
			}
			a := ws.m.log.next[ln.ClassAt(t)]
			for i := range k {
				x.terms[i] = x.alpha[(t-1)*k+i] + a[i*k+j]
			}
			row[j] = logSum(x.terms) + d
		}
		if logSum(row) == math.Inf(-1) {
			return 0, &chain.ImpossibleError{Turn: t}
		}
	}
	return ws.exactEnd(l)
}

// exactEnd is the log-likelihood, stop included.
func (ws *Workspace) exactEnd(l int) (float64, error) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	last := x.alpha[(ln.Turns-1)*k : ln.Turns*k]
	for i := range k {
		x.terms[i] = last[i] + ws.exactStop(ln, i)
	}
	evidence := logSum(x.terms)
	if evidence == math.Inf(-1) {
		return 0, &chain.ImpossibleError{Turn: ln.Turns}
	}
	return evidence, nil
}

func (ws *Workspace) exactStop(ln *lane, i int) float64 {
	if ws.m.stop == nil || ln.Open {
		return 0
	}
	return ws.m.log.stop[i]
}

func (ws *Workspace) exactBackward(l int) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	for i := range k {
		x.beta[(ln.Turns-1)*k+i] = ws.exactStop(ln, i)
	}
	for t := ln.Turns - 1; t > 0; t-- {
		a := ws.m.log.next[ln.ClassAt(t)]
		for i := range k {
			for j := range k {
				x.terms[j] = a[i*k+j] + ws.density(t, l, j) + x.beta[t*k+j]
			}
			x.beta[(t-1)*k+i] = logSum(x.terms)
		}
	}
}

func (ws *Workspace) exactCounts(l int, counts *Counts) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	for t := 1; t < ln.Turns; t++ {
		class := ln.ClassAt(t)
		a, sum := ws.m.log.next[class], counts.Next[class]
		for j := range k {
			into := ws.density(t, l, j) + x.beta[t*k+j] - ln.loglik
			if into == math.Inf(-1) {
				continue
			}
			for i := range k {
				sum[i*k+j] += ln.Weight * expUp(x.alpha[(t-1)*k+i]+a[i*k+j]+into)
			}
		}
	}
}

// exactWrite fills States(l) with the exponentials of value(t, i, evidence of turns 0 to t).
func (ws *Workspace) exactWrite(l int, value func(t, i int, evidence float64) float64) {
	k := ws.m.k
	dst, at := ws.States(l)
	for t := range ws.lane[l].Turns {
		evidence := logSum(ws.exact.alpha[t*k : t*k+k])
		for i := range k {
			dst[t*at.Turn+i*at.Dist] = expUp(value(t, i, evidence))
		}
	}
}

func (ws *Workspace) clearLane(l int) {
	dst, at := ws.States(l)
	for t := range ws.lane[l].Turns {
		for i := range ws.m.k {
			dst[t*at.Turn+i*at.Dist] = 0
		}
	}
}

// expUp is e^x, also for the x just above 0 that rounding gives.
func expUp(x float64) float64 {
	if x > 0 {
		return math.Exp(x)
	}
	return lanes.Exp(x)
}

// logSum is log Σ_i e^x_i, -Inf where every x_i is.
func logSum(x []float64) float64 {
	largest := math.Inf(-1)
	for _, v := range x {
		largest = max(largest, v)
	}
	if largest == math.Inf(-1) {
		return largest
	}
	sum := 0.0
	for _, v := range x {
		sum += lanes.Exp(v - largest)
	}
	return largest + math.Log(sum)
}
