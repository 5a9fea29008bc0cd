package mixture

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/internal/simplex"
)

// Dirichlet is a variational posterior of the weights under a symmetric Dirichlet prior: w has the
// density Dirichlet(α), with
//
//	α_k = concentration + n_k
//
// A concentration well below 1 empties components that the data do not need. Source: Bishop (2006)
// eq. 10.57 and 10.66.
type Dirichlet struct {
	alpha         []float64
	concentration float64
}

// NewDirichlet is the prior of k weights. It panics if k < 1; the error is of a concentration that is not
// a finite number above 0.
func NewDirichlet(k int, concentration float64) (*Dirichlet, error) {
	if err := checkConcentration("dirichlet", concentration); err != nil {
		return nil, err
	}
	return &Dirichlet{slices.Repeat([]float64{concentration}, k), concentration}, nil
}

func checkConcentration(what string, c float64) error {
	if !(c > 0) || math.IsInf(c, 1) {
		return fmt.Errorf("%s: concentration is %v, expected a finite number above 0", what, c)
	}
	return nil
}

// Concentration is that of the prior.
func (d *Dirichlet) Concentration() float64 { return d.concentration }

// Len is K.
func (d *Dirichlet) Len() int { return len(d.alpha) }

// LogWeights are E[log w_k] = ψ(α_k) - ψ(Σα).
func (d *Dirichlet) LogWeights(dst []float64) { simplex.ExpectedLogs(dst, d.alpha) }

// Mean is α_k / Σα.
func (d *Dirichlet) Mean(dst []float64) {
	copy(dst, d.alpha)
	normalise(dst)
}

// Maximize adds the counts to the prior.
func (d *Dirichlet) Maximize(counts []float64) {
	for k, n := range counts {
		d.alpha[k] = d.concentration + n
	}
}

// LogPrior is minus the divergence of the posterior from the prior.
func (d *Dirichlet) LogPrior() float64 { return -simplex.Divergence(d.alpha, d.concentration) }

// ParamLen is K.
func (d *Dirichlet) ParamLen() int { return len(d.alpha) }

// Params writes α.
func (d *Dirichlet) Params(dst []float64) { copyAll(dst, d.alpha) }

// SetParams takes α, all above 0.
func (d *Dirichlet) SetParams(src []float64) error {
	checkLen(src, d.alpha)
	if err := simplex.CheckCounts("dirichlet", src); err != nil {
		return err
	}
	copy(d.alpha, src)
	return nil
}

// Permute reorders α.
func (d *Dirichlet) Permute(order []int) { permute(d.alpha, order) }

// Clone returns an independent copy.
func (d *Dirichlet) Clone() Mixing { return &Dirichlet{slices.Clone(d.alpha), d.concentration} }

// Kind is "dirichlet".
func (d *Dirichlet) Kind() string { return "dirichlet" }

// normalise divides v by its sum.
func normalise(v []float64) {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	for k := range v {
		v[k] /= sum
	}
}
