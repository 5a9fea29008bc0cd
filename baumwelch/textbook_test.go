package baumwelch_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// exactly is how close the parameters of the textbook cases have to be.
const exactly = 1e-9

// TestTextbookTraining goes through the iterates of the textbook cases.
func TestTextbookTraining(t *testing.T) {
	cases, err := reference.Textbook("../testdata/textbook")
	if err != nil {
		t.Fatal(err)
	}
	trained := 0
	for _, c := range cases {
		if c.Training == nil {
			continue
		}
		trained++
		t.Run(c.Name, func(t *testing.T) {
			stages := map[int][]float64{}
			var path []int
			for _, it := range c.Training {
				ch := &chain.Chain{Start: slices.Clone(c.Start), Next: [][]float64{reference.Flat(c.Next)}, Stop: slices.Clone(c.Stop)}
				if c.Emission.Symbols != nil {
					family := categorical(t, c.Emission.Symbols)
					stages[it.Iteration], path = train(t, &hmm.Model[int]{Chain: ch, Emission: family}, c.Symbols(), it, reference.Flat(it.Emission.Symbols))
				} else {
					family := ok[*emission.Poisson](t)(emission.NewPoisson(c.Emission.Rates))
					stages[it.Iteration], path = train(t, &hmm.Model[int]{Chain: ch, Emission: family}, c.Symbols(), it, it.Emission.Rates)
				}
			}
			if c.BestPathLearned != nil && !slices.Equal(path, c.BestPathLearned) {
				t.Errorf("best path after training\n%v, expected\n%v", path, c.BestPathLearned)
			}
			for _, f := range c.Published {
				if what, ok := strings.CutPrefix(f.Quantity, "trained, "); ok {
					checkTrained(t, what, stages[f.Iteration], f)
				}
			}
		})
	}
	if trained != 3 {
		t.Errorf("%d cases with training, expected 3", trained)
	}
}

// train makes as many iterations as it has, compares, and returns the parameters followed by the
// log-likelihood, and the best path.
func train(t *testing.T, m *hmm.Model[int], obs []int, it reference.Iterate, emissions []float64) ([]float64, []int) {
	t.Helper()
	o := maximumLikelihood(it.Iteration)
	r, err := baumwelch.Fit(background, m, []hmm.Conversation[int]{{Obs: obs}}, o)
	if err != nil || len(r.Iterations) != it.Iteration+1 {
		t.Fatalf("%d iterations, expected %d: %v", len(r.Iterations)-1, it.Iteration, err)
	}
	want := slices.Concat(it.Start, reference.Flat(it.Next), it.Stop, emissions, []float64{it.LogLikelihood})
	got := append(params(m), r.Last().LogLikelihood)
	for i, v := range got {
		if len(got) != len(want) || math.Abs(v-want[i]) > exactly*math.Max(1, math.Abs(want[i])/100) {
			t.Fatalf("after %d iterations:\n%v, expected\n%v", it.Iteration, got, want)
		}
	}
	path, _, err := m.Decode(obs)
	if err != nil {
		t.Fatal(err)
	}
	return got, path
}

// checkTrained compares with what the book prints of a model of two states with Poisson rates.
func checkTrained(t *testing.T, what string, got []float64, f reference.Figure) {
	t.Helper()
	at, known := map[string]int{"start 0": 0, "next 0 to 1": 3, "next 1 to 0": 4, "rate 0": 6, "rate 1": 7, "minus log likelihood": 8}[what]
	if !known || len(got) != 9 {
		t.Fatalf("no idea what %q is", what)
	}
	v := got[at]
	if at == 8 {
		v = -v
	}
	if math.Abs(v-f.Value[0]) > f.Within {
		t.Errorf("iteration %d, %s: %v, published %v to within %g", f.Iteration, what, v, f.Value[0], f.Within)
	}
}

// Two iterations of Baum-Welch on nine days of the umbrella world.
func ExampleFit() {
	family, err := emission.NewCategorical([][]float64{{0.9, 0.1}, {0.2, 0.8}})
	if err != nil {
		panic(err)
	}
	m := &hmm.Model[int]{
		Chain:    &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.7, 0.3, 0.3, 0.7}}},
		Emission: family,
	}
	data := []hmm.Conversation[int]{{Obs: []int{0, 0, 1, 0, 0}}, {Obs: []int{1, 1, 1, 0}}}
	o := baumwelch.MaximumLikelihood()
	o.Loop.MaxIterations = 2
	result, err := baumwelch.Fit(background, m, data, o)
	if err != nil {
		panic(err)
	}
	for _, it := range result.Iterations {
		fmt.Printf("%d: %.4f\n", it.Iteration, it.LogLikelihood)
	}
	fmt.Printf("%v; start %.3f, next %.3f\n", result.Status, m.Chain.Start, m.Chain.Next[0])
	// Output:
	// 0: -6.1637
	// 1: -6.0951
	// 2: -6.0747
	// out of iterations; start [0.444 0.556], next [0.741 0.259 0.385 0.615]
}
