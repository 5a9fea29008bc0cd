package information

import (
	"context"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"

	"math"
)

// Probe is the information as it is estimated, and as second differences of the objective give it.
func Probe[O any](t *testing.T, m *hmm.Model[O], data []hmm.Conversation[O], o Options) (got, want [][]float64) {
	t.Helper()
	d, err := newDifferences(context.Background(), m, data, o)
	if err != nil {
		t.Fatal(err)
	}
	observed, err := d.information()
	if err != nil {
		t.Fatal(err)
	}
	objective := func(delta []float64) float64 {
		if err := d.move(delta); err != nil {
			t.Fatal(err)
		}
		e, err := baumwelch.Expect(context.Background(), d.model, data, nil)
		if err != nil {
			t.Fatal(err)
		}
		return e.LogLikelihood + d.model.Emission.LogPrior() + logPrior(d.model.Chain, o.Prior)
	}
	const h = 1e-3
	at := func(i, j int, a, b float64) float64 {
		delta := make([]float64, d.n)
		delta[i] += a * h
		delta[j] += b * h
		return objective(delta)
	}
	for i := range d.n {
		got, want = append(got, make([]float64, d.n)), append(want, make([]float64, d.n))
		for j := range d.n {
			got[i][j] = observed.At(i, j)
			want[i][j] = -(at(i, j, 1, 1) - at(i, j, 1, -1) - at(i, j, -1, 1) + at(i, j, -1, -1)) / (4 * h * h)
		}
	}
	return got, want
}

func logPrior(c *chain.Chain, p baumwelch.Prior) (sum float64) {
	add := func(values []float64, pseudo float64) {
		for _, v := range values {
			if v > 0 {
				sum += pseudo * math.Log(v)
			}
		}
	}
	add(c.Start, p.Start)
	add(c.Stop, p.Stop)
	for _, m := range c.Next {
		add(m, p.Next)
	}
	return sum
}
