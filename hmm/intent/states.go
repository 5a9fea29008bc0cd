package intent

import (
	"context"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// A Selection is how the number of states was chosen.
type Selection struct {
	Candidates []selection.Candidate `json:"candidates"` // in the order of their numbers of states
	Best       int                   `json:"best"`       // which of them was chosen; -1: none was complete
	RunnerUp   int                   `json:"runner_up"`  // which would have been without it; -1: there is no other
	// StandardErrors and Within are the selection.Options that decided.
	StandardErrors float64 `json:"standard_errors"`
	Within         float64 `json:"within"`
	// Cancelled says that the search was interrupted: the model is the first replicate's.
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
	var record *Selection
	if o.States == Auto {
		choice, err := o.choose(ctx, e, data)
		if err != nil {
			return nil, nil, err
		}
		o.States = choice.Model.States()
		record = &Selection{
			Candidates: choice.Candidates, Best: choice.Best, RunnerUp: choice.RunnerUp,
			StandardErrors: o.Select.StandardErrors, Within: o.Select.Within, Cancelled: ctx.Err() != nil,
		}
		if record.Cancelled {
			found := baumwelch.Restart{Seed: o.Search.Seed, Result: choice.Result}
			return &baumwelch.Trained[emission.Turn]{Model: choice.Model, Restarts: []baumwelch.Restart{found}}, record, nil
		}
	}
	prototype, err := o.prototype(e, o.States)
	if err != nil {
		return nil, nil, err
	}
	trained, err := baumwelch.Train(ctx, prototype, data, o.Search)
	return trained, record, err
}

// choose searches for the number of states.
func (o *Options) choose(ctx context.Context, e *encode.Encoder, data []hmm.Conversation[emission.Turn]) (*selection.Choice[emission.Turn], error) {
	return selection.Select(ctx, func(k int) (*hmm.Model[emission.Turn], error) { return o.prototype(e, k) }, data, o.Search, o.Select)
}
