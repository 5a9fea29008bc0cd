package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// Filter runs the forward pass: afterwards States holds P(x_t = i | y_1..y_t), and LogLikelihood
// the evidence. O(T K²) time.
func (ws *Workspace) Filter() {
	ws.forward()
	for l := range ws.lane {
		if ws.lane[l].exact {
			ws.exactly(l, nil)
		}
	}
}

func (ws *Workspace) forward() {
	for t := range ws.turns {
		b, alpha := ws.panel(ws.b, t), ws.panel(ws.alpha, t)
		for l := range ws.width {
			ws.linear(b, t, l)
		}
		ws.predict(alpha, t)
		if ws.m.structural {
			ws.bookLosses(alpha, b, t)
		}
		for l := range ws.width {
			ws.scale(alpha, b, t, l)
		}
	}
	for l := range ws.lane {
		ws.finish(&ws.lane[l], l)
	}
}

// running reports whether lane l has a turn t that the scaled recursion deals with.
func (ws *Workspace) running(t, l int) bool {
	return l < len(ws.lane) && t < ws.lane[l].Turns && !ws.lane[l].exact && ws.lane[l].failure == nil
}

// linear takes the log densities of lane l at turn t out of the log domain, over the largest of
// those allowed; a lane without such a turn gets zeros.
func (ws *Workspace) linear(b []float64, t, l int) {
	k, width := ws.m.k, ws.width
	if !ws.running(t, l) {
		for i := range k {
			b[i*width+l] = 0
		}
		return
	}
	ln := &ws.lane[l]
	row := ws.logs[t*ws.m.dists*width+l:]
	mask := ln.Mask(t, k)
	largest := math.Inf(-1)
	for i := range k {
		e := ws.m.distribution(i)
		v := row[e*width]
		if !(v <= math.MaxFloat64) {
			ln.failure = &chain.DensityError{Turn: t, Distribution: e, Value: v}
		}
		if !chain.Permits(mask, i) {
			v = math.Inf(-1)
		}
		b[i*width+l] = v
		largest = max(largest, v)
	}
	if largest == math.Inf(-1) || ln.failure != nil {
		for i := range k {
			b[i*width+l] = 0
		}
		return
	}
	ln.shift += largest
	for i := range k {
		b[i*width+l] = lanes.Exp(b[i*width+l] - largest)
	}
}

// predict sets p_t from α_t-1.
func (ws *Workspace) predict(p []float64, t int) {
	if t > 0 {
		ws.multiply(p, ws.panel(ws.alpha, t-1), ws.m.transposed, t)
		return
	}
	for i, v := range ws.m.start {
		for l := range ws.width {
			p[i*ws.width+l] = v
		}
	}
}

// multiply sets dst = m src, each lane with the matrix of the class of its turn t.
func (ws *Workspace) multiply(dst, src []float64, matrices [][]float64, t int) {
	k := ws.m.k
	if len(matrices) == 1 {
		lanes.MatMul(dst, src, matrices[0], k, ws.width)
		return
	}
	clear(dst)
	for class, m := range matrices {
		if !ws.pick(src, class, t) {
			continue
		}
		lanes.MatMul(ws.product, ws.masked, m, k, ws.width)
		for i, v := range ws.product {
			dst[i] += v
		}
	}
}

// pick copies into masked the lanes of src whose turn t is of the class and zeros the others. It
// reports whether there are any.
func (ws *Workspace) pick(src []float64, class, t int) bool {
	some := false
	for l := range ws.width {
		mine := ws.running(t, l) && ws.lane[l].ClassAt(t) == class
		some = some || mine
		for i := l; i < len(src); i += ws.width {
			if mine {
				ws.masked[i] = src[i]
			} else {
				ws.masked[i] = 0
			}
		}
	}
	return some
}

// bookLosses notes what scale is about to drop that was not zero by structure: a state that the
// prediction reaches and whose density is not zero, but whose product vanishes.
func (ws *Workspace) bookLosses(p, b []float64, t int) {
	k, width := ws.m.k, ws.width
	for l := range ws.lane {
		if !ws.running(t, l) {
			continue
		}
		ln := &ws.lane[l]
		row, mask := ws.logs[t*ws.m.dists*width+l:], ln.Mask(t, k)
		for i := range k {
			reached := p[i*width+l] > 0 || ws.m.minute
			if reached && float64(p[i*width+l]*b[i*width+l]) < lanes.Tiny &&
				chain.Permits(mask, i) && row[ws.m.distribution(i)*width] > math.Inf(-1) {
				ln.loss += lanes.Tiny
			}
		}
	}
}

// scale turns p_t of lane l into α_t, and books c_t.
func (ws *Workspace) scale(alpha, b []float64, t, l int) {
	width, n := ws.width, ws.m.k*ws.width
	c := 0.0
	for i := l; i < n; i += width {
		v := float64(alpha[i] * b[i])
		if v < lanes.Tiny {
			v = 0
		}
		alpha[i] = v
		c += v
	}
	inv := 0.0
	if ws.running(t, l) {
		if c < leastScale {
			ws.lane[l].exact = true
		} else {
			inv = 1 / c
			ws.lane[l].scale.Times(c)
			ws.lane[l].loss *= inv
		}
	}
	ws.inv[t*width+l] = inv
	for i := l; i < n; i += width {
		alpha[i] = float64(alpha[i] * inv)
	}
}

// finish closes lane l after its last turn: stop, log-likelihood, and whether all that can be
// trusted.
func (ws *Workspace) finish(ln *lane, l int) {
	if ln.failure != nil || ln.exact || ln.Turns == 0 {
		return
	}
	loss := ln.loss
	if ws.m.stop != nil && !ln.Open {
		last := ws.panel(ws.alpha, ln.Turns-1)
		ln.stop = 0
		for i, v := range ws.m.stop {
			ln.stop += float64(last[i*ws.width+l] * v)
		}
		loss /= ln.stop
	}
	if ln.exact = !(loss <= lossLimit) || ln.stop < leastScale; !ln.exact {
		ln.loglik = ln.shift + ln.scale.Log() + math.Log(ln.stop)
	}
}
