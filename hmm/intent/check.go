package intent

import (
	"fmt"
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// check reports what does not fit together in a model that was read from a file, naming the field.
func (m *Model) check() error {
	if err := m.Encoder.Check(); err != nil {
		return fmt.Errorf("encoder: %w", err)
	}
	if err := m.HMM.Check(); err != nil {
		return err
	}
	if len(m.States) != m.HMM.States() {
		return fmt.Errorf("states: %d entries, the chain has %d states", len(m.States), m.HMM.States())
	}
	for i, s := range m.States {
		switch {
		case !(s.Turns >= 0):
			return fmt.Errorf("states: turns of state %d is %v, expected 0 or more", i, s.Turns)
		case !(s.Place >= 0 && s.Place <= 1+1e-9):
			return fmt.Errorf("states: place of state %d is %v, expected 0 to 1", i, s.Place)
		}
		if err := s.Certainty.check(); err != nil {
			return fmt.Errorf("states: certainty of state %d: %w", i, err)
		}
		for _, t := range s.Terms {
			if !(t.Probability >= 0 && t.Probability <= 1+1e-9 && t.Lift > 0) || t.Text == "" {
				return fmt.Errorf("states: terms of state %d: %+v, expected a word, a probability and a lift", i, t)
			}
		}
	}
	if err := checkOutcomes(m.States); err != nil {
		return fmt.Errorf("states: %w", err)
	}
	if err := m.Record.check(len(m.States)); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	if s := m.Record.Selection; s != nil {
		if n := len(s.Candidates); s.Best < -1 || s.Best >= n || s.RunnerUp < -1 || s.RunnerUp >= n {
			return fmt.Errorf("record: selection: best is %d and runner_up %d of %d candidates", s.Best, s.RunnerUp, n)
		}
	}
	if !slices.IsSorted(m.Record.Surprise) {
		return fmt.Errorf("record: surprise is not in ascending order")
	}
	return m.checkParts()
}

// checkParts reports a part whose alphabet is not the encoder's, and something that the encoder
// observes without there being a part for it.
func (m *Model) checkParts() error {
	has := map[string]bool{}
	for _, p := range m.HMM.Emission.(*emission.Joint).Parts() {
		has[p.Name()] = true
		if err := m.checkPart(p); err != nil {
			return fmt.Errorf("emission: part %q: %w", p.Name(), err)
		}
	}
	for _, name := range observed(m.Encoder) {
		if !has[name] {
			return fmt.Errorf("emission: part %q is missing, which the encoder observes", name)
		}
	}
	return nil
}

// observed is the names of the parts that an encoder fills.
func observed(e *encode.Encoder) []string {
	part := map[encode.Observe]string{
		encode.Words: "words", encode.Symbols: "symbol", encode.Vectors: "vector", encode.LSA: "vector", encode.Codes: "symbol",
	}
	parts := []string{part[e.Options.Observe]}
	if e.Options.Vectors {
		parts = append(parts, "vector")
	}
	if e.Speakers != nil {
		parts = append(parts, "speaker")
	}
	return parts
}

func (m *Model) checkPart(p emission.TurnPart) error {
	var have, want int
	switch family := p.Inner().(type) {
	case emission.Lexical:
		if m.Encoder.Terms == nil {
			return fmt.Errorf("the encoder has no words")
		}
		have, want = family.Vocabulary(), m.Encoder.Terms.Len()
	case *emission.Categorical:
		if p.Name() == "symbol" && m.Encoder.Codebook != nil {
			have, want = family.Symbols(), m.Encoder.Codebook.Len()
			break
		}
		vocabulary := m.Encoder.Symbols
		if p.Name() == "speaker" {
			vocabulary = m.Encoder.Speakers
		}
		if vocabulary == nil {
			return fmt.Errorf("the encoder has no vocabulary for it")
		}
		have, want = family.Symbols(), vocabulary.Len()
	case interface{ Dims() int }: // over vectors
		have, want = family.Dims(), m.Encoder.Width
	}
	if have != want {
		return fmt.Errorf("it is over %d values, the encoder has %d", have, want)
	}
	return nil
}
