package mixture_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// scikit is what scikit-learn makes of forty points; the file says how.
type scikit struct {
	Source         string
	Points         [][]float64
	PointEstimates []pointEstimate `json:"point_estimates"`
	Variational    []variational
}

// pointEstimate is a GaussianMixture after so many iterations from unit covariances.
type pointEstimate struct {
	Covariance    emission.Covariance
	Iterations    int
	StartWeights  []float64   `json:"start_weights"`
	StartMeans    [][]float64 `json:"start_means"`
	LogLikelihood float64     `json:"log_likelihood"`
	Weights       []float64
	Means         [][]float64
	Covariances   []float64
	Parameters    int
	BIC, AIC      float64
	FirstScore    float64 `json:"first_score"`
}

// variational is a BayesianGaussianMixture after so many iterations from hard responsibilities.
type variational struct {
	Mixing           string
	Iterations       int
	Hard             []int
	Concentration    float64
	Mean             []float64
	Turns, Freedom   float64
	Variances        []float64
	Weights, Counts  []float64
	Means            [][]float64
	Covariances      []float64
	MeanPrecision    []float64 `json:"mean_precision"`
	DegreesOfFreedom []float64 `json:"degrees_of_freedom"`
	LowerBound       float64   `json:"lower_bound"`
	FirstScore       float64   `json:"first_score"`
}

func readScikit(t *testing.T) scikit {
	t.Helper()
	data, err := os.ReadFile("testdata/scikit.json")
	if err != nil {
		t.Fatal(err)
	}
	var s scikit
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// near compares values one by one, to 1e-9 of their size.
func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i, w := range want {
		if !(math.Abs(got[i]-w) <= 1e-9*max(1, math.Abs(w))) {
			t.Errorf("%s: value %d is %v, want %v", what, i, got[i], w)
		}
	}
}

// TestPointEstimatesAreScikits: the same parameters, likelihood, criteria and scores after the same
// number of iterations from the same start.
func TestPointEstimatesAreScikits(t *testing.T) {
	facts := readScikit(t)
	for _, c := range facts.PointEstimates {
		t.Run(fmt.Sprintf("%s, %d iterations", c.Covariance, c.Iterations), func(t *testing.T) {
			g := emission.UnitGaussian(c.Covariance, len(c.StartWeights), 2)
			for e, mean := range c.StartMeans {
				copy(g.Mean(e), mean)
			}
			m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](ok[*mixture.Proportions](t)(mixture.NewProportions(c.StartWeights, 0)), g))
			items := mixture.Items[[]float64]{Obs: facts.Points}
			r := ok[em.Result](t)(mixture.Fit(background, m, items, plain(c.Iterations)))
			if r.Last().Iteration != c.Iterations {
				t.Fatalf("%d iterations", r.Last().Iteration)
			}
			near(t, "log-likelihood", []float64{r.Last().Objective}, []float64{c.LogLikelihood})
			near(t, "weights", m.Weights(), c.Weights)
			params := make([]float64, g.ParamLen())
			g.Params(params)
			near(t, "means and covariances", params, append(slices.Concat(c.Means...), c.Covariances...))
			criteria := ok[mixture.Criteria](t)(mixture.Measure(background, m, items, nil))
			if criteria.Parameters != c.Parameters {
				t.Errorf("%d parameters, want %d", criteria.Parameters, c.Parameters)
			}
			scores := make([]float64, len(facts.Points))
			if err := m.Score(scores, facts.Points); err != nil {
				t.Fatal(err)
			}
			near(t, "BIC, AIC, score", []float64{criteria.BIC(), criteria.AIC(), scores[0]}, []float64{c.BIC, c.AIC, c.FirstScore})
		})
	}
}

// TestVariationalIsScikits: full covariances alone, as scikit-learn updates the other shapes by rules that
// are not those of a conjugate posterior.
func TestVariationalIsScikits(t *testing.T) {
	facts := readScikit(t)
	for _, c := range facts.Variational {
		t.Run(fmt.Sprintf("%s, %d iterations", c.Mixing, c.Iterations), func(t *testing.T) {
			k := len(c.Weights)
			var mixing mixture.Mixing = ok[*mixture.Dirichlet](t)(mixture.NewDirichlet(k, c.Concentration))
			if c.Mixing == "sticks" {
				mixing = ok[*mixture.Sticks](t)(mixture.NewSticks(k, c.Concentration))
			}
			prior := emission.VariationalPrior{Mean: c.Mean, Turns: c.Turns, Freedom: c.Freedom, Variances: c.Variances}
			g := ok[*emission.VariationalGaussian](t)(emission.NewVariationalGaussian(emission.Full, k, prior))
			m := ok[*mixture.Model[[]float64]](t)(mixture.New[[]float64](mixing, g))
			begin(t, m, facts.Points, c.Hard)
			r := ok[em.Result](t)(mixture.Fit(background, m, mixture.Items[[]float64]{Obs: facts.Points}, plain(c.Iterations)))
			near(t, "weights", m.Weights(), c.Weights)
			counts := make([]float64, mixing.ParamLen())
			mixing.Params(counts)
			near(t, "weights' posterior", counts, c.Counts)
			params := make([]float64, g.ParamLen())
			g.Params(params)
			near(t, "family", params, slices.Concat(slices.Concat(c.Means...), c.Covariances, c.MeanPrecision, c.DegreesOfFreedom))
			scores := make([]float64, len(facts.Points))
			if err := m.Score(scores, facts.Points); err != nil {
				t.Fatal(err)
			}
			near(t, "score", scores[:1], []float64{c.FirstScore})
			if c.Iterations > 100 { // theirs is of the responsibilities before the last M-step
				near(t, "bound", []float64{r.Last().Objective}, []float64{c.LowerBound + leftOut(c, len(facts.Points))})
			}
		})
	}
}

// leftOut is what scikit-learn leaves out of its bound: the normalisers of the priors, and that of the
// Gaussian density.
func leftOut(c variational, points int) float64 {
	const width = 2
	k := float64(len(c.Weights))
	gamma := func(x float64) float64 { v, _ := math.Lgamma(x); return v }
	wishart := -0.5 * c.Freedom * width * math.Ln2
	for i, v := range c.Variances {
		wishart += 0.5*c.Freedom*math.Log(c.Freedom*v) - gamma((c.Freedom-float64(i))/2)
	}
	weights := gamma(k*c.Concentration) - k*gamma(c.Concentration)
	if c.Mixing == "sticks" {
		weights = k * (gamma(1+c.Concentration) - gamma(c.Concentration))
	}
	return k*wishart + k*0.5*width*math.Log(c.Turns) - 0.5*float64(points)*width*math.Log(2*math.Pi) + weights
}
