package information

import (
	"math"

	"intenthmm/baumwelch"
	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/simplex"
)

// chainCoordinates are a softmax of the starts and of every row of every matrix, and the logits of the
// stops: emission.Coordinates of a chain, with the expected counts as statistics.
type chainCoordinates struct {
	c     *chain.Chain
	prior baumwelch.Prior
	start *simplex.Softmax
	next  [][]*simplex.Softmax // a class, a row
	stop  []float64            // logits at the origin; ±Inf on the boundary
	n     int
}

func newChain(c *chain.Chain, prior baumwelch.Prior) *chainCoordinates {
	k := c.States()
	x := &chainCoordinates{c: c, prior: prior, start: simplex.NewSoftmax(c.Start)}
	x.n = x.start.Len()
	for _, m := range c.Next {
		var rows []*simplex.Softmax
		for i := range k {
			row := simplex.NewSoftmax(m[i*k : (i+1)*k])
			rows, x.n = append(rows, row), x.n+row.Len()
		}
		x.next = append(x.next, rows)
	}
	for _, p := range c.Stop {
		logit := math.Log(p / (1 - p))
		if p <= simplex.Edge || p >= 1-simplex.Edge {
			logit = math.Inf(1)
		} else {
			x.n++
		}
		x.stop = append(x.stop, logit)
	}
	return x
}

func (x *chainCoordinates) Len() int { return x.n }

// Move sets rows of the sum that their state's stop leaves them.
func (x *chainCoordinates) Move(delta []float64) error {
	take := func(n int) []float64 {
		head := delta[:n]
		delta = delta[n:]
		return head
	}
	k := x.c.States()
	x.start.Move(x.c.Start, take(x.start.Len()))
	for class, rows := range x.next {
		for i, row := range rows {
			row.Move(x.c.Next[class][i*k:(i+1)*k], take(row.Len()))
		}
	}
	for i, logit := range x.stop {
		if math.IsInf(logit, 0) {
			continue
		}
		origin := 1 / (1 + math.Exp(-logit))
		x.c.Stop[i] = 1 / (1 + math.Exp(-logit-take(1)[0]))
		for class := range x.next {
			for j := i * k; j < (i+1)*k; j++ {
				x.c.Next[class][j] *= (1 - x.c.Stop[i]) / (1 - origin)
			}
		}
	}
	return nil
}

// Score has pseudo-counts added to the counts of all that is not 0, as in training.
func (x *chainCoordinates) Score(dst, stats []float64) {
	counts := forwardbackward.CountsIn(stats, x.c)
	k := x.c.States()
	give := func(row *simplex.Softmax, counts, p []float64, pseudo, total float64) (sum float64) {
		added, share := make([]float64, len(p)), make([]float64, len(p))
		for j, v := range p {
			if v > 0 {
				added[j], share[j] = counts[j]+pseudo, v/total
				sum += added[j]
			}
		}
		row.Score(dst[:row.Len()], added, share)
		dst = dst[row.Len():]
		return sum
	}
	give(x.start, counts.Start, x.c.Start, x.prior.Start, 1)
	going := make([]float64, k)
	for class, rows := range x.next {
		for i, row := range rows {
			going[i] += give(row, counts.Next[class][i*k:(i+1)*k], x.c.Next[class][i*k:(i+1)*k], x.prior.Next, x.left(i)/x.originLeft(i))
		}
	}
	for i, logit := range x.stop {
		if math.IsInf(logit, 0) {
			continue
		}
		stops := counts.Stop[i] + x.prior.Stop
		dst[0] = stops - float64(x.c.Stop[i]*(stops+going[i]))
		dst = dst[1:]
	}
}

// left is the probability of going on from state i, originLeft what it was at the origin.
func (x *chainCoordinates) left(i int) float64 {
	if x.c.Stop == nil {
		return 1
	}
	return 1 - x.c.Stop[i]
}

func (x *chainCoordinates) originLeft(i int) float64 {
	if x.c.Stop == nil || math.IsInf(x.stop[i], 0) {
		return x.left(i)
	}
	return 1 - 1/(1+math.Exp(-x.stop[i]))
}

// Scales are in the order of forwardbackward.CountsIn.
func (x *chainCoordinates) Scales() []emission.Scale {
	var scales []emission.Scale
	add := func(free bool) {
		if free {
			scales = append(scales, emission.Probability)
		} else {
			scales = append(scales, emission.Boundary)
		}
	}
	k := x.c.States()
	for i := range k {
		add(x.start.Free(i))
	}
	for class, rows := range x.next {
		for i, row := range rows {
			for j := range k {
				moves := x.stop != nil && !math.IsInf(x.stop[i], 0) && x.c.Next[class][i*k+j] > simplex.Edge
				add(row.Free(j) || moves)
			}
		}
	}
	for _, logit := range x.stop {
		add(!math.IsInf(logit, 0))
	}
	return scales
}
