package typed

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/types"
)

// Train learns types from conversations, without labels. The intents are not changed, and may have been
// trained on other conversations of the kind. It holds all conversations.
//
// Cancelling ctx while the types are being fitted gives the best so far, whose Record says so; before that
// it gives ctx's error or baumwelch.ErrNothingTrained.
func Train(ctx context.Context, intents *intent.Model, conversations []transcript.Conversation, o Options) (*Model, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	if len(conversations) == 0 {
		return nil, errors.New("no conversations to find types in")
	}
	if n := len(conversations); o.Types > n {
		return nil, fmt.Errorf("%d types of %d conversations, expected at most %d types", o.Types, n, n)
	}
	data, err := intents.Observations(conversations)
	if err != nil {
		return nil, err
	}
	o.Search.Fit.Keep, o.Search.Own = true, false
	choice := &types.Choice[emission.Turn]{}
	if o.Types == Auto {
		if choice, err = o.choose(ctx, intents.HMM, data); err != nil {
			return nil, err
		}
		o.Types = choice.Candidates[choice.Best].Types
	}
	trained, err := types.Train(ctx, intents.HMM, o.Types, data, o.Search)
	cut := errors.Is(err, baumwelch.ErrNothingTrained) && choice.Trained != nil
	if cut {
		trained, err = choice.Trained[choice.Best], nil
	}
	if err != nil {
		return nil, err
	}
	m := &Model{Intents: intents, Mixture: trained.Model, Record: newRecord(o, trained, cut)}
	m.Mixture.Families = []emission.Family[emission.Turn]{intents.HMM.Emission}
	m.Record.Candidates, m.Record.Chosen = choice.Candidates, choice.Best
	m.Record.Same = intents.TrainedOn(all(conversations))
	return m, m.describe(context.WithoutCancel(ctx), data, o)
}

// choose searches for the number of types, with no more folds than there are conversations.
func (o *Options) choose(ctx context.Context, m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) (*types.Choice[emission.Turn], error) {
	c := o.Choose
	if c.Folds = min(c.Folds, len(data)); c.Folds < 2 {
		return &types.Choice[emission.Turn]{Candidates: []types.Candidate{{Types: 1}}}, nil // of one conversation there is one type
	}
	search := o.Search
	search.OnIteration = nil // of the fit that follows
	return types.Choose(ctx, m, data, search, c)
}

// all are the messages of conversations.
func all(conversations []transcript.Conversation) iter.Seq[*transcript.Message] {
	return func(yield func(*transcript.Message) bool) {
		for _, c := range conversations {
			for t := range c.Messages {
				if !yield(&c.Messages[t]) {
					return
				}
			}
		}
	}
}
