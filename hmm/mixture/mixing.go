package mixture

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/internal/simplex"
)

// A Mixing is how often the components of a mixture occur: [Proportions], a point estimate, or a
// variational posterior, [Dirichlet] or [Sticks].
type Mixing interface {
	// Len is K.
	Len() int
	// LogWeights writes K values log w_k, or E[log w_k]; -Inf where a component never occurs.
	LogWeights(dst []float64)
	// Mean writes the K weights, or what is expected of them. They sum to 1.
	Mean(dst []float64)
	// Maximize replaces the parameters by the best, given the expected number of items of each
	// component.
	Maximize(counts []float64)
	// LogPrior is the log density of the prior at the weights, up to a constant, or minus the
	// Kullback-Leibler divergence of the posterior from it.
	LogPrior() float64
	// Params writes the ParamLen parameters, SetParams takes them back to the last bit. Both panic if
	// the length is not ParamLen; the error is of parameters that are none, and then nothing has changed.
	ParamLen() int
	Params(dst []float64)
	SetParams(src []float64) error
	// Permute makes component k what order[k] was.
	Permute(order []int)
	// Clone returns an independent copy.
	Clone() Mixing
	// Kind is the name under which it stands in a file.
	Kind() string
}

// Proportions are weights as a point estimate,
//
//	w_k = (n_k + prior) / Σ_j (n_j + prior)
//
// the maximum a posteriori under a symmetric Dirichlet with concentration 1 + prior; with prior 0, maximum
// likelihood.
type Proportions struct {
	weights []float64
	prior   float64
}

// NewProportions takes K weights that sum to 1, and what is added to every count.
func NewProportions(weights []float64, prior float64) (*Proportions, error) {
	if len(weights) == 0 {
		return nil, fmt.Errorf("proportions: no weights, expected one a component")
	}
	if err := simplex.Check("proportions: weights", weights, 1); err != nil {
		return nil, err
	}
	if !(prior >= 0) || math.IsInf(prior, 1) {
		return nil, fmt.Errorf("proportions: prior is %v, expected a finite number of at least 0", prior)
	}
	return &Proportions{slices.Clone(weights), prior}, nil
}

// Uniform has k equal weights, and adds prior to every count. It panics if k < 1.
func Uniform(k int, prior float64) *Proportions {
	return &Proportions{slices.Repeat([]float64{1 / float64(k)}, k), prior}
}

// Prior is what is added to every count.
func (p *Proportions) Prior() float64 { return p.prior }

// Len is K.
func (p *Proportions) Len() int { return len(p.weights) }

// LogWeights are log w.
func (p *Proportions) LogWeights(dst []float64) {
	for k, w := range p.weights {
		dst[k] = math.Log(w)
	}
}

// Mean is w.
func (p *Proportions) Mean(dst []float64) { copy(dst, p.weights) }

// Maximize normalises the counts plus prior. Without any, the weights stay.
func (p *Proportions) Maximize(counts []float64) {
	total := 0.0
	for _, n := range counts {
		total += n + p.prior
	}
	if total <= 0 {
		return
	}
	for k, n := range counts {
		p.weights[k] = (n + p.prior) / total
	}
}

// LogPrior is Σ prior · log w.
func (p *Proportions) LogPrior() float64 {
	if p.prior == 0 {
		return 0
	}
	sum := 0.0
	for _, w := range p.weights {
		sum += math.Log(w)
	}
	return p.prior * sum
}

// ParamLen is K.
func (p *Proportions) ParamLen() int { return len(p.weights) }

// Params writes the weights.
func (p *Proportions) Params(dst []float64) { copyAll(dst, p.weights) }

// SetParams takes weights that sum to 1.
func (p *Proportions) SetParams(src []float64) error {
	checkLen(src, p.weights)
	if err := simplex.Check("weights", src, 1); err != nil {
		return err
	}
	copy(p.weights, src)
	return nil
}

// Permute reorders the weights.
func (p *Proportions) Permute(order []int) { permute(p.weights, order) }

// Clone returns an independent copy.
func (p *Proportions) Clone() Mixing { return &Proportions{slices.Clone(p.weights), p.prior} }

// Kind is "proportions".
func (p *Proportions) Kind() string { return "proportions" }

func permute(v []float64, order []int) {
	old := slices.Clone(v)
	for k, from := range order {
		v[k] = old[from]
	}
}

func checkLen(got, want []float64) {
	if len(got) != len(want) {
		panic("mixture: the length is not ParamLen()")
	}
}

func copyAll(dst, src []float64) {
	checkLen(dst, src)
	copy(dst, src)
}
