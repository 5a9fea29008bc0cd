package topic

import (
	"math"
	"testing"

	"intenthmm/hmm/emission"
)

func close(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

// Two topics of 30 and 10 tokens over three words, of which the last says nothing.
func small(t *testing.T) *Model {
	return must(New([]float64{1, 1}, 1, [][]float64{{22, 1, 10}, {1, 6, 6}}))(t)
}

// TestRelevant: by hand; 33 and 13 are the topics' totals.
func TestRelevant(t *testing.T) {
	m := small(t)
	share := m.Prevalence()
	close(t, "prevalence", share[0], 0.75)
	close(t, "prevalence", share[1], 0.25)
	overall := func(w int) float64 { return 0.75*m.Topic(0)[w] + 0.25*m.Topic(1)[w] }
	for weight, want := range map[float64][]int{1: {1, 2, 0}, 0: {1, 2, 0}, 0.5: {1, 2, 0}} {
		for i, w := range m.Relevant(1, 3, weight) {
			p := m.Parameters(1)[w.Word] / 13
			if w.Word != want[i] {
				t.Errorf("λ = %v: word %d is %d, want %d", weight, i, w.Word, want[i])
			}
			close(t, "probability", w.Probability, p)
			close(t, "lift", w.Lift, p/overall(w.Word))
			close(t, "relevance", w.Relevance, weight*math.Log(p)+(1-weight)*math.Log(p/overall(w.Word)))
		}
	}
	// The most probable and the most telling word of the first topic are the same, the second ones not: word 2 is
	// more probable, and word 1 less telling than it still.
	if first := m.Relevant(0, 2, 1); len(first) != 2 || first[0].Word != 0 || first[1].Word != 2 {
		t.Errorf("most probable words %v", first)
	}
	if n := len(m.Relevant(0, 99, 1)); n != 3 {
		t.Errorf("%d of 3 words", n)
	}
	if n := len(m.Relevant(0, -1, 1)); n != 0 {
		t.Errorf("%d of no words", n)
	}
}

// TestSalient: the weight of a word is the divergence of the topics given it from the topics.
func TestSalient(t *testing.T) {
	m := small(t)
	for _, w := range m.Salient(3) {
		p, divergence := 0.0, 0.0
		for k, s := range m.Prevalence() {
			p += s * m.Topic(k)[w.Word]
		}
		for k, s := range m.Prevalence() {
			given := s * m.Topic(k)[w.Word] / p
			divergence += given * math.Log(given/s)
		}
		close(t, "probability", w.Probability, p)
		close(t, "distinctiveness", w.Lift, divergence)
		close(t, "saliency", w.Relevance, p*divergence)
	}
	if s := m.Salient(3); s[0].Word != 1 || s[2].Word != 2 {
		t.Errorf("salient words %v", s)
	}
}

func TestRanking(t *testing.T) {
	close(t, "distance of equals", Hellinger([]float64{0.5, 0.5}, []float64{0.5, 0.5}), 0)
	close(t, "distance of strangers", Hellinger([]float64{1, 0}, []float64{0, 1}), 1)
	close(t, "distance", Hellinger([]float64{0.64, 0.36}, []float64{0.36, 0.64}), math.Sqrt((0.2*0.2+0.2*0.2)/2))
	rows := [][]float64{{0.2, 0.8}, {0.9, 0.1}, {0.2, 0.8}, {0.5, 0.5}}
	for name, c := range map[string]struct {
		got  []Ranked
		want []int
	}{
		"leading":      {Leading(rows, 1, 3), []int{0, 2, 3}},
		"leading of 0": {Leading(rows, 0, 1), []int{1}},
		"nearest":      {Nearest(rows, rows[2], 3), []int{0, 2, 3}},
		"main":         {Main([]float64{0.1, 0.3, 0.6}, 0.3), []int{2, 1}},
		"no main":      {Main([]float64{0.1}, 0.3), nil},
	} {
		if len(c.got) != len(c.want) {
			t.Errorf("%s: %v, want %v", name, c.got, c.want)
			continue
		}
		for i, r := range c.got {
			if r.Index != c.want[i] {
				t.Errorf("%s: %v, want %v", name, c.got, c.want)
			}
		}
	}
	if d := Nearest(rows, rows[2], 3)[2]; d.Value != Hellinger(rows[2], rows[3]) {
		t.Errorf("distance %v", d)
	}
	if r := Leading(rows, 1, 1)[0]; r.Value != 0.8 {
		t.Errorf("share %v", r)
	}
}

// TestHalves: tokens go in turn, over words; nothing is lost.
func TestHalves(t *testing.T) {
	words := []emission.Count{{Word: 0, N: 3}, {Word: 1, N: 1}, {Word: 2, N: 1}, {Word: 3, N: 4}, {Word: 4, N: 0.5}, {Word: 5, N: 1.5}}
	given, asked := halves(words)
	want := [2][]emission.Count{
		{{Word: 0, N: 2}, {Word: 2, N: 1}, {Word: 3, N: 2}, {Word: 5, N: 1.5}},
		{{Word: 0, N: 1}, {Word: 1, N: 1}, {Word: 3, N: 2}, {Word: 4, N: 0.5}},
	}
	for i, half := range [][]emission.Count{given, asked} {
		if len(half) != len(want[i]) {
			t.Fatalf("half %d is %v, want %v", i, half, want[i])
		}
		for j, c := range half {
			if c != want[i][j] {
				t.Errorf("half %d is %v, want %v", i, half, want[i])
			}
		}
	}
}

// TestCompletion: by its formula, and the true topics predict better than others.
func TestCompletion(t *testing.T) {
	m := small(t)
	doc := Document{Words: []emission.Count{{Word: 0, N: 5}, {Word: 1, N: 2}, {Word: Unknown, N: 3}}, Weight: 9}
	given, asked := halves(doc.known())
	share := make([]float64, 2)
	must(m.Folder().Fold(share, Document{Words: given}))(t)
	want := 0.0
	for _, c := range asked {
		want += float64(c.N) * math.Log(share[0]*m.Topic(0)[c.Word]+share[1]*m.Topic(1)[c.Word])
	}
	h := must(m.Completion(t.Context(), []Document{doc, {}, doc}, nil))(t)
	close(t, "log-likelihood", h.LogLikelihood, 2*want)
	close(t, "tokens", h.Tokens, 6)
	close(t, "unknown tokens", h.Unknown, 6)
	close(t, "perplexity", h.Perplexity(), math.Exp(-want/3))
	close(t, "perplexity of nothing", HeldOut{}.Perplexity(), 1)
}

// TestCoherenceByHand: windows of two tokens in "a b a", "a c" and "d": ab, ba, ac, d.
func TestCoherenceByHand(t *testing.T) {
	reference := [][]int32{{0, 1, 0}, {0, 2}, {}, {Unknown}}
	got := must(Coherences([][]int{{0, 1}, {1, 2}, {0}, nil, {0, 9}}, reference, 2))(t)
	npmi := func(i, j, both float64) float64 { return math.Log((both+1e-12)/(i*j)) / -math.Log(both+1e-12) }
	close(t, "NPMI(a, b)", got[0].NPMI, npmi(0.75, 0.5, 0.5))
	close(t, "NPMI(b, c)", got[1].NPMI, npmi(0.5, 0.25, 0))
	aa, bb, ab := npmi(0.75, 0.75, 0.75), npmi(0.5, 0.5, 0.5), npmi(0.75, 0.5, 0.5)
	cosine := func(a, b, c, d float64) float64 { return (a*c + b*d) / math.Hypot(a, b) / math.Hypot(c, d) }
	close(t, "C_v", got[0].CV, (cosine(aa, ab, aa+ab, ab+bb)+cosine(ab, bb, aa+ab, ab+bb))/2)
	if got[2] != (Coherence{}) || got[3] != (Coherence{}) || got[4].NPMI != 0 {
		t.Errorf("single, no and unseen words: %v", got[2:])
	}
	always := must(Coherences([][]int{{0, 1}}, [][]int32{{0, 1}, {1, 0}}, 5))(t)
	if always[0].NPMI != 0 || always[0].CV != 0 {
		t.Errorf("words that are in all windows: %v", always)
	}
	// A word that leaves the window once while it is in there twice is still in there.
	twice := must(Coherences([][]int{{0, 1}}, [][]int32{{0, 2, 0, 1}, {2}}, 3))(t)
	close(t, "NPMI of a word that is twice in a window", twice[0].NPMI, npmi(2./3, 1./3, 1./3))
}
