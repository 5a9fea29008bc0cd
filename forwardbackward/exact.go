package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// exactScratch holds the log-domain recursion of one conversation. Like the scaled one it sets each
// turn's largest density s_t and scale c_t aside, in logs: sums that grow with the turns would lose
// the digits that tell states apart.
type exactScratch struct {
	alpha, beta []float64 // T×K: log α_t, and log β_t such that γ_t = α_t β_t
	shift       []float64 // T: log s_t
	scale       []float64 // T: log c_t
	terms       []float64 // K summands of one log-sum
}

func (x *exactScratch) prepare(m *Compiled, turns int) {
	lanes.Grow(&x.alpha, turns*m.k)
	lanes.Grow(&x.beta, turns*m.k)
	lanes.Grow(&x.shift, turns)
	lanes.Grow(&x.scale, turns)
	lanes.Grow(&x.terms, m.k)
}

// exactly does lane l again in the log domain, where nothing vanishes: filtered probabilities into
// States where counts is nil, else posteriors and expected counts. O(T K²) exponentials.
func (ws *Workspace) exactly(l int, counts *Counts) {
	ln, x := &ws.lane[l], &ws.exact
	x.prepare(ws.m, ln.Turns)
	end := 0.0
	if ln.loglik, end, ln.failure = ws.exactForward(l); ln.failure != nil {
		ws.clearLane(l)
		return
	}
	if counts == nil {
		ws.exactWrite(l, func(at int) float64 { return x.alpha[at] })
		return
	}
	ws.exactBackward(l, end)
	ws.exactCounts(l, counts)
	weight := math.Log(ln.Weight)
	ws.exactWrite(l, func(at int) float64 { return x.alpha[at] + x.beta[at] + weight })
}

// density is log b_t(i)/s_t of lane l, -Inf where the mask forbids the state.
func (ws *Workspace) density(t, l, i int) float64 { return ws.logDensity(t, l, i) - ws.exact.shift[t] }

// exactShift finds s_t, -Inf if no state is allowed and possible.
func (ws *Workspace) exactShift(t, l int) error {
	x := &ws.exact
	x.shift[t] = 0
	largest := math.Inf(-1)
	for i := range ws.m.k {
		e := ws.m.distribution(i)
		if v := ws.given(t, l, i); !(v <= math.MaxFloat64) {
			return &chain.DensityError{Turn: t, Distribution: e, Value: v}
		}
		largest = max(largest, ws.density(t, l, i))
	}
	if largest == math.Inf(-1) {
		return &chain.ImpossibleError{Turn: t}
	}
	x.shift[t] = largest
	return nil
}

// exactForward returns the log-likelihood, and of it the part of the end: log Σ_j α_T(j) ω_j.
func (ws *Workspace) exactForward(l int) (loglik, end float64, err error) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	for t := range ln.Turns {
		if err := ws.exactShift(t, l); err != nil {
			return 0, 0, err
		}
		row := x.alpha[t*k : t*k+k]
		for j := range k {
			row[j] = ws.exactReach(t, l, j) + ws.density(t, l, j)
		}
		c := logSum(row)
		if c == math.Inf(-1) {
			return 0, 0, &chain.ImpossibleError{Turn: t}
		}
		for j := range row {
			row[j] -= c
		}
		x.scale[t] = c
		loglik += x.shift[t] + c
	}
	for i, v := range x.alpha[(ln.Turns-1)*k : ln.Turns*k] {
		x.terms[i] = v + ws.exactStop(ln, i)
	}
	if end = logSum(x.terms); end == math.Inf(-1) {
		return 0, 0, &chain.ImpossibleError{Turn: ln.Turns}
	}
	return loglik + end, end, nil
}

// exactReach is log p_t(j).
func (ws *Workspace) exactReach(t, l, j int) float64 {
	x, k := &ws.exact, ws.m.k
	if t == 0 {
		return ws.m.log.start[j]
	}
	a := ws.m.log.next[ws.lane[l].ClassAt(t)]
	for i, v := range x.alpha[(t-1)*k : t*k] {
		x.terms[i] = v + a[i*k+j]
	}
	return logSum(x.terms)
}

func (ws *Workspace) exactStop(ln *lane, i int) float64 {
	if ws.m.stop == nil || ln.Open {
		return 0
	}
	return ws.m.log.stop[i]
}

func (ws *Workspace) exactBackward(l int, end float64) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	for i := range k {
		x.beta[(ln.Turns-1)*k+i] = ws.exactStop(ln, i) - end
	}
	for t := ln.Turns - 1; t > 0; t-- {
		a := ws.m.log.next[ln.ClassAt(t)]
		for i := range k {
			for j := range k {
				x.terms[j] = a[i*k+j] + ws.exactInto(t, l, j)
			}
			x.beta[(t-1)*k+i] = logSum(x.terms)
		}
	}
}

// exactInto is log w_t(j).
func (ws *Workspace) exactInto(t, l, j int) float64 {
	return ws.density(t, l, j) + ws.exact.beta[t*ws.m.k+j] - ws.exact.scale[t]
}

func (ws *Workspace) exactCounts(l int, counts *Counts) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	for t := 1; t < ln.Turns; t++ {
		class := ln.ClassAt(t)
		a, sum := ws.m.log.next[class], counts.Next[class]
		for j := range k {
			into := ws.exactInto(t, l, j)
			if into == math.Inf(-1) {
				continue
			}
			for i := range k {
				sum[i*k+j] += ln.Weight * expUp(x.alpha[(t-1)*k+i]+a[i*k+j]+into)
			}
		}
	}
}

// exactWrite fills States(l) with the exponentials of value(t*K + i).
func (ws *Workspace) exactWrite(l int, value func(at int) float64) {
	k := ws.m.k
	dst, at := ws.States(l)
	for t := range ws.lane[l].Turns {
		for i := range k {
			dst[t*at.Turn+i*at.Dist] = expUp(value(t*k + i))
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
