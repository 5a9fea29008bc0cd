package intent

import (
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// A Term is a word or symbol that marks a state.
type Term = encode.Term

// Terms are the n words (or symbols) that tell most about a state, the most telling first, without words
// that only mark an edge of a turn, and stop words: see encode.Vocabulary.Telling. A model of vectors has none, and
// neither has a model of one state.
func (m *Model) Terms(state, n int) []Term {
	rows, vocabulary := m.table()
	if rows == nil {
		return nil
	}
	states := make([][]float64, len(m.States))
	for i := range states {
		states[i] = rows[m.HMM.Chain.Distribution(i)]
	}
	return vocabulary.Telling(states, m.Shares(), state, n, m.hidden(vocabulary))
}

// hidden are the terms that are not shown.
func (m *Model) hidden(vocabulary *encode.Vocabulary) map[string]bool {
	hidden := m.stop()
	if vocabulary != m.Encoder.Terms {
		return hidden
	}
	for v := range vocabulary.Len() {
		if text := vocabulary.Term(v); !encode.Plain(text) {
			hidden[text] = true
		}
	}
	return hidden
}

// table is the rows of probabilities that the states are told apart by, one a distribution.
func (m *Model) table() (rows [][]float64, vocabulary *encode.Vocabulary) {
	joint := m.HMM.Emission.(*emission.Joint)
	if words, ok := emission.PartOf[*emission.Words](joint, "words"); ok {
		for e := range words.Len() {
			rows = append(rows, words.Probabilities(e))
		}
		return rows, m.Encoder.Terms
	}
	if symbols, ok := emission.PartOf[*emission.Categorical](joint, "symbol"); ok {
		for e := range symbols.Len() {
			rows = append(rows, symbols.Probabilities(e))
		}
		return rows, m.Encoder.Symbols
	}
	return nil, nil
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
	digits := m.Encoder.Terms == nil
	names := encode.Distinct(len(m.States), func(i int) string { return encode.Name(m.Terms(i, encode.NameChoice), digits) }, "state")
	for i, name := range names {
		m.States[i].Name = name
	}
}
