package intent

import (
	"fmt"
	"math"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// Options of training. Start from DefaultOptions.
type Options struct {
	// States is the number of intents to look for; Auto has it searched for, as Select says.
	States int
	// Select says how the number of states is searched for.
	Select selection.Options
	// Whole says that the log holds conversations to their end, so that where they stop is learnt.
	Whole bool
	// Encode says what of a message is observed.
	Encode encode.Options
	// Topics is the number of topics that all states share, each state having its own mixture of them:
	// emission.Topics. 0: every state has words of its own, emission.Words.
	Topics int
	// WordPrior and CategoryPrior are the pseudo-counts of each word, and of each symbol or
	// speaker, in each state; with topics, of each word in each topic, and of each topic in each
	// state.
	WordPrior, CategoryPrior float64
	// VectorWeight is what a vector counts for beside words, whose log density counts for 1: see
	// emission.TurnPart. 0: it is found, as that at which a turn tells most of the turns around it, from .01 to 1.
	VectorWeight float64
	// VectorFamily is the family of the distributions of vectors.
	VectorFamily VectorFamily
	// Covariance is the shape of the distributions of vectors, where they are Gaussian.
	Covariance emission.Covariance
	// WordShare is Search's ClusterShare where words are observed; 0: as Search says.
	WordShare float64
	// SpeakerUnplaced has k-means, where words are observed, look for starting points by what is said alone, not by
	// who says it as well: emission.TurnPart. The speaker counts from the first iteration on.
	SpeakerUnplaced bool
	// Search says where to start, how often, and when to stop.
	Search baumwelch.TrainOptions
	// Examples is the number of typical turns of each state that the model keeps, as text; 0 keeps
	// no text.
	Examples int
	// StopWords are words that are not shown, nor in names, though the model observes them.
	StopWords []string
}

// VectorFamily is a family of distributions of vectors.
type VectorFamily string

const (
	Gaussian       VectorFamily = "gaussian" // emission.Gaussian
	VonMisesFisher VectorFamily = "vmf"      // emission.VonMisesFisher, over directions: vectors are scaled to length 1
)

// Auto is the number of states that has Train search for it.
const Auto = 0

// DefaultOptions are those of the command: as many states as the data speak for, 5 restarts, words and
// speaker.
//
// The pseudo-counts, the start, and in the encoder the weights, edge features and grams, are what a search over
// labelled corpora found to serve all of them; no label is used in training.
//
// Where words are observed the start only points to where EM should go. A turn belongs by a tenth to its cluster, not by
// nine, for k-means knows neither the chain nor what a short turn counts for, and EM keeps to what it is given firmly. And
// k-means does not look at the speaker: it would count for as much as all words together, who speaks would part the states
// first, and those of one speaker could not become the other's. Symbols, codes and places are kinds of turn already, or
// near it, and their clusters stand.
func DefaultOptions() Options {
	search := baumwelch.DefaultTrainOptions()
	search.Fit.Prior = baumwelch.Prior{Start: 5, Next: 5, Stop: 0.5}
	search.Fit.Loop.MaxIterations = 200
	search.Fit.Loop.Tolerance = 1e-4
	return Options{
		States:          Auto,
		Select:          selection.DefaultOptions(),
		Whole:           true,
		Encode:          encode.DefaultOptions(),
		WordPrior:       0.05,
		CategoryPrior:   0.5,
		VectorFamily:    Gaussian,
		Covariance:      emission.Diagonal,
		WordShare:       0.1,
		SpeakerUnplaced: true,
		Search:          search,
		Examples:        2,
	}
}

// Check names the first option that cannot be.
func (o Options) Check() error {
	switch {
	case o.States != Auto && o.States < 1 || o.States > chain.MaxStates:
		return fmt.Errorf("%d states, expected 1 to %d", o.States, chain.MaxStates)
	case o.Search.Restarts < 1:
		return fmt.Errorf("%d restarts, expected at least 1", o.Search.Restarts)
	case !share(o.Search.ClusterShare) || !share(o.WordShare):
		return fmt.Errorf("cluster share %v, word share %v, expected 0 to 1", o.Search.ClusterShare, o.WordShare)
	case o.Search.Fit.Loop.MaxIterations < 0:
		return fmt.Errorf("%d iterations, expected 0 or more", o.Search.Fit.Loop.MaxIterations)
	case math.IsNaN(o.Search.Fit.Loop.Tolerance) || math.IsInf(o.Search.Fit.Loop.Tolerance, 0):
		return fmt.Errorf("tolerance %v, expected a finite number", o.Search.Fit.Loop.Tolerance)
	case !(o.WordPrior > 0 && o.WordPrior <= mostCounts) || !(o.CategoryPrior > 0 && o.CategoryPrior <= mostCounts):
		return fmt.Errorf("word prior %v, category prior %v: expected positive numbers up to %g", o.WordPrior, o.CategoryPrior, float64(mostCounts))
	case !counts(o.Search.Fit.Prior.Start) || !counts(o.Search.Fit.Prior.Next) || !counts(o.Search.Fit.Prior.Stop):
		return fmt.Errorf("prior %+v, expected counts from 0 to %g", o.Search.Fit.Prior, float64(mostCounts))
	case o.Topics < 0 || o.Topics > chain.MaxStates:
		return fmt.Errorf("%d topics, expected 1 to %d, or 0 for none", o.Topics, chain.MaxStates)
	case o.Topics > 0 && o.Encode.Observe != encode.Words:
		return fmt.Errorf("topics are of words, and what is observed is %s", o.Encode.Observe)
	case o.VectorFamily != Gaussian && o.VectorFamily != VonMisesFisher:
		return fmt.Errorf("vector family %q, expected %q or %q", o.VectorFamily, Gaussian, VonMisesFisher)
	case !(o.VectorWeight >= 0 && o.VectorWeight <= mostCounts):
		return fmt.Errorf("vector weight %v, expected a positive number up to %g, or 0", o.VectorWeight, float64(mostCounts))
	case o.VectorWeight > 0 && !o.Encode.Vectors:
		return fmt.Errorf("vector weight %v, but no vectors beside words", o.VectorWeight)
	case o.VectorFamily == VonMisesFisher && !o.Encode.HasVectors():
		return fmt.Errorf("vector family %q, but %s are observed, not vectors", o.VectorFamily, o.Encode.Observe)
	case o.Examples < 0:
		return fmt.Errorf("%d examples, expected 0 or more", o.Examples)
	}
	if err := o.Select.Check(); err != nil {
		return err
	}
	return o.Encode.Check()
}

// mostCounts bounds pseudo-counts: a prior that strong leaves nothing to learn, and sums of it stay
// finite.
const mostCounts = 1e12

func counts(n float64) bool { return n >= 0 && n <= mostCounts }

func share(p float64) bool { return p >= 0 && p <= 1 }

// Workers bounds the goroutines that compute. It has no influence on the result.
func (o *Options) Workers(n int) { o.Search.Fit.Loop.Gate = em.NewGate(n) }

// Watch has w told of the stages of training as they begin and end. It has no influence on the result.
func (o *Options) Watch(w em.Watch) { o.Search.Fit.Loop.Watch = w }

// family is the emission family for what the encoder makes of messages, with as many distributions as
// there are states.
func (o Options) family(e *encode.Encoder, states int) (*emission.Joint, error) {
	var parts []emission.TurnPart
	switch e.Options.Observe {
	case encode.Words:
		parts = append(parts, emission.Part("words", o.words(states, e.Terms.Len()), emission.WordsField))
	case encode.Symbols:
		symbols := emission.UniformCategorical(states, e.Symbols.Len(), o.CategoryPrior)
		parts = append(parts, emission.Part("symbol", symbols, emission.SymbolField))
	case encode.Codes:
		codes := emission.UniformCategorical(states, e.Codebook.Len(), o.CategoryPrior)
		parts = append(parts, emission.Part("symbol", codes, emission.SymbolField))
	}
	if e.Options.HasVectors() || e.Options.Observe == encode.LSA {
		vectors, err := o.vectors(states, e.Width)
		if err != nil {
			return nil, err
		}
		parts = append(parts, vectors)
	}
	if e.Speakers != nil {
		speakers := emission.UniformCategorical(states, e.Speakers.Len(), o.CategoryPrior)
		part := emission.Part("speaker", speakers, emission.SpeakerField)
		if o.SpeakerUnplaced && e.Options.Observe == encode.Words {
			part = part.Unplaced()
		}
		parts = append(parts, part)
	}
	return emission.NewJoint(parts...)
}

// words is the emission family for bags of words.
func (o Options) words(states, vocabulary int) emission.Family[[]emission.Count] {
	if o.Topics > 0 {
		return emission.UniformTopics(states, o.Topics, vocabulary, o.CategoryPrior, o.WordPrior)
	}
	return emission.UniformWords(states, vocabulary, o.WordPrior)
}

// vectors is the part for vectors of a width. Its error is of vectors that have no direction: those of one number.
func (o Options) vectors(states, width int) (emission.TurnPart, error) {
	var family emission.Family[[]float64] = emission.UnitGaussian(o.Covariance, states, width)
	if o.VectorFamily == VonMisesFisher {
		if width < 2 {
			return nil, fmt.Errorf("vector family %q of vectors of 1 value, expected 2 or more", o.VectorFamily)
		}
		family = emission.UniformVonMisesFisher(states, width, false)
	}
	part := emission.Part("vector", family, emission.VectorField)
	if o.Encode.Vectors {
		part = part.Weighted(o.VectorWeight)
	}
	return part, nil
}
