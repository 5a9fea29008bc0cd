package emissiontest

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/hmm/emission"
)

// posteriorLayout: statistics read what the layout says and nothing else.
func posteriorLayout[O any](s *subject[O]) error {
	p := s.posterior(len(s.turns))
	want := collect(s.family, s.turns, p)
	evaluator := s.family.Evaluator()
	for _, at := range layouts(len(s.turns), s.n) {
		all, seen, places := block(len(s.turns), s.n, at)
		for i, place := range places {
			all[place] = p[i]
		}
		guarded := slices.Repeat([]float64{poison}, len(want)+2*margin)
		stats := guarded[margin : margin+len(want) : margin+len(want)]
		clear(stats)
		evaluator.Collect(stats, s.turns, seen, at)
		if err := same(fmt.Sprintf("%+v: statistics", at), stats, want); err != nil {
			return err
		}
		if err := placed(all, places, p); err != nil {
			return fmt.Errorf("%+v: the posterior was changed: %w", at, err)
		}
		for i, v := range slices.Concat(guarded[:margin], guarded[margin+len(want):]) {
			if math.Float64bits(v) != math.Float64bits(poison) {
				return fmt.Errorf("%+v: Collect wrote %v beside the statistics (%d)", at, v, i)
			}
		}
	}
	evaluator.Collect(make([]float64, len(want)), nil, nil, emission.RowMajor(s.n))
	return nil
}

// rounding is how far two sums of the same terms may differ.
const rounding = 1e-11

// linear: statistics are sums over turns, in proportion to the weights.
func linear[O any](s *subject[O]) error {
	p := s.posterior(len(s.turns))
	whole := collect(s.family, s.turns, p)
	evaluator, at := s.family.Evaluator(), emission.RowMajor(s.n)
	for _, cut := range []int{0, 1, len(s.turns) / 3, len(s.turns) - 1} {
		a := collect(s.family, s.turns[:cut], p[:cut*s.n])
		b := collect(s.family, s.turns[cut:], p[cut*s.n:])
		sum := make([]float64, len(a))
		for i := range sum {
			sum[i] = a[i] + b[i]
		}
		if err := near(fmt.Sprintf("statistics of %d turns + the rest", cut), sum, whole, rounding); err != nil {
			return err
		}
		evaluator.Collect(a, s.turns[cut:], p[cut*s.n:], at)
		if err := near("statistics on top of others", a, whole, rounding); err != nil {
			return err
		}
	}
	for _, factor := range []float64{0, 0.5, 2, 3} {
		weighted := slices.Clone(p)
		want := slices.Clone(whole)
		for i := range weighted {
			weighted[i] *= factor
		}
		for i := range want {
			want[i] *= factor
		}
		if err := near(fmt.Sprintf("statistics of %v times the weight", factor), collect(s.family, s.turns, weighted), want, rounding); err != nil {
			return err
		}
	}
	return nil
}

// slack is how far the objective may fall by rounding.
func slack(q float64) float64 { return 1e-9 * max(1, math.Abs(q)) }

// rise: an M-step raises what it maximises, from wherever it starts.
func rise[O any](s *subject[O]) error {
	f := s.family.Clone()
	for round := range 8 {
		p := s.posterior(len(s.turns))
		stats := collect(f, s.turns, p)
		kept := slices.Clone(stats)
		before := objective(f, s.turns, p)
		if _, err := f.Maximize(stats); err != nil {
			return fmt.Errorf("Maximize: %w", err)
		}
		if err := same("statistics after Maximize", stats, kept); err != nil {
			return err
		}
		if err := s.whole(f); err != nil {
			return fmt.Errorf("after Maximize: %w", err)
		}
		if after := objective(f, s.turns, p); !(after >= before-slack(before)) {
			return fmt.Errorf("round %d: Maximize lowered the objective from %v to %v", round, before, after)
		}
	}
	return nil
}

// stationary: nothing close to what Maximize found is better.
func stationary[O any](s *subject[O]) error {
	if s.OnlyRises {
		return fmt.Errorf("%w: Case.OnlyRises", errSkipped)
	}
	f, err := s.elsewhere()
	if err != nil {
		return err
	}
	p := s.posterior(len(s.turns))
	if err := learn(f, s.turns, p); err != nil {
		return err
	}
	top, best := params(f), objective(f, s.turns, p)
	accepted := 0
	for try := range 60 {
		size := []float64{1e-1, 1e-2, 1e-3}[try%3]
		moved := slices.Clone(top)
		if err := s.perturb(moved, size); err != nil {
			return err
		}
		g := f.Clone()
		if g.SetParams(moved) != nil {
			continue
		}
		accepted++
		if q := objective(g, s.turns, p); q > best+slack(best) {
			return fmt.Errorf("parameters %v away are better: %v, Maximize got %v", size, q, best)
		}
	}
	if accepted < 20 {
		return fmt.Errorf("SetParams refused %d of 60 parameters close to valid ones: set Case.Perturb", 60-accepted)
	}
	return nil
}

// perturb moves parameters by Case.Perturb, or towards other valid parameters or away from them.
func (s *subject[O]) perturb(p []float64, size float64) error {
	if s.Perturb != nil {
		s.Perturb(p, size, s.rng)
		return nil
	}
	other, err := s.elsewhere()
	if err != nil {
		return err
	}
	if s.rng.IntN(4) == 0 {
		size = -size
	}
	for i, v := range params(other) {
		p[i] += size * (v - p[i])
	}
	return nil
}

// nothing: Maximize without statistics.
func nothing[O any](s *subject[O]) error {
	f := s.family.Clone()
	for range 2 {
		if _, err := f.Maximize(make([]float64, f.StatsLen())); err != nil {
			return fmt.Errorf("Maximize of zeros: %w", err)
		}
		if err := s.whole(f); err != nil {
			return fmt.Errorf("after Maximize of zeros: %w", err)
		}
	}
	return nil
}
