package emission

import (
	"fmt"
	"math"
)

// Weighted panics if weight is not positive and finite.
func (p *part[O]) Weighted(weight float64) TurnPart {
	if err := checkWeight(weight); err != nil {
		panic("emission: " + err.Error())
	}
	return &part[O]{p.name, p.family, p.field, weight, p.unplaced}
}

func checkWeight(weight float64) error {
	if !(weight > 0) || math.IsInf(weight, 1) {
		return fmt.Errorf("weight is %v, expected a positive number", weight)
	}
	return nil
}

// A weightedEvaluator multiplies with a weight what the evaluator of a part of n distributions makes.
type weightedEvaluator struct {
	inner     Evaluator[Turn]
	n         int
	weight    float64
	posterior []float64 // T×n: scratch
}

func (v *weightedEvaluator) LogDensities(dst []float64, at Layout, turns []Turn) {
	v.inner.LogDensities(dst, at, turns)
	for t := range turns {
		out := dst[t*at.Turn:]
		for e := range v.n {
			if l := &out[e*at.Dist]; !math.IsInf(*l, -1) {
				*l = max(v.weight**l, -math.MaxFloat64)
			}
		}
	}
}

func (v *weightedEvaluator) Collect(stats []float64, turns []Turn, posterior []float64, at Layout) {
	v.posterior = v.posterior[:0]
	for t := range turns {
		for e := range v.n {
			v.posterior = append(v.posterior, v.weight*posterior[t*at.Turn+e*at.Dist])
		}
	}
	v.inner.Collect(stats, turns, v.posterior, RowMajor(v.n))
}
