package intent

import (
	"context"
	"slices"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// Weighing is the stage in which it is found what vectors count for beside words.
const Weighing em.Stage = "weighing vectors"

const (
	// leastVectorWeight is what vectors count for that tell nothing: they still part what words leave even.
	leastVectorWeight = 0.01
	mostVectorWeight  = 1
	// weightSteps is the number of weights, evenly spaced in their logarithms, of which the best is taken.
	weightSteps = 40
	// clearly is the number of standard errors by which a weight must gain over the least.
	clearly = 2
	// leastGain is what a weight must gain over the least, in nats of the whole log: odds of less than e are nothing.
	leastGain = 1
	// stretchTurns is the number of turns that are taken for independent of those before them.
	stretchTurns = 50
	// weighedTurns bounds the turns that weights are tried on.
	weighedTurns = 20_000
	// weighedStates is the number of states where it is not given.
	weighedStates = 20
	// weighedIterations bounds the iterations of the model of words.
	weighedIterations = 50
)

// A weighing is what was found of vectors beside words.
type weighing struct {
	weight   float64 // that they count for
	warnings []string
}

// weighVectors finds the weight of vectors beside words that makes the turns of data tell most of the turns around them.
//
// The numbers of a vector depend on one another, and on the words, which come from the same text: a vector counted in
// full is far too sure of itself. How sure it should be cannot be read off its density, which is in units of its own,
// but off its turn's neighbours. In a model of the words alone, let q_t be the posterior of the state of turn t by its
// own words, γ_t that by all words of the conversation, and l_t the log densities of the vector under the states as γ
// has them. A vector of weight w makes of q_t the posterior q_t exp(w l_t), under which the other turns are more
// probable by the factor exp of
//
//	J_t(w) = log Σ_k γ_t(k) exp(w l_t(k)) - log Σ_k q_t(k) exp(w l_t(k))
//
// and the weight is the w that maximises Σ_t J_t. All J are of the same thing, the words of the other turns, so that they
// can be compared; J(0) is 0. Where words and vectors are independent given the state, and vectors distributed as their
// family says, that w is 1; where each number of a vector stands in it n times, 1/n.
//
// Chance prefers some weight too. So w is the best one only where it gains over the least by more than two standard
// errors over conversations (of which a long one is as many as it has stretches of 50 turns), and by a nat in all; and
// otherwise the least.
// For small w a gain is w S - w² I / 2, which at its best is S² / 2I and has the standard error σ_S S/I: two of these are
// four standard errors σ_S of the slope S. Whatever l does without regard to the turn, such as favour a state that the
// words take too seldom, gains too. So w must gain, by four standard errors, over the same with the vectors dealt out
// anew.
//
// The vector of a neighbouring turn does tell of the turns around, and more than the turn's own: rows that are off by
// one gain a large weight. That they are is seen by what they tell of words (shift); then they count for the least.
//
// O(T K (D + weightSteps)) time beyond fitting the model of words. The error is ctx's where that ends it.
func weighVectors(ctx context.Context, e *encode.Encoder, data []hmm.Conversation[emission.Turn], o Options) (weighing, error) {
	watch := o.Search.Fit.Loop.Watch
	watch.Begin(Weighing)
	defer watch.End(Weighing)
	data = sample(data, weighedTurns)
	if o.States == Auto {
		o.States = weighedStates
	}
	o.States = max(1, min(o.States, hmm.Turns(data)/leastTurns))
	o.VectorWeight = 1
	words, err := fitWords(ctx, e, data, o)
	if err != nil {
		return weighing{}, err
	}
	v, err := newVoices(ctx, words, data)
	if err != nil {
		return weighing{}, err
	}
	data = stretches(data)
	vectors, err := o.vectors(o.States, e.Width)
	if err != nil {
		return weighing{}, err
	}
	rows, err := v.alignment(ctx, vectors, data)
	if err != nil {
		return weighing{}, err
	}
	if rows.shift != 0 {
		return weighing{leastVectorWeight, []string{rows.warning()}}, nil
	}
	if err := v.hear(ctx, vectors, data); err != nil {
		return weighing{}, err
	}
	w, err := v.weight(ctx, data)
	if err != nil || w > leastVectorWeight {
		return weighing{weight: w}, err
	}
	return weighing{w, []string{rows.silence(w)}}, nil
}

// sample is conversations spread over all, which hold at most about so many turns.
func sample(data []hmm.Conversation[emission.Turn], turns int) []hmm.Conversation[emission.Turn] {
	var some []hmm.Conversation[emission.Turn]
	for _, i := range hmm.Spread(data, turns) {
		some = append(some, data[i])
	}
	return some
}

// stretches cuts long conversations.
func stretches(data []hmm.Conversation[emission.Turn]) (cut []hmm.Conversation[emission.Turn]) {
	for i := range data {
		for turns := range slices.Chunk(data[i].Obs, stretchTurns) {
			cut = append(cut, hmm.Conversation[emission.Turn]{Obs: turns})
		}
	}
	return cut
}

// fitWords fits a model that does not look at vectors, once.
func fitWords(ctx context.Context, e *encode.Encoder, data []hmm.Conversation[emission.Turn], o Options) (*hmm.Model[emission.Turn], error) {
	alone := &encode.Encoder{Options: e.Options, Terms: e.Terms, Speakers: e.Speakers}
	alone.Options.Vectors = false
	prototype, err := o.prototype(alone, o.States)
	if err != nil {
		return nil, err
	}
	search := o.Search
	search.Restarts, search.OnIteration = 1, nil
	search.Fit.Loop.Watch = nil // it is told of the whole
	search.Fit.Loop.MaxIterations = min(search.Fit.Loop.MaxIterations, weighedIterations)
	t, err := baumwelch.Train(ctx, prototype, data, search)
	if err != nil {
		return nil, err
	}
	return t.Model, nil
}
