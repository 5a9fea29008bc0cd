// Package emissiontest proves that an emission family keeps the contract of package emission.
//
// A family, ours or a user's, passes with one call from one of its own tests:
//
//	func TestGeometric(t *testing.T) {
//		emissiontest.Run(t, emissiontest.Case[int]{
//			New: func() emission.Family[int] { return &Geometric{p: []float64{0.2, 0.5, 0.8}} },
//		})
//	}
//
// Every law is a subtest of its own. Of [emission.Family] and [emission.Evaluator] they are:
//
//	shape        three or more distributions, no two alike; lengths; wrong lengths panic
//	layout       densities stand where the layout says, nowhere else; finite or -Inf; any layout, any batch: the same bits
//	posterior    statistics read the posterior where the layout says; any layout: the same bits
//	missing      what was not observed has log density 0 and no statistics
//	linear       statistics of two batches add up; twice the weight is twice the statistics
//	allocation   neither densities nor statistics allocate
//	concurrent   evaluators do not disturb each other
//	mass         densities sum to 1 (where Case.Points knows how to sum)
//	rise         Maximize never lowers Σ posterior · log density + LogPrior, and only reads its statistics
//	stationary   and nothing nearby is higher
//	nothing      no statistics, no harm
//	degenerate   all turns alike, one turn, none, all missing: finite parameters
//	parameters   Params and SetParams to the last bit; SetParams refuses NaN and keeps what it had
//	clone        a copy is a copy, and independent
//
// A family that has them is held to the optional interfaces, one by one:
//
//	[emission.Sampler]   sample: reproducible, possible, passes the Checker; recover: with the true states known the parameters come back
//	[emission.Starter]   start: the same from the same data, finite; start, then degenerate data, as above
//	[emission.Embedder]  embed: one row an observation, finite, the same from the same data
//	[emission.Checker]   check: accepts the data, refuses Case.Bad
//	[emission.Splitter]  split: near to the one, unlike it, the others untouched
//	[emission.Permuter]  permute: densities move with their distributions, and back
//	[emission.Kind]      file: JSON and back to the last bit, prior included; damage: whatever is done to it, an error that names the field or a whole family, and never half of one
//
// Without the interface the law is skipped, and the log of the test says so.
package emissiontest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"testing"

	"intenthmm/hmm/emission"
)

// A Case is a family with what its tests need to know. Only New is always needed.
type Case[O any] struct {
	// New returns the family, with the same parameters every time: three or more distributions that
	// differ.
	New func() emission.Family[O]
	// Data are conversations, possible under every distribution. Nil: drawn by the family's
	// Sampler, one turn in ten missing.
	Data [][]O
	// Missing is what stands for an observation that was not made, if HasMissing.
	Missing    O
	HasMissing bool
	// Bad are observations that a Checker has to refuse.
	Bad []O
	// Points returns observations and weights such that Σ weight · p(observation | e) is 1: all
	// possible observations with weight 1, a grid with its spacing, or n draws from a known density
	// with weight 1/(n·density). Nil: not known.
	Points func(e int) (obs []O, weights []float64)
	// PointsTolerance is how far the sum may be from 1; 0 stands for 1e-9.
	PointsTolerance float64
	// Perturb moves valid parameters a little, by about size relative to what they are, to
	// parameters that are valid as well. Nil: towards other valid parameters and away from them,
	// which is enough where a point between valid points is valid.
	Perturb func(params []float64, size float64, rng *rand.Rand)
	// OnlyRises is for families whose Maximize raises its objective but need not reach the top.
	OnlyRises bool
	// Tolerance of recovered parameters: |got-want| ≤ Tolerance·max(1, |want|); 0 stands for 0.03.
	Tolerance float64
	// Decode reads what MarshalJSON wrote. Nil: the family's own UnmarshalJSON, on a zero value.
	Decode func(data []byte) (emission.Family[O], error)
}

// A law returns nil if the family keeps it, errSkipped if it does not apply to the family.
type law[O any] struct {
	name  string
	holds func(*subject[O]) error
}

// errSkipped says that a law does not apply; what wraps it says why.
var errSkipped = errors.New("skipped")

func laws[O any]() []law[O] {
	return []law[O]{
		{"shape", shape[O]},
		{"layout", layout[O]},
		{"posterior", posteriorLayout[O]},
		{"missing", missing[O]},
		{"linear", linear[O]},
		{"allocation", allocation[O]},
		{"concurrent", concurrent[O]},
		{"mass", mass[O]},
		{"rise", rise[O]},
		{"stationary", stationary[O]},
		{"nothing", nothing[O]},
		{"degenerate", degenerate[O]},
		{"parameters", parameters[O]},
		{"clone", clone[O]},
		{"sample", sample[O]},
		{"recover", recovery[O]},
		{"start", start[O]},
		{"embed", embed[O]},
		{"check", check[O]},
		{"split", split[O]},
		{"permute", permute[O]},
		{"file", file[O]},
		{"damage", damage[O]},
	}
}

// Run holds the family to every law, each in a subtest of its own.
func Run[O any](t *testing.T, c Case[O]) {
	t.Helper()
	for _, l := range laws[O]() {
		t.Run(l.name, func(t *testing.T) {
			switch err := c.hold(l); {
			case errors.Is(err, errSkipped):
				t.Log(err)
			case err != nil:
				t.Error(err)
			}
		})
	}
}

// hold tries one law on a new subject. A panic breaks the law, and so does a change of the data.
func (c Case[O]) hold(l law[O]) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	s, err := newSubject(c)
	if err != nil {
		return err
	}
	before := fmt.Sprint(s.data)
	if err := l.holds(s); err != nil {
		return err
	}
	if fmt.Sprint(s.data) != before {
		return errors.New("the observations were changed")
	}
	return nil
}
