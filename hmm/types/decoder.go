package types

import (
	"math"

	"intenthmm/hmm"
	"intenthmm/internal/lanes"
	"intenthmm/internal/simplex"
)

// A Decoder looks at one conversation after another, for one goroutine. It is compiled for the model's
// present parameters. Its methods return an error where the conversation is not fit for the model,
// impossible under every type (*chain.ImpossibleError, of the turn that the types come to at most), or
// has a density that is none (*chain.DensityError).
type Decoder[O any] struct {
	types  []*hmm.Decoder[O]
	log    []float64 // log w_c
	shares []float64
	rows   []float64 // T×K
}

// NewDecoder returns a decoder for the model.
func NewDecoder[O any](m *Model[O]) *Decoder[O] {
	d := &Decoder[O]{log: lanes.Logs(m.Weights), shares: make([]float64, m.Types())}
	for c := range m.Types() {
		d.types = append(d.types, hmm.NewDecoder(m.Type(c)))
	}
	return d
}

// Types writes P(type | the whole conversation) to dst, C values, and returns the log-likelihood of the
// conversation in nats. An empty conversation has the weights, and 0. It panics on a wrong length.
func (d *Decoder[O]) Types(dst []float64, c *hmm.Conversation[O]) (float64, error) {
	if len(dst) != len(d.types) {
		panic("types: len(dst) != C")
	}
	var f failures
	for i, one := range d.types {
		score, err := one.Score(c)
		if err := f.note(err); err != nil {
			return 0, err
		}
		if dst[i] = d.log[i] + score; err != nil {
			dst[i] = math.Inf(-1)
		}
	}
	total := share(dst)
	if math.IsInf(total, -1) {
		return 0, f.err()
	}
	return total, nil
}

// Posterior writes P(state at t = i | the whole conversation), whatever the type, T×K row-major, to dst
// and returns the log-likelihood. It panics on a wrong length.
func (d *Decoder[O]) Posterior(dst []float64, c *hmm.Conversation[O]) (float64, error) {
	total, err := d.Types(d.shares, c)
	if err != nil {
		return 0, err
	}
	lanes.Grow(&d.rows, len(dst))
	clear(dst)
	for i, one := range d.types {
		if d.shares[i] == 0 {
			continue
		}
		if _, err := one.Posterior(d.rows, c); err != nil {
			return 0, err
		}
		for at, v := range d.rows {
			dst[at] += float64(d.shares[i] * v)
		}
	}
	for t := range c.Obs {
		k := len(dst) / len(c.Obs)
		simplex.Scale(dst[t*k:], k, 1, 1)
	}
	return total, nil
}

// Path decides for the likeliest type of the whole conversation (the lowest of equally likely ones), and
// writes the best path of states under it, one a turn, to path. It returns the type, and the joint log
// probability of type, path and observations. It panics on a wrong length.
func (d *Decoder[O]) Path(path []int, c *hmm.Conversation[O]) (kind int, score float64, err error) {
	if _, err := d.Types(d.shares, c); err != nil {
		return 0, 0, err
	}
	kind = likeliest(d.shares)
	score, err = d.types[kind].Path(path, c)
	return kind, d.log[kind] + score, err
}
