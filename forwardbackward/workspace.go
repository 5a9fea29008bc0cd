package forwardbackward

import (
	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

const (
	// leastScale is the scale below which a turn is left to the exact recursion.
	leastScale = 1e-200

	// lossLimit is the share of the evidence that dropped forward probabilities may come to.
	lossLimit = 1e-17
)

// A Workspace runs the recursions over up to lanes.Width conversations side by side. The order of
// calls is
//
//	Load(sequences...)              once a batch
//	dst, at := Densities(i)         fill in the log densities of each conversation
//	Filter() or Smooth(counts)      one of them, once
//	LogLikelihood(i), States(i), Distributions(i)
//
// It grows to the largest batch it has seen and allocates nothing after that, save on the exact
// path. It is for one goroutine. Memory is 3 T K W numbers for T turns of the longest conversation.
type Workspace struct {
	m     *Compiled
	width int // lanes of the panels: 1 for a conversation alone, else lanes.Width
	turns int // turns of the longest conversation
	lane  []lane

	logs  []float64 // T×E×W: log densities, later the posteriors of the distributions
	b     []float64 // T×K×W: densities over the largest of their turn
	alpha []float64 // T×K×W: filtered, after Smooth the posteriors
	inv   []float64 // T×W: 1/c_t

	beta, w, masked, product []float64   // K×W
	xi                       [][]float64 // a K×K matrix a class: Σ_t α_t-1(i) w_t(j)
	exact                    exactScratch
}

// lane is one conversation of the batch.
type lane struct {
	chain.Sequence
	shift   float64       // Σ_t log s_t
	scale   lanes.Product // Π_t c_t
	loss    float64       // bound on the share of dropped paths, relative to the evidence so far
	stop    float64       // Σ_j α_T(j) ω_j
	exact   bool          // to be done again in the log domain
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
		ws.xi = append(ws.xi, make([]float64, m.k*m.k))
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
	for _, s := range sequences {
		s.Weight = s.Factor()
		ws.turns = max(ws.turns, s.Turns)
		ws.lane = append(ws.lane, lane{Sequence: s, scale: lanes.One, stop: 1})
	}
	k, n := ws.m.k, ws.turns*ws.width
	grow(&ws.logs, n*max(ws.m.dists, 1))
	grow(&ws.b, n*k)
	grow(&ws.alpha, n*k)
	grow(&ws.inv, n)
	for _, panel := range []*[]float64{&ws.beta, &ws.w, &ws.masked, &ws.product} {
		grow(panel, k*ws.width)
	}
}

// grow makes *s n long; what it held is of no use any more.
func grow(s *[]float64, n int) {
	if cap(*s) < n {
		*s = make([]float64, n)
	}
	*s = (*s)[:n]
}

// Densities is where the log densities of conversation i go: that of distribution e at turn t at
// dst[t*at.Turn + e*at.Dist]. Every value of its turns must be written.
func (ws *Workspace) Densities(i int) (dst []float64, at lanes.Layout) {
	return ws.view(ws.logs, i, ws.m.dists)
}

// States holds, after Filter, the filtered probabilities of conversation i, and after Smooth its
// posteriors times its weight: that of state k at turn t at [t*at.Turn + k*at.Dist]. A conversation
// that failed has no meaningful values. They last until the next Load.
func (ws *Workspace) States(i int) (values []float64, at lanes.Layout) {
	return ws.view(ws.alpha, i, ws.m.k)
}

// Distributions holds, after Smooth, the posteriors of States(i) summed over the states that share
// an emission distribution: what a family collects its statistics with.
func (ws *Workspace) Distributions(i int) (values []float64, at lanes.Layout) {
	if ws.m.dist == nil {
		return ws.States(i)
	}
	return ws.view(ws.logs, i, ws.m.dists)
}

func (ws *Workspace) view(block []float64, i, n int) ([]float64, lanes.Layout) {
	at := lanes.Layout{Turn: n * ws.width, Dist: ws.width}
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

// panel is turn t of a T×K×W block.
func (ws *Workspace) panel(block []float64, t int) []float64 {
	n := ws.m.k * ws.width
	return block[t*n : t*n+n : t*n+n]
}
