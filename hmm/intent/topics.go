package intent

import (
	"cmp"
	"slices"

	"intenthmm/hmm/emission"
)

// A Topic is words that states have in common: what a model with Options.Topics has states mix.
type Topic struct {
	Share  float64 // of all words, in turns of all states
	Terms  []Term  // what marks it beside all the other topics, the most telling first
	States []Use   // who speaks of it, the state that does the most first
}

// A Use is how much of a state's words is of a topic.
type Use struct {
	State int
	Share float64
}

// Topics are the topics that the states mix, that of most words first, with the n terms that tell most
// about each; nil if every state has words of its own.
func (m *Model) Topics(n int) []Topic {
	family, ok := m.topics()
	if !ok {
		return nil
	}
	words := make([][]float64, family.Topics())
	for z := range words {
		words[z] = make([]float64, family.Vocabulary())
		family.Topic(words[z], z)
	}
	shares := m.topicShares(family)
	topics := make([]Topic, family.Topics())
	for z := range topics {
		terms := m.telling(words, shares, m.Encoder.Terms, z)
		topics[z] = Topic{Share: shares[z], Terms: terms[:min(n, len(terms))]}
		for i := range m.States {
			topics[z].States = append(topics[z].States, Use{i, family.Shares(m.HMM.Chain.Distribution(i))[z]})
		}
		slices.SortStableFunc(topics[z].States, func(a, b Use) int { return cmp.Compare(b.Share, a.Share) })
	}
	return topics
}

func (m *Model) topics() (*emission.Topics, bool) {
	joint, ok := m.HMM.Emission.(*emission.Joint)
	if !ok {
		return nil, false
	}
	return emission.PartOf[*emission.Topics](joint, "words")
}

// topicShares are the shares of the topics in the words of all states.
func (m *Model) topicShares(family *emission.Topics) []float64 {
	all := make([]float64, family.Topics())
	for i, share := range m.Shares() {
		for z, p := range family.Shares(m.HMM.Chain.Distribution(i)) {
			all[z] += float64(share * p)
		}
	}
	return all
}

// orderTopics numbers the topics by their shares, the largest first.
func (m *Model) orderTopics() {
	family, ok := m.topics()
	if !ok {
		return
	}
	shares, order := m.topicShares(family), make([]int, family.Topics())
	for z := range order {
		order[z] = z
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(shares[b], shares[a]) })
	family.Order(order)
}
