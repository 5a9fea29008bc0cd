package worked

import (
	"context"
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/topic"
)

func TestTopicsOfDocuments(t *testing.T) {
	hold(t, "topics_of_documents.md", topicsOfDocuments(t))
}

const (
	alpha, eta = 0.5, 0.5
	exactly    = 1e-12 // change of γ below which it has settled
)

var (
	believed  = [][]float64{{4, 1, 2}, {1, 4, 2}} // λ
	documents = []topic.Document{
		{Words: []emission.Count{{Word: 0, N: 2}, {Word: 2, N: 1}}},
		{Words: []emission.Count{{Word: 1, N: 2}, {Word: 0, N: 1}}},
	}
)

func topicsOfDocuments(t *testing.T) sheet {
	s := sheet{}
	s.put(alpha, "α")
	s.put(eta, "η")
	m, err := topic.New([]float64{alpha, alpha}, eta, believed)
	if err != nil {
		t.Fatal(err)
	}
	s.lambda(m, "")
	b := expectedProbabilities(believed)
	for k := range b {
		for w, p := range b[k] {
			s.put(p, "b(%d,%s)", k, spoken[w])
		}
	}
	counts := [2][3]float64{{eta, eta, eta}, {eta, eta, eta}}
	for d, doc := range documents {
		gamma, r := settle(doc, b)
		said := [3]float64{}
		for i, c := range doc.Words {
			n := float64(c.N)
			said[c.Word] = n
			s.put(r[i], "r_%d(%s)", d+1, spoken[c.Word])
			counts[0][c.Word] += n * r[i]
			counts[1][c.Word] += n * (1 - r[i])
		}
		for w, n := range said {
			s.put(n, "n_%d(%s)", d+1, spoken[w])
		}
		s.put(gamma[0], "γ_%d(0)", d+1)
		s.put(gamma[1], "γ_%d(1)", d+1)
		s.put(gamma[0]/(gamma[0]+gamma[1]), "share_%d(0)", d+1)
	}
	next := topic.NewVariational(m, topic.Prior{Alpha: alpha, Eta: eta}, topic.Inference{MaxIterations: 1000, Tolerance: exactly})
	s.put(iterate(t, next), "bound")
	s.lambda(next.Model(), "'")
	for k, row := range counts {
		for w, n := range row {
			alike(t, "tokens of a topic", n, s.at("λ'(%d,%s)", k, spoken[w]))
		}
	}
	for d, doc := range documents {
		gamma, _ := settle(doc, expectedProbabilities([][]float64{next.Model().Parameters(0), next.Model().Parameters(1)}))
		s.put(gamma[0]/(gamma[0]+gamma[1]), "share'_%d(0)", d+1)
	}
	s.put(iterate(t, next), "bound'")
	if !(s["bound'"] > s["bound"]) {
		t.Errorf("the bound falls from %v to %v", s["bound"], s["bound'"])
	}
	return s
}

// iterate makes an E-step and an M-step, and returns the bound between them.
func iterate(t *testing.T, v *topic.Variational) float64 {
	t.Helper()
	items, err := topic.Items(documents, len(spoken))
	if err != nil {
		t.Fatal(err)
	}
	stats, err := em.Expect(context.Background(), v, items, em.NewGate(1))
	if err != nil {
		t.Fatal(err)
	}
	bound := stats.LogLikelihood + v.GlobalBound()
	if _, err := v.Maximize(stats); err != nil {
		t.Fatal(err)
	}
	return bound
}

// expectedProbabilities is b.
func expectedProbabilities(lambda [][]float64) [][]float64 {
	b := make([][]float64, len(lambda))
	for k, row := range lambda {
		total := 0.0
		for _, l := range row {
			total += l
		}
		for _, l := range row {
			b[k] = append(b[k], math.Exp(mathext.Digamma(l)-mathext.Digamma(total)))
		}
	}
	return b
}

// settle asks both questions of the text in turn.
func settle(doc topic.Document, b [][]float64) (gamma [2]float64, r []float64) {
	gamma, r = [2]float64{1, 1}, make([]float64, len(doc.Words))
	for change := 1.0; change > exactly; {
		t0, t1 := math.Exp(mathext.Digamma(gamma[0])), math.Exp(mathext.Digamma(gamma[1]))
		next := [2]float64{alpha, alpha}
		for i, c := range doc.Words {
			p0, p1 := t0*b[0][c.Word], t1*b[1][c.Word]
			r[i] = p0 / (p0 + p1)
			next[0] += float64(c.N) * r[i]
			next[1] += float64(c.N) * (1 - r[i])
		}
		change, gamma = math.Abs(next[0]-gamma[0]), next
	}
	return gamma, r
}

// lambda are the topics' parameters, the letter marked.
func (s sheet) lambda(m *topic.Model, mark string) {
	for k := range m.Topics() {
		for w, l := range m.Parameters(k) {
			s.put(l, "λ%s(%d,%s)", mark, k, spoken[w])
		}
	}
}

// alike is near for what was settled step by step, by others in other steps.
func alike(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-6*(1+math.Abs(want))) {
		t.Errorf("%s: %v and %v", what, got, want)
	}
}
