package forwardbackward

import "intenthmm/internal/lanes"

// settle is how often the backward pass makes Σ_i α_t(i) β_t(i) equal to the weight again, so that
// rounding does not add up over a million turns.
const settle = 64

// Smooth runs both passes: afterwards States holds γ_t(i) times the conversation's weight, and the
// expected counts have been added to counts, those of failed conversations left out. O(T K²) time.
func (ws *Workspace) Smooth(counts Counts) {
	ws.forward()
	for c := range ws.xi {
		clear(ws.xi[c])
	}
	clear(ws.beta)
	for t := ws.turns - 1; t >= 0; t-- {
		ws.backward(t)
	}
	ws.add(counts)
	for l := range ws.lane {
		if ws.lane[l].exact {
			ws.exactly(l, &counts)
		}
	}
	ws.share()
}

// backward takes β_t to γ_t and β_t-1, and adds the transitions into turn t.
func (ws *Workspace) backward(t int) {
	ws.enter(t)
	alpha, beta := ws.panel(ws.alpha, t), ws.beta
	if t%settle == settle-1 {
		ws.settle(alpha, t)
	}
	if t == 0 {
		for i, v := range beta {
			alpha[i] = float64(alpha[i] * v)
		}
		return
	}
	b, inv := ws.panel(ws.b, t), ws.inv[t*ws.width:][:ws.width]
	for i, v := range beta {
		w := 0.0
		if alpha[i] > 0 { // a dropped state stays dropped: its β may be past all bounds
			w = float64(float64(b[i]*v) * inv[i%ws.width])
		}
		ws.w[i] = w
		alpha[i] = float64(alpha[i] * v)
	}
	ws.transitions(ws.panel(ws.alpha, t-1), t)
	ws.multiply(beta, ws.w, ws.m.next, t)
}

// enter sets β_T, times the weight, for the lanes whose last turn is t.
func (ws *Workspace) enter(t int) {
	for l := range ws.lane {
		ln := &ws.lane[l]
		if ln.Turns-1 != t || !ws.running(t, l) {
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
		if !ws.running(t, l) {
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

// transitions adds α_t-1(i) w_t(j) to the sums of each class.
func (ws *Workspace) transitions(alpha []float64, t int) {
	if len(ws.xi) == 1 {
		lanes.Outer(ws.xi[0], alpha, ws.w, ws.m.k, ws.width)
		return
	}
	for class, xi := range ws.xi {
		if ws.pick(ws.w, class, t) {
			lanes.Outer(xi, alpha, ws.masked, ws.m.k, ws.width)
		}
	}
}

// add books the batch's expected counts, once γ stands in alpha.
func (ws *Workspace) add(counts Counts) {
	for class, xi := range ws.xi {
		a, sum := ws.m.next[class], counts.Next[class]
		for i, v := range xi {
			sum[i] += float64(a[i] * v)
		}
	}
	for l := range ws.lane {
		ln := &ws.lane[l]
		if ln.Turns == 0 || !ws.running(0, l) {
			continue
		}
		ws.addEnds(counts, l)
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
