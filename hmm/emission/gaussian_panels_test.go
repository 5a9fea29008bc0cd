package emission_test

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/internal/lanes"
)

// TestLongPanels: what is gathered in several goes, of lanes side by side and of one alone, sums up to the same.
func TestLongPanels(t *testing.T) {
	const n, width, turns = 3, 5, 70
	rng := rand.New(rand.NewPCG(21, 1))
	at := emission.Layout{Turn: lanes.Pad(n) * lanes.Width, Dist: lanes.Width}
	obs := make([][][]float64, lanes.Width)
	for l := range obs {
		for range turns {
			obs[l] = append(obs[l], vectorOrNone(width, rng))
		}
	}
	posterior := make([]float64, turns*at.Turn)
	for i := range posterior {
		posterior[i] = max(0, rng.NormFloat64())
	}
	for _, shape := range shapes {
		g := crowd(emission.Full, n, width, rng)
		if shape != emission.Full {
			g = emission.UnitGaussian(shape, n, width)
		}
		together, alone := make([]float64, g.StatsLen()), make([]float64, g.StatsLen())
		emission.NewBatch(g.Evaluator()).Collect(together, obs, posterior, at)
		var all [][]float64
		var weights []float64
		for l := range obs {
			all = append(all, obs[l]...)
			for turn := range turns {
				for e := range n {
					weights = append(weights, posterior[turn*at.Turn+e*at.Dist+l])
				}
			}
		}
		g.Evaluator().Collect(alone, all, weights, emission.RowMajor(n))
		for i, want := range alone {
			if math.Abs(together[i]-want) > 1e-12*(1+math.Abs(want)) {
				t.Errorf("%v: statistic %d is %v, one after the other %v", shape, i, together[i], want)
			}
		}
		seen := 0.0
		for i, x := range all {
			if x != nil {
				seen += weights[i*n]
			}
		}
		if math.Abs(alone[0]-seen) > 1e-12*seen {
			t.Errorf("%v: %v turns of distribution 0, expected %v", shape, alone[0], seen)
		}
	}
}

// TestTiedFarFromTheOrigin: Tied, whose means are whitened beforehand, loses no more than Full does, wherever the
// data are; after a Permute, a Split and a file it has the bits that it had.
func TestTiedFarFromTheOrigin(t *testing.T) {
	const n, width, turns = 4, 3, 50
	for _, place := range []float64{0, 1e4, 1e8} {
		rng := rand.New(rand.NewPCG(22, uint64(place)))
		near := crowd(emission.Tied, n, width, rng)
		means, covs := make([][]float64, n), make([][]float64, n)
		for e := range means {
			for _, m := range near.Mean(e) {
				means[e] = append(means[e], m+place)
			}
			covs[e] = near.Cov(0)
		}
		obs := make([][]float64, turns)
		for i := range obs {
			obs[i] = make([]float64, width)
			for j := range obs[i] {
				obs[i][j] = place + 2*rng.NormFloat64()
			}
		}
		want := logDensities(must(emission.NewGaussian(emission.Full, means, covs)), obs...)
		given := must(emission.NewGaussian(emission.Tied, means, covs[:1]))
		started := emission.UnitGaussian(emission.Tied, n, width)
		if err := started.Start([][][]float64{obs}); err != nil {
			t.Fatal(err)
		}
		for e := range means {
			copy(started.Mean(e), means[e])
		}
		copy(started.Cov(0), covs[0])
		for name, g := range map[string]*emission.Gaussian{"given": given, "started": started} {
			got := logDensities(g, obs...)
			for i := range want {
				if math.Abs(got[i]-want[i]) > 1e-12*(1+math.Abs(want[i])) {
					t.Fatalf("%s at %v: log density %d is %v, full %v", name, place, i, got[i], want[i])
				}
			}
			g.Permute([]int{2, 0, 3, 1})
			g.Split(0, 1, rng)
			file, err := json.Marshal(g)
			if err != nil {
				t.Fatal(err)
			}
			var read emission.Gaussian
			if err := json.Unmarshal(file, &read); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(logDensities(&read, obs...), logDensities(g, obs...)) {
				t.Errorf("%s at %v: other densities than before they were written", name, place)
			}
		}
	}
	file := []byte(`{"covariance":"tied","means":[[0]],"covariances":[[1]],"prior_scale":[0],"floor":[0],"origin":[1,2]}`)
	if err := new(emission.Gaussian).UnmarshalJSON(file); err == nil || err.Error() != "gaussian: origin: vector of 2 values, expected 1" {
		t.Errorf("an origin of two values: %v", err)
	}
}
