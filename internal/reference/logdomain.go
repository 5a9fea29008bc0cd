package reference

import (
	"math"
	"slices"
)

// LogDomain answers a problem by the recursions of forward, backward and Viterbi as the textbooks
// print them, in logarithms. It needs T×K numbers and exponentials without thrift. Each turn's
// largest density is set aside, so that log probabilities far from 0 cost no digits.
func LogDomain(p *Problem) *Answer {
	whole := p
	p, aside := p.centred()
	a := p.newAnswer()
	k, turns := p.Chain.States(), p.Sequence.Turns
	if turns == 0 {
		return a
	}
	alpha := p.LogForward()
	for t := range turns {
		total := logSum(alpha[t])
		if total == math.Inf(-1) {
			return &Answer{Impossible: t}
		}
		for i := range k {
			a.Filtered[t*k+i] = math.Exp(alpha[t][i] - total)
		}
	}
	beta := p.LogBackward()
	last := make([]float64, k)
	for i := range k {
		last[i] = alpha[turns-1][i] + beta[turns-1][i]
	}
	if a.LogLikelihood = logSum(last); a.LogLikelihood == math.Inf(-1) {
		return &Answer{Impossible: turns}
	}
	for t := range turns {
		for i := range k {
			a.Posterior[t*k+i] = p.weight() * math.Exp(alpha[t][i]+beta[t][i]-a.LogLikelihood)
			for j := 0; t > 0 && j < k; j++ {
				edge := alpha[t-1][i] + math.Log(p.next(t, i, j)) + p.density(t, j) + beta[t][j]
				a.Next[p.Sequence.ClassAt(t)][i*k+j] += p.weight() * math.Exp(edge-a.LogLikelihood)
			}
		}
	}
	p.book(a)
	a.LogLikelihood += aside
	a.BestPath, a.BestScore = whole.best()
	return a
}

// centred is the problem with each turn's log densities over their largest, and the sum of those.
func (p *Problem) centred() (*Problem, float64) {
	c, aside, dists := *p, 0.0, p.Chain.Distributions()
	c.LogDensity = slices.Clone(p.LogDensity)
	for t := range p.Sequence.Turns {
		largest := math.Inf(-1)
		for i := range p.Chain.States() {
			largest = math.Max(largest, p.density(t, i))
		}
		if largest == math.Inf(-1) {
			continue
		}
		aside += largest
		for e := range dists {
			c.LogDensity[t*dists+e] -= largest
		}
	}
	return &c, aside
}

// LogForward is log P(turns 0 to t, state i at t): row t, column i.
func (p *Problem) LogForward() [][]float64 {
	k := p.Chain.States()
	terms := make([]float64, k)
	alpha := make([][]float64, p.Sequence.Turns)
	for t := range alpha {
		alpha[t] = make([]float64, k)
		for j := range k {
			way := math.Log(p.Chain.Start[j])
			if t > 0 {
				for i := range k {
					terms[i] = alpha[t-1][i] + math.Log(p.next(t, i, j))
				}
				way = logSum(terms)
			}
			alpha[t][j] = way + p.density(t, j)
		}
	}
	return alpha
}

// LogBackward is log P(turns after t, and the stop | state i at t): row t, column i.
func (p *Problem) LogBackward() [][]float64 {
	k, turns := p.Chain.States(), p.Sequence.Turns
	terms := make([]float64, k)
	beta := make([][]float64, turns)
	for t := turns - 1; t >= 0; t-- {
		beta[t] = make([]float64, k)
		for i := range k {
			if t == turns-1 {
				beta[t][i] = math.Log(p.stop(i))
				continue
			}
			for j := range k {
				terms[j] = math.Log(p.next(t+1, i, j)) + p.density(t+1, j) + beta[t+1][j]
			}
			beta[t][i] = logSum(terms)
		}
	}
	return beta
}

// LogBest is the trellis of Viterbi: the log probability of the best path of turns 0 to t that ends
// in state i, row t, column i.
func (p *Problem) LogBest() [][]float64 {
	k := p.Chain.States()
	delta := make([][]float64, p.Sequence.Turns)
	for t := range delta {
		delta[t] = make([]float64, k)
		for j := range k {
			best := math.Log(p.Chain.Start[j])
			if t > 0 {
				best, _ = p.reach(delta[t-1], t, j)
			}
			delta[t][j] = best + p.density(t, j)
		}
	}
	return delta
}

// reach is the best way into state j at turn t, and the lowest state that it comes from.
func (p *Problem) reach(before []float64, t, j int) (float64, int) {
	best, from := math.Inf(-1), 0
	for i, v := range before {
		if v += math.Log(p.next(t, i, j)); v > best {
			best, from = v, i
		}
	}
	return best, from
}

func (p *Problem) best() ([]int, float64) {
	delta, turns := p.LogBest(), p.Sequence.Turns
	path, score := make([]int, turns), math.Inf(-1)
	for i, v := range delta[turns-1] {
		if v += math.Log(p.stop(i)); v > score {
			score, path[turns-1] = v, i
		}
	}
	for t := turns - 1; t > 0; t-- {
		_, path[t-1] = p.reach(delta[t-1], t, path[t])
	}
	return path, score
}

// logSum is log Σ_i e^x_i.
func logSum(x []float64) float64 {
	largest := math.Inf(-1)
	for _, v := range x {
		largest = math.Max(largest, v)
	}
	if largest == math.Inf(-1) {
		return largest
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - largest)
	}
	return largest + math.Log(sum)
}
