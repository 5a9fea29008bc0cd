package match

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// modelOf is a model of three states, whose words follow a comma each: parcels, refunds, thanks.
func modelOf(t *testing.T, emissions, encoder, states string) *intent.Model {
	t.Helper()
	text := `{"format":"intenthmm model","version":2,"encoder":{"options":{` + encoder + `},
		"chain":{"start":[0.4,0.3,0.3],"next":[[0.5,0.3,0.2,0.1,0.6,0.3,0.2,0.2,0.6]]},
		"emission":[` + emissions + `],"states":[` + states + `],"record":{}}`
	m, err := intent.Read(strings.NewReader(text), emission.DefaultRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const (
	plainStates = `{"name":"parcel","turns":50},{"name":"refund","turns":20},{"name":"thanks","turns":30}`
	wordRows    = `{"name":"words","kind":"words","params":{"length":4,"prior":0.05,"probabilities":[
		[0.1,0.30,0.30,0.02,0.02,0.02,0.02,0.12,0.1],[0.1,0.02,0.02,0.30,0.30,0.02,0.02,0.12,0.1],[0.1,0.02,0.02,0.02,0.02,0.30,0.30,0.12,0.1]]}}`
	wordEncoder = `"observe":"words","speaker":false,"min_turns":1,"edges":true,"length_power":0.4},
		"words":{"folded":3,"terms":["parcel","courier","refund","money","thanks","bye","the","^parcel"]}`
)

func wordModel(t *testing.T) *intent.Model { return modelOf(t, wordRows, wordEncoder, plainStates) }

func documents(texts ...string) []transcript.Message {
	var list []transcript.Message
	for _, text := range texts {
		list = append(list, transcript.Message{Conversation: text, Text: text})
	}
	return list
}

func find(t *testing.T, m *intent.Model, texts ...string) *Matching {
	t.Helper()
	found, err := Articles(m, documents(texts...))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const (
	aboutParcels = "The courier brings the parcel. Parcel late? Ask the courier."
	aboutRefunds = "The refund: your money back. Money comes with the refund."
)

func TestFits(t *testing.T) {
	f := find(t, wordModel(t), aboutRefunds, aboutParcels, "nothing that anybody knows")
	if fits, none := f.ForIntent(0); fits[0].Of != 1 || fits[0].Probability < none {
		t.Errorf("parcels: %v, none %v", fits, none)
	}
	if fits, none := f.ForArticle(0); fits[0].Of != 1 || fits[0].Probability < none {
		t.Errorf("the article about refunds: %v, none %v", fits, none)
	}
	if gaps := f.Gaps(); !slices.Equal(gaps, []int{2}) {
		t.Errorf("gaps: %v, expected thanks", gaps)
	}
	if unasked := f.Unasked(); !slices.Equal(unasked, []int{2}) {
		t.Errorf("unasked: %v, expected the last article", unasked)
	}
	if !slices.Equal(f.Known, []int{6, 7, 0}) || f.Score(0, 2) != 0 {
		t.Errorf("known %v, score without a word %v", f.Known, f.Score(0, 2))
	}
}

// Gaps begin with the most frequent.
func TestGapsByShare(t *testing.T) {
	if gaps := find(t, wordModel(t), aboutRefunds).Gaps(); !slices.Equal(gaps, []int{0, 2}) {
		t.Errorf("gaps: %v, expected parcels (50 turns) before thanks (30)", gaps)
	}
}

// The probabilities are those of the formula, and sum to 1 with none.
func TestProbabilities(t *testing.T) {
	f := find(t, wordModel(t), aboutRefunds, aboutParcels, "bye bye")
	square, positive := 0.0, 0.0
	for i := range f.Intents {
		for a := range f.Articles {
			if s := f.Score(i, a); s > 0 {
				square, positive = square+s*s, positive+1
			}
		}
	}
	spread := math.Sqrt(square / positive)
	for i := range f.Intents {
		fits, none := f.ForIntent(i)
		below, sum := 3.0, none
		for a := range f.Articles {
			below += math.Exp(2 * f.Score(i, a) / spread)
		}
		for n, fit := range fits {
			if want := math.Exp(2*fit.Score/spread) / below; math.Abs(fit.Probability-want) > 1e-12 || fit.Score != f.Score(i, fit.Of) {
				t.Errorf("state %d, article %d: %v, expected %v", i, fit.Of, fit.Probability, want)
			}
			if n > 0 && fit.Probability > fits[n-1].Probability {
				t.Errorf("state %d: %v not in order", i, fits)
			}
			sum += fit.Probability
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("state %d: probabilities sum to %v", i, sum)
		}
	}
}

// The score is the formula's, reckoned by another road: all words, logarithms of smoothed probabilities, chance by
// drawing articles.
func TestScore(t *testing.T) {
	m := wordModel(t)
	f := find(t, m, aboutRefunds, "the the the parcel")
	rows := [][]float64{{.30, .30, .02, .02, .02, .02, .12}, {.02, .02, .30, .30, .02, .02, .12}, {.02, .02, .02, .02, .30, .30, .12}}
	counts := [][]float64{{0, 0, 2, 2, 0, 0, 2}, {1, 0, 0, 0, 0, 0, 3}}
	shares, lengths := []float64{.5, .2, .3}, []float64{6, 4}
	const mu = 50
	q, g := make([]float64, 7), make([]float64, 7)
	for i := range rows {
		for v := range q {
			rows[i][v] /= .8
			q[v] += shares[i] * rows[i][v]
		}
	}
	for v := range g {
		g[v] = q[v]/2 + (counts[0][v]/6+counts[1][v]/4)/4
	}
	rng := rand.New(rand.NewPCG(1, 2))
	const draws = 200_000
	for a := range counts {
		ratio, chance := make([]float64, 7), make([]float64, 7)
		for v := range g {
			log := func(c float64) float64 { return math.Log((c + mu*g[v]) / (lengths[a] + mu) / g[v]) }
			ratio[v] = log(counts[a][v])
			for range draws {
				c, limit := -1.0, math.Exp(-lengths[a]*g[v])
				for p := 1.0; p > limit; p *= rng.Float64() {
					c++
				}
				chance[v] += log(c) / draws
			}
		}
		for i := range rows {
			sum, want := 0.0, 0.0
			for v, p := range rows[i] {
				if p > q[v] {
					sum += p * math.Log(p/q[v])
					want += p * math.Log(p/q[v]) * (ratio[v] - chance[v])
				}
			}
			if want /= sum; math.Abs(f.Score(i, a)-want) > 2e-3 {
				t.Errorf("state %d, article %d: score %v, expected %v", i, a, f.Score(i, a), want)
			}
		}
	}
}

// What is drawn from the background scores 0 on average, however long it is.
func TestByChance(t *testing.T) {
	for _, mean := range []float64{1e-6, .3, 4, 99, 101, 3000} {
		x := mean / 3
		low, high := byChance(mean*.999, x), byChance(mean*1.001, x)
		here := byChance(mean, x)
		if !(low < here && here < high) || here > math.Log1p(mean/x) {
			t.Errorf("mean %v: %v between %v and %v", mean, here, low, high)
		}
	}
	if below, above := byChance(manyWords, 40), byChance(manyWords*(1+1e-12), 40); math.Abs(below-above) > 1e-4 {
		t.Errorf("the sum gives %v, the expansion %v", below, above)
	}
}

// A model of vectors is compared by the words that its training counted.
func TestVectors(t *testing.T) {
	const gaussian = `{"name":"vector","kind":"gaussian","params":{"covariance":"diagonal","prior_weight":0.1,"prior_scale":[1,1],"floor":[0,0],
		"means":[[0,1],[2,3],[4,5]],"covariances":[[1,2],[3,4],[5,6]]}}`
	const encoder = `"observe":"vectors","speaker":false,"min_turns":1,"edges":false,"length_power":0},"width":2`
	states := `{"name":"parcel","turns":50,"terms":[{"word":"parcel","probability":0.3,"lift":15},{"word":"courier","probability":0.2,"lift":10}]},
		{"name":"refund","turns":20,"terms":[{"word":"refund","probability":0.3,"lift":15}]},{"name":"thanks","turns":30}`
	f := find(t, modelOf(t, gaussian, encoder, states), aboutRefunds, aboutParcels)
	if fits, none := f.ForIntent(1); fits[0].Of != 0 || fits[0].Probability < none {
		t.Errorf("refunds: %v, none %v", fits, none)
	}
	if !slices.Equal(f.Known, []int{2, 4}) {
		t.Errorf("known %v", f.Known)
	}
	if _, err := Articles(modelOf(t, gaussian, encoder, plainStates), documents("parcel")); err == nil || !strings.Contains(err.Error(), "observes vectors and knows no words") {
		t.Errorf("a model without words: %v", err)
	}
}

// The mean of a word over the states, and what is left for those that do not list it, come out of its lift.
func TestCounted(t *testing.T) {
	m := &intent.Model{States: []intent.State{
		{Turns: 50, Terms: []intent.Term{{Text: "a", Probability: .4, Lift: 4}}},
		{Turns: 25, Terms: []intent.Term{{Text: "b", Probability: .6, Lift: 6}}},
		{Turns: 25},
	}}
	m.Encoder = &encode.Encoder{Stems: &encode.Stems{Forms: map[string]string{"stem": "b"}}}
	t1 := counted(m)
	for word, want := range map[string]int32{"a": 0, "b": 1, "stem": 1, "c": -1} {
		if got := t1.column(word); got != want {
			t.Errorf("column %d of %q, expected %d", got, word, want)
		}
	}
	for i, want := range [][]float64{{.8, .2}, {.1 / .7, .6 / .7}, {.5, .5}} {
		if got := t1.rows[i]; math.Abs(got[0]-want[0]) > 1e-12 || math.Abs(got[1]-want[1]) > 1e-12 {
			t.Errorf("state %d: %v, expected %v", i, got, want)
		}
	}
}

// Stop words do not count, nor do edges.
func TestStopWords(t *testing.T) {
	m := wordModel(t)
	m.StopWords = []string{"the"}
	if f := find(t, m, aboutParcels); f.Known[0] != 4 {
		t.Errorf("%d words known, expected parcel and courier twice each", f.Known[0])
	}
}

// Nothing is NaN, whatever the articles and the states are.
func TestNothingIsNaN(t *testing.T) {
	m := wordModel(t)
	for i := range m.States {
		m.States[i].Turns = float64(i / 2) // two states without turns
	}
	for _, texts := range [][]string{nil, {""}, {"", "?"}, {"parcel"}, {strings.Repeat("parcel the ", 100_000), "refund"}} {
		f := find(t, m, texts...)
		for i := range f.Intents {
			fits, none := f.ForIntent(i)
			for _, fit := range fits {
				if math.IsNaN(fit.Probability) || math.IsNaN(fit.Score) {
					t.Errorf("%.20q: state %d: %v", texts, i, fit)
				}
			}
			if math.IsNaN(none) || len(texts) == 0 && none != 1 {
				t.Errorf("%.20q: none %v", texts, none)
			}
		}
	}
}

// An article of which no intent is likely enough among many is asked for still by one of which it is the answer.
func TestFirstIsAsked(t *testing.T) {
	f := &Matching{Intents: 10, Articles: 1, shares: make([]float64, 10), scores: []float64{1, -3, -3, -3, -3, -3, -3, -3, -3, -3}, spread: 1}
	if _, none := f.ForArticle(0); none < .5 {
		t.Fatalf("none %v: the test needs one that is likely", none)
	}
	if unasked := f.Unasked(); unasked != nil {
		t.Errorf("unasked: %v", unasked)
	}
}
