package worked

import (
	"math"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

func TestGaussianMixture(t *testing.T) { hold(t, "gaussian_mixture.md", gaussianMixture(t)) }

var waits = [][]float64{{1}, {2}, {5}, {9}, {11}}

// twoGaussians is the mixture of the text, with its variance or another.
func twoGaussians(t *testing.T, variance float64) *mixture.Model[[]float64] {
	t.Helper()
	family, err := emission.NewGaussian(emission.Diagonal, [][]float64{{2}, {9}}, [][]float64{{variance}, {variance}})
	if err != nil {
		t.Fatal(err)
	}
	return mixtureOf[[]float64](t, []float64{0.5, 0.5}, family)
}

func gaussianMixture(t *testing.T) sheet {
	s, m := sheet{}, twoGaussians(t, 4)
	for i, x := range waits {
		s.put(x[0], "x_%d", i+1)
	}
	s.gaussians(m, "")
	logs := make([]float64, 2*len(waits))
	m.Emission.Evaluator().LogDensities(logs, emission.RowMajor(2), waits)
	r := responsibilities(t, m, waits)
	s.rows(r, 2, "r_%d(%d)")
	var n, a, b [2]float64
	for i, x := range waits {
		for k := range 2 {
			s.put(math.Exp(logs[2*i+k]), "p_%d(%d)", i+1, k)
			d := x[0] - s.at("m(%d)", k)
			n[k], a[k], b[k] = n[k]+r[2*i+k], a[k]+r[2*i+k]*d, b[k]+r[2*i+k]*d*d
		}
	}
	s.put(evidence(t, m, waits), "logP")
	next := fitted(t, m, waits, 1)
	for k := range 2 {
		s.put(n[k], "n(%d)", k)
		s.put(a[k], "a(%d)", k)
		s.put(b[k], "b(%d)", k)
		moved := next.Emission.(*emission.Gaussian)
		near(t, "weight", n[k]/5, next.Weights()[k])
		near(t, "mean", s.at("m(%d)", k)+a[k]/n[k], moved.Mean(k)[0])
		near(t, "variance", b[k]/n[k]-a[k]*a[k]/n[k]/n[k], moved.Cov(k)[0])
	}
	s.gaussians(next, "'")
	s.put(evidence(t, next, waits), "logP'")
	for k, r := range responsibilities(t, next, waits)[4:6] {
		s.put(r, "r'_3(%d)", k)
	}
	end := fitted(t, m, waits, 1000)
	s.gaussians(end, "*")
	s.put(evidence(t, end, waits), "logP*")
	hard := responsibilities(t, twoGaussians(t, 0.01), waits)
	for i := range waits {
		s.put(hard[2*i+1], "h_%d(1)", i+1)
	}
	return s
}

// gaussians are a mixture's parameters, their letters marked.
func (s sheet) gaussians(m *mixture.Model[[]float64], mark string) {
	family := m.Emission.(*emission.Gaussian)
	for k, w := range m.Weights() {
		s.put(w, "w%s(%d)", mark, k)
		s.put(family.Mean(k)[0], "m%s(%d)", mark, k)
		s.put(family.Cov(k)[0], "v%s(%d)", mark, k)
	}
}
