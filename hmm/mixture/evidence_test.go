package mixture_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

func logGamma(x float64) float64 { v, _ := math.Lgamma(x); return v }

// logAdd is log(e^a + e^b).
func logAdd(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(a, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// climbed is the bound at the end of a fit.
func climbed[O any](t *testing.T, m *mixture.Model[O], obs []O) float64 {
	t.Helper()
	r := ok[em.Result](t)(mixture.Fit(background, m, mixture.Items[O]{Obs: obs}, plain(200)))
	return r.Last().Objective
}

// multinomial is log p(symbols) under a symmetric Dirichlet prior.
func multinomial(counts []float64, prior float64) float64 {
	total, sum := 0.0, 0.0
	for _, n := range counts {
		total += n
		sum += logGamma(prior+n) - logGamma(prior)
	}
	k := float64(len(counts))
	return sum + logGamma(k*prior) - logGamma(k*prior+total)
}

// broken is log p(z) of component counts under sticks.
func broken(counts []float64, concentration float64) float64 {
	beyond, sum := 0.0, 0.0
	for k := len(counts) - 1; k >= 0; k-- {
		a, b := 1+counts[k], concentration+beyond
		sum += logGamma(a) + logGamma(b) - logGamma(a+b) - logGamma(1) - logGamma(concentration) + logGamma(1+concentration)
		beyond += counts[k]
	}
	return sum
}

// TestBoundOfSymbols: the evidence of eight symbols is the sum over all ways to give them to components. The
// bound is below it, and it is the evidence where there is one component.
func TestBoundOfSymbols(t *testing.T) {
	obs := []int{0, 0, 1, 2, 2, 2, 0, 1}
	const symbols, prior, concentration = 3, 0.7, 0.6
	for k := 1; k <= 3; k++ {
		for _, mixing := range []mixture.Mixing{
			ok[*mixture.Dirichlet](t)(mixture.NewDirichlet(k, concentration)), ok[*mixture.Sticks](t)(mixture.NewSticks(k, concentration)),
		} {
			evidence := math.Inf(-1)
			ways := int(math.Pow(float64(k), float64(len(obs))))
			for way := range ways {
				counts, of := make([]float64, k), make([][]float64, k)
				for i, s := range obs {
					c := way / int(math.Pow(float64(k), float64(i))) % k
					if of[c] == nil {
						of[c] = make([]float64, symbols)
					}
					counts[c]++
					of[c][s]++
				}
				log := broken(counts, concentration)
				if mixing.Kind() == "dirichlet" {
					log = multinomial(counts, concentration)
				}
				for _, c := range of {
					if c != nil {
						log += multinomial(c, prior)
					}
				}
				evidence = logAdd(evidence, log)
			}
			m := ok[*mixture.Model[int]](t)(mixture.New[int](mixing, ok[*emission.VariationalCategorical](t)(emission.NewVariationalCategorical(k, symbols, prior))))
			hard := make([]int, len(obs))
			for i, s := range obs {
				hard[i] = s % k
			}
			begin(t, m, obs, hard)
			bound := climbed(t, m, obs)
			if k == 1 {
				near(t, mixing.Kind(), []float64{bound}, []float64{evidence})
			}
			if bound > evidence+1e-9 || bound < evidence-6 {
				t.Errorf("%s, %d components: bound %v of an evidence of %v", mixing.Kind(), k, bound, evidence)
			}
		}
	}
}

// quadrature is log ∫ f over positive numbers, of log f, by the trapezoidal rule in their logarithm.
func quadrature(log func(x float64) float64) float64 {
	const step = 1e-3
	sum := math.Inf(-1)
	for u := -14.0; u < 8; u += step {
		sum = logAdd(sum, log(math.Exp(u))+u+math.Log(step))
	}
	return sum
}

// precisely is log p(x, λ) of numbers with one unknown mean and precision λ ~ Gamma(ν₀/2, ν₀ v/2), the mean
// integrated out: x are normal about the prior's mean with covariance (1 + 1 1ᵀ/β₀)/λ.
func precisely(x []float64, p emission.VariationalPrior, i int, lambda float64) float64 {
	n, sum, square := float64(len(x)), 0.0, 0.0
	for _, v := range x {
		d := v - p.Mean[i]
		sum += d
		square += d * d
	}
	quadratic := square - sum*sum/(n+p.Turns)
	return 0.5*n*math.Log(lambda/(2*math.Pi)) - 0.5*math.Log(1+n/p.Turns) - 0.5*lambda*quadratic
}

// gamma is the prior's log density of a precision, of degrees of freedom and a variance.
func gammaDensity(lambda, freedom, variance float64) float64 {
	shape, rate := freedom/2, freedom*variance/2
	return shape*math.Log(rate) - logGamma(shape) + (shape-1)*math.Log(lambda) - rate*lambda
}

// TestBoundOfOneGaussian: with one component nothing is approximate, and the bound is the evidence, by
// quadrature over precisions where they are numbers.
func TestBoundOfOneGaussian(t *testing.T) {
	prior := emission.VariationalPrior{Mean: []float64{0.5, -1}, Turns: 0.7, Freedom: 2.5, Variances: []float64{1.5, 0.4}}
	obs := [][]float64{{1, 0.2}, {2.5, -0.3}, {0.1, 0.9}, nil, {1.7, -1.5}, {1.2, 0}}
	var columns [2][]float64
	for _, x := range obs {
		for i := range columns {
			if x != nil {
				columns[i] = append(columns[i], x[i])
			}
		}
	}
	bound := func(shape emission.Covariance, width int) float64 {
		p := prior
		p.Mean, p.Variances = p.Mean[:width], p.Variances[:width]
		m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](mixture.Uniform(1, 0), ok[*emission.VariationalGaussian](t)(emission.NewVariationalGaussian(shape, 1, p))))
		var cut [][]float64
		for _, x := range obs {
			cut = append(cut, x[:min(width, len(x))])
		}
		return climbed(t, m, cut)
	}
	var alone [2]float64
	for i := range alone {
		alone[i] = quadrature(func(l float64) float64 {
			return gammaDensity(l, prior.Freedom, prior.Variances[i]) + precisely(columns[i], prior, i, l)
		})
	}
	mean := (prior.Variances[0] + prior.Variances[1]) / 2
	together := quadrature(func(l float64) float64 {
		return gammaDensity(l, prior.Freedom, mean) + precisely(columns[0], prior, 0, l) + precisely(columns[1], prior, 1, l)
	})
	for _, shape := range []emission.Covariance{emission.Spherical, emission.Diagonal, emission.Full, emission.Tied} {
		if got := bound(shape, 1); math.Abs(got-alone[0]) > 1e-6 {
			t.Errorf("%s, one dimension: bound %v, evidence %v", shape, got, alone[0])
		}
	}
	if got := bound(emission.Diagonal, 2); math.Abs(got-alone[0]-alone[1]) > 1e-6 {
		t.Errorf("diagonal: bound %v, evidence %v", got, alone[0]+alone[1])
	}
	if got := bound(emission.Spherical, 2); math.Abs(got-together) > 1e-6 {
		t.Errorf("spherical: bound %v, evidence %v", got, together)
	}
	near(t, "tied, as full", []float64{bound(emission.Tied, 2)}, []float64{bound(emission.Full, 2)})
}

// TestEmptying: a sparse posterior leaves as many components as the data have, and says which are empty.
func TestEmptying(t *testing.T) {
	truth := three(t)
	obs, _ := draw(t, truth, 3000, newRandom(13))
	for _, mixing := range []mixture.Mixing{ok[*mixture.Dirichlet](t)(mixture.NewDirichlet(8, 1e-3)), ok[*mixture.Sticks](t)(mixture.NewSticks(8, 1e-2))} {
		for _, shape := range []emission.Covariance{emission.Diagonal, emission.Full} {
			m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](mixing.Clone(), emission.UnitVariationalGaussian(shape, 8, 2)))
			o := quick(2)
			o.Fit.Revive, o.Fit.Loop.MaxIterations, o.Fit.Loop.Tolerance = false, 500, 1e-8
			trained := ok[*mixture.Trained[[]float64]](t)(mixture.Train(background, m, mixture.Items[[]float64]{Obs: obs}, o))
			if len(trained.Empty()) != 5 {
				t.Errorf("%s, %s: %d components empty, counts %.1f", mixing.Kind(), shape, len(trained.Empty()), trained.Counts)
			}
			weights := trained.Model.Weights()
			slices.Sort(weights)
			if fmt.Sprintf("%.1f", weights[5:]) != "[0.2 0.3 0.5]" {
				t.Errorf("%s, %s: weights %v", mixing.Kind(), shape, weights)
			}
		}
	}
}
