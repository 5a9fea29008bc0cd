package intent

import (
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// A Term is a word or symbol that marks a state.
type Term = encode.Term

// Terms are the n words (or symbols) that tell most about a state, the most telling first: see encode.Telling. Words
// that only mark an edge of a turn, grams, and stop words, are left out. Of models of vectors, places
// and codes they are those that training counted in what was said, State.Terms. A model of one state has none.
func (m *Model) Terms(state, n int) []Term {
	terms := slices.Clone(m.States[state].Terms)
	if rows, vocabulary := m.table(); rows != nil {
		terms = m.telling(rows, m.Shares(), vocabulary, state)
	}
	return terms[:min(n, len(terms))]
}

// telling is what tells about one of several rows of probabilities beside the others, each of which counts
// by its share, in the order of Terms.
func (m *Model) telling(rows [][]float64, shares []float64, vocabulary *encode.Vocabulary, one int) []Term {
	return encode.Telling(rows, shares, one, m.Encoder.Showing(vocabulary, m.StopWords))
}

// words reports whether terms are words, not symbols.
func (m *Model) words() bool { return m.Encoder.Options.Observe != encode.Symbols }

// table is the rows of probabilities of terms that the states are told apart by, one a state; nil if there are none.
func (m *Model) table() (rows [][]float64, vocabulary *encode.Vocabulary) {
	joint := m.HMM.Emission.(*emission.Joint)
	if words, ok := emission.PartOf[emission.Lexical](joint, "words"); ok {
		return m.ofStates(words.Len(), words.Probabilities), m.Encoder.Terms
	}
	if symbols, ok := emission.PartOf[*emission.Categorical](joint, "symbol"); ok && m.Encoder.Symbols != nil {
		return m.ofStates(symbols.Len(), symbols.Probabilities), m.Encoder.Symbols
	}
	return nil, nil
}

// ofStates is the rows of n distributions, one a state.
func (m *Model) ofStates(n int, row func(distribution int) []float64) [][]float64 {
	distributions, states := make([][]float64, n), make([][]float64, len(m.States))
	for e := range distributions {
		distributions[e] = row(e)
	}
	for i := range states {
		states[i] = distributions[m.HMM.Chain.Distribution(i)]
	}
	return states
}

// Speakers are the probabilities of the speakers in a state, by name, "" standing for all others;
// nil if the model does not look at speakers.
func (m *Model) Speakers(state int) map[string]float64 {
	joint := m.HMM.Emission.(*emission.Joint)
	family, ok := emission.PartOf[*emission.Categorical](joint, "speaker")
	if !ok {
		return nil
	}
	speakers := map[string]float64{}
	for v, p := range family.Probabilities(m.HMM.Chain.Distribution(state)) {
		speakers[m.Encoder.Speakers.Term(v)] = p
	}
	return speakers
}

// suggestNames names every state after its most telling words, those with digits left out; names
// that several states would have are numbered. The digits of symbols, unlike those of words, mean something.
func (m *Model) suggestNames() {
	names := encode.Distinct(len(m.States), func(i int) string { return encode.Name(m.Terms(i, encode.NameChoice), !m.words()) }, "state")
	for i, name := range names {
		m.States[i].Name = name
	}
}
