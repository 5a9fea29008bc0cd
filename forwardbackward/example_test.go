package forwardbackward_test

import (
	"fmt"
	"math"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// umbrella is the world of Russell and Norvig: it rains or not, and the director carries an
// umbrella or not.
var umbrella = &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.7, 0.3, 0.3, 0.7}}}

// seen is log P(umbrella | rain), log P(umbrella | dry).
var seen = []float64{math.Log(0.9), math.Log(0.2)}

func ExamplePosterior() {
	twoDays := append(append([]float64{}, seen...), seen...)
	posterior := make([]float64, 4)
	logLikelihood, err := forwardbackward.Posterior(posterior, umbrella, twoDays)
	fmt.Printf("%.3f, log-likelihood %.4f, error %v\n", posterior, logLikelihood, err)
	// Output: [0.883 0.117 0.883 0.117], log-likelihood -1.0455, error <nil>
}

func ExampleFiltered() {
	twoDays := append(append([]float64{}, seen...), seen...)
	filtered := make([]float64, 4)
	logLikelihood, err := forwardbackward.Filtered(filtered, umbrella, twoDays)
	fmt.Printf("%.3f, log-likelihood %.4f, error %v\n", filtered, logLikelihood, err)
	// Output: [0.818 0.182 0.883 0.117], log-likelihood -1.0455, error <nil>
}

func ExampleFilter() {
	f := forwardbackward.NewFilter(forwardbackward.Compile(umbrella))
	tomorrow := make([]float64, 2)
	for range 2 {
		surprise, err := f.Step(seen, 0, nil)
		f.Predict(tomorrow, 0)
		fmt.Printf("log P %.3f, now %.3f, tomorrow %.3f, error %v\n", surprise, f.Belief(), tomorrow, err)
	}
	// Output:
	// log P -0.598, now [0.818 0.182], tomorrow [0.627 0.373], error <nil>
	// log P -0.448, now [0.883 0.117], tomorrow [0.653 0.347], error <nil>
}

// days are conversations that each see the same every turn, as Emissions.
type days struct {
	turns []int
	first []float64 // the posterior of state 0 at turn 0
}

func (*days) Linear() bool { return false }

func (d *days) Densities(dst []float64, at lanes.Layout, first, end int) {
	for i, turns := range d.turns {
		for t := first; t < min(end, turns); t++ {
			for e, v := range seen {
				dst[(t-first)*at.Turn+e*at.Dist+i] = v
			}
		}
	}
}

func (d *days) Collect(posterior []float64, at lanes.Layout, first, _ int) {
	if first == 0 {
		d.first = append(d.first, posterior[:len(d.turns)]...)
	}
}

func ExampleWorkspace() {
	ws := forwardbackward.NewWorkspace(forwardbackward.Compile(umbrella))
	ws.Load(chain.Sequence{Turns: 1}, chain.Sequence{Turns: 2})
	d := &days{turns: []int{1, 2}}
	ws.Expect(d)
	for i, rain := range d.first {
		logLikelihood, err := ws.LogLikelihood(i)
		fmt.Printf("rain on day 1: %.3f, log-likelihood %.3f, error %v\n", rain, logLikelihood, err)
	}
	counts := forwardbackward.NewCounts(umbrella)
	ws.Flush(counts)
	fmt.Printf("starts %.3f, transitions %.3f\n", counts.Start, counts.Next[0])
	// Output:
	// rain on day 1: 0.818, log-likelihood -0.598, error <nil>
	// rain on day 1: 0.883, log-likelihood -1.046, error <nil>
	// starts [1.702 0.298], transitions [0.807 0.077 0.077 0.040]
}
