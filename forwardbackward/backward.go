package forwardbackward

import "intenthmm/internal/lanes"

const (
	// settle is how often the backward pass makes Σ_i α_t(i) β_t(i) equal to the weight again, so
	// that rounding does not add up over a million turns, and adds up transitions.
	settle = 64

	// outerWork bounds the multiplications of one call of a kernel, which cannot be preempted, to
	// some twenty microseconds.
	outerWork = 1 << 20
)

// Smooth runs both passes: afterwards States holds γ_t(i) times the conversation's weight, and the
// expected counts have been added to counts, those of failed conversations left out. O(T K²) time.
func (ws *Workspace) Smooth(counts Counts) {
	ws.forward()
	ws.state = ws.alpha
	for l := range ws.lane {
		if ws.lane[l].exact {
			ws.exactly(l, &counts)
		}
	}
	clear(ws.beta)
	for _, xi := range ws.xi {
		clear(xi)
	}
	for t, end := ws.turns-1, ws.turns; t >= 0; t-- {
		ws.backward(t)
		if t%settle == 0 { // while the panels are still in the cache
			ws.transitions(t, end)
			end = t
		}
	}
	ws.state = ws.gamma
	for l := range ws.lane {
		if ws.lane[l].exact {
			ws.keepExact(l)
		}
	}
	ws.add(counts)
	ws.share()
}

// backward takes β_t to γ_t, w_t and β_t-1.
func (ws *Workspace) backward(t int) {
	ws.enter(t)
	alpha := ws.panel(ws.alpha, t)
	if t%settle == settle-1 {
		ws.settle(alpha, t)
	}
	w := ws.panel(ws.b, t)
	lanes.Weigh(ws.panel(ws.gamma, t), w, alpha, ws.beta, ws.inv[t*ws.width:(t+1)*ws.width], ws.m.p, ws.width)
	if t > 0 {
		ws.multiply(ws.beta, w, ws.m.transposed, t)
	}
}

// scaled reports whether the scaled recursion deals with lane l, and the lane has a turn t.
func (ws *Workspace) scaled(t, l int) bool {
	ln := &ws.lane[l]
	return t < ln.Turns && !ln.exact && ln.failure == nil
}

// enter sets β_T, times the weight, for the lanes whose last turn is t. The others keep zeros.
func (ws *Workspace) enter(t int) {
	for l := range ws.lane {
		ln := &ws.lane[l]
		if ln.Turns-1 != t || !ws.scaled(t, l) {
			continue
		}
		for i := range ws.m.k {
			v := ln.Weight
			if ws.m.stop != nil && !ln.Open {
				v = ln.Weight * ws.m.stop[i] / ln.stop
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
		for i := l; i < len(alpha); i += ws.width {
			sum += float64(alpha[i] * ws.beta[i])
		}
		for i := l; i < len(alpha); i += ws.width {
			ws.beta[i] = ws.beta[i] * ws.lane[l].Weight / sum
		}
	}
}

// transitions adds α_t-1(i) w_t(j) of the turns from first to before end to the sums of each class.
func (ws *Workspace) transitions(first, end int) {
	p, panel := ws.m.p, ws.m.p*ws.width
	first = max(first, 1)
	if len(ws.xi) == 1 {
		most := max(1, outerWork/(p*panel))
		for t := first; t < end; t += most {
			lanes.Outer(ws.xi[0], ws.alpha[(t-1)*panel:], ws.b[t*panel:], p, min(most, end-t), ws.width)
		}
		return
	}
	for t := first; t < end; t++ {
		for class, xi := range ws.xi {
			if ws.pick(ws.panel(ws.b, t), class, t) {
				lanes.Outer(xi, ws.panel(ws.alpha, t-1), ws.picked, p, 1, ws.width)
			}
		}
	}
}

// add books the batch's expected counts, once γ stands in States. The exact recursion has booked its
// transitions itself.
func (ws *Workspace) add(counts Counts) {
	k, p := ws.m.k, ws.m.p
	for class, xi := range ws.xi {
		a, sum := ws.m.next[class], counts.Next[class]
		for i := range k {
			for j := range k {
				sum[i*k+j] += float64(a[i*p+j] * xi[i*p+j])
			}
		}
	}
	for l := range ws.lane {
		if ln := &ws.lane[l]; ln.Turns > 0 && ln.failure == nil {
			ws.addEnds(counts, l)
		}
	}
}

// addEnds books where lane l starts and stops.
func (ws *Workspace) addEnds(counts Counts, l int) {
	gamma, at := ws.States(l)
	last := (ws.lane[l].Turns - 1) * at.Turn
	for i := range ws.m.k {
		counts.Start[i] += gamma[i*at.Dist]
		if counts.Stop != nil && !ws.lane[l].Open {
			counts.Stop[i] += gamma[last+i*at.Dist]
		}
	}
}

// keepExact moves what the exact recursion left in lane l of alpha to gamma.
func (ws *Workspace) keepExact(l int) {
	end := ws.lane[l].Turns * ws.m.p * ws.width
	for i := l; i < end; i += ws.width {
		ws.gamma[i] = ws.alpha[i]
	}
}

// share sums the posteriors of the states over their distributions, where the two differ.
func (ws *Workspace) share() {
	if ws.m.dist == nil {
		return
	}
	clear(ws.logs)
	for l := range ws.lane {
		dst, to := ws.Distributions(l)
		gamma, from := ws.States(l)
		for t := range ws.lane[l].Turns {
			for i, e := range ws.m.dist {
				dst[t*to.Turn+e*to.Dist] += gamma[t*from.Turn+i*from.Dist]
			}
		}
	}
}
