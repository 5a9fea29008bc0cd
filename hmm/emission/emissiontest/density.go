package emissiontest

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"

	"intenthmm/hmm/emission"
)

// shape: what a family says of its size is true.
func shape[O any](s *subject[O]) error {
	if s.n < 3 {
		return fmt.Errorf("Len is %d, expected at least 3", s.n)
	}
	if s.family.StatsLen() < 1 || s.family.ParamLen() < 1 {
		return fmt.Errorf("StatsLen is %d, ParamLen %d", s.family.StatsLen(), s.family.ParamLen())
	}
	columns := make([][]float64, s.n)
	for i, l := range densities(s.family, s.turns) {
		columns[i%s.n] = append(columns[i%s.n], l)
	}
	for e := range columns {
		for o := range e {
			if slices.Equal(columns[e], columns[o]) {
				return fmt.Errorf("distributions %d and %d have the same densities on all data", o, e)
			}
		}
	}
	p := params(s.family)
	stats := collect(s.family, s.turns, s.posterior(len(s.turns)))
	if !panics(func() { _, _ = s.family.Clone().Maximize(stats[: len(stats)-1 : len(stats)-1]) }) {
		return errors.New("Maximize takes statistics that are too short without a panic")
	}
	if !panics(func() { _ = s.family.Clone().SetParams(p[: len(p)-1 : len(p)-1]) }) {
		return errors.New("SetParams takes parameters that are too short without a panic")
	}
	return nil
}

// layouts to try for T turns of n distributions: the first is row-major.
func layouts(turns, n int) []emission.Layout {
	return []emission.Layout{
		emission.RowMajor(n),
		{Turn: n + 3, Dist: 1},
		{Turn: 8 * n, Dist: 8},         // one lane of eight
		{Turn: 1, Dist: turns + 2},     // column-major
		{Turn: 2*n + 1, Dist: 2},       // gaps everywhere
		{Turn: 3, Dist: 3*turns + 100}, // columns with gaps
	}
}

// poison is a NaN that no arithmetic makes.
var poison = math.Float64frombits(0x7ff8_dead_beef_0001)

// margin is how many poisoned values stand on each side of a block.
const margin = 16

// block returns a poisoned block for T turns, the part of it that an evaluator may see, and where
// in the block each value of row-major order has its place.
func block(turns, n int, at emission.Layout) (all, seen []float64, places []int) {
	for t := range turns {
		for e := range n {
			places = append(places, margin+t*at.Turn+e*at.Dist)
		}
	}
	end := margin
	if len(places) > 0 {
		end = slices.Max(places) + 1
	}
	all = slices.Repeat([]float64{poison}, end+margin)
	return all, all[margin:end:end], places
}

// layout: densities stand in their places and are the same in any company.
func layout[O any](s *subject[O]) error {
	want := densities(s.family, s.turns)
	for i, l := range want {
		if math.IsNaN(l) || math.IsInf(l, 1) {
			return fmt.Errorf("turn %d, distribution %d: log density %v", i/s.n, i%s.n, l)
		}
	}
	evaluator := s.family.Evaluator()
	for _, at := range layouts(len(s.turns), s.n) {
		all, seen, places := block(len(s.turns), s.n, at)
		evaluator.LogDensities(seen, at, s.turns)
		if err := placed(all, places, want); err != nil {
			return fmt.Errorf("%+v: %w", at, err)
		}
	}
	for _, step := range []int{1, 2, 7} {
		dst := make([]float64, len(want))
		for t := 0; t < len(s.turns); t += step {
			evaluator.LogDensities(dst[t*s.n:], emission.RowMajor(s.n), s.turns[t:min(t+step, len(s.turns))])
		}
		if err := same(fmt.Sprintf("%d turns at a time", step), dst, want); err != nil {
			return err
		}
	}
	evaluator.LogDensities(nil, emission.RowMajor(s.n), nil)
	return nil
}

// placed reports values that are not in their places, and places that should be empty and are not.
func placed(all []float64, places []int, want []float64) error {
	for i, at := range places {
		if math.Float64bits(all[at]) != math.Float64bits(want[i]) {
			return fmt.Errorf("value %d is %v, in row-major layout %v", i, all[at], want[i])
		}
		all[at] = poison
	}
	for i, v := range all {
		if math.Float64bits(v) != math.Float64bits(poison) {
			return fmt.Errorf("wrote %v outside of the layout, %d from the start", v, i-margin)
		}
	}
	return nil
}

// mass: densities sum to 1.
func mass[O any](s *subject[O]) error {
	if s.Points == nil {
		return fmt.Errorf("%w: Case.Points is nil", errSkipped)
	}
	for e := range s.n {
		obs, weights := s.Points(e)
		sum, logs := 0.0, densities(s.family, obs)
		for t, w := range weights {
			sum += w * math.Exp(logs[t*s.n+e])
		}
		if !(math.Abs(sum-1) <= orDefault(s.PointsTolerance, 1e-9)) {
			return fmt.Errorf("distribution %d: densities sum to %v", e, sum)
		}
	}
	return nil
}

// missing: not observed means probability 1 and nothing learnt.
func missing[O any](s *subject[O]) error {
	if !s.HasMissing {
		return fmt.Errorf("%w: Case.HasMissing is false", errSkipped)
	}
	obs := []O{s.Missing, s.turns[0], s.Missing, s.Missing}
	for i, l := range densities(s.family, obs) {
		if i/s.n != 1 && l != 0 {
			return fmt.Errorf("missing turn, distribution %d: log density %v, expected 0", i%s.n, l)
		}
	}
	p := s.posterior(4)
	return same("statistics with missing turns", collect(s.family, obs, p), collect(s.family, obs[1:2], p[s.n:2*s.n]))
}

// allocation: nothing is allocated once the scratch has grown.
func allocation[O any](s *subject[O]) error {
	v, at := s.family.Evaluator(), emission.RowMajor(s.n)
	dst, p := make([]float64, len(s.turns)*s.n), s.posterior(len(s.turns))
	stats := make([]float64, s.family.StatsLen())
	if n := testing.AllocsPerRun(20, func() { v.LogDensities(dst, at, s.turns) }); n > 0 {
		return fmt.Errorf("LogDensities allocates %v times", n)
	}
	if n := testing.AllocsPerRun(20, func() { v.Collect(stats, s.turns, p, at) }); n > 0 {
		return fmt.Errorf("Collect allocates %v times", n)
	}
	return nil
}

// concurrent: evaluators share nothing that changes. The race detector sees more than this does.
func concurrent[O any](s *subject[O]) error {
	want, p := densities(s.family, s.turns), s.posterior(len(s.turns))
	stats := collect(s.family, s.turns, p)
	var wait sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wait.Go(func() {
			p := slices.Clone(p)
			for range 5 {
				errs[i] = errors.Join(errs[i],
					same("densities beside other evaluators", densities(s.family, s.turns), want),
					same("statistics beside other evaluators", collect(s.family, s.turns, p), stats))
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}
