package forwardbackward

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// lossLimit is the share of the evidence that dropped forward probabilities may come to.
const lossLimit = 1e-17

// A Workspace runs the recursions over up to lanes.Width conversations side by side. The order of
// calls is
//
//	Load(sequences...)              once a batch
//	dst, at := Densities(i)         fill in the log densities of each conversation; or
//	dst, at := Linear(i)            the densities themselves, where they cannot vanish
//	Filter() or Smooth(counts)      one of them, once
//	LogLikelihood(i), States(i), Distributions(i)
//
// It grows to the largest batch it has seen and allocates nothing after that, save on the exact
// path. It is for one goroutine. Memory is 3 T K W numbers for T turns of the longest conversation.
type Workspace struct {
	m      *Compiled
	width  int // lanes of the panels: 1 for a conversation alone, else lanes.Width
	turns  int // turns of the longest conversation
	lane   []lane
	direct bool // the densities are in b already
	masked bool // some conversation has a mask

	// Panels have P rows, K padded, of width lanes.
	logs  []float64 // a panel a turn of log densities (E rows where states share distributions)
	b     []float64 // a panel a turn: densities over the largest of their turn, then w
	alpha []float64 // a panel a turn
	gamma []float64 // a panel a turn: logs again, unless states share distributions
	own   []float64 // what gamma is then
	inv   []float64 // T×W: 1/c_t
	state []float64 // alpha or gamma: what States shows

	work   lanes.Work
	shift  [lanes.Width]float64
	scales lanes.Scales

	beta, picked, product []float64   // a panel each
	xi                    [][]float64 // a P×P matrix a class: Σ_t α_t-1(i) w_t(j)
	exact                 exactScratch
}

// lane is one conversation of the batch.
type lane struct {
	chain.Sequence
	loss    float64 // bound on the share of dropped paths, relative to the evidence so far
	stop    float64 // Σ_j α_T(j) ω_j
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

// Use changes the chain; what was loaded is gone.
func (ws *Workspace) Use(m *Compiled) {
	ws.m, ws.lane = m, ws.lane[:0]
	ws.xi = ws.xi[:0]
	for range m.next {
		ws.xi = append(ws.xi, make([]float64, m.p*m.p))
	}
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
	ws.direct, ws.masked = false, false
	for _, s := range sequences {
		s.Weight = s.Factor()
		ws.turns = max(ws.turns, s.Turns)
		ws.masked = ws.masked || s.Allowed != nil
		ws.lane = append(ws.lane, lane{Sequence: s, stop: 1})
	}
	p, n := ws.m.p, ws.turns*ws.width
	lanes.Grow(&ws.logs, n*ws.densityRows())
	lanes.Grow(&ws.b, n*p)
	lanes.Grow(&ws.alpha, n*p)
	lanes.Grow(&ws.inv, n)
	for _, panel := range []*[]float64{&ws.beta, &ws.picked, &ws.product} {
		lanes.Grow(panel, p*ws.width)
	}
	ws.gamma = ws.logs
	if ws.m.dist != nil {
		lanes.Grow(&ws.own, n*p)
		ws.gamma = ws.own
	}
	lanes.PadRows(ws.logs, ws.densityRows(), ws.m.dists, ws.width, math.Inf(-1))
}

// densityRows is the number of rows of a panel of log densities.
func (ws *Workspace) densityRows() int {
	if ws.m.dist == nil {
		return ws.m.p
	}
	return ws.m.dists
}

// Densities is where the log densities of conversation i go: that of distribution e at turn t at
// dst[t*at.Turn + e*at.Dist]. Every value of its turns must be written.
func (ws *Workspace) Densities(i int) (dst []float64, at lanes.Layout) {
	return ws.view(ws.logs, i, ws.densityRows())
}

// Linear is where the densities of conversation i go, in place of their logs, if they are not so
// small that they vanish: probabilities of symbols, say. All conversations of a batch go one way. It
// panics where states share distributions.
func (ws *Workspace) Linear(i int) (dst []float64, at lanes.Layout) {
	if ws.m.dist != nil {
		panic("forwardbackward: Linear with a chain whose states share distributions")
	}
	if !ws.direct {
		ws.direct = true
		lanes.PadRows(ws.b, ws.m.p, ws.m.k, ws.width, 0)
	}
	return ws.view(ws.b, i, ws.m.p)
}

// States holds, after Filter, the filtered probabilities of conversation i, and after Smooth its
// posteriors times its weight: that of state k at turn t at [t*at.Turn + k*at.Dist]. A conversation
// that failed has zeros. They last until the next Load.
func (ws *Workspace) States(i int) (values []float64, at lanes.Layout) {
	return ws.view(ws.state, i, ws.m.p)
}

// CopyStates writes States(i) to dst, T×K row-major. It panics on a wrong length.
func (ws *Workspace) CopyStates(dst []float64, i int) {
	k := ws.m.k
	if len(dst) != ws.lane[i].Turns*k {
		panic("forwardbackward: len(dst) != T*K")
	}
	values, at := ws.States(i)
	for t := range ws.lane[i].Turns {
		for j := range k {
			dst[t*k+j] = values[t*at.Turn+j*at.Dist]
		}
	}
}

// Distributions holds, after Smooth, the posteriors of States(i) summed over the states that share
// an emission distribution: what a family collects its statistics with.
func (ws *Workspace) Distributions(i int) (values []float64, at lanes.Layout) {
	if ws.m.dist == nil {
		return ws.States(i)
	}
	return ws.view(ws.logs, i, ws.m.dists)
}

func (ws *Workspace) view(block []float64, i, rows int) ([]float64, lanes.Layout) {
	at := lanes.Layout{Turn: rows * ws.width, Dist: ws.width}
	if len(block) == 0 {
		return nil, at
	}
	return block[i:], at
}

// LogLikelihood is log P of conversation i in nats, or the reason that there is none: a
// *chain.ImpossibleError or a *chain.DensityError. An empty conversation has 0.
func (ws *Workspace) LogLikelihood(i int) (float64, error) {
	return ws.lane[i].loglik, ws.lane[i].failure
}

// panel is turn t of a block of panels.
func (ws *Workspace) panel(block []float64, t int) []float64 {
	n := ws.m.p * ws.width
	return block[t*n : t*n+n : t*n+n]
}
