package emissiontest

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/hmm/emission"
)

// degenerates are data from which little can be learnt.
func (s *subject[O]) degenerates() map[string][][]O {
	one := s.turns[:1]
	cases := map[string][][]O{
		"no conversations":   {},
		"empty conversation": {{}},
		"one turn":           {one},
		"all turns alike":    {slices.Repeat(one, 9), nil, slices.Repeat(one, 4)},
		"two turns":          {s.turns[:1], s.turns[len(s.turns)-1:]},
	}
	if s.HasMissing {
		cases["all missing"] = [][]O{slices.Repeat([]O{s.Missing}, 6)}
		cases["all but one missing"] = [][]O{{s.Missing, s.turns[0], s.Missing}}
	}
	return cases
}

// degenerate: M-steps on poor data, with Start before them where there is one, stay finite.
func degenerate[O any](s *subject[O]) error {
	for name, data := range s.degenerates() {
		turns := slices.Concat(data...)
		plain := s.family.Clone()
		begun := s.family.Clone()
		if st, ok := begun.(emission.Starter[O]); ok {
			if err := st.Start(data); err != nil {
				return fmt.Errorf("%s: Start: %w", name, err)
			}
			if err := s.whole(begun); err != nil {
				return fmt.Errorf("%s: after Start: %w", name, err)
			}
		}
		for _, f := range []emission.Family[O]{plain, begun} {
			for range 3 {
				if err := learn(f, turns, s.posterior(len(turns))); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				if err := s.whole(f); err != nil {
					return fmt.Errorf("%s: after Maximize: %w", name, err)
				}
			}
		}
		if e, ok := begun.(emission.Embedder[O]); ok {
			if err := embedded(e, data); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

// start: Start is a function of the data, and leaves something to go on with.
func start[O any](s *subject[O]) error {
	a, b := s.family.Clone(), s.family.Clone()
	if _, ok := a.(emission.Starter[O]); !ok {
		return fmt.Errorf("%w: no emission.Starter", errSkipped)
	}
	for _, f := range []emission.Family[O]{a, b} {
		if err := f.(emission.Starter[O]).Start(s.data); err != nil {
			return fmt.Errorf("Start: %w", err)
		}
	}
	if err := same("parameters of a second Start", params(b), params(a)); err != nil {
		return err
	}
	if err := same("parameters of the original after Start of its copy", params(s.family), params(s.New())); err != nil {
		return err
	}
	for i, l := range densities(a, s.turns) {
		if math.IsInf(l, 0) || math.IsNaN(l) {
			return fmt.Errorf("after Start: turn %d, distribution %d: log density %v", i/s.n, i%s.n, l)
		}
	}
	return s.whole(a)
}

// embed: a finite row for every observation, the same every time.
func embed[O any](s *subject[O]) error {
	e, ok := s.family.(emission.Embedder[O])
	if !ok {
		return fmt.Errorf("%w: no emission.Embedder", errSkipped)
	}
	if err := embedded(e, s.data); err != nil {
		return err
	}
	points, width := e.Embed(s.data, 1)
	if width < 1 {
		return fmt.Errorf("Embed: width %d", width)
	}
	again, w := s.family.Clone().(emission.Embedder[O]).Embed(s.data, 1)
	if w != width {
		return fmt.Errorf("Embed: width %d, then %d", width, w)
	}
	if err := same("Embed, once more", again, points); err != nil {
		return err
	}
	whole, _ := e.Embed([][]O{s.turns}, 1)
	return near("Embed of the same turns in one batch", whole, points, 1e-9)
}

// embedded reports rows that are missing or not finite.
func embedded[O any](e emission.Embedder[O], data [][]O) error {
	points, width := e.Embed(data, 1)
	if turns := len(slices.Concat(data...)); len(points) != turns*width {
		return fmt.Errorf("Embed: %d numbers for %d turns and width %d", len(points), turns, width)
	}
	for i, v := range points {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("Embed: turn %d, dimension %d is %v", i/width, i%width, v)
		}
	}
	return nil
}

// check: a Checker lets good observations pass and no bad ones.
func check[O any](s *subject[O]) error {
	c, ok := s.family.(emission.Checker[O])
	if !ok {
		return fmt.Errorf("%w: no emission.Checker", errSkipped)
	}
	for t, obs := range s.turns {
		if err := c.Check(obs); err != nil {
			return fmt.Errorf("Check refuses turn %d, %v: %w", t, obs, err)
		}
	}
	if s.HasMissing && c.Check(s.Missing) != nil {
		return fmt.Errorf("Check refuses a missing observation: %w", c.Check(s.Missing))
	}
	for _, obs := range s.Bad {
		if err := c.Check(obs); err == nil || err.Error() == "" {
			return fmt.Errorf("Check accepts %v", obs)
		}
	}
	return nil
}
