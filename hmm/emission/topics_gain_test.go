package emission

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestTopicGain: once steps are short, each gains between half of what maximize returns and all of it; and Maximize
// goes on while that is much.
func TestTopicGain(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for _, priors := range [][2]float64{{0, 0}, {0.5, 0.05}, {3, 1}} {
		f := UniformTopics(6, 3, 40, priors[0], priors[1])
		stats, total := make([]float64, f.StatsLen()), 0.0
		for i := range stats {
			stats[i] = float64(rng.IntN(30))
			total += stats[i]
		}
		objective := func() float64 {
			sum := f.LogPrior()
			for e := range f.Len() {
				for w, p := range f.Probabilities(e) {
					sum += stats[w*f.Len()+e] * math.Log(p)
				}
			}
			return sum
		}
		counts := topicCounts{shares: make([]float64, len(f.shares)), words: make([]float64, len(f.words))}
		before, short := objective(), 0
		for range 400 {
			counts.collect(f, stats)
			far := counts.maximize(f)
			f.mix()
			now := objective()
			if gain := now - before; far < 1e-3*total && far > 1e-4 {
				short++
				if !(gain > 0.45*far && gain < 1.05*far) {
					t.Fatalf("priors %v: a step gains %g, %g of what is said", priors, gain, gain/far)
				}
			}
			before = now
		}
		if short < 20 {
			t.Errorf("priors %v: %d short steps", priors, short)
		}
		left := func(times int, climb func(f *Topics)) float64 {
			f := UniformTopics(6, 3, 40, priors[0], priors[1])
			for range times {
				climb(f)
			}
			counts.collect(f, stats)
			return counts.maximize(f)
		}
		single := left(30, func(f *Topics) {
			counts.collect(f, stats)
			counts.maximize(f)
		})
		several := left(30, func(f *Topics) {
			if _, err := f.Maximize(stats); err != nil {
				t.Fatal(err)
			}
		})
		if !(several <= topicGain*total && single > several) {
			t.Errorf("priors %v: after 30 times Maximize a step goes %g of %g, after 30 steps %g", priors, several, topicGain*total, single)
		}
	}
}
