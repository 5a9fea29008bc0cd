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
	ws.state = ws.alpha
	for l := range ws.lane {
		if ws.lane[l].exact {
			ws.exactly(l, nil)
		}
	}
}

func (ws *Workspace) forward() {
	ws.scales.Reset()
	ws.work.Begin(len(ws.lane))
	ws.shift = [lanes.Width]float64{}
	for t := range ws.turns {
		for l := range ws.lane {
			if t == ws.lane[l].Turns {
				ws.work.End(l)
			}
		}
		b, alpha, inv := ws.panel(ws.b, t), ws.panel(ws.alpha, t), ws.inv[t*ws.width:(t+1)*ws.width]
		ws.linear(b, t)
		ws.predict(alpha, t)
		if ws.m.structural {
			ws.bookLosses(alpha, b, t)
		}
		lanes.Scale(alpha, b, inv, &ws.work.Active, &ws.scales, ws.m.p, ws.width)
		if ws.m.structural {
			ws.growLosses(inv)
		}
	}
	for l := range ws.lane {
		ws.finish(l)
	}
}

// linear sets b to the densities of turn t over the largest of those allowed.
func (ws *Workspace) linear(b []float64, t int) {
	rows := ws.densityRows() * ws.width
	switch logs := ws.logs[t*rows : (t+1)*rows]; {
	case ws.direct && ws.masked:
		ws.mask(b, t)
	case ws.direct:
	case ws.masked || ws.m.dist != nil:
		ws.expand(b, logs, t)
		lanes.Linear(b, b, &ws.shift, &ws.work.OK, &ws.work.Active, ws.m.p, ws.width)
	default:
		lanes.Linear(b, logs, &ws.shift, &ws.work.OK, &ws.work.Active, ws.m.p, ws.width)
	}
}

// mask zeros the densities of the states that are not allowed at turn t.
func (ws *Workspace) mask(b []float64, t int) {
	for l := range ws.lane {
		if ws.work.Active[l] == 0 {
			continue
		}
		mask := ws.lane[l].Mask(t, ws.m.k)
		for i := range ws.m.k {
			if !chain.Permits(mask, i) {
				b[i*ws.width+l] = 0
			}
		}
	}
}

// expand lays out the log densities of the states, from those of their distributions, -Inf for the
// states that are not allowed.
func (ws *Workspace) expand(b, logs []float64, t int) {
	for i := range b {
		b[i] = math.Inf(-1)
	}
	for l := range ws.lane {
		if ws.work.Active[l] == 0 {
			continue
		}
		mask := ws.lane[l].Mask(t, ws.m.k)
		for i := range ws.m.k {
			v := logs[ws.m.distribution(i)*ws.width+l]
			if !(v <= math.MaxFloat64) {
				ws.work.OK[l] = 0
			}
			if chain.Permits(mask, i) {
				b[i*ws.width+l] = v
			}
		}
	}
}

// predict sets p_t from α_t-1.
func (ws *Workspace) predict(p []float64, t int) {
	if t > 0 {
		ws.multiply(p, ws.panel(ws.alpha, t-1), ws.m.next, t)
		return
	}
	for i, v := range ws.m.start {
		for l := range ws.width {
			p[i*ws.width+l] = v
		}
	}
}

// multiply multiplies src with the matrices, each lane with that of the class of its turn t.
func (ws *Workspace) multiply(dst, src []float64, matrices [][]float64, t int) {
	if len(matrices) == 1 {
		lanes.MatMul(dst, src, matrices[0], ws.m.p, ws.width)
		return
	}
	clear(dst)
	for class, m := range matrices {
		if !ws.pick(src, class, t) {
			continue
		}
		lanes.MatMul(ws.product, ws.picked, m, ws.m.p, ws.width)
		for i, v := range ws.product {
			dst[i] += v
		}
	}
}

// pick copies into picked the lanes of src whose turn t is of the class and zeros the others. It
// reports whether there are any.
func (ws *Workspace) pick(src []float64, class, t int) bool {
	some := false
	for l := range ws.width {
		mine := l < len(ws.lane) && t < ws.lane[l].Turns && ws.lane[l].ClassAt(t) == class
		some = some || mine
		for i := l; i < len(src); i += ws.width {
			if mine {
				ws.picked[i] = src[i]
			} else {
				ws.picked[i] = 0
			}
		}
	}
	return some
}

// bookLosses notes what scaling is about to drop that was not zero by structure: a state that the
// prediction reaches and whose density is not zero, but whose product vanishes.
func (ws *Workspace) bookLosses(p, b []float64, t int) {
	for l := range ws.lane {
		if ws.work.Active[l] == 0 {
			continue
		}
		ln := &ws.lane[l]
		for i := range ws.m.k {
			at := i*ws.width + l
			reached := p[at] > 0 || ws.m.minute
			if reached && p[at]*b[at] < lanes.Tiny && ws.logDensity(t, l, i) > math.Inf(-1) {
				ln.loss += lanes.Tiny
			}
		}
	}
}

// growLosses relates the losses so far to the evidence of the turn with the scales 1/inv as well.
func (ws *Workspace) growLosses(inv []float64) {
	for l := range ws.lane {
		if ws.work.Active[l] != 0 {
			ws.lane[l].loss *= inv[l]
		}
	}
}

// logDensity is the log density of lane l under state i at turn t, -Inf where the mask forbids it.
func (ws *Workspace) logDensity(t, l, i int) float64 {
	if !chain.Permits(ws.lane[l].Mask(t, ws.m.k), i) {
		return math.Inf(-1)
	}
	return ws.given(t, l, i)
}

// given is the log density as it was given.
func (ws *Workspace) given(t, l, i int) float64 {
	if ws.direct {
		return math.Log(ws.b[(t*ws.m.p+i)*ws.width+l])
	}
	return ws.logs[(t*ws.densityRows()+ws.m.distribution(i))*ws.width+l]
}

// finish closes lane l after its last turn: stop, log-likelihood, and whether all that can be
// trusted.
func (ws *Workspace) finish(l int) {
	ln := &ws.lane[l]
	if ln.Turns == 0 {
		return
	}
	if ws.work.OK[l] == 0 || ws.scales.Least[l] < lanes.LeastScale {
		ln.exact = true // which also finds what is wrong
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
	if ln.exact = !(loss <= lossLimit) || ln.stop < lanes.LeastScale; !ln.exact {
		ln.loglik = ws.shift[l] + ws.scales.Log(l) + math.Log(ln.stop)
	}
}
