package em_test

import (
	"errors"
	"math"
	"sync"

	"intenthmm/baumwelch/em"
)

// centre is a learner small enough to see through: one parameter, the centre of points, of which
// the objective is minus the squared distances. Its M-step goes a share of the way to the mean.
type centre struct {
	at    float64
	share float64
	prior float64 // GlobalBound is -prior at²

	maximize func(step int, at float64) (float64, []em.Repair, error) // replaces the M-step
	collect  func(x float64) error                                    // sees every point
	steps    int
	mu       sync.Mutex
	blocks   map[*em.Stats]bool // that workers were given
	workers  int
	refresh  int
	unused   int // statistics beyond the two
	shards   int // collected
}

func (c *centre) StatsLen() int { return 2 + c.unused }

func (c *centre) Worker() em.Worker[float64] {
	c.workers++
	return &collector{learner: c, at: math.NaN()}
}

func (c *centre) Maximize(s *em.Stats) ([]em.Repair, error) {
	c.steps++
	if c.maximize != nil {
		at, repairs, err := c.maximize(c.steps, c.at)
		c.at = at
		return repairs, err
	}
	c.at += c.share * (s.Values[0]/s.Values[1] - c.at)
	return nil, nil
}

func (c *centre) GlobalBound() float64 { return -c.prior * c.at * c.at }
func (c *centre) ParamLen() int        { return 1 }
func (c *centre) Params(dst []float64) { dst[0] = c.at }
func (c *centre) Size(float64) int     { return 100 }
func (c *centre) SetParams(src []float64) error {
	c.at = src[0]
	return nil
}

// collector computes at the parameters of its last Refresh.
type collector struct {
	learner *centre
	at      float64
}

func (w *collector) Refresh() {
	w.learner.mu.Lock()
	defer w.learner.mu.Unlock()
	w.at = w.learner.at
	w.learner.refresh++
}

func (w *collector) Collect(s *em.Stats, shard []float64) error {
	w.learner.mu.Lock()
	if w.learner.blocks == nil {
		w.learner.blocks = map[*em.Stats]bool{}
	}
	w.learner.blocks[s] = true
	w.learner.shards++
	w.learner.mu.Unlock()
	for _, x := range shard {
		if w.learner.collect != nil {
			if err := w.learner.collect(x); err != nil {
				return err
			}
		}
		s.Values[0] += x
		s.Values[1]++
		s.LogLikelihood -= (x - w.at) * (x - w.at)
	}
	s.Turns += float64(100 * len(shard))
	s.Items += len(shard)
	return nil
}

// points are 0, 1, 2, …: eleven of 100 turns fill a shard of 1024 turns.
func points(n int) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = float64(i)
	}
	return p
}

// options for n iterations without a tolerance.
func options(n int) em.Options {
	return em.Options{MaxIterations: n, Tolerance: -1}
}

var errTrouble = errors.New("trouble")
