package encode

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Term is a word or symbol that marks a state, a cluster, a topic.
type Term struct {
	Text        string  `json:"word"`        // as people read it: of a stem, its commonest word
	Probability float64 `json:"probability"` // in the state
	Lift        float64 `json:"lift"`        // over its probability in all the other states together
}

// Salience is √p log(p/q), p being the probability in the state and q that in the rest: p log(p/q) would put common
// words first, log(p/q) rare ones.
func (t Term) Salience() float64 { return math.Sqrt(t.Probability) * math.Log(t.Lift) }

// Telling are the terms that are likelier in one of several distributions, given as rows of probabilities, than in the
// others together, each of which counts by its share: the most salient first. shown is a term as people read it, ""
// where that is not shown. One distribution alone has none.
func Telling(rows [][]float64, shares []float64, one int, shown func(number int) string) []Term {
	if len(rows) < 2 {
		return nil
	}
	q := rest(rows, shares, one)
	var terms []Term
	for v, p := range rows[one] {
		lift := p / max(q[v], leastRest)
		if lift <= 1 {
			continue
		}
		if text := shown(v); text != "" {
			terms = append(terms, Term{text, p, lift})
		}
	}
	slices.SortStableFunc(terms, func(a, b Term) int {
		return cmp.Compare(b.Salience(), a.Salience())
	})
	return terms
}

// leastRest is the least probability in the rest that a lift is reckoned with: it is a number even
// for what the rest cannot say.
const leastRest = 1e-12

// rest is the probability of each term in all the distributions but one, together.
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

const nameWords = 2 // in a name

// NameChoice is how many telling terms a name is chosen from.
const NameChoice = 12

// Name is made of the first of the telling terms, "" if there are none. Words with digits, which stand for any number,
// are left out where told so.
func Name(terms []Term, digits bool) string {
	var words []string
	for _, t := range terms {
		if len(words) < nameWords && (digits || !strings.ContainsRune(t.Text, '0')) {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, " ")
}

// Distinct numbers the names that several of n things would have, and names those without a name by otherwise and
// their number.
func Distinct(n int, name func(i int) string, otherwise string) []string {
	names, used := make([]string, n), map[string]bool{}
	for i := range names {
		first := cmp.Or(name(i), otherwise+" "+strconv.Itoa(i))
		names[i] = first
		for n := 2; used[names[i]]; n++ {
			names[i] = first + " " + strconv.Itoa(n)
		}
		used[names[i]] = true
	}
	return names
}
