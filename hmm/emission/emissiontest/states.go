package emissiontest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/hmm/emission"
)

// parameters: Params and SetParams are each other's inverse.
func parameters[O any](s *subject[O]) error {
	want, dens := params(s.family), densities(s.family, s.turns)
	guarded := slices.Repeat([]float64{poison}, len(want)+2*margin)
	s.family.Params(guarded[margin : margin+len(want)])
	for i, v := range guarded {
		inside := i >= margin && i < margin+len(want)
		if untouched := math.Float64bits(v) == math.Float64bits(poison); untouched == inside {
			return fmt.Errorf("Params: value %d of %d is %v", i-margin, len(want), v)
		}
	}
	other, err := s.elsewhere()
	if err != nil {
		return err
	}
	for _, f := range []emission.Family[O]{s.family, other} {
		if err := f.SetParams(want); err != nil {
			return fmt.Errorf("SetParams refuses what Params wrote: %w", err)
		}
		if err := same("parameters", params(f), want); err != nil {
			return err
		}
		if err := same("densities after SetParams", densities(f, s.turns), dens); err != nil {
			return err
		}
	}
	if other, err = s.elsewhere(); err != nil {
		return err
	}
	for i := range want {
		for _, v := range []float64{math.NaN(), math.Inf(1)} {
			bad := params(other)
			bad[i] = v
			if s.family.SetParams(bad) == nil {
				return fmt.Errorf("SetParams accepts %v as parameter %d", v, i)
			}
		}
		if err := same("parameters after SetParams refused others", params(s.family), want); err != nil {
			return err
		}
	}
	return nil
}

// clone: copies are alike and go their own ways.
func clone[O any](s *subject[O]) error {
	want, dens := params(s.family), densities(s.family, s.turns)
	c := s.family.Clone()
	if c.Len() != s.n || c.StatsLen() != s.family.StatsLen() || c.LogPrior() != s.family.LogPrior() {
		return fmt.Errorf("a copy has Len %d, StatsLen %d, LogPrior %v; the original %d, %d, %v",
			c.Len(), c.StatsLen(), c.LogPrior(), s.n, s.family.StatsLen(), s.family.LogPrior())
	}
	if err := same("densities of a copy", densities(c, s.turns), dens); err != nil {
		return err
	}
	p := s.posterior(len(s.turns))
	if err := learn(c, s.turns, p); err != nil {
		return err
	}
	if err := same("parameters after the copy learnt", params(s.family), want); err != nil {
		return err
	}
	learnt := params(c)
	d := s.family.Clone()
	if err := learn(s.family, s.turns, p); err != nil {
		return err
	}
	if err := same("parameters of a copy after the original learnt", params(d), want); err != nil {
		return err
	}
	return same("parameters learnt by the original and by a copy", params(s.family), learnt)
}

// sample: draws are reproducible and possible.
func sample[O any](s *subject[O]) error {
	sampler, ok := s.family.(emission.Sampler[O])
	if !ok {
		return fmt.Errorf("%w: no emission.Sampler", errSkipped)
	}
	checker, _ := s.family.(emission.Checker[O])
	for e := range s.n {
		a, b := rand.New(rand.NewPCG(3, uint64(e))), rand.New(rand.NewPCG(3, uint64(e)))
		for range 100 {
			x, y := sampler.Sample(e, a), sampler.Sample(e, b)
			if fmt.Sprint(x) != fmt.Sprint(y) {
				return fmt.Errorf("distribution %d: the same random numbers gave %v and %v", e, x, y)
			}
			if l := densities(s.family, []O{x})[e]; math.IsInf(l, 0) {
				return fmt.Errorf("distribution %d: drew %v, of log density %v", e, x, l)
			}
			if checker != nil && checker.Check(x) != nil {
				return fmt.Errorf("distribution %d: drew %v: %w", e, x, checker.Check(x))
			}
		}
	}
	return nil
}

// perDistribution is how many turns of each distribution bring the parameters back.
const perDistribution = 20_000

// recovery: with the states known, what was sampled teaches the parameters it was sampled from.
func recovery[O any](s *subject[O]) error {
	sampler, ok := s.family.(emission.Sampler[O])
	if !ok {
		return fmt.Errorf("%w: no emission.Sampler", errSkipped)
	}
	obs := s.each(sampler, perDistribution)
	p := make([]float64, len(obs)*s.n)
	for t := range obs {
		p[t*s.n+t%s.n] = 1
	}
	f, err := s.elsewhere()
	if err != nil {
		return err
	}
	for range 2 {
		if err := learn(f, obs, p); err != nil {
			return err
		}
	}
	return near("recovered parameters", params(f), params(s.family), orDefault(s.Tolerance, 0.03))
}

// split: one distribution moves beside another, and no other moves.
func split[O any](s *subject[O]) error {
	for from := range s.n {
		f := s.family.Clone()
		splitter, ok := f.(emission.Splitter)
		if !ok {
			return fmt.Errorf("%w: no emission.Splitter", errSkipped)
		}
		to := (from + 1) % s.n
		before := densities(f, s.turns)
		splitter.Split(from, to, s.rng)
		if err := s.whole(f); err != nil {
			return fmt.Errorf("after Split(%d, %d): %w", from, to, err)
		}
		if err := s.beside(from, to, before, densities(f, s.turns)); err != nil {
			return fmt.Errorf("Split(%d, %d): %w", from, to, err)
		}
	}
	return nil
}

// beside compares densities before and after a split.
func (s *subject[O]) beside(from, to int, before, after []float64) error {
	was, is, size := 0.0, 0.0, 0.0
	for i := range after {
		t, e := i/s.n, i%s.n
		if e != to {
			if math.Float64bits(before[i]) != math.Float64bits(after[i]) {
				return fmt.Errorf("moved distribution %d", e)
			}
			continue
		}
		if l := before[t*s.n+from]; !math.IsInf(l, 0) && !math.IsInf(before[i], 0) {
			was += math.Abs(before[i] - l)
			is += math.Abs(after[i] - l)
			size += 1 + math.Abs(l)
		}
	}
	if !(is > 0 && is < was && is < 0.25*size) {
		return fmt.Errorf("mean distance of log densities %v, before %v; expected above 0, less than before and small", is/size, was/size)
	}
	return nil
}

// permute: distributions change places and nothing else.
func permute[O any](s *subject[O]) error {
	f := s.family.Clone()
	p, ok := f.(emission.Permuter)
	if !ok {
		return fmt.Errorf("%w: no emission.Permuter", errSkipped)
	}
	order, inverse := s.rng.Perm(s.n), make([]int, s.n)
	for slices.IsSorted(order) || order[order[0]] == 0 { // a permutation that is not its own inverse
		order = s.rng.Perm(s.n)
	}
	for e, from := range order {
		inverse[from] = e
	}
	before := densities(f, s.turns)
	kept := slices.Clone(order)
	p.Permute(order)
	if !slices.Equal(order, kept) {
		return fmt.Errorf("Permute changed its argument")
	}
	want := make([]float64, len(before))
	for i := range want {
		want[i] = before[i/s.n*s.n+order[i%s.n]]
	}
	if err := same(fmt.Sprintf("densities after Permute(%v)", order), densities(f, s.turns), want); err != nil {
		return err
	}
	if err := near("LogPrior after Permute", []float64{f.LogPrior()}, []float64{s.family.LogPrior()}, rounding); err != nil {
		return err
	}
	p.Permute(inverse)
	return same("parameters after Permute and back", params(f), params(s.family))
}
