package emission_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/internal/lanes"
)

// TestBatch: conversations side by side get what each gets alone: symbols and full covariances in panels,
// others one by one.
func TestBatch(t *testing.T) {
	for _, n := range []int{1, 3, 4, 6} {
		rng := rand.New(rand.NewPCG(uint64(n), 11))
		var rows, means [][]float64
		for range n {
			rows = append(rows, []float64{0.2, 0.5, 0.3})
			means = append(means, []float64{rng.NormFloat64(), 1})
		}
		rows[0] = []float64{0.9, 0.1, 0}
		symbols, err := emission.NewCategorical(rows)
		if err != nil {
			t.Fatal(err)
		}
		vectors := emission.UnitGaussian(emission.Diagonal, n, 2)
		for conversations := 1; conversations <= lanes.Width; conversations++ {
			sideBySide(t, symbols.Evaluator(), n, conversations, rng, func() int { return rng.IntN(4) - 1 })
			sideBySide(t, vectors.Evaluator(), n, conversations, rng, func() []float64 { return []float64{rng.NormFloat64(), 2} })
			for _, shape := range []emission.Covariance{emission.Full, emission.Tied} {
				for _, width := range []int{2, 3, 4, 5} {
					matrices := crowd(shape, n, width, rng)
					sideBySide(t, matrices.Evaluator(), n, conversations, rng, func() []float64 { return vectorOrNone(width, rng) })
				}
			}
		}
	}
}

// crowd is n distributions apart from one another.
func crowd(shape emission.Covariance, n, width int, rng *rand.Rand) *emission.Gaussian {
	var means, covs [][]float64
	for range n {
		mean := make([]float64, width)
		for i := range mean {
			mean[i] = rng.NormFloat64()
		}
		means, covs = append(means, mean), append(covs, covariance(shape, width, rng))
	}
	if shape == emission.Tied {
		covs = covs[:1]
	}
	return must(emission.NewGaussian(shape, means, covs))
}

// vectorOrNone is a vector, now and then a missing one.
func vectorOrNone(width int, rng *rand.Rand) []float64 {
	if rng.IntN(5) == 0 {
		return nil
	}
	x := make([]float64, width)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

func sideBySide[O any](t *testing.T, v emission.Evaluator[O], n, conversations int, rng *rand.Rand, draw func() O) {
	t.Helper()
	rows := lanes.Pad(n)
	at := emission.Layout{Turn: rows * lanes.Width, Dist: lanes.Width}
	obs := make([][]O, conversations)
	longest := 0
	for l := range obs {
		for range 3*(l%2) + rng.IntN(4) {
			obs[l] = append(obs[l], draw())
		}
		longest = max(longest, len(obs[l]))
	}
	batch := emission.NewBatch(v)
	size := longest * at.Turn
	posterior := make([]float64, size)
	for i := range posterior {
		posterior[i] = rng.Float64()
	}
	type way struct {
		logs, linear, stats []float64
	}
	together, alone := way{}, way{}
	for _, w := range []*way{&together, &alone} {
		w.logs, w.linear, w.stats = make([]float64, size), make([]float64, size), make([]float64, 400)
	}
	batch.LogDensities(together.logs, at, obs)
	batch.Collect(together.stats, obs, posterior, at)
	linear, ok := v.(emission.LinearEvaluator[O])
	if ok != batch.Linear() {
		t.Fatalf("Linear is %v", batch.Linear())
	}
	if ok {
		batch.Densities(together.linear, at, obs)
	}
	for l, o := range obs {
		if len(o) == 0 {
			continue
		}
		v.LogDensities(alone.logs[l:], at, o)
		if ok {
			linear.Densities(alone.linear[l:], at, o)
		}
		v.Collect(alone.stats, o, posterior[l:], at)
	}
	for l, o := range obs {
		for turn := range o {
			for e := range n {
				i := turn*at.Turn + e*at.Dist + l
				if math.Float64bits(together.logs[i]) != math.Float64bits(alone.logs[i]) || together.linear[i] != alone.linear[i] {
					t.Fatalf("lane %d, turn %d, distribution %d: %v and %v, alone %v and %v", l, turn, e, together.logs[i], together.linear[i], alone.logs[i], alone.linear[i])
				}
			}
		}
	}
	for i, want := range alone.stats {
		if math.Abs(together.stats[i]-want) > 1e-12*math.Max(1, math.Abs(want)) {
			t.Fatalf("%d conversations: statistic %d is %v, alone %v", conversations, i, together.stats[i], want)
		}
	}
}
