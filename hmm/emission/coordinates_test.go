package emission_test

import (
	"math"
	"slices"
	"testing"

	"intenthmm/hmm/emission"
)

// TestScore holds the score of every family that has coordinates against differences of its objective,
// prior included, away from the origin.
func TestScore(t *testing.T) {
	symbols, _ := emission.NewCategorical([][]float64{{0.5, 0.3, 0.2}, {0.1, 0.4, 0.5}})
	symbols.SetPrior(0.7)
	scored(t, "categorical", symbols, []int{0, 1, 2, -1, 1})
	zero, _ := emission.NewCategorical([][]float64{{0.5, 0.3, 0.2, 0}, {0.1, 0.4, 0.4, 0.1}})
	scored(t, "with a zero", zero, []int{0, 1, 2, -1, 1})
	counts, _ := emission.NewPoisson([]float64{2, 5})
	counts.SetPrior(0.5, 1.5)
	scored(t, "poisson", counts, []int{0, 3, 9, -1})
	for shape, cov := range map[emission.Covariance][][]float64{
		emission.Spherical: {{1}, {2}}, emission.Diagonal: {{1, 0.5}, {2, 1}}, emission.Full: {{1, 0.3, 0.3, 1}, {2, -0.5, -0.5, 1}}, emission.Tied: {{1, 0.6, 0.6, 2}},
	} {
		g, err := emission.NewGaussian(shape, [][]float64{{0, 1}, {1.5, 0}}, cov)
		if err != nil {
			t.Fatal(err)
		}
		g.SetPrior(0.8, []float64{0.6, 1.1}, nil)
		scored(t, shape.String(), g, [][]float64{{0.5, -1}, {2, 1}, nil, {1, 1}})
	}
	for _, v := range []*emission.VonMisesFisher{newVMF(3, false), emission.UniformVonMisesFisher(2, 3, false)} {
		v.SetPrior(0.4, []float64{0.1, 0.2, -0.3})
		scored(t, "vmf", v, [][]float64{{0.6, 0, 0.8}, {0, -1, 0}, nil, {0, 0, 0}})
	}
}

func scored[O any](t *testing.T, name string, f emission.Family[O], obs []O) {
	t.Helper()
	n := f.Len()
	weight := make([]float64, len(obs)*n)
	for i := range weight {
		weight[i] = 0.1 + 0.8*math.Abs(math.Sin(float64(i)))
	}
	objective := func() float64 {
		logs, sum := make([]float64, len(weight)), f.LogPrior()
		f.Evaluator().LogDensities(logs, emission.RowMajor(n), obs)
		for i, l := range logs {
			if !math.IsInf(l, -1) {
				sum += weight[i] * l
			}
		}
		return sum
	}
	before := make([]float64, f.ParamLen())
	f.Params(before)
	c := any(f).(emission.Charted).Coordinates()
	delta, score := make([]float64, c.Len()), make([]float64, c.Len())
	for i := range delta {
		delta[i] = 0.1 * math.Cos(float64(i))
	}
	move := func() {
		if err := c.Move(delta); err != nil {
			t.Fatal(err)
		}
	}
	move()
	stats := make([]float64, f.StatsLen())
	f.Evaluator().Collect(stats, obs, weight, emission.RowMajor(n))
	c.Score(score, stats)
	for i := range delta {
		const h = 1e-5
		delta[i] += h
		move()
		up := objective()
		delta[i] -= 2 * h
		move()
		down := objective()
		delta[i] += h
		if want := (up - down) / (2 * h); math.Abs(score[i]-want) > 1e-6*(1+math.Abs(want)) {
			t.Errorf("%s: score %d is %v, differences give %v", name, i, score[i], want)
		}
	}
	clear(delta)
	move()
	after := make([]float64, f.ParamLen())
	f.Params(after)
	for i := range after {
		if math.Abs(after[i]-before[i]) > 1e-12 {
			t.Errorf("%s: parameter %d is %v at the origin, was %v", name, i, after[i], before[i])
		}
	}
	if scales := c.Scales(); len(scales) != f.ParamLen() || name == "with a zero" && !slices.Equal(scales[2:5], []emission.Scale{emission.Probability, emission.Boundary, emission.Probability}) {
		t.Errorf("%s: scales %v", name, scales)
	}
}
