package worked

import (
	"math"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

func TestMixtureOfWords(t *testing.T) { hold(t, "mixture_of_words.md", mixtureOfWords(t)) }

var (
	spoken = []string{"refund", "parcel", "please"}
	bags   = [][]emission.Count{{{Word: 0, N: 2}, {Word: 2, N: 1}}, {{Word: 0, N: 1}}, {{Word: 1, N: 1}, {Word: 2, N: 1}}, {{Word: 1, N: 2}}}
)

func mixtureOfWords(t *testing.T) sheet {
	family, err := emission.NewWords([][]float64{{0.5, 0.25, 0.25}, {0.25, 0.5, 0.25}})
	if err != nil {
		t.Fatal(err)
	}
	s, m := sheet{}, mixtureOf[[]emission.Count](t, []float64{0.6, 0.4}, family)
	s.multinomials(m, "")
	s.put(evidence(t, m, bags), "logP")
	r := responsibilities(t, m, bags)
	s.rows(r, 2, "r_%d(%d)")
	next := fitted(t, m, bags, 1)
	counts, total := [2][3]float64{}, 0.0
	for i, bag := range bags {
		said := [3]float64{}
		for _, c := range bag {
			said[c.Word] = float64(c.N)
		}
		sum := 0.0
		for k := range 2 {
			l := 0.0
			for w, n := range said {
				l += n * math.Log(family.Probabilities(k)[w])
				counts[k][w] += r[2*i+k] * n
				s.put(n, "n_%d(%s)", i+1, spoken[w])
			}
			s.put(l, "l_%d(%d)", i+1, k)
			sum += m.Weights()[k] * math.Exp(l)
		}
		total += math.Log(sum)
	}
	near(t, "log-likelihood", total, s["logP"])
	for k, row := range counts {
		for w, c := range row {
			s.put(c, "c(%d,%s)", k, spoken[w])
			near(t, "probability", c/(row[0]+row[1]+row[2]), next.Emission.(*emission.Words).Probabilities(k)[w])
		}
	}
	s.multinomials(next, "'")
	s.put(evidence(t, next, bags), "logP'")
	s.rows(responsibilities(t, next, bags), 2, "r'_%d(%d)")
	return s
}

// multinomials are a mixture's parameters, their letters marked.
func (s sheet) multinomials(m *mixture.Model[[]emission.Count], mark string) {
	for k, w := range m.Weights() {
		s.put(w, "w%s(%d)", mark, k)
		for v, p := range m.Emission.(*emission.Words).Probabilities(k) {
			s.put(p, "e%s(%d,%s)", mark, k, spoken[v])
		}
	}
}
