package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// lossLimit is the share of the evidence that dropped forward probabilities may come to.
const lossLimit = 1e-17

// A Workspace runs the recursions over up to lanes.Width conversations side by side:
//
//	Load(sequences...)                          once a batch
//	Score(e), Filter(e), Smooth(e) or Expect(e) one of them, once
//	LogLikelihood(i)
//
// and, after any number of batches, Flush for the expected counts of all that Expect has seen. It
// grows to the largest batch it has seen and allocates nothing after that, save on the exact path. It
// is for one goroutine. For T turns of the longest conversation and W lanes memory is T K W numbers,
// and as many again where densities are logs and T is more than a few hundred.
type Workspace struct {
	m     *Compiled
	width int // lanes of the panels: 1 for a conversation alone, else lanes.Width
	rows  int // rows from one panel of a block to the next
	turns int // turns of the longest conversation
	lane  []lane
	e     Emissions

	linear bool // e's densities are no logs
	masked bool // some conversation has a mask
	block  int  // turns of a block
	first  int  // turn of the first panel of logs and gamma
	base   int  // turn of the first panel of b
	kept   bool // b holds all turns

	// Panels have P rows, K padded, of width lanes.
	logs  []float64 // a block: log densities (E rows where states share distributions)
	b     []float64 // all turns or a block, and a panel: densities over the largest of their turn, then w
	alpha []float64 // all turns
	gamma []float64 // a block
	share []float64 // a block of E rows, where states share distributions
	scale []float64 // a row a turn, and one: see forward

	work   lanes.Work
	shift  [lanes.Width]float64
	scales lanes.Scales

	beta, picked, product []float64 // a panel each
	exact                 exactScratch

	sums   Counts      // of starts and stops, and of what the exact recursion books
	sumsOf []float64   // what sums lies over
	xi     [2][]matrix // per class Σ_t α_t-1(i) w_t(j): of conversations alone, and of lanes
}

// matrix is a P×P matrix of rows of 1 or lanes.Width values.
type matrix []float64

// lane is one conversation of the batch.
type lane struct {
	chain.Sequence
	loss    float64 // bound on the share of dropped paths, relative to the evidence so far
	stop    float64 // Σ_j α_T(j) ω_j
	unit    float64 // what makes the last α of its block sum to 1
	exact   bool    // to be done again in the log domain
	loglik  float64
	failure error
}

// NewWorkspace returns a workspace for the chain m.
func NewWorkspace(m *Compiled) *Workspace {
	ws := &Workspace{}
	ws.Use(m)
	return ws
}

// Use changes the chain; what was loaded or not flushed is gone.
func (ws *Workspace) Use(m *Compiled) {
	ws.m, ws.lane = m, ws.lane[:0]
	ws.sumsOf = make([]float64, CountsLen(m.chain))
	ws.sums = CountsIn(ws.sumsOf, m.chain)
	ws.xi = [2][]matrix{make([]matrix, len(m.next)), make([]matrix, len(m.next))}
}

// Load begins a batch of 1 to lanes.Width conversations. It panics on another number. Sequences
// must have passed their Check.
func (ws *Workspace) Load(sequences ...chain.Sequence) {
	if len(sequences) == 0 || len(sequences) > lanes.Width {
		panic("forwardbackward: Load takes 1 to lanes.Width sequences")
	}
	ws.width, ws.turns, ws.lane = lanes.Width, 0, ws.lane[:0]
	if len(sequences) == 1 {
		ws.width = 1
	}
	ws.rows = lanes.Rows(ws.m.p, ws.width)
	ws.masked = false
	for _, s := range sequences {
		s.Weight = s.Factor()
		ws.turns = max(ws.turns, s.Turns)
		ws.masked = ws.masked || s.Allowed != nil
		ws.lane = append(ws.lane, lane{Sequence: s, stop: 1, unit: 1})
	}
}

// prepare makes room for a pass with e.
func (ws *Workspace) prepare(e Emissions) {
	ws.e = e
	ws.linear = ws.m.dist == nil && e.Linear()
	n := ws.rows * ws.width
	ws.block = min(blockTurns(n), ws.turns)
	ws.kept = !ws.linear || ws.turns <= ws.block
	held := ws.block
	if ws.kept {
		held = ws.turns
	}
	lanes.Grow(&ws.b, (held+1)*n)
	lanes.Grow(&ws.alpha, ws.turns*n)
	lanes.Grow(&ws.gamma, ws.block*n)
	lanes.Grow(&ws.scale, (ws.turns+1)*ws.width)
	if !ws.linear {
		lanes.Grow(&ws.logs, ws.block*ws.densityRows()*ws.width)
	}
	if ws.m.dist != nil {
		lanes.Grow(&ws.share, ws.block*ws.m.dists*ws.width)
	}
	for _, panel := range []*[]float64{&ws.beta, &ws.picked, &ws.product} {
		lanes.Grow(panel, n)
	}
	ws.first, ws.base = -1, 0
}

// densityRows is the number of rows of a panel of log densities.
func (ws *Workspace) densityRows() int {
	if ws.m.dist == nil {
		return ws.rows
	}
	return lanes.Pad(ws.m.dists)
}

// layout is that of a block of panels with so many rows.
func (ws *Workspace) layout(rows int) lanes.Layout {
	return lanes.Layout{Turn: rows * ws.width, Dist: ws.width}
}

// fetch asks for the densities of a block: into b where they are linear, else into logs.
func (ws *Workspace) fetch(first, end int) {
	ws.first = first
	if !ws.kept {
		ws.base = first
	}
	if ws.linear {
		b := ws.panels(ws.b, first-ws.base, end-ws.base)
		lanes.PadRows(b, ws.rows, ws.m.k, ws.width, 0)
		ws.e.Densities(b, ws.layout(ws.rows), first, end)
		return
	}
	rows := ws.densityRows()
	logs := ws.logs[:(end-first)*rows*ws.width]
	lanes.PadRows(logs, rows, ws.m.dists, ws.width, math.Inf(-1))
	ws.e.Densities(logs, ws.layout(rows), first, end)
}

// blocks calls f for each block of turns in order.
func (ws *Workspace) blocks(f func(first, end int)) {
	for first := 0; first < ws.turns; first += ws.block {
		f(first, min(first+ws.block, ws.turns))
	}
}

// panels are the panels from first to before end of a block.
func (ws *Workspace) panels(block []float64, first, end int) []float64 {
	n := ws.rows * ws.width
	return block[first*n : end*n]
}

// row is row t of the scales.
func (ws *Workspace) row(t int) []float64 { return ws.scale[t*ws.width : (t+1)*ws.width] }

// LogLikelihood is log P of conversation i in nats, or the reason that there is none: a
// *chain.ImpossibleError or a *chain.DensityError. An empty conversation has 0.
func (ws *Workspace) LogLikelihood(i int) (float64, error) {
	return ws.lane[i].loglik, ws.lane[i].failure
}

// Score runs the forward pass for LogLikelihood alone. O(T K²) time.
func (ws *Workspace) Score(e Emissions) {
	ws.prepare(e)
	ws.forward()
	ws.exactly(nothing)
}

// Filter runs the forward pass: e collects P(x_t = i | y_1..y_t) of the states. O(T K²) time.
func (ws *Workspace) Filter(e Emissions) {
	ws.prepare(e)
	ws.forward()
	ws.exactly(filtered)
	ws.blocks(func(first, end int) {
		ws.normalise(first, end)
		ws.overlay(first, end)
		e.Collect(ws.gamma[:(end-first)*ws.rows*ws.width], ws.layout(ws.rows), first, end)
	})
}

// Smooth runs both passes: e collects γ_t(i), times the conversation's weight, of the states, the last
// turns first. O(T K²) time.
func (ws *Workspace) Smooth(e Emissions) {
	ws.prepare(e)
	ws.forward()
	ws.exactly(posterior)
	ws.backward(func(first, end int) {
		e.Collect(ws.gamma[:(end-first)*ws.rows*ws.width], ws.layout(ws.rows), first, end)
	})
}

// Expect is Smooth for training: e collects the posteriors of the distributions, those of the states
// that share one added up, and the expected counts of the chain, those of failed conversations left
// out, wait for Flush.
func (ws *Workspace) Expect(e Emissions) {
	ws.prepare(e)
	ws.forward()
	ws.exactly(expected)
	ws.backward(func(first, end int) {
		ws.transitions(first, end)
		ws.addEnds(first, end)
		values, rows := ws.distributions(first, end)
		e.Collect(values, ws.layout(rows), first, end)
	})
}
