package emission_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/hmm/emission"
)

// TestTopicsByHand: one distribution, two topics, one step from known numbers.
func TestTopicsByHand(t *testing.T) {
	f := must(emission.NewTopics([][]float64{{0.5, 0.5}}, [][]float64{{0.75, 0.25}, {0.25, 0.75}}))
	agree(t, "mixture", f.Probabilities(0), []float64{0.5, 0.5})
	agree(t, "densities", logDensities(f, []emission.Count{{Word: 0, N: 2}, {Word: 1, N: 1}}), []float64{3 * math.Log(0.5)})
	if f.FreeParams() != 1+2 || f.ParamLen() != 2+4 || f.StatsLen() != 2 || f.Topics() != 2 || f.Vocabulary() != 2 {
		t.Errorf("%d free of %d, %d statistics", f.FreeParams(), f.ParamLen(), f.StatsLen())
	}
	f.SetPriors(2, 3)
	want := 2*math.Log(0.25) + 3*2*math.Log(0.75*0.25)
	agree(t, "LogPrior", []float64{f.LogPrior()}, []float64{want})
	// Words as they are: 300 times word 0. θ and φ go where the likelihood is 1.
	f.SetPriors(0, 0)
	learn(t, f, [][]emission.Count{{{Word: 0, N: 300}}}, []float64{1})
	if p := f.Probabilities(0)[0]; p < 1-1e-6 {
		t.Errorf("word 0 alone was said, and has probability %v", p)
	}
}

// TestTopicsRecover: three topics in four mixtures come back from their exact words, as distributions.
func TestTopicsRecover(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	random := func(rows, columns int) [][]float64 {
		out := make([][]float64, rows)
		for i := range out {
			sum := 0.0
			for range columns {
				v := math.Pow(rng.Float64(), 3)
				out[i], sum = append(out[i], v), sum+v
			}
			for j := range out[i] {
				out[i][j] /= sum
			}
		}
		return out
	}
	truth := must(emission.NewTopics(random(12, 3), random(3, 60)))
	f := emission.UniformTopics(12, 3, 60, 0, 0)
	stats := make([]float64, f.StatsLen())
	for e := range f.Len() {
		for w, p := range truth.Probabilities(e) {
			stats[w*f.Len()+e] = 1000 * p
		}
	}
	for range 100 {
		must(f.Maximize(stats))
	}
	for e := range f.Len() {
		if a := f.Affinity(e, truth, e); a < 0.9995 {
			t.Errorf("distribution %d: affinity %v", e, a)
		}
	}
}

// TestTopicsOfOneEach: as many topics as distributions, one a distribution, are Words.
func TestTopicsOfOneEach(t *testing.T) {
	identity := [][]float64{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}
	f, w := must(emission.NewTopics(identity, rows)), must(emission.NewWords(rows))
	obs, weights := pairs(0)
	p := make([]float64, 4*len(obs))
	for i := range p {
		p[i] = float64(i%7) * weights[0]
	}
	learn(t, f, obs, p)
	learn(t, w, obs, p)
	for e := range rows {
		agree(t, "probabilities", f.Probabilities(e), w.Probabilities(e))
	}
}

func TestTopicsOrder(t *testing.T) {
	f := must(emission.NewTopics([][]float64{{0.6, 0.3, 0.1}}, rows[:3]))
	before := slices.Clone(f.Probabilities(0))
	f.Order([]int{2, 0, 1})
	agree(t, "shares", f.Shares(0), []float64{0.1, 0.6, 0.3})
	topic := make([]float64, 5)
	f.Topic(topic, 1)
	agree(t, "topic 1", topic, rows[0])
	agree(t, "probabilities", f.Probabilities(0), before)
}

func TestTopicsRefused(t *testing.T) {
	if _, err := emission.NewTopics([][]float64{{0.5, 0.5}}, rows[:3]); err == nil {
		t.Error("shares of two topics and three topics are taken")
	}
	if _, err := emission.NewTopics(nil, rows); err == nil {
		t.Error("no distributions are taken")
	}
}
