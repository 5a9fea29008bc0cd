package heldout

import (
	"context"
	"fmt"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// Baselines are the models that a hidden Markov model should be better than.
type Baselines struct{ all []baseline }

type baseline struct {
	name, over string
	density    density
}

// A mixture draws every turn from one of K distributions, without regard to the turns before.
type mixture struct {
	weights []float64
	family  emission.Family[emission.Turn]
}

// Train trains the baselines of a model on the conversations that the model was trained on, as it
// observes them.
//
// The mixture has the model's K and emission family, with the same priors, and is searched for with the
// same options (o's stopping, starting points and restarts): it is the hidden Markov model of
// conversations of one turn each. Whether a conversation ends is a coin, which has the same bias after
// every turn. The unigram is that mixture with one distribution.
//
// The chain is over the turns' symbols, together with the speakers where the model looks at them, if
// it observes symbols: those of a turn depend on those of the turn before. Turns of words and vectors
// are too many for that; there the chain is over classes, a turn's class being the likeliest component
// of the mixture, and the words of a turn depend on the class of the turn before.
//
// The error is of the data, or ctx's. It costs about what training the model did.
func Train(ctx context.Context, m *hmm.Model[emission.Turn], a Alphabets, data []hmm.Conversation[emission.Turn], o baumwelch.TrainOptions) (*Baselines, error) {
	if m.Chain.Dist != nil {
		return nil, fmt.Errorf("heldout: states share distributions: there are no baselines for that")
	}
	mix, err := trainMixture(ctx, m, data, o)
	if err != nil {
		return nil, err
	}
	pooled, err := pool(m, data)
	if err != nil {
		return nil, err
	}
	stop := m.Chain.Stop != nil
	first, err := trainChain(m, mix, a, stop, data)
	if err != nil {
		return nil, err
	}
	b := &Baselines{all: []baseline{first}}
	for _, m := range []struct {
		name string
		*mixture
	}{{"mixture", mix}, {"unigram", pooled}} {
		model := &hmm.Model[emission.Turn]{Chain: m.chain(stop, data, o.Fit.Prior), Emission: m.family}
		d, err := newStates(model, a)
		if err != nil {
			return nil, err
		}
		b.all = append(b.all, baseline{name: m.name, density: d})
	}
	return b, nil
}

// trainChain trains the chain that the observations permit.
func trainChain(m *hmm.Model[emission.Turn], mix *mixture, a Alphabets, ends bool, data []hmm.Conversation[emission.Turn]) (baseline, error) {
	joint, _ := m.Emission.(*emission.Joint)
	if joint != nil {
		if symbols, ok := emission.PartOf[*emission.Categorical](joint, "symbol"); ok {
			over, speakers := "symbols", 0
			if s, ok := emission.PartOf[*emission.Categorical](joint, "speaker"); ok {
				over, speakers = "symbols and speakers", s.Symbols()
			}
			return baseline{"chain", over, trainSymbols(symbols.Symbols(), speakers, ends, data)}, nil
		}
	}
	classes, err := trainClasses(mix, a, ends, data)
	return baseline{"chain", fmt.Sprintf("%d classes of turns", mix.family.Len()), classes}, err
}

// trainMixture fits the mixture.
func trainMixture(ctx context.Context, m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn], o baumwelch.TrainOptions) (*mixture, error) {
	prototype, err := hmm.New(chain.Uniform(m.States(), false), m.Emission)
	if err != nil {
		return nil, err
	}
	var turns []hmm.Conversation[emission.Turn]
	for i := range data {
		for t := range data[i].Obs {
			turns = append(turns, hmm.Conversation[emission.Turn]{ID: data[i].ID, Obs: data[i].Obs[t : t+1 : t+1]})
		}
	}
	o.OnIteration = nil
	trained, err := baumwelch.Train(ctx, prototype, turns, o)
	if ctx.Err() != nil { // then there may be one that is not done
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	return &mixture{trained.Model.Chain.Start, trained.Model.Emission}, nil
}

// pool is the mixture all of whose distributions are the one of all turns: each has every turn to learn
// from.
func pool(m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) (*mixture, error) {
	family, n := m.Emission.Clone(), m.Emission.Len()
	if starter, ok := family.(emission.Starter[emission.Turn]); ok {
		batches := make([][]emission.Turn, len(data))
		for i := range data {
			batches[i] = data[i].Obs
		}
		if err := starter.Start(batches); err != nil {
			return nil, fmt.Errorf("heldout: %w", err)
		}
	}
	stats, evaluator := make([]float64, family.StatsLen()), family.Evaluator()
	var all []float64
	for i := range data {
		for size := len(data[i].Obs) * n; len(all) < size; {
			all = append(all, 1)
		}
		evaluator.Collect(stats, data[i].Obs, all, emission.RowMajor(n))
	}
	if _, err := family.Maximize(stats); err != nil {
		return nil, fmt.Errorf("heldout: %w", err)
	}
	return &mixture{chain.Uniform(n, false).Start, family}, nil
}

// chain is the chain whose rows are all equal: the weights, and with stop the share of turns that end a
// conversation, under the prior.
func (m *mixture) chain(stop bool, data []hmm.Conversation[emission.Turn], prior baumwelch.Prior) *chain.Chain {
	k := len(m.weights)
	c := chain.Uniform(k, stop)
	copy(c.Start, m.weights)
	ends := 0.0
	if stop {
		ends = stopShare(data, prior)
	}
	for i := range k {
		if stop {
			c.Stop[i] = ends
		}
		for j, w := range m.weights {
			c.Next[0][i*k+j] = (1 - ends) * w
		}
	}
	return c
}

// stopShare is the probability that a conversation ends after a turn.
func stopShare(data []hmm.Conversation[emission.Turn], prior baumwelch.Prior) float64 {
	turns, ends := 0.0, 0.0
	for i := range data {
		n := float64(len(data[i].Obs))
		switch {
		case n == 0:
		case data[i].Open:
			turns += n - 1 // nobody knows of the last one
		default:
			turns += n
			ends++
		}
	}
	return (ends + prior.Stop) / (turns + prior.Stop + prior.Next)
}
