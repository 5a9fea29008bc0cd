package cluster

import (
	"context"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// A wording is what was said in documents of which vectors are observed: each one's words, as a model of words would
// observe them. They tell people what the clusters are about.
type wording struct {
	builder    *encode.Builder
	vocabulary *encode.Vocabulary // nil: there are no words
	turns      [][]emission.Turn  // as the builder has put them
}

// newWording prepares to note words; nil where they need not be noted.
func newWording(o encode.Options) (*wording, error) {
	if o.Observe != encode.Vectors {
		return nil, nil
	}
	builder, err := encode.NewBuilder(encode.Options{Observe: encode.Words, MinTurns: o.MinTurns, Text: o.Text, Phrases: o.Phrases, Stemmer: o.Stemmer})
	return &wording{builder: builder}, err
}

// add notes the words of a document.
func (w *wording) add(d *transcript.Message) error {
	if w == nil {
		return nil
	}
	_, _, err := w.builder.Add(d)
	return err
}

// finish decides the vocabulary.
func (w *wording) finish(ctx context.Context) error {
	if w == nil || w.builder.Words() == 0 {
		return nil
	}
	e, corpus, err := w.builder.Finish(ctx, nil)
	if err != nil {
		return err
	}
	w.builder, w.vocabulary, w.turns = nil, e.Terms, corpus.Turns
	return nil
}

// of are the words of the documents that the builder has put at places.
func (w *wording) of(places []place) []emission.Turn {
	if w == nil || w.vocabulary == nil {
		return nil
	}
	said := make([]emission.Turn, len(places))
	for i, p := range places {
		said[i] = w.turns[p.conversation][p.turn]
	}
	return said
}
