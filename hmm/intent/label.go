package intent

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Label is what people say of a state. All else in a model is what training found.
type Label struct {
	State   int    // number
	Name    string // the intent; "" gives the suggested name back
	Outcome string // as in State
	EndsAs  string // as in State
}

// Suggestion is the name that training gave the state, whatever people have called it since.
func (s State) Suggestion() string { return cmp.Or(s.Suggested, s.Name) }

// Labels are the labels of all states, in the order of their numbers.
func (m *Model) Labels() []Label {
	labels := make([]Label, len(m.States))
	for i, s := range m.States {
		labels[i] = Label{i, s.Name, s.Outcome, s.EndsAs}
	}
	return labels
}

// Relabel is the model with these labels; states that are not listed keep theirs, and m stays as it is.
// All but the labels is shared with m, so that this costs no more than a copy of the states' entries; the
// engine of sessions is made anew, with these outcomes.
//
// Whatever cannot be is an error that names the state: a number that the model does not have, or twice; a
// text that is not UTF-8, longer than 200 bytes, with control characters, or with white space at an end;
// an outcome that would be both reached and ended as.
func (m *Model) Relabel(labels []Label) (*Model, error) {
	out := &Model{Encoder: m.Encoder, HMM: m.HMM, States: slices.Clone(m.States), Record: m.Record, StopWords: m.StopWords}
	done := make([]bool, len(out.States))
	for _, l := range labels {
		if l.State < 0 || l.State >= len(done) {
			return nil, fmt.Errorf("state %d: expected one from 0 to %d", l.State, len(done)-1)
		}
		if done[l.State] {
			return nil, fmt.Errorf("state %d: labelled twice", l.State)
		}
		done[l.State] = true
		s := &out.States[l.State]
		if err := s.rename(l.Name); err != nil {
			return nil, fmt.Errorf("state %d: name %w", l.State, err)
		}
		s.Outcome, s.EndsAs = l.Outcome, l.EndsAs
	}
	if err := checkOutcomes(out.States); err != nil {
		return nil, err
	}
	return out, nil
}

// rename gives the state a name. The suggested one is always fine, though symbols may have made it long.
func (s *State) rename(name string) error {
	suggestion := s.Suggestion()
	if name == "" || name == suggestion {
		s.Name, s.Suggested = suggestion, ""
		return nil
	}
	if err := checkText(name); err != nil {
		return err
	}
	s.Name, s.Suggested = name, suggestion
	return nil
}

// checkOutcomes reports an outcome that cannot be.
func checkOutcomes(states []State) error {
	reached := map[string]int{} // by which state
	for i, s := range states {
		if s.Outcome == "" {
			continue
		}
		if err := checkText(s.Outcome); err != nil {
			return fmt.Errorf("state %d: outcome %w", i, err)
		}
		reached[s.Outcome] = i
	}
	for i, s := range states {
		if s.EndsAs == "" {
			continue
		}
		if err := checkText(s.EndsAs); err != nil {
			return fmt.Errorf("state %d: ends_as %w", i, err)
		}
		if other, both := reached[s.EndsAs]; both {
			return fmt.Errorf("state %d: ends_as %q is the outcome of state %d: expected a name for one of the two only", i, s.EndsAs, other)
		}
	}
	return nil
}

// longestLabel is the most bytes of a text that people give.
const longestLabel = 200

// checkText reports what a table, a log or a chart could not show as it is.
func checkText(text string) error {
	switch {
	case !utf8.ValidString(text):
		return fmt.Errorf("%q is not UTF-8", text)
	case len(text) > longestLabel:
		return fmt.Errorf("%.20q… has %d bytes, expected at most %d", text, len(text), longestLabel)
	case strings.ContainsFunc(text, unicode.IsControl):
		return fmt.Errorf("%q has control characters", text)
	case strings.TrimSpace(text) != text:
		return fmt.Errorf("%q begins or ends with white space", text)
	}
	return nil
}
