package intent

import (
	"context"
	"errors"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// A Selection is how the number of states was chosen.
type Selection struct {
	Candidates []selection.Candidate `json:"candidates,omitempty"` // in the order of their numbers of states
	Best       int                   `json:"best"`                 // which of them was chosen; -1: none was complete
	RunnerUp   int                   `json:"runner_up"`            // the best held-out of the others; -1: there is none
	// Starts is how many restarts, the first ones, began at models of the search.
	Starts int `json:"starts"`
	// StandardErrors is the option of that name in selection.Options, which decided.
	StandardErrors float64 `json:"standard_errors"`
	// Cancelled says that the model is that of the search: an interrupt left no time to fit it to all
	// conversations.
	Cancelled bool `json:"cancelled,omitempty"`
}

// prototype is the untrained model of k states.
func (o Options) prototype(e *encode.Encoder, k int) (*hmm.Model[emission.Turn], error) {
	family, err := o.family(e, k)
	if err != nil {
		return nil, err
	}
	return hmm.New[emission.Turn](chain.Uniform(k, o.Whole), family)
}

// fit finds the model, and its number of states where that is not given; o then holds it.
func fit(ctx context.Context, e *encode.Encoder, data []hmm.Conversation[emission.Turn], o *Options) (*baumwelch.Trained[emission.Turn], *Selection, error) {
	if o.States != Auto {
		trained, err := o.train(ctx, e, nil, data)
		return trained, nil, err
	}
	choice, err := o.choose(ctx, e, data)
	if err != nil {
		return nil, nil, err
	}
	o.States = choice.Models[0].States()
	record := &Selection{
		Candidates: choice.Candidates, Best: choice.Best, RunnerUp: choice.RunnerUp,
		Starts: min(len(choice.Models), o.Search.Restarts), StandardErrors: o.Select.StandardErrors,
	}
	trained, err := o.train(ctx, e, choice.Models, data)
	if errors.Is(err, baumwelch.ErrNothingTrained) {
		record.Cancelled, record.Starts = true, 1
		found := baumwelch.Restart{Seed: o.Search.Seed, Result: choice.Result}
		return &baumwelch.Trained[emission.Turn]{Model: choice.Models[0], Restarts: []baumwelch.Restart{found}}, record, nil
	}
	return trained, record, err
}

// train fits models of the number of states in o, the first of them from where they are.
func (o *Options) train(ctx context.Context, e *encode.Encoder, from []*hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) (*baumwelch.Trained[emission.Turn], error) {
	prototype, err := o.prototype(e, o.States)
	if err != nil {
		return nil, err
	}
	search := o.Search
	search.Moves = true
	return baumwelch.TrainFrom(ctx, prototype, from, data, search)
}

// choose searches for the number of states.
func (o *Options) choose(ctx context.Context, e *encode.Encoder, data []hmm.Conversation[emission.Turn]) (*selection.Choice[emission.Turn], error) {
	return selection.Select(ctx, func(k int) (*hmm.Model[emission.Turn], error) { return o.prototype(e, k) }, data, o.Search, o.Select)
}
