package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// bookLosses notes what scaling is about to drop that was not zero by structure: a state that the
// prediction reaches and whose density is not zero, but whose product vanishes.
func (ws *Workspace) bookLosses(f *frame, p, b []float64, t int) {
	for l := range ws.lane {
		if ws.work.Active[l] == 0 {
			continue
		}
		ln := &ws.lane[l]
		for i := range ws.m.k {
			at := i*ws.width + l
			reached := p[at] > 0 || ws.m.minute
			if reached && p[at]*b[at] < lanes.Tiny && ws.possible(f, t, l, i) {
				ln.loss += lanes.Tiny
			}
		}
	}
}

// possible reports whether the density of lane l under state i at turn t of the block is above 0.
func (ws *Workspace) possible(f *frame, t, l, i int) bool {
	if ws.linear {
		return ws.at(f, f.b, t)[i*ws.width+l] > 0
	}
	if !chain.Permits(ws.lane[l].Mask(t, ws.m.k), i) {
		return false
	}
	return f.logs[((t-f.first)*ws.densityRows()+ws.m.distribution(i))*ws.width+l] > math.Inf(-1)
}

// growLosses relates the losses so far to the evidence of the turn with the scales 1/inv as well.
func (ws *Workspace) growLosses(inv []float64) {
	for l := range ws.lane {
		if ws.work.Active[l] != 0 {
			ws.lane[l].loss *= inv[l]
		}
	}
}
