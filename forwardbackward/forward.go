package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// forward fills alpha and scale for all turns. In a chain in which every state leads to every other it
// takes runs of turns in one go: alpha_t is then p_t b_t, whose sum is c_t, and what makes it α_t stands
// one row further, scale_t+1 = 1/c_t. Else it goes turn by turn, and alpha_t is α_t, scale_t is 1/c_t.
// In both the backward pass takes w_t = b_t β_t scale_t, where β_t has the factor that alpha_t lacks.
func (ws *Workspace) forward() {
	ws.scales.Reset()
	ws.work.Begin(len(ws.lane))
	ws.shift = [lanes.Width]float64{}
	ws.besides(ws.pipe.advance)
	for n := range ws.blocks() {
		if ws.pipe.beside {
			await(&ws.pipe.fetched, n+1)
		} else {
			ws.fetch(n)
		}
		ws.advanceBlock(&ws.frames[n%len(ws.frames)])
		ws.pipe.passed.Add(1)
	}
	for l := range ws.lane {
		ws.finish(l)
	}
}

// advanceBlock does the turns of a block.
func (ws *Workspace) advanceBlock(f *frame) {
	for t := f.first; t < f.end; {
		stop := ws.companions(t, f.end)
		ws.open(f, t, stop)
		if t == 0 {
			ws.begin(f)
			t = 1
		}
		ws.advance(f, t, stop)
		t = stop
	}
}

// companions puts the lanes that have a turn t to work, and returns how far, at most to end, they go
// on together.
func (ws *Workspace) companions(t, end int) int {
	for l := range ws.lane {
		if n := ws.lane[l].Turns; n <= t {
			ws.work.End(l)
		} else {
			end = min(end, n)
		}
	}
	return end
}

// open sets b to the densities over the largest of those allowed, for the turns from first to before end,
// where logs are given.
func (ws *Workspace) open(f *frame, first, end int) {
	if ws.linear {
		return
	}
	b, rows := ws.panels(f.b, first-f.first, end-f.first), ws.densityRows()*ws.width
	logs := f.logs[(first-f.first)*rows:]
	if ws.masked || ws.m.dist != nil {
		for t := first; t < end; t++ {
			ws.expand(ws.at(f, f.b, t), f.logs[(t-f.first)*rows:], t)
		}
		logs = b
	}
	lanes.Linear(b, logs, &ws.shift, &ws.work.OK, &ws.work.Active, ws.m.p, ws.rows, end-first, ws.width)
}

// maskAll zeros the linear densities of the states that are not allowed.
func (ws *Workspace) maskAll(f *frame) {
	for l := range ws.lane {
		ln := &ws.lane[l]
		if ln.Allowed == nil {
			continue
		}
		for t := f.first; t < min(f.end, ln.Turns); t++ {
			b, mask := ws.at(f, f.b, t), ln.Mask(t, ws.m.k)
			for i := range ws.m.k {
				if !chain.Permits(mask, i) {
					b[i*ws.width+l] = 0
				}
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

// begin does turn 0, from π.
func (ws *Workspace) begin(f *frame) {
	if ws.width == 1 {
		copy(ws.alpha, ws.m.start)
	} else {
		copy(ws.alpha, ws.m.starts)
	}
	ws.divide(f, 0)
	if !ws.m.stepwise {
		for l := range ws.row(1) {
			ws.row(1)[l] = 1
		}
	}
}

// advance does the turns from first, which is not 0, to before end.
func (ws *Workspace) advance(f *frame, first, end int) {
	if !ws.m.stepwise {
		lanes.Forward(ws.panels(ws.alpha, first-1, end), ws.panels(f.b, first-f.first, end-f.first),
			ws.scale[first*ws.width:], ws.m.next[0], &ws.work.Active, &ws.scales, ws.m.p, ws.rows, end-first, ws.width)
		return
	}
	for t := first; t < end; t++ {
		ws.multiply(ws.panels(ws.alpha, t, t+1), ws.panels(ws.alpha, t-1, t), ws.m.next, t)
		ws.divide(f, t)
	}
}

// divide takes the predicted probabilities of turn t, in alpha, to α_t.
func (ws *Workspace) divide(f *frame, t int) {
	alpha, b, inv := ws.panels(ws.alpha, t, t+1), ws.at(f, f.b, t), ws.row(t)
	if ws.m.structural {
		ws.bookLosses(f, alpha, b, t)
	}
	lanes.Scale(alpha, b, inv, &ws.work.Active, &ws.scales, ws.m.p, ws.width)
	if ws.m.structural {
		ws.growLosses(inv)
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
	if !ws.m.stepwise {
		ln.unit = ws.row(ln.Turns)[l]
	}
	loss := ln.loss
	if ws.m.stop != nil && !ln.Open {
		last := ws.panels(ws.alpha, ln.Turns-1, ln.Turns)
		ln.stop = 0
		for i, v := range ws.m.stop {
			ln.stop += float64(float64(last[i*ws.width+l]*ln.unit) * v)
		}
		loss /= ln.stop
	}
	if ln.exact = !(loss <= lossLimit) || ln.stop < lanes.LeastScale; !ln.exact {
		ln.loglik = ws.shift[l] + ws.scales.Log(l)
		if ln.stop != 1 {
			ln.loglik += math.Log(ln.stop)
		}
	}
}

// normalise puts α of a block into gamma.
func (ws *Workspace) normalise(f *frame) {
	for t := f.first; t < f.end; t++ {
		gamma, alpha := ws.at(f, f.gamma, t), ws.panels(ws.alpha, t, t+1)
		if ws.m.stepwise {
			copy(gamma, alpha)
			continue
		}
		for i, v := range alpha {
			gamma[i] = v * ws.row(t + 1)[i%ws.width]
		}
	}
}
