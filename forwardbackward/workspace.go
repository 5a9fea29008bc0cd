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
// and as many again where densities are logs.
type Workspace struct {
	m     *Compiled
	width int // lanes of the panels: 1 for a conversation alone, else lanes.Width
	rows  int // rows from one panel of a block to the next
	turns int // turns of the longest conversation
	lane  []lane
	lanes [lanes.Width]lane // what lane lies over
	e     Emissions
	want  want

	linear bool // e's densities are no logs
	masked bool // some conversation has a mask
	block  int  // turns of a block

	// Panels have P rows, K padded, of width lanes.
	frames [2]frame  // blocks in work: the n-th is in the n-th, round and round
	kept   []float64 // where densities are logs, b of all turns: they are not asked for twice
	alpha  []float64 // all turns
	share  []float64 // a block of E rows, where states share distributions
	scale  []float64 // a row a turn, and one: see forward

	work   lanes.Work
	shift  [lanes.Width]float64
	scales lanes.Scales

	beta, edge, picked, product []float64 // a panel each; edge is w of the turn after the block
	exact                       exactScratch

	// Assist, if set, starts a job on another goroutine, or reports that there is no room for one. A
	// long conversation by itself then has its densities and statistics computed beside the recursion.
	// The results are the same to the last bit.
	Assist func(job func()) bool
	pipe   pipeline

	sums   Counts      // of starts and stops, and of what the exact recursion books
	sumsOf []float64   // what sums lies over
	xi     [2][]matrix // per class Σ_t α_t-1(i) w_t(j): of conversations alone, and of lanes
}

// frame holds one block of turns, from first to before end.
type frame struct {
	first, end int
	logs       []float64 // log densities (E rows, padded, where states share distributions)
	b          []float64 // densities over the largest of their turn, then w
	own        []float64 // what b is where nothing is kept
	gamma      []float64
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
	ws.pipe.advance, ws.pipe.retreat = ws.fetchBeside, ws.deliverBeside
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
	ws.width, ws.turns, ws.masked = lanes.Width, 0, false
	if len(sequences) == 1 {
		ws.width = 1
	}
	ws.rows = lanes.Rows(ws.m.p, ws.width)
	ws.lane = ws.lanes[:len(sequences)]
	for l := range sequences {
		s, ln := &sequences[l], &ws.lane[l]
		*ln = lane{Sequence: *s, stop: 1, unit: 1}
		ln.Weight = s.Factor()
		ws.turns = max(ws.turns, s.Turns)
		ws.masked = ws.masked || s.Allowed != nil
	}
}

// prepare makes room for a pass with e.
func (ws *Workspace) prepare(e Emissions) {
	ws.e = e
	ws.linear = ws.m.dist == nil && e.Linear()
	n := ws.rows * ws.width
	ws.block = min(blockTurns(n), ws.turns)
	for i := range ws.frames {
		f := &ws.frames[i]
		f.first = -1
		lanes.Grow(&f.gamma, ws.block*n)
		if ws.linear {
			lanes.Grow(&f.own, ws.block*n)
		} else {
			lanes.Grow(&f.logs, ws.block*ws.densityRows()*ws.width)
		}
		if ws.turns <= ws.block {
			break
		}
	}
	if !ws.linear {
		lanes.Grow(&ws.kept, ws.turns*n)
	}
	lanes.Grow(&ws.alpha, ws.turns*n)
	lanes.Grow(&ws.scale, (ws.turns+1)*ws.width)
	if ws.m.dist != nil {
		lanes.Grow(&ws.share, ws.block*ws.densityRows()*ws.width)
	}
	for _, panel := range []*[]float64{&ws.beta, &ws.edge, &ws.picked, &ws.product} {
		lanes.Grow(panel, n)
	}
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

// blocks is the number of blocks.
func (ws *Workspace) blocks() int {
	if ws.turns == 0 {
		return 0
	}
	return (ws.turns-1)/ws.block + 1
}

// fetch asks for the densities of block n, unless its frame has them still: into b where they are linear,
// else into logs.
func (ws *Workspace) fetch(n int) {
	if ws.frames[n%len(ws.frames)].first == n*ws.block {
		return
	}
	f := ws.frame(n)
	first, end := f.first, f.end
	if ws.linear {
		f.b = ws.panels(f.own, 0, end-first)
		ws.e.Densities(f.b, ws.layout(ws.rows), first, end)
		if ws.masked {
			ws.maskAll(f)
		}
		return
	}
	f.b = ws.panels(ws.kept, first, end)
	rows := ws.densityRows()
	logs := f.logs[:(end-first)*rows*ws.width]
	lanes.PadRows(logs, rows, ws.m.dists, ws.width, math.Inf(-1))
	ws.e.Densities(logs, ws.layout(rows), first, end)
}

// frame is the frame of block n, which takes it over.
func (ws *Workspace) frame(n int) *frame {
	f := &ws.frames[n%len(ws.frames)]
	f.first, f.end = n*ws.block, min((n+1)*ws.block, ws.turns)
	return f
}

// refetch is fetch for the backward pass, which needs no logs any more.
func (ws *Workspace) refetch(n int) {
	if ws.linear {
		ws.fetch(n)
		return
	}
	f := ws.frame(n)
	f.b = ws.panels(ws.kept, f.first, f.end)
}

// at is panel t of one of the blocks of a frame.
func (ws *Workspace) at(f *frame, block []float64, t int) []float64 {
	return ws.panels(block, t-f.first, t-f.first+1)
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
func (ws *Workspace) Score(e Emissions) { ws.pass(e, nothing) }

// Filter runs the forward pass: e collects P(x_t = i | y_1..y_t) of the states. O(T K²) time.
func (ws *Workspace) Filter(e Emissions) {
	ws.pass(e, filtered)
	for n := range ws.blocks() {
		f := ws.frame(n)
		ws.normalise(f)
		ws.overlay(f)
		ws.deliver(f)
	}
}

// Smooth runs both passes: e collects γ_t(i), times the conversation's weight, of the states, the last
// turns first. O(T K²) time.
func (ws *Workspace) Smooth(e Emissions) {
	ws.pass(e, posterior)
	ws.backward()
}

// Expect is Smooth for training: e collects the posteriors of the distributions, those of the states
// that share one added up, and the expected counts of the chain, those of failed conversations left
// out, wait for Flush.
func (ws *Workspace) Expect(e Emissions) {
	ws.pass(e, expected)
	ws.backward()
}

// pass runs the forward pass, and does again what it could not do.
func (ws *Workspace) pass(e Emissions, w want) {
	ws.want = w
	ws.prepare(e)
	ws.forward()
	ws.exactly()
}
