package reference

import (
	"math"
	"slices"
)

// Enumerate answers a problem by going through all K^T paths: for T of at most 6 or so.
func Enumerate(p *Problem) *Answer {
	a := p.newAnswer()
	turns := p.Sequence.Turns
	if turns == 0 {
		a.BestPath = []int{}
		return a
	}
	for t := range turns {
		if !p.filter(a, t) {
			return &Answer{Impossible: t}
		}
	}
	if !p.smooth(a) {
		return &Answer{Impossible: turns}
	}
	p.book(a)
	return a
}

// filter sets P(state at t | turns 0 to t), from all paths of t+1 states.
func (p *Problem) filter(a *Answer, t int) bool {
	k := p.Chain.States()
	row := a.Filtered[t*k : t*k+k]
	scores := map[int][]float64{} // by last state
	largest := math.Inf(-1)
	p.paths(t+1, func(path []int, score float64) {
		scores[path[t]] = append(scores[path[t]], score)
		largest = math.Max(largest, score)
	})
	if largest == math.Inf(-1) {
		return false
	}
	total := 0.0
	for i := range row {
		for _, s := range scores[i] {
			row[i] += math.Exp(s - largest)
		}
		total += row[i]
	}
	for i := range row {
		row[i] /= total
	}
	return true
}

// smooth sets what depends on the whole conversation.
func (p *Problem) smooth(a *Answer) bool {
	k, turns := p.Chain.States(), p.Sequence.Turns
	a.BestScore = math.Inf(-1)
	p.paths(turns, func(path []int, score float64) {
		score += math.Log(p.stop(path[turns-1]))
		if score > a.BestScore || score == a.BestScore && a.BestPath != nil && before(path, a.BestPath) {
			a.BestScore, a.BestPath = score, slices.Clone(path)
		}
	})
	if a.BestScore == math.Inf(-1) {
		return false
	}
	total := 0.0
	p.paths(turns, func(path []int, score float64) {
		share := math.Exp(score + math.Log(p.stop(path[turns-1])) - a.BestScore)
		total += share
		for t, i := range path {
			a.Posterior[t*k+i] += share
			if t > 0 {
				a.Next[p.Sequence.ClassAt(t)][path[t-1]*k+i] += share
			}
		}
	})
	a.LogLikelihood = a.BestScore + math.Log(total)
	for _, block := range append([][]float64{a.Posterior}, a.Next...) {
		for i := range block {
			block[i] *= p.weight() / total
		}
	}
	return true
}

// Score is the log probability of a path together with the observations and the stop, added up in
// the order of time.
func (p *Problem) Score(path []int) float64 {
	score := 0.0
	for t, i := range path {
		way := p.Chain.Start[i]
		if t > 0 {
			way = p.next(t, path[t-1], i)
		}
		score = score + math.Log(way) + p.density(t, i)
	}
	if len(path) > 0 {
		score += math.Log(p.stop(path[len(path)-1]))
	}
	return score
}

// before orders paths by their last state, then by the last but one, and so on.
func before(path, other []int) bool {
	for t := len(path) - 1; t >= 0; t-- {
		if path[t] != other[t] {
			return path[t] < other[t]
		}
	}
	return false
}

// paths calls visit with every path of n states and its log probability together with turns 0 to
// n-1, added up in the order of time.
func (p *Problem) paths(n int, visit func(path []int, score float64)) {
	path := make([]int, n)
	var extend func(t int, score float64)
	extend = func(t int, score float64) {
		if t == n {
			visit(path, score)
			return
		}
		for i := range p.Chain.States() {
			way := p.Chain.Start[i]
			if t > 0 {
				way = p.next(t, path[t-1], i)
			}
			path[t] = i
			extend(t+1, score+math.Log(way)+p.density(t, i))
		}
	}
	extend(0, 0)
}
