package emission

import (
	"math"

	"intenthmm/baumwelch/em"
)

// Start is Words' Start, about whose words it scatters the topics; every distribution has equal shares
// of them.
func (t *Topics) Start(batches [][][]Count) error {
	t.mixed.prior = t.wordPrior
	if err := t.mixed.Start(batches); err != nil {
		return err
	}
	for i := range t.shares {
		t.shares[i] = 1 / float64(t.topics)
	}
	t.scatter()
	t.mix()
	return nil
}

// StatsLen is V×E: the expected count of each word under each distribution, word-major. Which topics
// the words came from follows from that.
func (t *Topics) StatsLen() int { return t.mixed.StatsLen() }

// In Maximize, topics and shares are learnt in turns: at most so many, and no more once a turn gains
// less than so much of a nat a word.
const (
	mostTopicSteps = 20
	topicGain      = 1e-5
)

// Maximize raises Σ_we C_we log Σ_z θ_ez φ_zw + log prior, in which C are the counts, by EM over the
// topics of the words: with r_wez = θ_ez φ_zw / p_e(w),
//
//	θ_ez ∝ Σ_w C_we r_wez + share prior      φ_zw ∝ Σ_e C_we r_wez + word prior
//
// It never falls, and ends near a maximum rather than at it: the loop that it serves comes again.
// O(V E Z) a step.
//
// Source: Hofmann (1999) eqs. 4-6.
func (t *Topics) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != t.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	total := 0.0
	for _, n := range stats {
		total += n
	}
	counts := topicCounts{shares: make([]float64, len(t.shares)), words: make([]float64, len(t.words))}
	last := math.Inf(-1)
	for range mostTopicSteps {
		objective := counts.collect(t, stats) + t.LogPrior()
		if !(objective-last > topicGain*total) {
			break
		}
		last = objective
		counts.maximize(t)
	}
	t.mix()
	return nil, nil
}

// topicCounts are the expected counts of topics, in the order of the parameters.
type topicCounts struct{ shares, words []float64 }

// collect spreads the counts of words over the topics, and returns their log-likelihood.
func (c *topicCounts) collect(t *Topics, stats []float64) float64 {
	clear(c.shares)
	clear(c.words)
	sum := 0.0
	for w := range t.Vocabulary() {
		phi, words := t.word(w), c.words[w*t.topics:(w+1)*t.topics]
		for e := range t.Len() {
			n := stats[w*t.Len()+e]
			if n == 0 {
				continue
			}
			theta, shares := t.Shares(e), c.shares[e*t.topics:(e+1)*t.topics]
			p := dot(theta, phi)
			if p == 0 { // said by chance of a start, and impossible for good
				continue
			}
			sum += float64(n * math.Log(p))
			q := n / p
			for z, share := range theta {
				r := q * share * phi[z]
				shares[z] += r
				words[z] += r
			}
		}
	}
	return sum
}

// maximize sets the parameters to the normalised counts plus prior; what has no counts stays.
func (c *topicCounts) maximize(t *Topics) {
	for e := range t.Len() {
		normalise(t.Shares(e), c.shares[e*t.topics:], 1, t.sharePrior)
	}
	for z := range t.topics {
		normalise(t.words[z:], c.words[z:], t.topics, t.wordPrior)
	}
}

// normalise sets every stride-th of dst to its count plus prior, over their sum.
func normalise(dst, counts []float64, stride int, prior float64) {
	total := 0.0
	for i := 0; i < len(dst); i += stride {
		total += counts[i] + prior
	}
	if total <= 0 {
		return
	}
	for i := 0; i < len(dst); i += stride {
		dst[i] = (counts[i] + prior) / total
	}
}

// LogPrior is share prior · Σ log θ + word prior · Σ log φ.
func (t *Topics) LogPrior() float64 {
	return logPrior(t.shares, t.sharePrior) + logPrior(t.words, t.wordPrior)
}

func logPrior(p []float64, prior float64) float64 {
	if prior == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range p {
		sum += math.Log(v)
	}
	return prior * sum
}

// SetPriors changes what Maximize adds to the expected count of each topic in a distribution, and of
// each word in a topic; zeros are maximum likelihood.
func (t *Topics) SetPriors(shares, words float64) { t.sharePrior, t.wordPrior = shares, words }
