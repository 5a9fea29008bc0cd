// Package hmm is a hidden Markov model: a chain of hidden states and a family of emissions.
//
// For one-off use a Model answers directly,
//
//	logLikelihood, err := m.Score(observations)
//	posterior, logLikelihood, err := m.Posterior(observations)
//	path, logProbability, err := m.Decode(observations)
//
// and for many conversations a Decoder keeps the scratch between them. Training is baumwelch's;
// models of transcripts, with their encoder and their file, are intent's.
package hmm

import (
	"encoding/json"
	"fmt"

	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// A Model is a hidden Markov model over observations of type O. Any number of goroutines may read
// it; none may while it is trained.
type Model[O any] struct {
	Chain    *chain.Chain
	Emission emission.Family[O]
}

// New returns a model of the two, if they fit together.
func New[O any](c *chain.Chain, family emission.Family[O]) (*Model[O], error) {
	m := &Model[O]{c, family}
	return m, m.Check()
}

// States is K.
func (m *Model[O]) States() int { return m.Chain.States() }

// Clone returns an independent copy.
func (m *Model[O]) Clone() *Model[O] {
	return &Model[O]{m.Chain.Clone(), m.Emission.Clone()}
}

// Check reports the first thing wrong with the chain, or that chain and emission do not fit.
func (m *Model[O]) Check() error {
	if m.Chain == nil || m.Emission == nil {
		return fmt.Errorf("hmm: a model needs a chain and an emission family")
	}
	if err := m.Chain.Check(); err != nil {
		return fmt.Errorf("hmm: %w", err)
	}
	if have, want := m.Emission.Len(), m.Chain.Distributions(); have != want {
		return fmt.Errorf("hmm: emission has %d distributions, the chain refers to %d", have, want)
	}
	return nil
}

// CheckObservations reports what is wrong with the conversation, naming the turn.
func (m *Model[O]) CheckObservations(c *Conversation[O]) error {
	seq := c.Sequence()
	if err := seq.Check(m.Chain); err != nil {
		return err
	}
	checker, ok := m.Emission.(emission.Checker[O])
	if !ok {
		return nil
	}
	for t, obs := range c.Obs {
		if err := checker.Check(obs); err != nil {
			return fmt.Errorf("turn %d: %w", t, err)
		}
	}
	return nil
}

// Permute renames the states: state i becomes what order[i] was. It reports whether it could: a
// chain with shared distributions or a family that is no emission.Permuter stays as it is.
func (m *Model[O]) Permute(order []int) bool {
	p, ok := m.Emission.(emission.Permuter)
	if !ok || m.Chain.Dist != nil {
		return false
	}
	m.Chain.Permute(order)
	p.Permute(order)
	return true
}

// Score is the log-likelihood of one conversation in nats. It allocates; a Decoder does not.
func (m *Model[O]) Score(obs []O) (float64, error) {
	return NewDecoder(m).Score(&Conversation[O]{Obs: obs})
}

// Posterior is P(state at t = i | the whole conversation), one row of K a turn, and the
// log-likelihood in nats.
func (m *Model[O]) Posterior(obs []O) ([][]float64, float64, error) {
	flat := make([]float64, len(obs)*m.States())
	score, err := NewDecoder(m).Posterior(flat, &Conversation[O]{Obs: obs})
	if err != nil {
		return nil, 0, err
	}
	rows := make([][]float64, len(obs))
	for t := range rows {
		rows[t] = flat[t*m.States() : (t+1)*m.States()]
	}
	return rows, score, nil
}

// Decode is the best path of states and its joint log probability with the observations in nats.
func (m *Model[O]) Decode(obs []O) ([]int, float64, error) {
	path := make([]int, len(obs))
	score, err := NewDecoder(m).Path(path, &Conversation[O]{Obs: obs})
	if err != nil {
		return nil, 0, err
	}
	return path, score, nil
}

// modelJSON is how a model stands in a file.
type modelJSON struct {
	Chain    *chain.Chain    `json:"chain"`
	Emission json.RawMessage `json:"emission"`
}

// MarshalJSON writes chain and emission; numbers survive exactly.
func (m *Model[O]) MarshalJSON() ([]byte, error) {
	data, err := json.Marshal(m.Emission)
	if err != nil {
		return nil, err
	}
	return json.Marshal(modelJSON{m.Chain, data})
}

// UnmarshalJSON reads a model into m, whose Emission says what family is expected:
//
//	m := hmm.Model[int]{Emission: new(emission.Categorical)}
//	err := json.Unmarshal(data, &m)
func (m *Model[O]) UnmarshalJSON(data []byte) error {
	var j modelJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("hmm: %w", err)
	}
	if m.Emission == nil {
		return fmt.Errorf("hmm: set Emission to an empty family of the expected type before reading a model")
	}
	family := m.Emission.Clone()
	target, ok := family.(json.Unmarshaler)
	if !ok {
		return fmt.Errorf("hmm: the emission family cannot be read from JSON")
	}
	if err := target.UnmarshalJSON(j.Emission); err != nil {
		return fmt.Errorf("hmm: emission: %w", err)
	}
	n := &Model[O]{j.Chain, family}
	if err := n.Check(); err != nil {
		return err
	}
	*m = *n
	return nil
}
