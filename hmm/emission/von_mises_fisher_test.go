package emission_test

import (
	"bufio"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/emission/emissiontest"
)

// newVMF has four distributions with directions of their own and concentrations from 2 to 30, or one of 8.
func newVMF(width int, shared bool) *emission.VonMisesFisher {
	rng := rand.New(rand.NewPCG(6, uint64(width)))
	var directions [][]float64
	for range 4 {
		mu := make([]float64, width)
		for i := range mu {
			mu[i] = rng.NormFloat64()
		}
		directions = append(directions, mu)
	}
	concentrations := []float64{2, 5, 12, 30}
	if shared {
		concentrations = []float64{8}
	}
	return must(emission.NewVonMisesFisher(directions, concentrations))
}

// circle is directions in the plane, evenly spaced.
func circle(int) (obs [][]float64, weights []float64) {
	const n = 2000
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / n)
		obs, weights = append(obs, []float64{cos, sin}), append(weights, 2*math.Pi/n)
	}
	return obs, weights
}

// sphere is directions in space, evenly spread on a spiral.
func sphere(int) (obs [][]float64, weights []float64) {
	const n = 20_000
	for i := range n {
		z := 1 - (2*float64(i)+1)/n
		sin, cos := math.Sincos(float64(i) * math.Pi * (3 - math.Sqrt(5)))
		r := math.Sqrt(1 - z*z)
		obs, weights = append(obs, []float64{r * cos, r * sin, z}), append(weights, 4*math.Pi/n)
	}
	return obs, weights
}

// nudge moves directions anywhere and concentrations by a factor.
func nudge(v *emission.VonMisesFisher) func(p []float64, size float64, rng *rand.Rand) {
	return func(p []float64, size float64, rng *rand.Rand) {
		directions := v.Len() * v.Dims()
		for i := range p {
			if z := size * rng.NormFloat64(); i < directions {
				p[i] += z
			} else {
				p[i] *= math.Exp(z)
			}
		}
	}
}

func TestVonMisesFisher(t *testing.T) {
	for _, width := range []int{2, 3, 9} {
		for _, shared := range []bool{false, true} {
			for _, prior := range []bool{false, true} {
				t.Run(fmt.Sprintf("%d dimensions, shared %v, prior %v", width, shared, prior), func(t *testing.T) {
					long, nan := make([]float64, width), make([]float64, width)
					long[0], nan[1] = 1.1, math.NaN()
					c := emissiontest.Case[[]float64]{
						New: func() emission.Family[[]float64] {
							v := newVMF(width, shared)
							if prior {
								mean := make([]float64, width)
								mean[0], mean[1] = 0.3, -0.2
								v.SetPrior(1.5, mean)
							}
							return v
						},
						HasMissing: true,
						Bad:        [][]float64{make([]float64, width+1), long, nan},
						Perturb:    nudge(newVMF(width, shared)),
					}
					switch width {
					case 2:
						c.Points = circle
					case 3:
						c.Points, c.PointsTolerance = sphere, 1e-5
					}
					emissiontest.Run(t, c)
				})
			}
		}
	}
}

// The normaliser and the length of the mean, for 17 numbers of dimensions and concentrations from 0 to 1e6, are those
// of arithmetic with many digits.
func TestVonMisesFisherNormaliser(t *testing.T) {
	file, err := os.Open("testdata/von_mises_fisher.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		var dims int
		var kappa, normaliser, mean float64
		if _, err := fmt.Sscan(lines.Text(), &dims, &kappa, &normaliser, &mean); err != nil {
			t.Fatal(err)
		}
		rows++
		mu, across := make([]float64, dims), make([]float64, dims)
		mu[0], across[1] = 1, 1
		v := must(emission.NewVonMisesFisher([][]float64{mu}, []float64{kappa}))
		name := fmt.Sprintf("D=%d, κ=%v", dims, kappa)
		relative(t, name+": log C", logDensities(v, across)[0], normaliser, 1e-13)
		// a turn whose mean has that length teaches that concentration; how many of its digits can come back is
		// how many the length has beyond 1
		mu[0] = mean
		learn(t, v, [][]float64{mu}, []float64{1})
		if kappa < 1e6 {
			relative(t, name+": learnt", v.Concentration(0), kappa, 1e-14+1e-15*kappa/float64(dims-1))
		}
	}
	if rows != 221 {
		t.Errorf("%d rows", rows)
	}
}

// Turns that are all alike have a concentration without bound: it is set to the largest, and told of; the prior
// keeps that of a single turn far below.
func TestVonMisesFisherWithoutBound(t *testing.T) {
	x := []float64{0.6, 0.8, 0}
	v := newVMF(3, false)
	if n := learn(t, v, slices.Repeat([][]float64{x}, 8), labelled(8, 4)); n != 4 {
		t.Errorf("%d repairs, expected one a distribution", n)
	}
	agree(t, "parameters", params(v)[9:], []float64{0.6, 0.8, 0, 1e6, 1e6, 1e6, 1e6})
	v.SetPrior(0.1, nil)
	if n := learn(t, v, slices.Repeat([][]float64{x}, 4), labelled(4, 4)); n != 0 {
		t.Errorf("%d repairs under a prior", n)
	}
	// the mean of 1.1 turns has length 1/1.1, and A_3(κ) = coth κ - 1/κ
	kappa := v.Concentration(2)
	approx(t, "length of the mean", 1/math.Tanh(kappa)-1/kappa, 1/1.1, 1e-13)
}

// Distributions that share a concentration have that of the mean of their lengths, each by its turns.
func TestVonMisesFisherShared(t *testing.T) {
	v, own := newVMF(2, true), must(emission.NewVonMisesFisher([][]float64{{1, 0}}, []float64{1}))
	learn(t, v, [][]float64{{0.6, 0.8}, {0, 1}, {0, -1}}, []float64{10, 0, 0, 0, 0, 9, 0, 1, 0, 21, 0, 1})
	// lengths 10, 12 and 0 of 10, 30 and 2 turns
	learn(t, own, [][]float64{{1, 0}, {-1, 0}}, []float64{32, 10})
	relative(t, "concentration", v.Concentration(1), own.Concentration(0), 1e-14)
	before := newVMF(2, true)
	agree(t, "directions", params(v)[:8], slices.Concat([]float64{0.6, 0.8, 0, -1}, before.Direction(2), before.Direction(3)))
}

// A vector of zeros has no direction: it is as good as none.
func TestVonMisesFisherZeroIsMissing(t *testing.T) {
	v := newVMF(3, false)
	zero := make([]float64, 3)
	if err := v.Check(zero); err != nil {
		t.Error(err)
	}
	agree(t, "densities", logDensities(v, zero), make([]float64, 4))
	stats := make([]float64, v.StatsLen())
	v.Evaluator().Collect(stats, [][]float64{zero, nil}, labelled(2, 4), emission.RowMajor(4))
	agree(t, "statistics", stats, make([]float64, v.StatsLen()))
}

// The affinity is the integral of the root of the product, here over the circle.
func TestVonMisesFisherAffinity(t *testing.T) {
	v := newVMF(2, false)
	obs, weights := circle(0)
	l := logDensities(v, obs...)
	for e := range 4 {
		for f := range 4 {
			sum := 0.0
			for i, w := range weights {
				sum += w * math.Exp((l[4*i+e]+l[4*i+f])/2)
			}
			approx(t, fmt.Sprintf("affinity of %d and %d", e, f), v.Affinity(e, v, f), sum, 1e-12)
		}
	}
	if v.Affinity(0, newVMF(3, false), 0) != 0 || v.Affinity(0, newGaussian(emission.Full, 2), 0) != 0 {
		t.Error("other families are alike")
	}
}

func TestNewVonMisesFisherRefuses(t *testing.T) {
	for want, c := range map[string]struct {
		directions     [][]float64
		concentrations []float64
	}{
		"fewer than 2":                 {[][]float64{{1}}, []float64{1}},
		"direction 1 has 3 values":     {[][]float64{{1, 0}, {1, 0, 0}}, []float64{1}},
		"3 concentrations, expected 2": {[][]float64{{1, 0}, {1, 1}}, []float64{1, 2, 3}},
		"direction 1 is all zeros":     {[][]float64{{1, 0}, {0, 0}}, []float64{1}},
		"direction 0: value 1":         {[][]float64{{1, math.Inf(1)}}, []float64{1}},
		"concentration 1 is -1":        {[][]float64{{1, 0}, {0, 2}}, []float64{1, -1}},
	} {
		if _, err := emission.NewVonMisesFisher(c.directions, c.concentrations); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}
