package emission_test

import (
	"math"
	"testing"

	"intenthmm/hmm/emission"
)

// TestAffinity holds the closed forms against sums and integrals of √(p q).
func TestAffinity(t *testing.T) {
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-6 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	symbols, _ := emission.NewCategorical([][]float64{{0.5, 0.5, 0}, {0.1, 0.4, 0.5}})
	near("categorical", symbols.Affinity(0, symbols, 1), math.Sqrt(0.05)+math.Sqrt(0.2))
	words, _ := emission.NewWords([][]float64{{0.5, 0.5, 0}, {0.1, 0.4, 0.5}})
	near("words", words.Affinity(0, words, 1), math.Sqrt(0.05)+math.Sqrt(0.2))

	counts, _ := emission.NewPoisson([]float64{2, 5})
	v, sum := counts.Evaluator(), 0.0
	for x := range 60 {
		l := make([]float64, 2)
		v.LogDensities(l, emission.RowMajor(2), []int{x})
		sum += math.Exp((l[0] + l[1]) / 2)
	}
	near("poisson", counts.Affinity(0, counts, 1), sum)

	for shape, cov := range map[emission.Covariance][][]float64{
		emission.Spherical: {{1}, {2}}, emission.Diagonal: {{1, 0.5}, {2, 1}}, emission.Full: {{1, 0.3, 0.3, 1}, {2, -0.5, -0.5, 1}}, emission.Tied: {{1, 0.6, 0.6, 2}},
	} {
		g, err := emission.NewGaussian(shape, [][]float64{{0, 1}, {1.5, 0}}, cov)
		if err != nil {
			t.Fatal(err)
		}
		const step = 0.05
		v, sum, l := g.Evaluator(), 0.0, make([]float64, 2)
		for x := -9.0; x < 10; x += step {
			for y := -9.0; y < 10; y += step {
				v.LogDensities(l, emission.RowMajor(2), [][]float64{{x, y}})
				sum += math.Exp((l[0]+l[1])/2) * step * step
			}
		}
		near(shape.String(), g.Affinity(0, g, 1), sum)
		near(shape.String()+" to itself", g.Affinity(1, g, 1), 1)
		other := emission.UnitGaussian(shape, 1, 3)
		near("of another width", g.Affinity(0, other, 0), 0)
	}
}

// TestAffinityOfJoint multiplies that of the parts, and knows other shapes.
func TestAffinityOfJoint(t *testing.T) {
	a, _ := emission.NewCategorical([][]float64{{0.5, 0.5}, {0.1, 0.9}})
	b, _ := emission.NewCategorical([][]float64{{0.3, 0.7}, {0.6, 0.4}})
	j, err := emission.NewJoint(emission.Part("symbol", a, emission.SymbolField), emission.Part("speaker", b, emission.SpeakerField))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := j.Affinity(0, j, 1), a.Affinity(0, a, 1)*b.Affinity(0, b, 1); math.Abs(got-want) > 1e-15 || want >= a.Affinity(0, a, 1) {
		t.Errorf("joint %v, want %v", got, want)
	}
	one, _ := emission.NewJoint(emission.Part("symbol", a, emission.SymbolField))
	swapped, _ := emission.NewJoint(emission.Part("speaker", a, emission.SpeakerField), emission.Part("symbol", b, emission.SymbolField))
	if j.Affinity(0, one, 0) != 0 || j.Affinity(0, swapped, 0) != 0 {
		t.Error("joints of other parts are alike")
	}
	if d := emission.Hellinger(1 + 1e-16); d != 0 {
		t.Errorf("distance %v of what is the same", d)
	}
}

// TestManyDimensions: logarithms say how alike Gaussians are where affinities have vanished, and of marginals those of
// the dimensions add up. Shapes that do not agree are compared as matrices.
func TestManyDimensions(t *testing.T) {
	const width = 4000
	means, variances, wide := [][]float64{{}, {}}, [][]float64{{}, {}}, [][]float64{{1}, {4}}
	for i := range width {
		means[0], means[1] = append(means[0], float64(i%3)), append(means[1], float64(i%5))
		variances[0], variances[1] = append(variances[0], 1), append(variances[1], 4)
	}
	g, _ := emission.NewGaussian(emission.Diagonal, means, variances)
	s, _ := emission.NewGaussian(emission.Spherical, means, wide)
	want := 0.0
	for i := range width {
		d := means[0][i] - means[1][i]
		want += -d*d/8/2.5 + math.Log(4)/4 - math.Log(2.5)/2
	}
	for what, got := range map[string]float64{"diagonal": g.LogAffinity(0, g, 1), "spherical": s.LogAffinity(0, s, 1), "one and the other": g.LogAffinity(0, s, 1)} {
		if math.Abs(got-want) > 1e-9*math.Abs(want) || g.Affinity(0, g, 1) != 0 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	narrow, _ := emission.NewGaussian(emission.Diagonal, [][]float64{{0, 1}}, [][]float64{{2, 3}})
	full, _ := emission.NewGaussian(emission.Full, [][]float64{{0, 1}, {1, 1}}, [][]float64{{2, 1, 1, 3}, {1, 0, 0, 1}})
	tied, _ := emission.NewGaussian(emission.Tied, [][]float64{{0, 1}, {1, 1}}, [][]float64{{2, -1, -1, 3}})
	if a := full.Marginals().Affinity(0, narrow, 0); a != 1 {
		t.Errorf("marginals of a matrix are %v like their variances", a)
	}
	if a := tied.Marginals().Affinity(0, full.Marginals(), 0); a != 1 {
		t.Errorf("marginals of two matrices are %v alike", a)
	}
	if a := tied.Marginals().Affinity(1, narrow, 0); !(a < 1 && a > 0.5) {
		t.Errorf("another mean is %v like it", a)
	}
	if a := full.Affinity(0, narrow, 0); !(a < 1-1e-3) {
		t.Errorf("a matrix is %v like its variances", a)
	}
}
