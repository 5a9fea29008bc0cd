package topic

import (
	"cmp"
	"math"
	"slices"
)

// A Word is one of the words that tell a topic.
type Word struct {
	Word        int
	Probability float64 // in the topic
	Lift        float64 // that over the word's probability in all topics together
	Relevance   float64 // what the words are sorted by
}

// Relevant is the n most relevant words of topic k, or as many as there are, those of equal relevance in the
// order of their numbers:
//
//	relevance = λ ln φ_kw + (1-λ) ln (φ_kw / p_w)      p_w = Σ_k prevalence_k φ_kw
//
// weight, λ, is from 0, the words that the topic has before others, to 1, the words that it has most of;
// Sievert and Shirley found .6 to be read best.
//
// Source: Sievert and Shirley (2014).
func (m *Model) Relevant(k, n int, weight float64) []Word {
	row, overall := m.Topic(k), m.overall()
	words := make([]Word, m.words)
	for w, p := range row {
		lift := p / overall[w]
		words[w] = Word{w, p, lift, float64(weight*math.Log(p)) + float64((1-weight)*math.Log(lift))}
	}
	return firstWords(words, n)
}

// Salient is the n words that tell topics apart most, by
//
//	saliency = p_w Σ_k P(k | w) ln (P(k | w) / prevalence_k)
//
// Probability is p_w, Relevance the saliency, and Lift what it is of p_w: the distinctiveness.
//
// Source: Chuang, Manning and Heer (2012).
func (m *Model) Salient(n int) []Word {
	overall, share, phi := m.overall(), m.Prevalence(), m.probabilities()
	words := make([]Word, m.words)
	for w, p := range overall {
		distinct := 0.0
		for k, s := range share {
			if s > 0 {
				lift := phi[w*len(share)+k] / p
				distinct += float64(s * lift * math.Log(lift))
			}
		}
		words[w] = Word{w, p, distinct, p * distinct}
	}
	return firstWords(words, n)
}

func firstWords(words []Word, n int) []Word {
	slices.SortStableFunc(words, func(a, b Word) int { return -cmp.Compare(a.Relevance, b.Relevance) })
	return words[:max(0, min(n, len(words)))]
}

// overall is p_w.
func (m *Model) overall() []float64 {
	share, p := m.Prevalence(), make([]float64, m.words)
	for i, v := range m.probabilities() {
		p[i/len(share)] += float64(share[i%len(share)] * v)
	}
	return p
}
