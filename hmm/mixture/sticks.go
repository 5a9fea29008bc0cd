package mixture

import (
	"slices"

	"gonum.org/v1/gonum/mathext"

	"intenthmm/internal/simplex"
)

// Sticks is a variational posterior of the weights under a Dirichlet process, cut off at K components:
// of what is left of a stick of length 1, component k breaks off the share v_k,
//
//	w_k = v_k Π_{j<k} (1 - v_j)    v_k ~ Beta(a_k, b_k)
//	a_k = 1 + n_k                  b_k = concentration + Σ_{j>k} n_j
//
// with Beta(1, concentration) the prior of every share. The small concentration breaks off most of the
// stick at once, and so empties components that the data do not need. No item belongs to a component
// beyond K, but the last does not get all that is left: Mean is normalised.
//
// Later components are smaller under the prior, so that the order of components is part of the model:
// Permute makes the posterior anew from the counts, which changes the bound.
//
// Source: Blei and Jordan (2006), Variational inference for Dirichlet process mixtures; the truncation,
// of the items' components and not of the sticks, is that of Kurihara, Welling and Teh (2007).
type Sticks struct {
	a, b          []float64
	concentration float64
}

// NewSticks is the prior of k weights. It panics if k < 1; the error is of a concentration that is not a
// finite number above 0.
func NewSticks(k int, concentration float64) (*Sticks, error) {
	if err := checkConcentration("sticks", concentration); err != nil {
		return nil, err
	}
	return &Sticks{slices.Repeat([]float64{1}, k), slices.Repeat([]float64{concentration}, k), concentration}, nil
}

// Concentration is that of the prior.
func (s *Sticks) Concentration() float64 { return s.concentration }

// Len is K.
func (s *Sticks) Len() int { return len(s.a) }

// LogWeights are E[log v_k] + Σ_{j<k} E[log (1 - v_j)].
func (s *Sticks) LogWeights(dst []float64) {
	left := 0.0
	for k, a := range s.a {
		both := mathext.Digamma(a + s.b[k])
		dst[k] = left + mathext.Digamma(a) - both
		left += mathext.Digamma(s.b[k]) - both
	}
}

// Mean is E[v_k] Π_{j<k} E[1 - v_j], normalised.
func (s *Sticks) Mean(dst []float64) {
	left := 1.0
	for k, a := range s.a {
		dst[k] = left * a / (a + s.b[k])
		left *= s.b[k] / (a + s.b[k])
	}
	normalise(dst)
}

// Maximize sets the shares to their posterior.
func (s *Sticks) Maximize(counts []float64) {
	beyond := 0.0
	for k := len(counts) - 1; k >= 0; k-- {
		s.a[k], s.b[k] = 1+counts[k], s.concentration+beyond
		beyond += counts[k]
	}
}

// LogPrior is minus the divergence of the shares from their prior.
func (s *Sticks) LogPrior() float64 {
	sum := 0.0
	for k, a := range s.a {
		b := s.b[k]
		both := mathext.Digamma(a + b)
		sum += float64((a-1)*(mathext.Digamma(a)-both)) + float64((b-s.concentration)*(mathext.Digamma(b)-both))
		sum += logBeta(1, s.concentration) - logBeta(a, b)
	}
	return -sum
}

func logBeta(a, b float64) float64 {
	return simplex.LogGamma(a) + simplex.LogGamma(b) - simplex.LogGamma(a+b)
}

// ParamLen is 2K.
func (s *Sticks) ParamLen() int { return 2 * len(s.a) }

// Params writes a, then b.
func (s *Sticks) Params(dst []float64) { copyAll(dst, slices.Concat(s.a, s.b)) }

// SetParams takes a and b, all above 0.
func (s *Sticks) SetParams(src []float64) error {
	if len(src) != s.ParamLen() {
		panic("mixture: the length is not ParamLen()")
	}
	if err := simplex.CheckCounts("sticks", src); err != nil {
		return err
	}
	copy(s.b, src[copy(s.a, src):])
	return nil
}

// Permute sets the shares to their posterior given the counts in the new order.
func (s *Sticks) Permute(order []int) {
	counts := make([]float64, len(s.a))
	for k, from := range order {
		counts[k] = s.a[from] - 1
	}
	s.Maximize(counts)
}

// Clone returns an independent copy.
func (s *Sticks) Clone() Mixing {
	return &Sticks{slices.Clone(s.a), slices.Clone(s.b), s.concentration}
}

// Kind is "sticks".
func (s *Sticks) Kind() string { return "sticks" }
