package forwardbackward

import (
	"intenthmm/internal/lanes"
	"intenthmm/internal/simplex"
)

// backward goes through the blocks from the last to the first, leaves γ of each in gamma and w in b, and
// delivers them.
func (ws *Workspace) backward() {
	ws.besides(ws.pipe.retreat)
	for n := ws.blocks() - 1; n >= 0; n-- {
		if ws.pipe.beside {
			await(&ws.pipe.fetched, ws.blocks()-n)
		} else {
			ws.refetch(n)
		}
		f := &ws.frames[n%len(ws.frames)]
		for t := f.end; t > f.first; {
			t = ws.retreat(f, t)
		}
		if n > 0 {
			copy(ws.edge, f.b)
		}
		ws.overlay(f)
		ws.pipe.passed.Add(1)
		if !ws.pipe.beside {
			ws.deliver(f)
		}
	}
	if ws.pipe.beside {
		await(&ws.pipe.ended, 1)
	}
}

// deliver hands a block on.
func (ws *Workspace) deliver(f *frame) {
	values, rows := ws.panels(f.gamma, 0, f.end-f.first), ws.rows
	if ws.want == expected {
		ws.transitions(f)
		ws.addEnds(f)
		values, rows = ws.distributions(f)
	} else {
		ws.handOut(f)
	}
	ws.e.Collect(values, ws.layout(rows), f.first, f.end)
}

// handOut makes the probabilities of a block's turns sum to the weight of a posterior, else to 1.
func (ws *Workspace) handOut(f *frame) {
	for t := f.first; t < f.end; t++ {
		gamma := ws.at(f, f.gamma, t)
		for l := range ws.lane {
			total := 1.0
			if ws.want == posterior {
				total = ws.lane[l].Weight
			}
			simplex.Scale(gamma[l:], ws.m.k, ws.width, total)
		}
	}
}

// retreat does some turns before end, at least one and down to the block's first at most, and returns the
// first of those done: the turn before end, at which conversations may end, and those in which nothing
// happens.
func (ws *Workspace) retreat(f *frame, end int) int {
	t := end - 1
	switch {
	case end == ws.turns:
		clear(ws.beta)
	case end == f.end:
		ws.multiply(ws.beta, ws.edge, ws.m.transposed, end)
	default:
		ws.multiply(ws.beta, ws.at(f, f.b, end), ws.m.transposed, end)
	}
	ws.enter(t)
	if end%settle == 0 {
		ws.settle(ws.panels(ws.alpha, t, t+1), t)
	}
	lanes.Weigh(ws.at(f, f.gamma, t), ws.at(f, f.b, t), ws.panels(ws.alpha, t, t+1), ws.beta, ws.row(t), ws.m.p, ws.width)
	if ws.m.stepwise {
		return t
	}
	first := max(f.first, t/settle*settle)
	for l := range ws.lane {
		if n := ws.lane[l].Turns; n <= t {
			first = max(first, n)
		}
	}
	lanes.Backward(ws.panels(f.gamma, first-f.first, t-f.first), ws.panels(f.b, first-f.first, end-f.first),
		ws.panels(ws.alpha, first, t), ws.scale[first*ws.width:], ws.m.transposed[0], ws.m.p, ws.rows, t-first, ws.width)
	return first
}

// scaled reports whether the scaled recursion deals with lane l, and the lane has a turn t.
func (ws *Workspace) scaled(t, l int) bool {
	ln := &ws.lane[l]
	return t < ln.Turns && !ln.exact && ln.failure == nil
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
func (ws *Workspace) transitions(f *frame) {
	first := max(f.first, 1)
	for class := range ws.m.next {
		xi := ws.sumOf(class)
		if len(ws.m.next) == 1 {
			lanes.Outer(xi, ws.panels(ws.alpha, first-1, f.end-1), ws.panels(f.b, first-f.first, f.end-f.first),
				ws.m.p, ws.rows, f.end-first, ws.width)
			continue
		}
		for t := first; t < f.end; t++ {
			if ws.pick(ws.at(f, f.b, t), class, t) {
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
func (ws *Workspace) addEnds(f *frame) {
	for l := range ws.lane {
		ln := &ws.lane[l]
		if ln.failure != nil {
			continue
		}
		if f.first == 0 && ln.Turns > 0 {
			ws.addTurn(ws.sums.Start, f, 0, l)
		}
		if last := ln.Turns - 1; ws.sums.Stop != nil && !ln.Open && last >= f.first && last < f.end {
			ws.addTurn(ws.sums.Stop, f, last, l)
		}
	}
}

// addTurn adds γ_t of lane l.
func (ws *Workspace) addTurn(sum []float64, f *frame, t, l int) {
	gamma := ws.at(f, f.gamma, t)
	for i := range ws.m.k {
		sum[i] += gamma[i*ws.width+l]
	}
}

// distributions are the posteriors of the block's distributions, in panels of so many rows.
func (ws *Workspace) distributions(f *frame) (values []float64, rows int) {
	gamma := ws.panels(f.gamma, 0, f.end-f.first)
	if ws.m.dist == nil {
		return gamma, ws.rows
	}
	rows = ws.densityRows()
	values = ws.share[:(f.end-f.first)*rows*ws.width]
	clear(values)
	for t := f.first; t < f.end; t++ {
		from, to := ws.at(f, f.gamma, t), values[(t-f.first)*rows*ws.width:]
		for i, e := range ws.m.dist {
			for l := range ws.width {
				to[e*ws.width+l] += from[i*ws.width+l]
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
