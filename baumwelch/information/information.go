// Package information gives standard errors of a trained model's parameters, from the observed
// information of the data.
//
//	errors, err := information.Estimate(ctx, model, conversations, information.DefaultOptions())
//	low, high := errors.Interval(i, information.Z95)
//
// The parameters move in unconstrained coordinates η (softmax of probabilities, logarithms of rates
// and variances). By Fisher's identity the gradient of the log-likelihood is that of the expected
// complete-data log-likelihood, which one E-step gives exactly,
//
//	∂ log P(y) / ∂η = E[ ∂ log P(x, y) / ∂η | y ]
//
// (Louis 1982, eq. 3.1; Cappé, Moulines and Rydén 2005, prop. 10.1.6), for the chain with expected
// counts ξ, for instance, ∂/∂η_ij = ξ_ij - A_ij Σ_j' ξ_ij'. The observed information is minus its
// derivative, taken by central differences and made symmetric,
//
//	I_jk = -(s_j(η + h e_k) - s_j(η - h e_k)) / 2h
//
// and by the delta method the covariance of the parameters θ(η) is J I⁻¹ Jᵀ, J = ∂θ/∂η. Jamshidian
// and Jennrich (2000) show that differences of the EM score are as good as exact second derivatives;
// the recursions of Lystig and Hughes (2002) give those at the cost of P² numbers a state and turn,
// and would have to be written anew for each family. Differences cost 2P + 1 E-steps and need
// nothing of a family but its score.
//
// Priors are part of the objective and so of its curvature: with them the errors are those of the
// normal approximation to the posterior at its mode, without them those of maximum likelihood.
package information

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// Options of an estimate.
type Options struct {
	// Prior is the chain's, as in training; families have theirs themselves.
	Prior baumwelch.Prior
	// Most bounds the coordinates. Emission parts that do not fit, the smallest taken first, are
	// held: the errors of the others are then given the parameters of those. The chain is never
	// held.
	Most int
	// Step is h, in units of the coordinates.
	Step float64
	// Gate bounds the goroutines of the E-steps. It has no influence on the result.
	Gate em.Gate
	// OnStep, if set, is told of every E-step done, out of all.
	OnStep func(done, all int)
}

// DefaultOptions are no prior, 400 coordinates and steps of 1e-4: their square is the relative error
// of a second derivative, and rounding comes to less.
func DefaultOptions() Options { return Options{Most: 400, Step: 1e-4, Gate: em.NewGate(1)} }

// Status says what is known of a parameter's error.
type Status int

const (
	Estimated    Status = iota
	AtBoundary          // 0 or 1, or as good as that: a standard error means nothing there
	Held                // its part was held: see Options.Most
	Unidentified        // the data do not determine it: the information is singular, or not positive
)

// Errors are standard errors of all parameters: start, next and stop of the chain, as
// forwardbackward.CountsIn lays them out, then those of the emission family, as its Params writes
// them.
type Errors struct {
	Params         []float64
	StandardErrors []float64 // NaN where the status is not Estimated
	Status         []Status
	Scales         []emission.Scale
	Coordinates    int      // that moved: P
	Held           []string // emission parts that did not
	// Distance is how far the data would still move the model, √(sᵀ I⁻¹ s) in standard errors with
	// the score s: near 0 where training on these data has converged. The errors are those of an
	// optimum, and worth little far from one.
	Distance float64
}

// Z95 is the 0.975 quantile of the normal distribution.
const Z95 = 1.959963984540054

// Interval is where parameter i is to be expected: z standard errors to both sides, on the scale on
// which it is closest to normally distributed (logit of a probability, logarithm of a rate or
// variance). NaN where there is no standard error.
func (e *Errors) Interval(i int, z float64) (low, high float64) {
	p, d := e.Params[i], z*e.StandardErrors[i]
	switch e.Scales[i] {
	case emission.Probability:
		logit, d := math.Log(p/(1-p)), d/(p*(1-p))
		return 1 / (1 + math.Exp(d-logit)), 1 / (1 + math.Exp(-d-logit))
	case emission.Positive:
		return p * math.Exp(-d/p), p * math.Exp(d/p)
	}
	return p - d, p + d
}

// Estimate computes the standard errors of a model's parameters on the data that it was trained on.
// The model is not changed. It takes 2P + 1 E-steps for P coordinates. The error is of data that are
// not fit for the model, or ctx's.
func Estimate[O any](ctx context.Context, m *hmm.Model[O], data []hmm.Conversation[O], o Options) (*Errors, error) {
	d, err := newDifferences(ctx, m, data, o)
	if err != nil {
		return nil, err
	}
	score, err := d.score(nil)
	if err != nil {
		return nil, err
	}
	observed, err := d.information()
	if err != nil {
		return nil, err
	}
	e := &Errors{Coordinates: d.n}
	if err := d.describe(e); err != nil {
		return nil, err
	}
	if d.n == 0 {
		return e, nil
	}
	jacobian, err := d.jacobian()
	if err != nil {
		return nil, err
	}
	e.solve(observed, jacobian, score)
	return e, nil
}

const (
	// flat is the eigenvalue of the information, relative to the largest, below which the data say
	// nothing in its direction.
	flat = 1e-9
	// leaning is the share of a parameter's gradient that may lie in such directions.
	leaning = 1e-4
)

// solve inverts the information in its eigenvectors, without the directions in which it is flat.
func (e *Errors) solve(observed *mat.SymDense, jacobian *mat.Dense, score []float64) {
	var eigen mat.EigenSym
	if !eigen.Factorize(observed, true) {
		e.unidentified()
		return
	}
	var vectors, along mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	along.Mul(jacobian, &vectors)
	row := 0
	for i := range e.Params {
		if e.Status[i] == Estimated {
			e.StandardErrors[i], e.Status[i] = spread(along.RawRowView(row), values)
		}
		if e.Status[i] != Held {
			row++
		}
	}
	s := mat.NewVecDense(len(score), score)
	distance := 0.0
	for k, value := range values {
		if value > flat*values[len(values)-1] {
			g := mat.Dot(s, vectors.ColView(k))
			distance += float64(g * g / value)
		}
	}
	e.Distance = math.Sqrt(distance)
}

// spread is the standard error of a parameter with this gradient along the eigenvectors.
func spread(gradient, values []float64) (float64, Status) {
	variance, length, lost := 0.0, 0.0, 0.0
	for k, g := range gradient {
		length += float64(g * g)
		if values[k] > flat*values[len(values)-1] {
			variance += float64(g * g / values[k])
		} else {
			lost += float64(g * g)
		}
	}
	if lost > leaning*leaning*length || variance == 0 {
		return math.NaN(), Unidentified
	}
	return math.Sqrt(variance), Estimated
}

func (e *Errors) unidentified() {
	for i, s := range e.Status {
		if s == Estimated {
			e.Status[i] = Unidentified
		}
	}
}

var statusNames = []string{"estimated", "at the boundary", "held", "not identified"}

func (s Status) String() string { return statusNames[s] }
