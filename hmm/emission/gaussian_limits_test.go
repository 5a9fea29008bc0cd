package emission_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// far is three clusters about 1e8 with variance 1, ten standard deviations apart.
func far(width, turns int) [][]float64 {
	rng := rand.New(rand.NewPCG(8, 8))
	obs := make([][]float64, turns)
	for t := range obs {
		obs[t] = make([]float64, width)
		for i := range obs[t] {
			obs[t][i] = 1e8 + 10*float64(t%3) + rng.NormFloat64()
		}
	}
	return obs
}

func TestGaussianFarFromTheOrigin(t *testing.T) {
	for _, shape := range shapes {
		for _, start := range []bool{true, false} {
			t.Run(fmt.Sprintf("%v, start %v", shape, start), func(t *testing.T) {
				const width, turns = 2, 60_000
				obs := far(width, turns)
				g := emission.UnitGaussian(shape, 3, width)
				steps := 2 // from the origin: the first brings the means
				if start {
					if err := g.Start([][][]float64{obs}); err != nil {
						t.Fatal(err)
					}
					steps = 1
				}
				for range steps {
					learn(t, g, obs, labelled(turns, 3))
				}
				for e := range 3 {
					for i, m := range g.Mean(e) {
						approx(t, "mean - 1e8", m-1e8, 10*float64(e), 0.05)
						relative(t, "variance", dense(g, e).At(i, i), 1, 0.02)
					}
				}
				sample := variance(obs, 0, 0)
				if shape == emission.Diagonal { // but for the prior: a tenth of a turn of variance 67
					relative(t, "variance against two passes", g.Cov(0)[0], sample, 1e-3)
				}
			})
		}
	}
}

// variance is that of dimension i of the turns of one state of three, in two passes.
func variance(obs [][]float64, state, i int) float64 {
	mean, sum, n := 0.0, 0.0, 0.0
	for t := state; t < len(obs); t += 3 {
		n++
		mean += (obs[t][i] - mean) / n
	}
	for t := state; t < len(obs); t += 3 {
		sum += (obs[t][i] - mean) * (obs[t][i] - mean)
	}
	return sum / n
}

// One state, no Start, no prior: the means are 1e10 standard deviations away, where the variance of
// the first step is nothing but rounding, of either sign. Plain EM gets there all the same.
func TestGaussianFitFromTheOrigin(t *testing.T) {
	for _, shape := range shapes {
		for _, mean := range []float64{1e8, 1.1e8, 1.2e8, 1.3e8, -1.4e8, 1.5e8} {
			rng := rand.New(rand.NewPCG(2, 2))
			obs := make([][]float64, 2000)
			for i := range obs {
				obs[i] = []float64{mean + 0.01*rng.NormFloat64(), 0.01 * rng.NormFloat64()}
			}
			m := &hmm.Model[[]float64]{Chain: chain.Uniform(1, false), Emission: emission.UnitGaussian(shape, 1, 2)}
			result, err := baumwelch.Fit(context.Background(), m, []hmm.Conversation[[]float64]{{Obs: obs}}, baumwelch.MaximumLikelihood())
			if err != nil {
				t.Fatal(err)
			}
			v := dense(m.Emission.(*emission.Gaussian), 0).At(0, 0)
			if result.Status != em.Converged || math.Abs(v/1e-4-1) > 0.1 {
				t.Errorf("%v about %v: %v after %d iterations, variance %v", shape, mean, result.Status, len(result.Iterations), v)
			}
		}
	}
}

func TestGaussianTinyVariance(t *testing.T) {
	for _, c := range []struct{ mean, sd float64 }{{0, 1e-6}, {1, 1e-6}, {1000, 1e-6}, {0, 1e-14}, {1.7e9, 1}, {1e-14, 1e-16}} {
		for _, shape := range shapes {
			rng := rand.New(rand.NewPCG(3, 3))
			obs := make([][]float64, 20_000)
			for i := range obs {
				obs[i] = []float64{c.mean + c.sd*rng.NormFloat64(), c.mean + c.sd*rng.NormFloat64()}
			}
			g := emission.UnitGaussian(shape, 1, 2)
			if err := g.Start([][][]float64{obs}); err != nil {
				t.Fatal(err)
			}
			learn(t, g, obs, labelled(len(obs), 1))
			relative(t, fmt.Sprintf("%v: variance about %v", shape, c.mean), dense(g, 0).At(0, 0), c.sd*c.sd, 0.03)
			for _, l := range logDensities(g, obs...) {
				if math.IsNaN(l) || math.IsInf(l, 0) {
					t.Fatalf("%v: log density %v", shape, l)
				}
			}
		}
	}
}

func TestGaussianFloor(t *testing.T) {
	obs := [][]float64{{0, 0}, {1, 1}, {2, 2}} // a line: variance 2/3 in each dimension, 0 across
	p := labelled(3, 1)
	floor := []float64{0.1, 0.1}
	for shape, want := range map[emission.Covariance][]float64{
		emission.Spherical: {2. / 3, 0, 2. / 3},
		emission.Diagonal:  {2. / 3, 0, 2. / 3},
		// eigenvalues 4/3 along the line and 0.1 across: (4/3 + 0.1)/2 and (4/3 - 0.1)/2
		emission.Full: {4.3 / 6, 3.7 / 6, 4.3 / 6},
		emission.Tied: {4.3 / 6, 3.7 / 6, 4.3 / 6},
	} {
		g := emission.UnitGaussian(shape, 1, 2)
		g.SetPrior(0, nil, floor)
		if n := learn(t, g, obs, p); n > 0 {
			t.Errorf("%v: %d repairs with a floor", shape, n)
		}
		c := dense(g, 0)
		approx(t, shape.String(), c.At(0, 0), want[0], 1e-12)
		approx(t, shape.String(), c.At(1, 1), want[2], 1e-12)
		approx(t, shape.String(), c.At(0, 1), want[1], 1e-12)
		learn(t, g, slices.Repeat(obs[:1], 3), p)
		c = dense(g, 0)
		approx(t, shape.String()+", all alike", c.At(0, 0), 0.1, 1e-12)
		approx(t, shape.String()+", all alike", c.At(0, 1), 0, 1e-12)
	}
}

// A floor so far below the data that their ratio is no number does nothing.
func TestGaussianFloorFarBelow(t *testing.T) {
	obs := [][]float64{{1e10, 0}, {0, 1e10}, {-1e10, 3e9}}
	for _, shape := range shapes {
		g := emission.UnitGaussian(shape, 1, 2)
		learn(t, g, obs, labelled(3, 1))
		want := params(g)
		g = emission.UnitGaussian(shape, 1, 2)
		g.SetPrior(0, nil, []float64{1e-300, 1e-310})
		learn(t, g, obs, labelled(3, 1))
		agree(t, shape.String(), params(g), want)
	}
}

// A variance that is there but below the floor is lifted to it, each dimension to its own.
func TestGaussianBelowTheFloor(t *testing.T) {
	obs, p := [][]float64{{0, 0}, {1, 3}}, labelled(2, 1) // variances 1/4 and 9/4
	for shape, want := range map[emission.Covariance][]float64{
		emission.Spherical: {1.5, 1.5}, // 5/4, and the floor 3/2
		emission.Diagonal:  {1, 2.25},
	} {
		g := emission.UnitGaussian(shape, 1, 2)
		g.SetPrior(0, nil, []float64{1, 2})
		if n := learn(t, g, obs, p); n > 0 {
			t.Errorf("%v: %d repairs with a floor", shape, n)
		}
		c := dense(g, 0)
		agree(t, shape.String(), []float64{c.At(0, 0), c.At(1, 1)}, want)
	}
}

func TestGaussianWithoutFloorTellsOfRepairs(t *testing.T) {
	alike := [][]float64{{1, 2, 3}, {1, 2, 3}, {1, 2, 3}, {1, 2, 3}}
	for _, shape := range shapes {
		for _, n := range []int{1, 2} {
			g := emission.UnitGaussian(shape, n, 3)
			want := n
			if shape == emission.Tied {
				want = 1
			}
			for step := range 3 {
				if got := learn(t, g, alike, labelled(4, n)); got != want && step > 0 {
					t.Errorf("%v: %d repairs of %d distributions, expected %d", shape, got, n, want)
				}
			}
			finiteAll(t, g, alike)
		}
	}
}

// finiteAll fails if a parameter or a density is no number, or the parameters are refused.
func finiteAll(t *testing.T, g *emission.Gaussian, obs [][]float64) {
	t.Helper()
	p := params(g)
	for _, v := range append(logDensities(g, obs...), p...) {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Fatalf("%v: %v", g.Covariance(), v)
		}
	}
	if err := g.SetParams(p); err != nil {
		t.Fatalf("%v refuses its own parameters: %v", g.Covariance(), err)
	}
}

// Fewer points than dimensions, dimensions that are copies, dimensions of very different units.
func TestGaussianSingularScatter(t *testing.T) {
	for _, width := range []int{3, 12, 60} {
		rng := rand.New(rand.NewPCG(6, uint64(width)))
		obs := make([][]float64, width/2+1)
		for t := range obs {
			obs[t] = make([]float64, width)
			for i := range obs[t] {
				obs[t][i] = rng.NormFloat64() * math.Pow(10, float64(i%5-2))
			}
			obs[t][width-1] = 3 * obs[t][0]
		}
		for _, shape := range []emission.Covariance{emission.Full, emission.Tied} {
			for prior, prepare := range map[string]func(*emission.Gaussian){
				"none":  func(*emission.Gaussian) {},
				"start": func(g *emission.Gaussian) { _ = g.Start([][][]float64{obs}) },
				"floor": func(g *emission.Gaussian) { _ = g.Start([][][]float64{obs}); keepFloor(g) },
			} {
				g := emission.UnitGaussian(shape, 1, width)
				prepare(g)
				for step := range 3 {
					if n := learn(t, g, obs, labelled(len(obs), 1)); (n > 0) != (prior == "none") {
						t.Errorf("%v, %d dimensions, prior %s, step %d: %d repairs", shape, width, prior, step, n)
					}
					finiteAll(t, g, obs)
				}
			}
		}
	}
}

// keepFloor takes the prior of a Start away and leaves its floor.
func keepFloor(g *emission.Gaussian) {
	var file map[string]any
	data, _ := json.Marshal(g)
	_ = json.Unmarshal(data, &file)
	file["prior_weight"] = 0
	data, _ = json.Marshal(file)
	_ = json.Unmarshal(data, g)
}

func TestGaussianExtremes(t *testing.T) {
	for _, shape := range shapes {
		g := newGaussian(shape, 2)
		const most = math.MaxFloat64
		extremes := [][]float64{{most, -most}, {-most, -most}, {1e200, 1}, {most, 0}, {5e-324, -1e155}}
		for _, x := range extremes {
			if err := g.Check(x); err != nil {
				t.Fatal(err)
			}
		}
		for i, l := range logDensities(g, extremes...) {
			if math.IsNaN(l) || math.IsInf(l, 1) {
				t.Errorf("%v: turn %d: log density %v", shape, i/4, l)
			}
		}
		before := params(g)
		stats := make([]float64, g.StatsLen())
		g.Evaluator().Collect(stats, extremes, labelled(len(extremes), 4), emission.RowMajor(4))
		if _, err := g.Maximize(stats); err == nil || !strings.Contains(err.Error(), "finite") {
			t.Errorf("%v: Maximize of numbers too large: %v", shape, err)
		}
		if !slices.Equal(params(g), before) {
			t.Errorf("%v: Maximize failed and changed the parameters", shape)
		}
		if err := g.Start([][][]float64{extremes}); err == nil || !strings.Contains(err.Error(), "dimension 0") {
			t.Errorf("%v: Start on numbers too large: %v", shape, err)
		}
		if !slices.Equal(params(g), before) {
			t.Errorf("%v: Start failed and changed the parameters", shape)
		}
	}
}

// Whitening that overflows in both directions is a distance, not a NaN.
func TestGaussianOverflowInWhitening(t *testing.T) {
	for _, shape := range []emission.Covariance{emission.Full, emission.Tied} {
		g := must(emission.NewGaussian(shape, [][]float64{{0, 0}}, [][]float64{{1e-10, 5e-11, 5e-11, 1e-10}}))
		const most = math.MaxFloat64
		agree(t, shape.String(), logDensities(g, []float64{most, most}, []float64{-most, -most}), []float64{-most, -most})
	}
}
