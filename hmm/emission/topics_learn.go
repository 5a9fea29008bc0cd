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
// less than about so much of a nat a word.
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
// O(V E Z) a step, without a logarithm: a row p that becomes p' by counts and prior of sum n raises the
// expected complete log-likelihood by n KL(p'‖p), which is half of
//
//	n Σ_i (p'_i - p_i)² / p_i
//
// as the step becomes short; and a short step of EM gains between once and twice as much as that rises, so
// that these sums over all rows bound it.
//
// Source: Hofmann (1999) eqs. 4-6; for the gain, Dempster, Laird and Rubin (1977), theorem 4.
func (t *Topics) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != t.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	total := 0.0
	for _, n := range stats {
		total += n
	}
	counts := topicCounts{shares: make([]float64, len(t.shares)), words: make([]float64, len(t.words))}
	for range mostTopicSteps {
		counts.collect(t, stats)
		if !(counts.maximize(t) > topicGain*total) {
			break
		}
	}
	t.mix()
	return nil, nil
}

// topicCounts are the expected counts of topics, in the order of the parameters.
type topicCounts struct{ shares, words []float64 }

// collect spreads the counts of words over the topics.
func (c *topicCounts) collect(t *Topics, stats []float64) {
	clear(c.shares)
	clear(c.words)
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
			q := n / p
			for z, share := range theta {
				r := q * share * phi[z]
				shares[z] += r
				words[z] += r
			}
		}
	}
}

// maximize sets the parameters to the normalised counts plus prior, and returns how far that is: see
// Topics.Maximize. What has no counts stays.
func (c *topicCounts) maximize(t *Topics) (far float64) {
	for e := range t.Len() {
		far += normalise(t.Shares(e), c.shares[e*t.topics:], 1, t.sharePrior)
	}
	for z := range t.topics {
		far += normalise(t.words[z:], c.words[z:], t.topics, t.wordPrior)
	}
	return far
}

// normalise sets every stride-th of dst to its count plus prior, over their sum, and returns that sum times
// Σ (new - old)²/old. What was 0 has no part in that: without counts and prior it stays so.
func normalise(dst, counts []float64, stride int, prior float64) (far float64) {
	total := 0.0
	for i := 0; i < len(dst); i += stride {
		total += counts[i] + prior
	}
	if total <= 0 {
		return 0
	}
	for i := 0; i < len(dst); i += stride {
		p := (counts[i] + prior) / total
		if d := p - dst[i]; dst[i] > 0 {
			far += float64(d * d / dst[i])
		}
		dst[i] = p
	}
	return total * far
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
