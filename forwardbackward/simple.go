package forwardbackward

import (
	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// Posterior computes the smoothed state probabilities of one conversation,
//
//	gamma[t,i] = P(x_t = i | y_1..y_T)
//
// dst receives T×K values in row-major order; logDensity holds log p(y_t | distribution e), T×E.
// They may not overlap. It panics if a length does not match, and returns the log-likelihood in
// nats, or a *chain.ImpossibleError or *chain.DensityError. O(T K²) time; it allocates a Workspace:
// callers with many conversations keep their own.
//
// Source: Rabiner (1989) eq. 27, scaled as the package comment says.
func Posterior(dst []float64, c *chain.Chain, logDensity []float64) (float64, error) {
	ws, m := single(dst, c, logDensity)
	ws.Smooth(m)
	return ws.LogLikelihood(0)
}

// Filtered computes P(x_t = i | y_1..y_t) as Posterior does the smoothed probabilities.
//
// Source: Rabiner (1989) eqs. 19-20, normalised at each turn.
func Filtered(dst []float64, c *chain.Chain, logDensity []float64) (float64, error) {
	ws, m := single(dst, c, logDensity)
	ws.Filter(m)
	return ws.LogLikelihood(0)
}

func single(dst []float64, c *chain.Chain, logDensity []float64) (*Workspace, *matrices) {
	m := Compile(c)
	turns := len(logDensity) / m.dists
	if len(logDensity) != turns*m.dists {
		panic("forwardbackward: len(logDensity) != T*E")
	}
	if len(dst) != turns*m.k {
		panic("forwardbackward: len(dst) != T*K")
	}
	ws := NewWorkspace(m)
	ws.Load(chain.Sequence{Turns: turns})
	return ws, &matrices{logDensity: logDensity, dists: m.dists, states: dst, k: m.k}
}

// matrices are the Emissions of one conversation in plain row-major matrices.
type matrices struct {
	logDensity []float64 // T×E
	dists      int
	states     []float64 // T×K
	k          int
}

func (*matrices) Linear() bool { return false }

func (m *matrices) Densities(dst []float64, at lanes.Layout, first, end int) {
	for t := first; t < end; t++ {
		lanes.Spread(dst[(t-first)*at.Turn:], m.logDensity[t*m.dists:(t+1)*m.dists], at.Dist)
	}
}

func (m *matrices) Collect(values []float64, at lanes.Layout, first, end int) {
	Gather(m.states[first*m.k:end*m.k], values, at, m.k)
}
