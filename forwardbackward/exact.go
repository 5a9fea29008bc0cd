package forwardbackward

import (
	"math"
	"slices"

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

	given  [lanes.Width][]float64 // T×E: log densities of the conversations that are done exactly
	result [lanes.Width][]float64 // T×K: what came out
}

func (x *exactScratch) prepare(m *Compiled, turns int) {
	lanes.Grow(&x.alpha, turns*m.k)
	lanes.Grow(&x.beta, turns*m.k)
	lanes.Grow(&x.shift, turns)
	lanes.Grow(&x.scale, turns)
	lanes.Grow(&x.terms, m.k)
}

// want is what a pass is for.
type want int

const (
	nothing   want = iota // but the log-likelihood
	filtered              // filtered probabilities
	posterior             // posteriors
	expected              // posteriors and expected counts
)

// exactly does the lanes that need it again in the log domain, where nothing vanishes. O(T K²)
// exponentials.
func (ws *Workspace) exactly() {
	if !slices.ContainsFunc(ws.lane, func(ln lane) bool { return ln.exact }) {
		return
	}
	ws.gather()
	for l := range ws.lane {
		if ws.lane[l].exact {
			ws.exactLane(l)
		}
	}
}

// gather asks for the densities of all turns once more, and keeps the logs of those of the exact lanes.
func (ws *Workspace) gather() {
	rows, dists := ws.densityRows(), ws.m.dists
	block := make([]float64, ws.block*rows*ws.width)
	for l := range ws.lane {
		if ws.lane[l].exact {
			lanes.Grow(&ws.exact.given[l], ws.lane[l].Turns*dists)
		}
	}
	for n := range ws.blocks() {
		first, end := n*ws.block, min((n+1)*ws.block, ws.turns)
		ws.e.Densities(block[:(end-first)*rows*ws.width], ws.layout(rows), first, end)
		for l := range ws.lane {
			for t := first; t < min(end, ws.lane[l].Turns) && ws.lane[l].exact; t++ {
				for e := range dists {
					v := block[((t-first)*rows+e)*ws.width+l]
					if ws.linear {
						v = math.Log(v)
					}
					ws.exact.given[l][t*dists+e] = v
				}
			}
		}
	}
}

func (ws *Workspace) exactLane(l int) {
	ln, x := &ws.lane[l], &ws.exact
	x.prepare(ws.m, ln.Turns)
	lanes.Grow(&x.result[l], ln.Turns*ws.m.k)
	end := 0.0
	if ln.loglik, end, ln.failure = ws.exactForward(l); ln.failure != nil {
		clear(x.result[l])
		return
	}
	switch ws.want {
	case nothing:
	case filtered:
		for i, v := range x.alpha {
			x.result[l][i] = expUp(v)
		}
	default:
		ws.exactBackward(l, end)
		if ws.want == expected {
			ws.exactCounts(l)
		}
		weight := math.Log(ln.Weight)
		for i, v := range x.alpha {
			x.result[l][i] = expUp(v + x.beta[i] + weight)
		}
	}
}

// overlay puts what the exact recursion found for turns of a block where the scaled one has put its own.
func (ws *Workspace) overlay(f *frame) {
	k := ws.m.k
	for l := range ws.lane {
		if !ws.lane[l].exact {
			continue
		}
		for t := f.first; t < min(f.end, ws.lane[l].Turns); t++ {
			gamma := ws.at(f, f.gamma, t)
			for i, v := range ws.exact.result[l][t*k : t*k+k] {
				gamma[i*ws.width+l] = v
			}
		}
	}
}

// given is the log density of lane l under state i at turn t as it was given.
func (ws *Workspace) given(t, l, i int) float64 {
	return ws.exact.given[l][t*ws.m.dists+ws.m.distribution(i)]
}

// logDensity is that, -Inf where the mask forbids the state.
func (ws *Workspace) logDensity(t, l, i int) float64 {
	if !chain.Permits(ws.lane[l].Mask(t, ws.m.k), i) {
		return math.Inf(-1)
	}
	return ws.given(t, l, i)
}

// density is log b_t(i)/s_t of lane l.
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

func (ws *Workspace) exactCounts(l int) {
	ln, x, k := &ws.lane[l], &ws.exact, ws.m.k
	for t := 1; t < ln.Turns; t++ {
		class := ln.ClassAt(t)
		a, sum := ws.m.log.next[class], ws.sums.Next[class]
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
