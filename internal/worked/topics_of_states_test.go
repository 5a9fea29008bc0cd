package worked

import (
	"math"
	"testing"

	"intenthmm/hmm/emission"
)

func TestTopicsOfStates(t *testing.T) { hold(t, "topics_of_states.md", topicsOfStates(t)) }

// stateCounts are C, a row a state.
var stateCounts = [][]float64{{6, 1, 3}, {1, 4, 5}}

func topicsOfStates(t *testing.T) sheet {
	s := sheet{}
	start := [][]float64{{0.7, 0.3}, {0.4, 0.6}}
	words := [][]float64{{0.5, 0.2, 0.3}, {0.2, 0.5, 0.3}}
	family := newTopics(t, start, words)
	s.topics(family, "")
	s.mixed(family, "")
	s.put(expectedLog(family), "Q")
	shares, counts := [][]float64{{0, 0}, {0, 0}}, [][]float64{{0, 0, 0}, {0, 0, 0}}
	for state, row := range stateCounts {
		for w, n := range row {
			s.put(n, "C(%d,%s)", state, spoken[w])
			r := start[state][1] * words[1][w] / family.Probabilities(state)[w]
			s.put(r, "r(%d,%s)", state, spoken[w])
			for z, p := range []float64{1 - r, r} {
				shares[state][z] += n * p
				counts[z][w] += n * p
			}
		}
	}
	step := newTopics(t, normalised(shares), normalised(counts))
	s.topics(step, "'")
	s.put(expectedLog(step), "Q'")
	if _, err := family.Maximize(byWord(stateCounts)); err != nil {
		t.Fatal(err)
	}
	s.mixed(family, "*")
	s.put(expectedLog(family), "Q*")
	if !(s["Q"] < s["Q'"] && s["Q'"] < s["Q*"]) {
		t.Errorf("Q is %v, then %v, then %v", s["Q"], s["Q'"], s["Q*"])
	}
	return s
}

func newTopics(t *testing.T, shares, words [][]float64) *emission.Topics {
	t.Helper()
	family, err := emission.NewTopics(shares, words)
	if err != nil {
		t.Fatal(err)
	}
	return family
}

// topics are shares and words, their letters marked.
func (s sheet) topics(family *emission.Topics, mark string) {
	row := make([]float64, family.Vocabulary())
	for z := range family.Topics() {
		family.Topic(row, z)
		for w, p := range row {
			s.put(p, "e%s(%d,%s)", mark, z, spoken[w])
		}
	}
	for state := range family.Len() {
		for z, p := range family.Shares(state) {
			s.put(p, "share%s(%d,%d)", mark, state, z)
		}
	}
}

// mixed is what they mix to.
func (s sheet) mixed(family *emission.Topics, mark string) {
	for state := range family.Len() {
		for w, p := range family.Probabilities(state) {
			s.put(p, "p%s(%d,%s)", mark, state, spoken[w])
		}
	}
}

// expectedLog is Q.
func expectedLog(family *emission.Topics) float64 {
	sum := 0.0
	for state, row := range stateCounts {
		for w, n := range row {
			sum += n * math.Log(family.Probabilities(state)[w])
		}
	}
	return sum
}

func normalised(rows [][]float64) [][]float64 {
	for _, row := range rows {
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		for i := range row {
			row[i] /= sum
		}
	}
	return rows
}

// byWord is a matrix as statistics: word-major.
func byWord(rows [][]float64) []float64 {
	var stats []float64
	for w := range rows[0] {
		for _, row := range rows {
			stats = append(stats, row[w])
		}
	}
	return stats
}
