package intent

import (
	"fmt"
	"slices"
)

// doubt is the posterior below which a turn's state is doubtful: the other states together are
// likelier.
const doubt = 0.5

// A Certainty is how sure the model is of the training turns that it decodes to a state, by the best
// path. Of a large corpus it is measured on a spread sample.
type Certainty struct {
	Turns    int     `json:"turns"`    // that were looked at
	Mean     float64 `json:"mean"`     // posterior of the state
	Doubtful float64 `json:"doubtful"` // share of the turns whose posterior is below 0.5
}

func (c *Certainty) check() error {
	if c == nil {
		return nil
	}
	for _, p := range [...]float64{c.Mean, c.Doubtful} {
		if !(p >= 0 && p <= 1+1e-9) {
			return fmt.Errorf("%v, expected 0 to 1", p)
		}
	}
	return nil
}

// certainties adds up the posteriors of decoded turns.
type certainties struct {
	path            []int // scratch
	turns, doubtful []int
	sum             []float64
}

func newCertainties(k int) *certainties {
	return &certainties{turns: make([]int, k), doubtful: make([]int, k), sum: make([]float64, k)}
}

// room is the path to fill in for a conversation.
func (c *certainties) room(turns int) []int {
	c.path = slices.Grow(c.path[:0], turns)[:turns]
	return c.path
}

// add takes a conversation's posteriors, T×K, with the path that was filled in.
func (c *certainties) add(posterior []float64) {
	k := len(c.turns)
	for t, state := range c.path {
		p := posterior[t*k+state]
		c.turns[state]++
		c.sum[state] += p
		if p < doubt {
			c.doubtful[state]++
		}
	}
}

// of is what was seen of a state, nil if nothing was.
func (c *certainties) of(state int) *Certainty {
	n := c.turns[state]
	if n == 0 {
		return nil
	}
	return &Certainty{n, min(1, c.sum[state]/float64(n)), float64(c.doubtful[state]) / float64(n)}
}
