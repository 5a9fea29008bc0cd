// Package emission holds what states emit: families of distributions over observations.
//
// It is the other half of the waist. A [Family] holds the parameters of all distributions of a model
// (usually one a state), turns observations into a block of log densities, and turns posteriors into
// additive statistics and those into new parameters. It never sees a chain.
//
// # Writing a family
//
// Implement Family and Evaluator: then the model can be scored, decoded and trained. Beyond that a
// family may offer any of the small interfaces below, found by type assertion: [Starter] and
// [Embedder] for starting points from data, [Checker] for user's data, [Sampler] for simulation,
// [Splitter] for the repair of states that die, [Permuter] for a canonical order of states,
// [Comparer] for distances between states, [Charted] for standard errors, [Rebaser] for stepwise
// learning, and [Kind] with JSON for the model file. Package emissiontest proves that it keeps the contract; its
// example is a family, from its methods to a trained model, in some eighty lines.
//
// # Missing observations
//
// Every primitive type has a value that means "not observed": -1 for a symbol or count, nil for a
// vector, no words. It has density 1 under every distribution and adds nothing to the statistics.
package emission

import (
	"context"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/lanes"
)

// A Family is the emission distributions of a model over observations of type O.
//
// Its parameters change only in Maximize, SetParams and the Start of a Starter. Between those any
// number of evaluators may be used at once.
type Family[O any] interface {
	// Len is the number of distributions.
	Len() int
	// Evaluator is compiled for the present parameters, owns its scratch, and serves one goroutine.
	// It is of no use after the parameters have changed.
	Evaluator() Evaluator[O]
	// StatsLen is the length of the statistics of all distributions.
	StatsLen() int
	// Maximize replaces the parameters by those that maximise the expected log density of the
	// observations plus the log prior. stats were collected at the present parameters; they are
	// only read. It panics if their length is not StatsLen.
	Maximize(stats []float64) ([]em.Repair, error)
	// LogPrior is the log density of the prior at the present parameters, up to a constant; 0
	// where there is no prior.
	LogPrior() float64
	// Params writes the ParamLen parameters in the units that people read them in (probabilities,
	// means, variances); SetParams(Params) changes nothing, to the last bit. SetParams panics if
	// the length is not ParamLen. Its error is of parameters that are none, a NaN among them; then
	// nothing has changed.
	ParamLen() int
	Params(dst []float64)
	SetParams(src []float64) error
	// Clone returns an independent copy.
	Clone() Family[O]
}

// Layout says where the density of distribution e at turn t stands: at [t*Turn + e*Dist]. The owner
// of the block chooses the strides, so that eight conversations can be laid side by side.
type Layout = lanes.Layout

// RowMajor is the layout of a plain T×n matrix.
func RowMajor(n int) Layout { return lanes.RowMajor(n) }

// An Evaluator computes with the parameters of a family as they were when it was made.
type Evaluator[O any] interface {
	// LogDensities writes log p(obs[t] | e) for every turn t and distribution e. It allocates
	// nothing. Values are finite or -Inf.
	LogDensities(dst []float64, at Layout, obs []O)
	// Collect adds the sufficient statistics of obs, turn t counting for distribution e with
	// weight posterior[t*at.Turn + e*at.Dist], to stats. It allocates nothing.
	Collect(stats []float64, obs []O, posterior []float64, at Layout)
}

// A LinearEvaluator is an Evaluator whose densities cannot vanish, such as a table of probabilities:
// it offers them without the logarithm, which saves the recursions the exponential.
type LinearEvaluator[O any] interface {
	// Densities writes p(obs[t] | e), each from 0 to 1, as LogDensities writes its logarithm.
	Densities(dst []float64, at Layout, obs []O)
}

// A Starter prepares a family for data before any state is known: the scale of priors and floors,
// and every distribution at the estimate pooled over all turns. batches may be gone through twice.
type Starter[O any] interface {
	Start(batches [][]O) error
}

// An Embedder gives observations a place in a space in which squared Euclidean distance means
// unlikeness, so that k-means can find starting points. The result is row-major, one row an
// observation, of the returned width; the same batches and seed give the same rows.
type Embedder[O any] interface {
	Embed(batches [][]O, seed uint64) (points []float64, width int)
}

// Embed is the Embed of a family that is an Embedder, and width 0 for one that is none. Those of ours that take long
// over it heed ctx, at whose end the error is ctx's.
func Embed[O any](ctx context.Context, f Family[O], batches [][]O, seed uint64) (points []float64, width int, err error) {
	points, width = embed[O](ctx, f, batches, seed)
	return points, width, ctx.Err()
}

// A heedfulEmbedder is an Embedder that takes long, and returns anything once ctx has ended.
type heedfulEmbedder[O any] interface {
	embed(ctx context.Context, batches [][]O, seed uint64) (points []float64, width int)
}

// embed is Embed, whose result is anything once ctx has ended. f is a Family or a part of one.
func embed[O any](ctx context.Context, f any, batches [][]O, seed uint64) (points []float64, width int) {
	switch e := f.(type) {
	case heedfulEmbedder[O]:
		return e.embed(ctx, batches, seed)
	case Embedder[O]:
		return e.Embed(batches, seed)
	}
	return nil, 0
}

// A Checker says what is wrong with an observation that comes from a user, nil if nothing is.
type Checker[O any] interface {
	Check(obs O) error
}

// A Sampler draws an observation from distribution e.
type Sampler[O any] interface {
	Sample(e int, rng *rand.Rand) O
}

// A Splitter sets distribution to near to distribution from, a little to one side, so that a state
// without turns gets a share of a state with many. It cannot fail.
type Splitter interface {
	Split(from, to int, rng *rand.Rand)
}

// A Permuter reorders its distributions: e becomes what order[e] was. order is only read.
type Permuter interface {
	Permute(order []int)
}

// Kind is the name under which a family stands in a model file. A family with a Kind encodes to
// and from JSON, every number exactly: it is a json.Marshaler, and a json.Unmarshaler whose error
// names the field and leaves the family as it was; or, like Joint, it is read by a Registry.
type Kind interface {
	Kind() string
}
