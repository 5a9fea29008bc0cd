package chain

import (
	"fmt"

	"intenthmm/internal/simplex"
)

// MaxStates bounds K, so that a K×K matrix of a damaged file cannot exhaust memory.
const MaxStates = 1 << 13

// Check reports the first thing about the chain that is not as documented, naming the row.
func (c *Chain) Check() error {
	k := len(c.Start)
	switch {
	case k == 0:
		return fmt.Errorf("chain: start is empty, expected one probability a state")
	case k > MaxStates:
		return fmt.Errorf("chain: %d states, at most %d", k, MaxStates)
	case len(c.Next) == 0:
		return fmt.Errorf("chain: next is empty, expected one %d×%d matrix a class", k, k)
	case len(c.Next) > 256:
		return fmt.Errorf("chain: next has %d classes, at most 256", len(c.Next))
	case c.Stop != nil && len(c.Stop) != k:
		return fmt.Errorf("chain: stop has %d values, expected %d", len(c.Stop), k)
	}
	if err := simplex.Check("chain: start", c.Start, 1); err != nil {
		return err
	}
	for i, p := range c.Stop {
		if !(p >= 0 && p <= 1) {
			return fmt.Errorf("chain: stop[%d] = %v, expected a probability", i, p)
		}
	}
	for class, m := range c.Next {
		if err := c.checkMatrix(class, m); err != nil {
			return err
		}
	}
	return c.checkDist()
}

func (c *Chain) checkMatrix(class int, m []float64) error {
	k := len(c.Start)
	if len(m) != k*k {
		return fmt.Errorf("chain: next[%d] has %d values, expected %d×%d", class, len(m), k, k)
	}
	for i := range k {
		total := 1.0
		if c.Stop != nil {
			total -= c.Stop[i]
		}
		if err := simplex.Check(fmt.Sprintf("chain: next[%d] row %d", class, i), m[i*k:(i+1)*k], total); err != nil {
			return err
		}
	}
	return nil
}

func (c *Chain) checkDist() error {
	if c.Dist == nil {
		return nil
	}
	if len(c.Dist) != len(c.Start) {
		return fmt.Errorf("chain: dist has %d values, expected %d", len(c.Dist), len(c.Start))
	}
	for i, d := range c.Dist {
		if d < 0 || d >= len(c.Start) {
			return fmt.Errorf("chain: dist[%d] = %d, expected 0 to %d", i, d, len(c.Start)-1)
		}
	}
	return nil
}
