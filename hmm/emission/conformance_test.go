package emission_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/emission/emissiontest"
)

var rows = [][]float64{
	{0.5, 0.2, 0.1, 0.15, 0.05},
	{0.1, 0.1, 0.6, 0.1, 0.1},
	{0.25, 0.05, 0.05, 0.05, 0.6},
	{0.2, 0.2, 0.2, 0.3, 0.1},
}

func must[F any](f F, err error) F {
	if err != nil {
		panic(err)
	}
	return f
}

func ones(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = 1
	}
	return w
}

// upTo is 0 to n-1, each with weight 1.
func upTo(n int) func(int) ([]int, []float64) {
	return func(int) ([]int, []float64) {
		obs := make([]int, n)
		for i := range obs {
			obs[i] = i
		}
		return obs, ones(n)
	}
}

func TestCategorical(t *testing.T) {
	for name, prior := range map[string]float64{"likelihood": 0, "prior": 0.5} {
		t.Run(name, func(t *testing.T) {
			emissiontest.Run(t, emissiontest.Case[int]{
				New: func() emission.Family[int] {
					c := must(emission.NewCategorical(rows))
					c.SetPrior(prior)
					return c
				},
				Missing: -1, HasMissing: true,
				Bad:    []int{-2, 5, math.MaxInt},
				Points: upTo(5),
			})
		})
	}
}

// pairs are all sequences of two words.
func pairs(int) (obs [][]emission.Count, weights []float64) {
	for a := range int32(5) {
		obs = append(obs, []emission.Count{{Word: a, N: 2}})
		for b := range a {
			obs = append(obs, []emission.Count{{Word: a, N: 1}, {Word: b, N: 1}}, []emission.Count{{Word: b, N: 1}, {Word: a, N: 1}})
		}
	}
	return obs, ones(len(obs))
}

// fractions are bags of words that count less than one each, with repeats and zeros.
func fractions() [][][]emission.Count {
	rng := rand.New(rand.NewPCG(1, 2))
	data := make([][][]emission.Count, 10)
	for i := range data {
		for range rng.IntN(12) {
			var bag []emission.Count
			for range rng.IntN(6) {
				bag = append(bag, emission.Count{Word: int32(rng.IntN(5)), N: float32(rng.IntN(9)) / 7})
			}
			data[i] = append(data[i], bag)
		}
	}
	return data
}

func TestWords(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	for name, c := range map[string]struct {
		prior float64
		data  [][][]emission.Count
	}{
		"whole": {0, nil}, "whole, prior": {0.3, nil}, "fractional": {0, fractions()}, "fractional, prior": {0.3, fractions()},
	} {
		t.Run(name, func(t *testing.T) {
			emissiontest.Run(t, emissiontest.Case[[]emission.Count]{
				New: func() emission.Family[[]emission.Count] {
					w := must(emission.NewWords(rows))
					w.SetPrior(c.prior)
					return w
				},
				Data:       c.data,
				HasMissing: true,
				Bad:        [][]emission.Count{{{Word: 5, N: 1}}, {{Word: 0, N: 1}, {Word: -1, N: 1}}, {{Word: 1, N: -1}}, {{Word: 1, N: nan}}, {{Word: 1, N: inf}}},
				Points:     pairs,
			})
		})
	}
}

func TestTopics(t *testing.T) {
	shares := [][]float64{{0.8, 0.15, 0.05}, {0.1, 0.1, 0.8}, {0.2, 0.6, 0.2}, {0.4, 0.1, 0.5}}
	for name, c := range map[string]struct {
		prior float64
		data  [][][]emission.Count
	}{
		"whole": {0, nil}, "whole, prior": {0.3, nil}, "fractional": {0, fractions()}, "fractional, prior": {0.3, fractions()},
	} {
		t.Run(name, func(t *testing.T) {
			emissiontest.Run(t, emissiontest.Case[[]emission.Count]{
				New: func() emission.Family[[]emission.Count] {
					f := must(emission.NewTopics(shares, rows[:3]))
					f.SetPriors(c.prior, c.prior)
					return f
				},
				Data:       c.data,
				HasMissing: true,
				Bad:        [][]emission.Count{{{Word: 5, N: 1}}, {{Word: 0, N: -1}}},
				Points:     pairs,
				OnlyRises:  true,
				Tolerance:  1, // many factors have one product: TestTopicsRecover looks at that
			})
		})
	}
}

func TestPoisson(t *testing.T) {
	for name, turns := range map[string]float64{"likelihood": 0, "prior": 0.7} {
		t.Run(name, func(t *testing.T) {
			emissiontest.Run(t, emissiontest.Case[int]{
				New: func() emission.Family[int] {
					p := must(emission.NewPoisson([]float64{0.3, 2, 11, 40}))
					p.SetPrior(3*turns, turns)
					return p
				},
				Missing: -1, HasMissing: true,
				Bad:    []int{-2, math.MinInt},
				Points: upTo(200),
			})
		})
	}
}

// shapes are the covariances with three or more well-conditioned matrices of width 1 and 3 each.
var shapes = []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied}

// newGaussian has four distributions with means up to about 10 and variances from 0.3 to 4.
func newGaussian(shape emission.Covariance, width int) *emission.Gaussian {
	rng := rand.New(rand.NewPCG(5, uint64(width)))
	const n = 4
	var means, covs [][]float64
	for e := range n {
		mean := make([]float64, width)
		for i := range mean {
			mean[i] = float64(3*float64(e)) + rng.Float64()
		}
		means = append(means, mean)
		covs = append(covs, covariance(shape, width, rng))
	}
	if shape == emission.Tied {
		covs = covs[:1]
	}
	return must(emission.NewGaussian(shape, means, covs))
}

// covariance draws one of the shape.
func covariance(shape emission.Covariance, width int, rng *rand.Rand) []float64 {
	draw := func() float64 { return 0.3 + float64(3*rng.Float64()) }
	switch shape {
	case emission.Spherical:
		return []float64{draw()}
	case emission.Diagonal:
		c := make([]float64, width)
		for i := range c {
			c[i] = draw()
		}
		return c
	}
	a, c := make([]float64, width*width), make([]float64, width*width)
	for i := range a {
		a[i] = rng.NormFloat64()
	}
	for i := range width {
		for j := range width {
			for k := range width {
				c[i*width+j] += float64(a[i*width+k] * a[j*width+k])
			}
		}
		c[i*width+i] += 0.3
	}
	return c
}

// grid covers -50 to 60.
func grid(int) (obs [][]float64, weights []float64) {
	const step = 0.01
	for x := -50.0; x < 60; x += step {
		obs, weights = append(obs, []float64{x}), append(weights, step)
	}
	return obs, weights
}

// draws are from normal densities about the family's means, wider than those tested.
func draws(g *emission.Gaussian) func(int) ([][]float64, []float64) {
	return func(e int) (obs [][]float64, weights []float64) {
		const n, sd = 40_000, 2.2
		rng := rand.New(rand.NewPCG(9, 9))
		for range n {
			x, log := make([]float64, g.Dims()), 0.0
			for i := range x {
				z := rng.NormFloat64()
				x[i] = g.Mean(e)[i] + sd*z
				log -= 0.5*z*z + math.Log(sd) + 0.5*math.Log(2*math.Pi)
			}
			obs, weights = append(obs, x), append(weights, math.Exp(-log)/n)
		}
		return obs, weights
	}
}

func TestGaussian(t *testing.T) {
	for _, shape := range shapes {
		for _, width := range []int{1, 3} {
			for _, prior := range []bool{false, true} {
				name := shape.String() + map[int]string{1: ", 1 dimension", 3: ", 3 dimensions"}[width]
				if prior {
					name += ", prior"
				}
				t.Run(name, func(t *testing.T) { conform(t, shape, width, prior) })
			}
		}
	}
}

func conform(t *testing.T, shape emission.Covariance, width int, prior bool) {
	short := make([]float64, width-1)
	nan, inf := make([]float64, width), make([]float64, width)
	nan[0], inf[width-1] = math.NaN(), math.Inf(-1)
	c := emissiontest.Case[[]float64]{
		New: func() emission.Family[[]float64] {
			g := newGaussian(shape, width)
			if prior {
				scale, floor := []float64{2, 1, 0.5}, []float64{0.1, 0.2, 0.1}
				g.SetPrior(1.5, scale[:width], floor[:width])
			}
			return g
		},
		HasMissing: true,
		Bad:        [][]float64{short, make([]float64, width+1), nan, inf},
		Points:     grid,
		Tolerance:  0.08, // a covariance of 20,000 turns has a standard error of up to 0.03
	}
	if width > 1 {
		c.Points, c.PointsTolerance = draws(newGaussian(shape, width)), 0.03
	}
	emissiontest.Run(t, c)
}

func readJoint(data []byte) (emission.Family[emission.Turn], error) {
	return emission.DefaultRegistry().Joint(data)
}

// turns are drawn from a joint family; each part is missing now and then.
func turns(j *emission.Joint) [][]emission.Turn {
	rng := rand.New(rand.NewPCG(4, 4))
	data := make([][]emission.Turn, 12)
	for i := range data {
		for range rng.IntN(20) {
			turn := j.Sample(rng.IntN(j.Len()), rng)
			if rng.IntN(5) == 0 {
				turn.Symbol, turn.Words = -1, nil
			}
			if rng.IntN(5) == 0 {
				turn.Speaker, turn.Vector = -1, nil
			}
			data[i] = append(data[i], turn)
		}
	}
	return data
}

func TestJoint(t *testing.T) {
	wordsAndSpeaker := func() *emission.Joint {
		words, speaker := must(emission.NewWords(rows)), must(emission.NewCategorical([][]float64{{0.9, 0.1}, {0.2, 0.8}, {0.5, 0.5}, {0.6, 0.4}}))
		words.SetPrior(0.1)
		return must(emission.NewJoint(emission.Part("words", words, emission.WordsField), emission.Part("speaker", speaker, emission.SpeakerField)))
	}
	symbolAndVector := func() *emission.Joint {
		symbol, vector := must(emission.NewCategorical(rows)), newGaussian(emission.Full, 3)
		vector.SetPrior(0.5, []float64{1, 1, 1}, nil)
		return must(emission.NewJoint(emission.Part("symbol", symbol, emission.SymbolField), emission.Part("vector", vector, emission.VectorField)))
	}
	t.Run("words and speaker", func(t *testing.T) {
		emissiontest.Run(t, emissiontest.Case[emission.Turn]{
			New:     func() emission.Family[emission.Turn] { return wordsAndSpeaker() },
			Data:    turns(wordsAndSpeaker()),
			Missing: emission.Missing, HasMissing: true,
			Bad:    []emission.Turn{{Symbol: -1, Speaker: 2}, {Speaker: -1, Words: []emission.Count{{Word: 9, N: 1}}}},
			Decode: readJoint,
		})
	})
	t.Run("symbol and vector", func(t *testing.T) {
		emissiontest.Run(t, emissiontest.Case[emission.Turn]{
			New:     func() emission.Family[emission.Turn] { return symbolAndVector() },
			Data:    turns(symbolAndVector()),
			Missing: emission.Missing, HasMissing: true,
			Bad:       []emission.Turn{{Symbol: 7, Speaker: -1}, {Symbol: 0, Vector: []float64{1}}, {Symbol: 0, Vector: []float64{1, 2, math.NaN()}}},
			Decode:    readJoint,
			Tolerance: 0.08,
		})
	})
	t.Run("one part", func(t *testing.T) {
		emissiontest.Run(t, emissiontest.Case[emission.Turn]{
			New: func() emission.Family[emission.Turn] {
				return emission.Part("symbol", emission.Family[int](must(emission.NewCategorical(rows))), emission.SymbolField)
			},
			Data:    turns(symbolAndVector()),
			Missing: emission.Missing, HasMissing: true,
			Bad: []emission.Turn{{Symbol: 7}},
		})
	})
}
