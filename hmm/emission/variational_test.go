package emission_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/emission/emissiontest"
)

// learnt makes copies of a variational family that has seen so many turns of each distribution of
// another.
func learnt[O any](f emission.Family[O], from emission.Family[O], turns int) func() emission.Family[O] {
	rng := rand.New(rand.NewPCG(21, 4))
	var obs []O
	posterior := make([]float64, turns*from.Len()*from.Len())
	for t := range turns * from.Len() {
		e := t % from.Len()
		obs = append(obs, from.(emission.Sampler[O]).Sample(e, rng))
		posterior[t*from.Len()+e] = 1
	}
	stats := make([]float64, f.StatsLen())
	f.Evaluator().Collect(stats, obs, posterior, emission.RowMajor(from.Len()))
	if _, err := f.Maximize(stats); err != nil {
		panic(err)
	}
	return f.Clone
}

// recovered is how many turns of each distribution the law of recovery draws.
const recovered = 20_000

func TestVariationalCategorical(t *testing.T) {
	for _, prior := range []float64{0.2, 3} {
		emissiontest.Run(t, emissiontest.Case[int]{
			New:     learnt[int](must(emission.NewVariationalCategorical(4, 5, prior)), must(emission.NewCategorical(rows)), recovered),
			Missing: -1, HasMissing: true,
			Bad:       []int{-2, 5, math.MaxInt},
			Tolerance: 0.15,
		})
	}
}

func TestVariationalWords(t *testing.T) {
	emissiontest.Run(t, emissiontest.Case[[]emission.Count]{
		New:        learnt[[]emission.Count](must(emission.NewVariationalWords(4, 5, 0.3)), must(emission.NewWords(rows)), recovered),
		HasMissing: true,
		Bad:        [][]emission.Count{{{Word: 5, N: 1}}, {{Word: 1, N: -1}}},
		Tolerance:  0.1,
	})
}

func TestVariationalGaussian(t *testing.T) {
	for _, shape := range shapes {
		for _, width := range []int{1, 3} {
			t.Run(fmt.Sprintf("%s, %d dimensions", shape, width), func(t *testing.T) {
				nan, inf := make([]float64, width), make([]float64, width)
				nan[0], inf[width-1] = math.NaN(), math.Inf(-1)
				emissiontest.Run(t, emissiontest.Case[[]float64]{
					New: learnt[[]float64](must(emission.NewVariationalGaussian(shape, 4, emission.VariationalPrior{
						Mean: []float64{1, -1, 2}[:width], Turns: 0.5, Freedom: 4, Variances: []float64{2, 1, 0.5}[:width],
					})), newGaussian(shape, width), recovered),
					HasMissing: true,
					Bad:        [][]float64{make([]float64, width-1), make([]float64, width+1), nan, inf},
					Tolerance:  0.08,
				})
			})
		}
	}
}
