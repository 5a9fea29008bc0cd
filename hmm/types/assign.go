package types

import (
	"context"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
)

// An Assignment is what a conversation's types come to.
type Assignment struct {
	Shares        []float64 // P(type | the conversation), C values
	LogLikelihood float64   // of the conversation, nats
}

// Likeliest is the likeliest type, the lowest of equally likely ones.
func (a *Assignment) Likeliest() int { return likeliest(a.Shares) }

// Assign finds the types of conversations, in their order. Their weights do not enter. The error is an
// *hmm.Error of the first that is not fit for the model or impossible under every type, or ctx's. It costs
// C forward passes.
func Assign[O any](ctx context.Context, m *Model[O], data []hmm.Conversation[O], gate em.Gate) ([]Assignment, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	if err := m.checkData(data); err != nil {
		return nil, err
	}
	if gate == nil {
		gate = em.NewGate(1)
	}
	out := make([]Assignment, len(data))
	shards := (len(data) + assigned - 1) / assigned
	_, _, err := em.Restart(ctx, shards, gate, func(s int) (_ struct{}, err error) {
		first, end := s*assigned, min((s+1)*assigned, len(data))
		gate.Do(func() { err = assign(m, out[first:end], data[first:end]) })
		if err != nil {
			err = baumwelch.Locate(&em.ShardError{First: first, Err: err})
		}
		return struct{}{}, err
	})
	if err == nil {
		err = ctx.Err()
	}
	return out, err
}

// assigned is the number of conversations that are looked at in one go.
const assigned = 512

func assign[O any](m *Model[O], out []Assignment, data []hmm.Conversation[O]) error {
	var r responder[O]
	r.refresh(m, nil)
	for _, group := range chain.Group(turnsOf(data)) {
		if err := r.look(data, group); err != nil {
			return err
		}
		for lane, i := range group {
			out[i] = Assignment{append([]float64(nil), r.types(lane)...), r.scores[lane]}
		}
	}
	return nil
}
