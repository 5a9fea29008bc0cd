package encode

import (
	"context"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// A Wording is what was said in turns of which something else is observed, vectors, places or codes: each turn's words
// as a model of words would observe them, without its first and last word. They tell people what states or clusters are
// about. A nil Wording notes nothing.
type Wording struct {
	Vocabulary *Vocabulary       // nil: there are no words, or they are not finished
	Turns      [][]emission.Turn // as the Builder of the corpus has put them
	builder    *Builder
}

// NewWording prepares to note the words of turns that are encoded by these options; nil where these observe words
// themselves, or symbols. The error is of options that no words can be noted by.
func NewWording(o Options) (*Wording, error) {
	if o.Observe == Words || o.Observe == Symbols {
		return nil, nil
	}
	builder, err := NewBuilder(Options{
		Observe: Words, MinTurns: o.MinTurns, LengthPower: o.LengthPower,
		Text: o.Text, Phrases: o.Phrases, Stemmer: o.Stemmer,
	})
	return &Wording{builder: builder}, err
}

// Add notes the words of a message.
func (w *Wording) Add(m *transcript.Message) error {
	if w == nil {
		return nil
	}
	_, _, err := w.builder.Add(m)
	return err
}

// Finish decides the vocabulary, as Builder.Finish does. No messages are added after it.
func (w *Wording) Finish(ctx context.Context, watch em.Watch) error {
	if w == nil || w.builder.Words() == 0 {
		return nil
	}
	e, corpus, err := w.builder.Finish(ctx, watch)
	if err != nil {
		return err
	}
	w.builder, w.Vocabulary, w.Turns = nil, e.Terms, corpus.Turns
	return nil
}
