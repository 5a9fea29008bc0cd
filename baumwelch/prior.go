package baumwelch

import (
	"math"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
)

// A Prior is pseudo-counts for the chain: each permitted start, transition and stop counts as if it
// had been seen that many times more. All zero is maximum likelihood.
type Prior struct {
	Start, Next, Stop float64
}

// Maximize is the M-step of the chain. Rows without any counts keep their probabilities.
func (p Prior) Maximize(c *chain.Chain, counts forwardbackward.Counts) {
	share(c.Start, counts.Start, p.Start, 1)
	k := c.States()
	for i := range k {
		going := p.stop(c, counts, i)
		for class, m := range c.Next {
			share(m[i*k:(i+1)*k], counts.Next[class][i*k:(i+1)*k], p.Next, going)
		}
	}
}

// stop is the M-step of ω_i. It returns the probability of going on, 1 - ω_i.
func (p Prior) stop(c *chain.Chain, counts forwardbackward.Counts, i int) (going float64) {
	if c.Stop == nil {
		return 1
	}
	if c.Stop[i] == 0 || c.Stop[i] == 1 {
		return 1 - c.Stop[i]
	}
	k, on := c.States(), 0.0
	for class, m := range c.Next {
		for j := i * k; j < (i+1)*k; j++ {
			if m[j] > 0 {
				on += counts.Next[class][j] + p.Next
			}
		}
	}
	off := counts.Stop[i] + p.Stop
	if on+off > 0 {
		c.Stop[i] = off / (on + off)
	}
	return 1 - c.Stop[i]
}

// share sets the positive probabilities of dst to counts plus pseudo, normalised to total. If there
// is nothing to normalise, dst is scaled to total as it is.
func share(dst, counts []float64, pseudo, total float64) {
	sum, present := 0.0, 0.0
	for i, v := range dst {
		if v > 0 {
			sum += counts[i] + pseudo
			present += v
		}
	}
	for i, v := range dst {
		switch {
		case v == 0:
		case sum > 0:
			dst[i] = total * (counts[i] + pseudo) / sum
		default:
			dst[i] = total * v / present
		}
	}
}

// Log is the log prior density at c, up to a constant.
func (p Prior) Log(c *chain.Chain) float64 {
	sum := logSum(c.Start, p.Start) + logSum(c.Stop, p.Stop)
	for _, m := range c.Next {
		sum += logSum(m, p.Next)
	}
	return sum
}

// logSum is pseudo · Σ log p over the positive p.
func logSum(p []float64, pseudo float64) float64 {
	if pseudo == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range p {
		if v > 0 {
			sum += math.Log(v)
		}
	}
	return pseudo * sum
}
