package intent

import (
	"context"
	"fmt"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// Method is a way to decode a conversation.
type Method string

const (
	// Viterbi takes the best path as a whole.
	Viterbi Method = "viterbi"
	// Posterior takes the most probable state of each turn by itself; the states need not follow
	// one another with positive probability.
	Posterior Method = "posterior"
)

// ParseMethod checks a method's name.
func ParseMethod(s string) (Method, error) {
	if m := Method(s); m == Viterbi || m == Posterior {
		return m, nil
	}
	return "", fmt.Errorf("method %q, expected %q or %q", s, Viterbi, Posterior)
}

// A Decision is what a turn was decoded to.
type Decision struct {
	State      int     // number
	Intent     string  // its name
	Confidence float64 // P(the turn is in that state | the whole conversation)
}

// A Decoder decodes conversations, one goroutine's worth.
type Decoder struct {
	model     *Model
	method    Method
	encoder   *encode.Session
	hmm       *hmm.Decoder[emission.Turn]
	turns     []emission.Turn
	path      []int
	posterior []float64
}

// NewDecoder returns a decoder for the model.
func (m *Model) NewDecoder(method Method) *Decoder {
	return &Decoder{model: m, method: method, encoder: m.Encoder.NewSession(), hmm: hmm.NewDecoder(m.HMM)}
}

// Decode decodes one whole conversation, a decision a message.
func (d *Decoder) Decode(c *transcript.Conversation) ([]Decision, error) {
	n, k := len(c.Messages), d.model.HMM.States()
	for len(d.turns) < n {
		d.turns = append(d.turns, emission.Turn{})
	}
	for t := range c.Messages {
		if err := d.encoder.Encode(&d.turns[t], &c.Messages[t]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", c.Messages[t].File, c.Messages[t].Line, err)
		}
	}
	conversation := &hmm.Conversation[emission.Turn]{ID: c.ID, Obs: d.turns[:n], Open: !d.model.Record.Options.Whole}
	d.path = slices.Grow(d.path[:0], n)[:n]
	d.posterior = slices.Grow(d.posterior[:0], n*k)[:n*k]
	if _, err := d.hmm.Posterior(d.posterior, conversation); err != nil {
		return nil, fmt.Errorf("conversation %q: %w", c.ID, err)
	}
	if d.method == Viterbi {
		if _, err := d.hmm.Path(d.path, conversation); err != nil {
			return nil, fmt.Errorf("conversation %q: %w", c.ID, err)
		}
	}
	out := make([]Decision, n)
	for t := range out {
		p := d.posterior[t*k : (t+1)*k]
		state := d.path[t]
		if d.method == Posterior {
			state = largest(p)
		}
		out[t] = Decision{state, d.model.States[state].Name, p[state]}
	}
	return out, nil
}

// largest is the index of the largest value, the lowest of equally large ones.
func largest(p []float64) int {
	best := 0
	for i, v := range p {
		if v > p[best] {
			best = i
		}
	}
	return best
}

// DecodeAll decodes conversations with several goroutines. Decisions and errors are in the order of
// the conversations: one that cannot be decoded has an error and no decisions, and the others go on.
// The last error is ctx's.
func (m *Model) DecodeAll(ctx context.Context, conversations []transcript.Conversation, method Method, workers int) ([][]Decision, []error, error) {
	decisions, failed := make([][]Decision, len(conversations)), make([]error, len(conversations))
	type chunk struct{ from, to int }
	const size = 64
	chunks := (len(conversations) + size - 1) / size
	_, _, err := em.Restart(ctx, chunks, em.NewGate(workers), func(i int) (chunk, error) {
		d := m.NewDecoder(method)
		c := chunk{i * size, min((i+1)*size, len(conversations))}
		for j := c.from; j < c.to; j++ {
			decisions[j], failed[j] = d.Decode(&conversations[j])
		}
		return c, nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return decisions, failed, err
}

// Coverage counts what of the conversations the model's encoder knows.
func (m *Model) Coverage(conversations []transcript.Conversation) encode.Coverage {
	session := m.Encoder.NewSession()
	var turn emission.Turn
	for _, c := range conversations {
		for i := range c.Messages {
			_ = session.Encode(&turn, &c.Messages[i]) // what cannot be encoded is Decode's to tell
		}
	}
	return session.Coverage()
}
