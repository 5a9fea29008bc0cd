package types

import (
	"context"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
)

// An Assignment is what a conversation's types come to.
type Assignment struct {
	Shares        []float64 // P(type | the conversation), C values; nil where Err is not
	LogLikelihood float64   // of the conversation, nats
	// Err is why the conversation has no types: an *hmm.Error, for it is not fit for the model or impossible under
	// every type.
	Err error
}

// None is the likeliest type of a conversation that has none.
const None = -1

// Likeliest is the likeliest type, the lowest of equally likely ones, or None.
func (a *Assignment) Likeliest() int {
	if a.Err != nil {
		return None
	}
	return likeliest(a.Shares)
}

// Failed is the Err of the first assignment that has one.
func Failed(assigned []Assignment) error {
	for i := range assigned {
		if err := assigned[i].Err; err != nil {
			return err
		}
	}
	return nil
}

// Assign finds the types of conversations, in their order. Their weights do not enter. One that has none does not
// keep the others from theirs. The error is that of the model, or ctx's. It costs C forward passes.
func Assign[O any](ctx context.Context, m *Model[O], data []hmm.Conversation[O], gate em.Gate) ([]Assignment, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	if gate == nil {
		gate = em.NewGate(1)
	}
	out := make([]Assignment, len(data))
	shards := (len(data) + assigned - 1) / assigned
	_, _, err := em.Restart(ctx, shards, gate, func(s int) (_ struct{}, err error) {
		gate.Do(func() { assign(m, out, data, s*assigned, min((s+1)*assigned, len(data))) })
		return struct{}{}, nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return out, err
}

// assigned is the number of conversations that are looked at in one go.
const assigned = 512

// assign finds the types of the conversations from first to end.
func assign[O any](m *Model[O], out []Assignment, data []hmm.Conversation[O], first, end int) {
	var sound []hmm.Conversation[O]
	var which []int
	for i := first; i < end; i++ {
		if err := m.checkOne(&data[i]); err != nil {
			out[i].Err = &hmm.Error{Index: i, ID: data[i].ID, Err: err}
			continue
		}
		sound, which = append(sound, data[i]), append(which, i)
	}
	var r responder[O]
	r.refresh(m, nil)
	for _, group := range chain.Group(turnsOf(sound)) {
		_ = r.look(sound, group) // each conversation's own error is in failed
		for lane, at := range group {
			i := which[at]
			if err := r.failed[lane]; err != nil {
				out[i].Err = &hmm.Error{Index: i, ID: data[i].ID, Err: err}
				continue
			}
			out[i] = Assignment{Shares: append([]float64(nil), r.types(lane)...), LogLikelihood: r.scores[lane]}
		}
	}
}
