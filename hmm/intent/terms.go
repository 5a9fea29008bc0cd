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
	Text        string  `json:"word"`        // as people read it: of a stem, its commonest word
	Probability float64 `json:"probability"` // in the state
	Lift        float64 `json:"lift"`        // over its probability in all the other states together
}

func (t Term) salience() float64 { return math.Sqrt(t.Probability) * math.Log(t.Lift) }

// Terms are the n words (or symbols) that tell most about a state, the most telling first: those
// with the largest √p log(p/q), p being the probability in the state and q that in the rest: p log(p/q)
// would put common words first, log(p/q) rare ones. Words that only mark an edge of a turn, and stop
// words, are left out. A model of vectors has those that training counted in what was said, State.Terms. A
// model of one state has none.
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
	if len(rows) == 1 {
		return nil
	}
	q, hidden, words := rest(rows, shares, one), m.Hidden(), m.words()
	var terms []Term
	for v, p := range rows[one] {
		text := vocabulary.Term(v)
		if text == "" || hidden(text) || words && !encode.Plain(text) {
			continue
		}
		if lift := p / max(q[v], leastRest); lift > 1 {
			terms = append(terms, Term{m.Encoder.Shown(text), p, lift})
		}
	}
	slices.SortStableFunc(terms, func(a, b Term) int {
		return cmp.Compare(b.salience(), a.salience())
	})
	return terms
}

// words reports whether terms are words, not symbols.
func (m *Model) words() bool { return m.Encoder.Options.Observe != encode.Symbols }

// leastRest is the least probability in the rest that a lift is reckoned with: it is a number even
// for what the rest cannot say.
const leastRest = 1e-12

// rest is the probability of each term in all the rows but one, together.
func rest(rows [][]float64, shares []float64, one int) []float64 {
	q := make([]float64, len(rows[0]))
	for i := range rows {
		if i == one {
			continue
		}
		share := (shares[i] + 1e-9) / (1 - shares[one] + 1e-9*float64(len(shares)-1))
		for v, p := range rows[i] {
			q[v] += share * p
		}
	}
	return q
}

// table is the rows of probabilities that the states are told apart by, one a state; nil if there are none.
func (m *Model) table() (rows [][]float64, vocabulary *encode.Vocabulary) {
	joint := m.HMM.Emission.(*emission.Joint)
	if words, ok := emission.PartOf[emission.Lexical](joint, "words"); ok {
		return m.ofStates(words.Len(), words.Probabilities), m.Encoder.Terms
	}
	if symbols, ok := emission.PartOf[*emission.Categorical](joint, "symbol"); ok {
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
		if len(words) < nameWords && (!m.words() || !strings.ContainsRune(t.Text, '0')) {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, " ")
}
