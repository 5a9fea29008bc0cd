package mixture

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"intenthmm/hmm/emission"
)

// A Model is a mixture: component k occurs as Mixing says and emits distribution k of Emission. Its
// methods may be used by several goroutines while nobody changes it.
type Model[O any] struct {
	Mixing   Mixing
	Emission emission.Family[O]
}

// New returns the mixture of these components, which it does not copy. The error is of weights and
// distributions that are not equally many.
func New[O any](mixing Mixing, family emission.Family[O]) (*Model[O], error) {
	m := &Model[O]{mixing, family}
	if err := m.check(); err != nil {
		return nil, err
	}
	return m, nil
}

func (m *Model[O]) check() error {
	if m.Mixing.Len() != m.Emission.Len() {
		return fmt.Errorf("mixture: %d weights and %d distributions, expected one weight a distribution", m.Mixing.Len(), m.Emission.Len())
	}
	return nil
}

// Components is K.
func (m *Model[O]) Components() int { return m.Mixing.Len() }

// Weights writes the K weights, or their expectations; they sum to 1.
func (m *Model[O]) Weights() []float64 {
	w := make([]float64, m.Components())
	m.Mixing.Mean(w)
	return w
}

// FreeParams is the number of free parameters: K-1 weights and those of emission.FreeParams.
func (m *Model[O]) FreeParams() int { return m.Components() - 1 + emission.FreeParams(m.Emission) }

// Clone returns an independent copy.
func (m *Model[O]) Clone() *Model[O] { return &Model[O]{m.Mixing.Clone(), m.Emission.Clone()} }

// Items are what a mixture learns from.
type Items[O any] struct {
	Obs     []O
	Weights []float64 // how much each counts, finite and at least 0; nil: 1 each
}

// weight is how much item i counts.
func (d Items[O]) weight(i int) float64 {
	if d.Weights == nil {
		return 1
	}
	return d.Weights[i]
}

// pick is some of the items.
func (d Items[O]) pick(which []int) Items[O] {
	out := Items[O]{Obs: make([]O, len(which))}
	for i, at := range which {
		out.Obs[i] = d.Obs[at]
		if d.Weights != nil {
			out.Weights = append(out.Weights, d.Weights[at])
		}
	}
	return out
}

// Check reports the first item that is not fit for the model: an *Error.
func (m *Model[O]) Check(items Items[O]) error {
	if err := m.check(); err != nil {
		return err
	}
	if items.Weights != nil && len(items.Weights) != len(items.Obs) {
		return fmt.Errorf("mixture: %d weights of %d items, expected one an item", len(items.Weights), len(items.Obs))
	}
	if at := slices.IndexFunc(items.Weights, func(w float64) bool { return !(w >= 0) || math.IsInf(w, 1) }); at >= 0 {
		return &Error{at, fmt.Errorf("weight %v, expected a finite number of at least 0", items.Weights[at])}
	}
	return m.checkObservations(items.Obs)
}

func (m *Model[O]) checkObservations(obs []O) error {
	c, ok := m.Emission.(emission.Checker[O])
	if !ok {
		return nil
	}
	for i := range obs {
		if err := c.Check(obs[i]); err != nil {
			return &Error{i, err}
		}
	}
	return nil
}

// An Error says which item of a set failed, and why.
type Error struct {
	Index int // in the set
	Err   error
}

func (e *Error) Error() string { return fmt.Sprintf("item %d: %v", e.Index, e.Err) }

func (e *Error) Unwrap() error { return e.Err }

// ErrImpossible is what is wrong with an item that has probability 0 under every component.
var ErrImpossible = errors.New("impossible under every component")
