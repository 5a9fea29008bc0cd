package emissiontest

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/hmm/emission"
)

// A subject is a family under test with data for it.
type subject[O any] struct {
	Case[O]
	family emission.Family[O]
	n      int // distributions
	data   [][]O
	turns  []O // data in one piece
	rng    *rand.Rand
}

func newSubject[O any](c Case[O]) (*subject[O], error) {
	s := &subject[O]{Case: c, family: c.New(), data: c.Data, rng: rand.New(rand.NewPCG(7, 11))}
	s.n = s.family.Len()
	if s.data == nil {
		sampler, ok := s.family.(emission.Sampler[O])
		if !ok {
			return nil, errors.New("Case.Data is nil and the family is no emission.Sampler")
		}
		s.data = s.draw(sampler)
	}
	s.turns = slices.Concat(s.data...)
	if len(s.turns) < 2*s.n {
		return nil, fmt.Errorf("%d turns of data, expected at least two a distribution", len(s.turns))
	}
	return s, nil
}

// draw makes conversations of 0 to 19 turns.
func (s *subject[O]) draw(sampler emission.Sampler[O]) [][]O {
	data := make([][]O, 12)
	for i := range data {
		for range s.rng.IntN(20) {
			obs := sampler.Sample(s.rng.IntN(s.n), s.rng)
			if s.HasMissing && s.rng.IntN(10) == 0 {
				obs = s.Missing
			}
			data[i] = append(data[i], obs)
		}
	}
	return append(data, data[0][:0], s.each(sampler, 2))
}

// each draws so many turns from each distribution in turn.
func (s *subject[O]) each(sampler emission.Sampler[O], turns int) []O {
	var obs []O
	for range turns {
		for e := range s.n {
			obs = append(obs, sampler.Sample(e, s.rng))
		}
	}
	return obs
}

// posterior draws T×n weights that sum to 1 for each turn; some are 0.
func (s *subject[O]) posterior(turns int) []float64 {
	p := make([]float64, turns*s.n)
	for t := range turns {
		row, sum := p[t*s.n:(t+1)*s.n], 0.0
		for e := range row {
			if s.rng.IntN(8) > 0 {
				row[e] = s.rng.ExpFloat64()
			}
			sum += row[e]
		}
		if sum == 0 {
			row[0], sum = 1, 1
		}
		for e := range row {
			row[e] /= sum
		}
	}
	return p
}

// densities is T×n log densities.
func densities[O any](f emission.Family[O], obs []O) []float64 {
	dst := make([]float64, len(obs)*f.Len())
	f.Evaluator().LogDensities(dst, emission.RowMajor(f.Len()), obs)
	return dst
}

// collect is the statistics of obs under a T×n posterior.
func collect[O any](f emission.Family[O], obs []O, posterior []float64) []float64 {
	stats := make([]float64, f.StatsLen())
	f.Evaluator().Collect(stats, obs, posterior, emission.RowMajor(f.Len()))
	return stats
}

// params is the family's parameters.
func params[O any](f emission.Family[O]) []float64 {
	dst := make([]float64, f.ParamLen())
	f.Params(dst)
	return dst
}

// learn makes one M-step from obs.
func learn[O any](f emission.Family[O], obs []O, posterior []float64) error {
	if _, err := f.Maximize(collect(f, obs, posterior)); err != nil {
		return fmt.Errorf("Maximize: %w", err)
	}
	return nil
}

// objective is Σ posterior · log density + LogPrior.
func objective[O any](f emission.Family[O], obs []O, posterior []float64) float64 {
	sum := f.LogPrior()
	for i, l := range densities(f, obs) {
		if posterior[i] > 0 {
			sum += posterior[i] * l
		}
	}
	return sum
}

// elsewhere moves a copy of the family to other valid parameters.
func (s *subject[O]) elsewhere() (emission.Family[O], error) {
	f := s.family.Clone()
	return f, learn(f, s.turns, s.posterior(len(s.turns)))
}

// whole reports what is not finite in a family that learnt: parameters, densities, LogPrior.
func (s *subject[O]) whole(f emission.Family[O]) error {
	if p := f.LogPrior(); math.IsNaN(p) || math.IsInf(p, 1) {
		return fmt.Errorf("LogPrior is %v", p)
	}
	return s.usable(f)
}

// usable reports what is not finite in a family: parameters, or densities of the data other than -Inf.
func (s *subject[O]) usable(f emission.Family[O]) error {
	for i, v := range params(f) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("parameter %d is %v", i, v)
		}
	}
	for i, v := range densities(f, s.turns) {
		if math.IsNaN(v) || math.IsInf(v, 1) {
			return fmt.Errorf("turn %d, distribution %d: log density %v", i/f.Len(), i%f.Len(), v)
		}
	}
	return nil
}

// same reports the first place where two slices differ in any bit.
func same(what string, got, want []float64) error {
	if len(got) != len(want) {
		return fmt.Errorf("%s: %d values, expected %d", what, len(got), len(want))
	}
	for i := range got {
		if math.Float64bits(got[i]) != math.Float64bits(want[i]) {
			return fmt.Errorf("%s: value %d is %v, expected %v to the last bit", what, i, got[i], want[i])
		}
	}
	return nil
}

// near reports the first place where two slices differ by more than tolerance·max(1, |want|).
func near(what string, got, want []float64, tolerance float64) error {
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= tolerance*max(1, math.Abs(w))) {
			return fmt.Errorf("%s: value %d is %v, expected %v", what, i, got[i], w)
		}
	}
	return nil
}

// panics reports whether f does.
func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// orDefault is v, or d where v is 0.
func orDefault(v, d float64) float64 {
	if v == 0 {
		return d
	}
	return v
}
