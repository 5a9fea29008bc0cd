package emissiontest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// Waiting is a family over waiting times in seconds, exponential with mean m_e; 0 is a missing time:
//
//	log p(x | e) = -log m_e - x/m_e
//
// Its statistics are, for each distribution, the expected number of turns and their time in all.
type Waiting struct {
	Means []float64 `json:"means"`
}

func (w *Waiting) Len() int                           { return len(w.Means) }
func (w *Waiting) StatsLen() int                      { return 2 * len(w.Means) }
func (w *Waiting) LogPrior() float64                  { return 0 }
func (w *Waiting) ParamLen() int                      { return len(w.Means) }
func (w *Waiting) Params(dst []float64)               { copy(dst, w.Means) }
func (w *Waiting) Clone() emission.Family[float64]    { return &Waiting{slices.Clone(w.Means)} }
func (w *Waiting) Kind() string                       { return "waiting" }
func (w *Waiting) Sample(e int, r *rand.Rand) float64 { return w.Means[e] * r.ExpFloat64() }

func (w *Waiting) Maximize(stats []float64) ([]em.Repair, error) {
	for e := range w.Means {
		if turns := stats[2*e]; turns > 0 {
			w.Means[e] = stats[2*e+1] / turns
		}
	}
	return nil, nil
}

func (w *Waiting) SetParams(src []float64) error {
	for e := range w.Means {
		if !(src[e] > 0) || math.IsInf(src[e], 1) {
			return fmt.Errorf("waiting: means: value %d is %v, expected a positive number", e, src[e])
		}
	}
	copy(w.Means, src)
	return nil
}

// UnmarshalJSON takes nothing over before all of it is checked.
func (w *Waiting) UnmarshalJSON(data []byte) error {
	var j struct{ Means []float64 }
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("waiting: %w", err)
	}
	n := &Waiting{make([]float64, len(j.Means))}
	if len(j.Means) == 0 {
		return fmt.Errorf("waiting: no means")
	}
	if err := n.SetParams(j.Means); err != nil {
		return err
	}
	*w = *n
	return nil
}

func (w *Waiting) Evaluator() emission.Evaluator[float64] { return waitingEvaluator{w.Means} }

type waitingEvaluator struct{ means []float64 }

func (v waitingEvaluator) LogDensities(dst []float64, at emission.Layout, obs []float64) {
	for t, x := range obs {
		for e, m := range v.means {
			dst[t*at.Turn+e*at.Dist] = 0
			if x > 0 {
				dst[t*at.Turn+e*at.Dist] = -math.Log(m) - x/m
			}
		}
	}
}

func (v waitingEvaluator) Collect(stats []float64, obs, posterior []float64, at emission.Layout) {
	for t, x := range obs {
		for e := range v.means {
			if p := posterior[t*at.Turn+e*at.Dist]; x > 0 {
				stats[2*e], stats[2*e+1] = stats[2*e]+p, stats[2*e+1]+p*x
			}
		}
	}
}

// A family of one's own, from its methods to a trained model: states that answer after some seconds
// and states that answer after some minutes.
func Example() {
	truth := &hmm.Model[float64]{
		Chain:    &chain.Chain{Start: []float64{0.5, 0.5}, Next: [][]float64{{0.9, 0.1, 0.2, 0.8}}},
		Emission: &Waiting{[]float64{5, 200}},
	}
	rng := rand.New(rand.NewPCG(1, 2))
	data := make([]hmm.Conversation[float64], 200)
	for i := range data {
		data[i], _, _ = truth.Sample(30, rng)
	}

	model, err := hmm.New(chain.Uniform(2, false), emission.Family[float64](&Waiting{[]float64{1, 60}}))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := baumwelch.Fit(context.Background(), model, data, baumwelch.DefaultOptions())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Status)
	fmt.Printf("means %.0f s, stay %.1f %.1f\n", model.Emission.(*Waiting).Means, model.Chain.Next[0][0], model.Chain.Next[0][3])
	path, _, _ := model.Decode([]float64{3, 8, 190, 0, 420, 2})
	fmt.Println(path)
	// Output:
	// converged
	// means [5 202] s, stay 0.9 0.8
	// [0 0 1 1 1 0]
}
