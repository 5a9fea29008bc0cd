package forwardbackward

import "intenthmm/internal/lanes"

// backward goes through the blocks from the last to the first, leaves γ of each in gamma and w in b, and
// calls each when a block is done.
func (ws *Workspace) backward(each func(first, end int)) {
	ws.silence()
	for first := (ws.turns - 1) / ws.block0() * ws.block0(); first >= 0 && ws.turns > 0; first -= ws.block {
		end := min(first+ws.block, ws.turns)
		ws.reopen(first, end)
		for t := end; t > first; {
			t = ws.retreat(first, t)
		}
		ws.overlay(first, end)
		each(first, end)
	}
}

// block0 is the turns of a block, at least 1.
func (ws *Workspace) block0() int { return max(ws.block, 1) }

// reopen brings back the densities of a block that is not in b any more, with w of the turn after it
// behind them.
func (ws *Workspace) reopen(first, end int) {
	if ws.kept || first == ws.base {
		ws.first = first
		return
	}
	copy(ws.panels(ws.b, end-first, end-first+1), ws.panels(ws.b, 0, 1))
	ws.fetch(first, end)
	if !ws.masked {
		return
	}
	ws.work.Begin(len(ws.lane))
	for t := first; t < end; t++ {
		ws.companions(t, end)
		ws.mask(ws.panels(ws.b, t-first, t-first+1), t)
	}
}

// retreat does some turns before end, at least one and down to first at most, and returns the first of
// those done: the turn before end, at which conversations may end, and those in which nothing happens.
func (ws *Workspace) retreat(first, end int) int {
	t := end - 1
	if t+1 < ws.turns {
		ws.multiply(ws.beta, ws.panels(ws.b, t+1-ws.base, t+2-ws.base), ws.m.transposed, t+1)
	} else {
		clear(ws.beta)
	}
	ws.enter(t)
	if (t+1)%settle == 0 {
		ws.settle(ws.panels(ws.alpha, t, t+1), t)
	}
	lanes.Weigh(ws.panels(ws.gamma, t-ws.first, t-ws.first+1), ws.panels(ws.b, t-ws.base, t-ws.base+1),
		ws.panels(ws.alpha, t, t+1), ws.beta, ws.row(t), ws.m.p, ws.width)
	if ws.m.stepwise {
		return t
	}
	for l := range ws.lane {
		if n := ws.lane[l].Turns; n <= t {
			first = max(first, n)
		}
	}
	lanes.Backward(ws.panels(ws.gamma, first-ws.first, t-ws.first), ws.panels(ws.b, first-ws.base, t+1-ws.base),
		ws.panels(ws.alpha, first, t), ws.scale[first*ws.width:], ws.m.transposed[0], ws.m.p, ws.rows, t-first, ws.width)
	return first
}

// scaled reports whether the scaled recursion deals with lane l, and the lane has a turn t.
func (ws *Workspace) scaled(t, l int) bool {
	ln := &ws.lane[l]
	return t < ln.Turns && !ln.exact && ln.failure == nil
}

// silence zeros alpha of the lanes that the scaled recursion does not deal with, so that nothing of
// them gets into sums.
func (ws *Workspace) silence() {
	for l := range ws.lane {
		if ws.lane[l].exact {
			for i := l; i < len(ws.alpha); i += ws.width {
				ws.alpha[i] = 0
			}
		}
	}
}

// enter sets β_T, times the weight and with the factor that alpha lacks, for the lanes whose last turn
// is t. The others keep zeros.
func (ws *Workspace) enter(t int) {
	for l := range ws.lane {
		ln := &ws.lane[l]
		if ln.Turns-1 != t || !ws.scaled(t, l) {
			continue
		}
		for i := range ws.m.k {
			v := ln.Weight * ln.unit
			if ws.m.stop != nil && !ln.Open {
				v = v * ws.m.stop[i] / ln.stop
			}
			ws.beta[i*ws.width+l] = v
		}
	}
}

// settle rescales β_t so that γ_t sums to the weight.
func (ws *Workspace) settle(alpha []float64, t int) {
	for l := range ws.lane {
		if !ws.scaled(t, l) {
			continue
		}
		sum := 0.0
		for i := l; i < ws.m.p*ws.width; i += ws.width {
			sum += float64(alpha[i] * ws.beta[i])
		}
		for i := l; i < ws.m.p*ws.width; i += ws.width {
			ws.beta[i] = ws.beta[i] * ws.lane[l].Weight / sum
		}
	}
}

// transitions adds α_t-1(i) w_t(j) of a block's turns to the sums of each class.
func (ws *Workspace) transitions(first, end int) {
	first = max(first, 1)
	for class := range ws.m.next {
		xi := ws.sumOf(class)
		if !ws.m.stepwise || len(ws.m.next) == 1 {
			lanes.Outer(xi, ws.panels(ws.alpha, first-1, end-1), ws.panels(ws.b, first-ws.base, end-ws.base), ws.m.p, ws.rows, end-first, ws.width)
			continue
		}
		for t := first; t < end; t++ {
			if ws.pick(ws.panels(ws.b, t-ws.base, t-ws.base+1), class, t) {
				lanes.Outer(xi, ws.panels(ws.alpha, t-1, t), ws.picked, ws.m.p, ws.rows, 1, ws.width)
			}
		}
	}
}

// sumOf is the sum of a class for the width at hand.
func (ws *Workspace) sumOf(class int) matrix {
	sums := ws.xi[min(ws.width-1, 1)]
	if sums[class] == nil {
		sums[class] = make(matrix, ws.m.p*ws.m.p*ws.width)
	}
	return sums[class]
}

// addEnds books where the lanes start and stop, once γ of their first or last turn stands in gamma.
func (ws *Workspace) addEnds(first, end int) {
	for l := range ws.lane {
		ln := &ws.lane[l]
		if ln.failure != nil {
			continue
		}
		if first == 0 && ln.Turns > 0 {
			ws.addTurn(ws.sums.Start, 0, l)
		}
		if last := ln.Turns - 1; ws.sums.Stop != nil && !ln.Open && last >= first && last < end {
			ws.addTurn(ws.sums.Stop, last, l)
		}
	}
}

// addTurn adds γ_t of lane l.
func (ws *Workspace) addTurn(sum []float64, t, l int) {
	gamma := ws.panels(ws.gamma, t-ws.first, t-ws.first+1)
	for i := range ws.m.k {
		sum[i] += gamma[i*ws.width+l]
	}
}

// distributions are the posteriors of the block's distributions, in panels of so many rows.
func (ws *Workspace) distributions(first, end int) (values []float64, rows int) {
	if ws.m.dist == nil {
		return ws.gamma[:(end-first)*ws.rows*ws.width], ws.rows
	}
	rows = ws.m.dists
	values = ws.share[:(end-first)*rows*ws.width]
	clear(values)
	for t := range end - first {
		gamma, to := ws.panels(ws.gamma, t, t+1), values[t*rows*ws.width:]
		for i, e := range ws.m.dist {
			for l := range ws.width {
				to[e*ws.width+l] += gamma[i*ws.width+l]
			}
		}
	}
	return values, rows
}

// Flush adds the expected counts of everything that Expect has seen since the last Flush to counts.
func (ws *Workspace) Flush(counts Counts) {
	k, p := ws.m.k, ws.m.p
	for class, a := range ws.m.chain.Next {
		for _, sums := range ws.xi {
			xi := sums[class]
			if xi == nil {
				continue
			}
			width := len(xi) / (p * p)
			for i := range k {
				for j := range k {
					v := xi[lanes.At(p, i, j)*width:]
					total := v[0]
					if width == lanes.Width {
						total = lanes.AcrossLanes(v)
					}
					counts.Next[class][i*k+j] += float64(a[i*k+j] * total)
				}
			}
			clear(xi)
		}
		addTo(counts.Next[class], ws.sums.Next[class])
	}
	addTo(counts.Start, ws.sums.Start)
	addTo(counts.Stop, ws.sums.Stop)
	clear(ws.sumsOf)
}

func addTo(dst, src []float64) {
	for i, v := range src {
		dst[i] += v
	}
}
