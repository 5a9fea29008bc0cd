package intent

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

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

// Decoded is what a model makes of conversations, in their order.
type Decoded struct {
	Decisions [][]Decision // nil where a conversation could not be decoded
	Failed    []error      // why, nil where it could be
	Coverage  encode.Coverage
}

// DecodeAll decodes conversations with several goroutines. One that cannot be decoded has an error and
// no decisions, and the others go on. The error is ctx's.
func (m *Model) DecodeAll(ctx context.Context, conversations []transcript.Conversation, method Method, workers int) (Decoded, error) {
	all := Decoded{Decisions: make([][]Decision, len(conversations)), Failed: make([]error, len(conversations))}
	decoders := make([]*Decoder, max(1, min(workers, len(conversations))))
	var next atomic.Int64
	var running sync.WaitGroup
	for i := range decoders {
		running.Go(func() {
			d := m.NewDecoder(method)
			decoders[i] = d
			for ctx.Err() == nil {
				at := int(next.Add(1)) - 1
				if at >= len(conversations) {
					return
				}
				all.Decisions[at], all.Failed[at] = d.Decode(&conversations[at])
			}
		})
	}
	running.Wait()
	for _, d := range decoders {
		all.Coverage.Add(d.encoder.Coverage())
	}
	return all, ctx.Err()
}
