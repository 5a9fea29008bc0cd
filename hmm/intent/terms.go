package intent

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// A Term is a word or symbol that marks a state.
type Term struct {
	Text        string
	Probability float64 // in the state
	Lift        float64 // over its probability in all the other states together
}

func (t Term) salience() float64 { return math.Sqrt(t.Probability) * math.Log(t.Lift) }

// Terms are the n words (or symbols) that tell most about a state, the most telling first: those
// with the largest √p log(p/q), p being the probability in the state and q that in the rest: p log(p/q)
// would put common words first, log(p/q) rare ones. Words that only mark an edge of a turn, and stop
// words, are left out. A model of vectors has none, and neither has a model of one state.
func (m *Model) Terms(state, n int) []Term {
	rows, vocabulary := m.table()
	if rows == nil || len(m.States) == 1 {
		return nil
	}
	return m.telling(rows[m.HMM.Chain.Distribution(state)], m.rest(rows, state), vocabulary, n)
}

// telling are the n terms that tell most about probabilities p beside q.
func (m *Model) telling(p, q []float64, vocabulary *encode.Vocabulary, n int) []Term {
	stop := m.stop()
	var terms []Term
	for v, p := range p {
		text := vocabulary.Term(v)
		if text == "" || stop[text] || m.Encoder.Terms == vocabulary && !encode.Plain(text) {
			continue
		}
		if lift := p / max(q[v], leastRest); lift > 1 {
			terms = append(terms, Term{text, p, lift})
		}
	}
	slices.SortStableFunc(terms, func(a, b Term) int {
		return cmp.Compare(b.salience(), a.salience())
	})
	return terms[:min(n, len(terms))]
}

// leastRest is the least probability in the rest that a lift is reckoned with: it is a number even
// for what the rest cannot say.
const leastRest = 1e-12

// rest is the probability of each term in all the states but one, together.
func (m *Model) rest(rows [][]float64, state int) []float64 {
	shares := m.Shares()
	q := make([]float64, len(rows[0]))
	for i := range m.States {
		if i == state {
			continue
		}
		share := (shares[i] + 1e-9) / (1 - shares[state] + 1e-9*float64(len(shares)-1))
		for v, p := range rows[m.HMM.Chain.Distribution(i)] {
			q[v] += share * p
		}
	}
	return q
}

// table is the rows of probabilities that the states are told apart by, one a distribution.
func (m *Model) table() (rows [][]float64, vocabulary *encode.Vocabulary) {
	joint := m.HMM.Emission.(*emission.Joint)
	if words, ok := emission.PartOf[emission.Lexical](joint, "words"); ok {
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

const (
	nameWords  = 2  // in a suggested name
	nameChoice = 12 // out of which they are taken
)

// suggestNames names every state after its most telling words, those with digits left out; names
// that several states would have are numbered.
func (m *Model) suggestNames() {
	used := map[string]bool{}
	for i := range m.States {
		name := cmp.Or(m.suggestName(i), "state "+strconv.Itoa(i))
		for n := 2; used[name]; n++ {
			if numbered := name + " " + strconv.Itoa(n); !used[numbered] {
				name = numbered
			}
		}
		used[name] = true
		m.States[i].Name = name
	}
}

// suggestName is a state's most telling words, "" if it has none. The digits of symbols, unlike
// those of words, mean something.
func (m *Model) suggestName(state int) string {
	var words []string
	for _, t := range m.Terms(state, nameChoice) {
		if len(words) < nameWords && (m.Encoder.Terms == nil || !strings.ContainsRune(t.Text, '0')) {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, " ")
}
