package topic

import (
	"fmt"
	"math"
	"slices"
)

// A Model is K topics over V words: latent Dirichlet allocation,
//
//	θ_d ~ Dirichlet(α)      how much of document d is of each topic
//	φ_k ~ Dirichlet(η)      how likely each word is in topic k
//	z ~ θ_d, w ~ φ_z        every token
//
// What is known of topic k is a Dirichlet distribution with one parameter a word, whichever learner it comes
// from: variational inference has it as such, of Gibbs sampling it is the prior and the mean of the counts.
//
// Source: Blei, Ng and Jordan (2003), section 5.4: smoothed.
type Model struct {
	alpha  []float64 // K
	eta    float64
	words  int
	lambda []float64 // V×K: one row a word
	total  []float64 // K: sums of lambda over words
	record *Record
}

// The least values of the priors. Below, exp(E[ln φ]) of a word that a topic does not have, and so the
// probability of documents, would be below what a float64 holds.
const (
	leastEta   = 1.0 / 512
	leastAlpha = 1e-6
	mostPrior  = 1e6
)

// New takes the documents' prior, one value a topic, the topics' prior, and of every topic the parameters of
// its distribution over words, one a word and at least 1/512 each: eta, and the tokens that the topic has of the
// word. It copies them.
func New(alpha []float64, eta float64, topics [][]float64) (*Model, error) {
	if len(topics) == 0 || len(topics) != len(alpha) {
		return nil, fmt.Errorf("%d topics with %d values of alpha, expected one each and at least one", len(topics), len(alpha))
	}
	m := &Model{alpha: slices.Clone(alpha), eta: eta, words: len(topics[0]), total: make([]float64, len(topics))}
	if m.words == 0 {
		return nil, fmt.Errorf("topics without words, expected at least one word")
	}
	if err := checkPriors(alpha, eta); err != nil {
		return nil, err
	}
	m.lambda = make([]float64, m.words*len(topics))
	for k, row := range topics {
		if len(row) != m.words {
			return nil, fmt.Errorf("topic %d has %d words, expected %d as topic 0", k, len(row), m.words)
		}
		for w, v := range row {
			if !(v >= leastEta && v <= math.MaxFloat32) {
				return nil, fmt.Errorf("topic %d, word %d: %v, expected a number of at least %v", k, w, v, leastEta)
			}
			m.lambda[w*len(topics)+k] = v
		}
	}
	m.sum()
	return m, nil
}

func checkPriors(alpha []float64, eta float64) error {
	for k, a := range alpha {
		if !(a >= leastAlpha && a <= mostPrior) {
			return fmt.Errorf("alpha of topic %d is %v, expected %v to %v", k, a, leastAlpha, float64(mostPrior))
		}
	}
	if !(eta >= leastEta && eta <= mostPrior) {
		return fmt.Errorf("eta is %v, expected %v to %v", eta, leastEta, float64(mostPrior))
	}
	return nil
}

// sum fills in total.
func (m *Model) sum() {
	clear(m.total)
	for i, v := range m.lambda {
		m.total[i%len(m.total)] += v
	}
}

// Topics is K.
func (m *Model) Topics() int { return len(m.alpha) }

// Words is V.
func (m *Model) Words() int { return m.words }

// Alpha is the documents' prior, one value a topic: its share of the sum is how much of a document of which
// nothing is known is of that topic.
func (m *Model) Alpha() []float64 { return slices.Clone(m.alpha) }

// Eta is the topics' prior.
func (m *Model) Eta() float64 { return m.eta }

// Record says how the model came about; nil for one made by New.
func (m *Model) Record() *Record { return m.record }

// Parameters are those of topic k's Dirichlet distribution over words: eta and the tokens that it has.
func (m *Model) Parameters(k int) []float64 {
	row := make([]float64, m.words)
	for w := range row {
		row[w] = m.lambda[w*len(m.alpha)+k]
	}
	return row
}

// Topic is the expected probability of every word in topic k.
func (m *Model) Topic(k int) []float64 {
	row := m.Parameters(k)
	for w := range row {
		row[w] /= m.total[k]
	}
	return row
}

// Prevalence is the share of the training data's tokens that each topic has; all shares are equal if there
// were none.
func (m *Model) Prevalence() []float64 {
	share, all := make([]float64, len(m.total)), 0.0
	for k, total := range m.total {
		share[k] = max(total-float64(float64(m.words)*m.eta), 0)
		all += share[k]
	}
	for k := range share {
		if all > 0 {
			share[k] /= all
		} else {
			share[k] = 1 / float64(len(share))
		}
	}
	return share
}

// order puts the most prevalent topic first: the order in which models come out of training.
func (m *Model) order() {
	k := len(m.alpha)
	by := make([]int, k)
	for i := range by {
		by[i] = i
	}
	slices.SortStableFunc(by, func(a, b int) int {
		switch {
		case m.total[a] > m.total[b]:
			return -1
		case m.total[a] < m.total[b]:
			return 1
		}
		return 0
	})
	row := make([]float64, k)
	permute := func(of []float64) {
		copy(row, of)
		for i, from := range by {
			of[i] = row[from]
		}
	}
	permute(m.alpha)
	permute(m.total)
	for w := range m.words {
		permute(m.lambda[w*k:][:k])
	}
}
