package topics

import (
	"context"
	"errors"
	"fmt"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/topic"
	"intenthmm/hmm/transcript"
)

// Train finds the topics of documents, without labels. The topics are numbered by their prevalence and named after their
// most relevant words. Documents of which no word is known have no part, and are counted. The error names the first
// document that the encoder does not take. Where ctx ends it, the model is the best so far and its Record says so, or the
// error is topic.ErrNothingTrained.
func Train(ctx context.Context, documents []transcript.Message, o Options) (*Model, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	e, err := encoder(ctx, documents, o.Encode)
	if err != nil {
		return nil, em.NothingTrained(err)
	}
	m := &Model{Encoder: e, StopWords: e.Folded(o.StopWords)}
	f := &fitter{options: o, model: m, corpus: m.Encode(documents)}
	if n := f.known(); o.Topics > n {
		return nil, fmt.Errorf("%d topics of %d documents that have words, expected at most %d topics", o.Topics, n, n)
	}
	var found *topic.Model
	if o.Topics == Auto {
		if found, err = f.choose(ctx); err != nil {
			return nil, err
		}
	}
	m.LDA, err = f.fit(ctx, f.corpus.Documents, f.options.Topics, o.Fit.Restarts)
	if errors.Is(err, topic.ErrNothingTrained) && found != nil {
		m.LDA, err, m.Record.Selection.Cancelled = found, nil, true
	}
	if err != nil {
		return nil, err
	}
	return m, f.describe(context.WithoutCancel(ctx), documents)
}

// encoder decides the vocabulary.
func encoder(ctx context.Context, documents []transcript.Message, o encode.Options) (*encode.Encoder, error) {
	builder, err := encode.NewBuilder(o)
	if err != nil {
		return nil, err
	}
	for i := range documents {
		if _, _, err := builder.Add(&documents[i]); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", documents[i].File, documents[i].Line, err)
		}
	}
	e, _, err := builder.Finish(ctx, nil)
	if err != nil {
		return nil, err
	}
	if e.Terms.Len() < 2 {
		return nil, fmt.Errorf("no word is in %s of %d documents: there is nothing to tell topics by", between(o, len(documents)), len(documents))
	}
	return e, nil
}

// between is in how many documents a word must be.
func between(o encode.Options, documents int) string {
	if most := o.MostTurns(documents); o.MinTurns <= most && most < documents {
		return fmt.Sprintf("%d to %d", o.MinTurns, most)
	}
	return fmt.Sprintf("at least %d", o.MinTurns)
}

// A fitter finds the topics of a model.
type fitter struct {
	options Options
	model   *Model
	corpus  *Corpus
}

// known is the number of documents that have a known word.
func (f *fitter) known() (documents int) {
	for i := range f.corpus.Documents {
		if known(&f.corpus.Documents[i]) > 0 {
			documents++
		}
	}
	return documents
}

// fit finds so many topics in documents.
func (f *fitter) fit(ctx context.Context, documents []topic.Document, topics, restarts int) (*topic.Model, error) {
	words := f.model.Encoder.Terms.Len() - 1
	if f.options.Method == Gibbs {
		return topic.TrainGibbs(ctx, documents, words, f.options.gibbs(topics))
	}
	return topic.Train(ctx, documents, words, f.options.variational(topics, restarts))
}

// describe says what the model file tells of the topics beyond their parameters, and records how they came about.
func (f *fitter) describe(ctx context.Context, documents []transcript.Message) error {
	m := f.model
	shares, err := m.Fold(ctx, f.corpus, f.options.Fit.Gate)
	if err != nil {
		return err
	}
	coherences, err := m.Coherences(f.corpus)
	if err != nil {
		return err
	}
	m.Topics = make([]Topic, m.LDA.Topics())
	names := encode.Distinct(len(m.Topics), m.name, "topic")
	for k := range m.Topics {
		m.Topics[k] = Topic{names[k], coherences[k], m.Typical(documents, shares, k, f.options.Examples)}
	}
	f.record(shares)
	return nil
}
