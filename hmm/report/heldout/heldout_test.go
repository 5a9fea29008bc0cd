package heldout

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// symbolModel is a model of symbols with the chain and rows.
func symbolModel(t testing.TB, c *chain.Chain, rows [][]float64) *hmm.Model[emission.Turn] {
	t.Helper()
	symbols, err := emission.NewCategorical(rows)
	if err != nil {
		t.Fatal(err)
	}
	symbols.SetPrior(0.5)
	joint, err := emission.NewJoint(emission.Part("symbol", symbols, emission.SymbolField))
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New[emission.Turn](c, joint)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// threeSymbols is a small model of three symbols, that stops.
func threeSymbols(t testing.TB) *hmm.Model[emission.Turn] {
	return symbolModel(t, &chain.Chain{
		Start: []float64{0.7, 0.3},
		Next:  [][]float64{{0.6, 0.2, 0.1, 0.6}},
		Stop:  []float64{0.2, 0.3},
	}, [][]float64{{0.8, 0.1, 0.1}, {0.1, 0.3, 0.6}})
}

func of(symbols ...int32) hmm.Conversation[emission.Turn] {
	var c hmm.Conversation[emission.Turn]
	for _, s := range symbols {
		turn := emission.Missing
		turn.Symbol = s
		c.Obs = append(c.Obs, turn)
	}
	return c
}

// asSaid pairs conversations with themselves.
func asSaid(data []hmm.Conversation[emission.Turn]) []Conversation {
	out := make([]Conversation, len(data))
	for i, c := range data {
		out[i] = Conversation{Seen: c, Said: c.Obs}
	}
	return out
}

func sample(t testing.TB, m *hmm.Model[emission.Turn], n int, seed uint64) ([]hmm.Conversation[emission.Turn], [][]int) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 0))
	var data []hmm.Conversation[emission.Turn]
	var states [][]int
	for range n {
		c, s, err := m.Sample(40, rng)
		if err != nil {
			t.Fatal(err)
		}
		data, states = append(data, c), append(states, s)
	}
	return data, states
}

func trained(t testing.TB, m *hmm.Model[emission.Turn], a Alphabets, data []hmm.Conversation[emission.Turn]) *Baselines {
	t.Helper()
	o := baumwelch.DefaultTrainOptions()
	o.Restarts = 2
	b, err := Train(context.Background(), m, a, data, o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// every calls do with every sequence of n of the symbols.
func every(n, symbols int, do func([]int32)) {
	s := make([]int32, n)
	for {
		do(s)
		i := 0
		for ; i < n; i++ {
			if s[i]++; int(s[i]) < symbols {
				break
			}
			s[i] = 0
		}
		if i == n {
			return
		}
	}
}

// The probabilities of all conversations that begin with two turns, of one turn, and of a turn that is
// missing, sum to what they should under every model.
func TestBaselinesAreDistributions(t *testing.T) {
	m := threeSymbols(t)
	data, _ := sample(t, m, 200, 1)
	b := trained(t, m, Alphabets{}, data)
	classes, err := trainClasses(mixtureOf(t, m, data), Alphabets{}, true, data)
	if err != nil {
		t.Fatal(err)
	}
	models := append(b.all, baseline{name: "classes", density: classes})
	for _, model := range models {
		probability := func(open bool, symbols ...int32) float64 {
			c := of(symbols...)
			c.Open = open
			l, err := model.density.logLikelihood(&Conversation{Seen: c, Said: c.Obs})
			if err != nil {
				t.Fatal(err)
			}
			return math.Exp(l)
		}
		near(t, model.name+": first turns", sum(1, func(s []int32) float64 { return probability(true, s...) }), 1)
		for first := range int32(3) {
			// After a turn the conversation ends, or one of three turns comes.
			goesOn := sum(1, func(s []int32) float64 { return probability(true, first, s[0]) })
			near(t, model.name+": after a turn", goesOn+probability(false, first), probability(true, first))
			if model.name != "classes" { // a missing turn is of one class, and not of all
				near(t, model.name+": a missing second turn", probability(true, first, -1), goesOn)
			}
		}
		near(t, model.name+": a missing first turn", probability(true, -1), 1)
	}
}

func sum(n int, p func([]int32) float64) float64 {
	total := 0.0
	every(n, 3, func(s []int32) { total += p(s) })
	return total
}

// mixtureOf is the mixture that the baselines are made with.
func mixtureOf(t testing.TB, m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) *mixture {
	t.Helper()
	o := baumwelch.DefaultTrainOptions()
	o.Restarts = 2
	mix, err := trainMixture(context.Background(), m, data, o)
	if err != nil {
		t.Fatal(err)
	}
	return mix
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*math.Max(1, math.Abs(want))) {
		t.Errorf("%s: %.12g, want %.12g", what, got, want)
	}
}

// The unigram is the shares of symbols, and the coin of ends the share of turns that end.
func TestUnigram(t *testing.T) {
	m := threeSymbols(t)
	data := []hmm.Conversation[emission.Turn]{of(0, 0, 1), of(2, 0)}
	o := baumwelch.DefaultTrainOptions()
	o.Fit.Prior = baumwelch.Prior{}
	b, err := Train(context.Background(), m, Alphabets{}, data, o)
	if err != nil {
		t.Fatal(err)
	}
	unigram := b.all[2].density
	c := of(0, 1)
	got, err := unigram.logLikelihood(&Conversation{Seen: c, Said: c.Obs})
	if err != nil {
		t.Fatal(err)
	}
	// 3, 1 and 1 times with 0.5 added to each of three; 2 of 5 turns end.
	near(t, "log-likelihood", got, math.Log(3.5/6.5)+math.Log(3.0/5)+math.Log(1.5/6.5)+math.Log(2.0/5))
}

// On data of a hidden Markov model with overlapping symbols the true model leads; on a cycle of eight
// symbols two states know less than the symbol before, and the figures say so.
func TestWhoLeads(t *testing.T) {
	true2 := symbolModel(t, &chain.Chain{
		Start: []float64{0.5, 0.5},
		Next:  [][]float64{{0.93, 0.02, 0.02, 0.93}},
		Stop:  []float64{0.05, 0.05},
	}, [][]float64{{0.5, 0.3, 0.2}, {0.2, 0.3, 0.5}})
	train, _ := sample(t, true2, 400, 2)
	test, _ := sample(t, true2, 400, 3)
	l, err := Evaluate(true2, Alphabets{}, trained(t, true2, Alphabets{}, train), asSaid(test))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range l.Models[1:] {
		if s.Lead <= 0 || s.Beats() {
			t.Errorf("%s: the true model leads by %v ± %v", s.Model, s.Lead, s.LeadError)
		}
	}
	if w := l.Winner(); w != nil {
		t.Errorf("%s beats the true model", w.Model)
	}

	rng := rand.New(rand.NewPCG(4, 0))
	cycle := func(n int) (data []hmm.Conversation[emission.Turn]) {
		for range n {
			var s []int32
			for at := rng.IntN(8); len(s) < 12; at = (at + 1) % 8 {
				if rng.Float64() < 0.1 {
					at = rng.IntN(8)
				}
				s = append(s, int32(at))
			}
			data = append(data, of(s...))
		}
		return data
	}
	rows := make([][]float64, 2)
	for i := range rows {
		rows[i] = []float64{0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125}
	}
	prototype := symbolModel(t, chain.Uniform(2, true), rows)
	data := cycle(300)
	found, err := baumwelch.Train(context.Background(), prototype, data, baumwelch.DefaultTrainOptions())
	if err != nil {
		t.Fatal(err)
	}
	l, err = Evaluate(found.Model, Alphabets{}, trained(t, found.Model, Alphabets{}, data), asSaid(cycle(300)))
	if err != nil {
		t.Fatal(err)
	}
	if w := l.Winner(); w == nil || w.Model != "chain" || w.Over != "symbols" {
		t.Errorf("the winner is %+v, want the chain over symbols: %+v", w, l.Models)
	}
}

// The unknown word, symbol and speaker are divided by U, and edges do not count.
func TestAlphabets(t *testing.T) {
	words, err := emission.NewWords([][]float64{{0.1, 0.3, 0.2, 0.4}})
	if err != nil {
		t.Fatal(err)
	}
	speakers, err := emission.NewCategorical([][]float64{{0.25, 0.75}})
	if err != nil {
		t.Fatal(err)
	}
	joint, err := emission.NewJoint(emission.Part("words", words, emission.WordsField), emission.Part("speaker", speakers, emission.SpeakerField))
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New[emission.Turn](&chain.Chain{Start: []float64{1}, Next: [][]float64{{1}}}, joint)
	if err != nil {
		t.Fatal(err)
	}
	said := emission.Turn{Symbol: -1, Speaker: 0, Words: []emission.Count{{Word: 0, N: 2}, {Word: 1, N: 3}}}
	seen := said
	seen.Words = []emission.Count{{Word: 0, N: 0.5}, {Word: 1, N: 0.5}, {Word: 3, N: 0.5}}
	c := Conversation{Seen: hmm.Conversation[emission.Turn]{Obs: []emission.Turn{seen}}, Said: []emission.Turn{said}}
	a := Alphabets{Edge: func(w int) bool { return w == 3 }, Words: 10, Speakers: 5}
	l, err := Evaluate(m, a, nil, []Conversation{c})
	if err != nil {
		t.Fatal(err)
	}
	// Without the edge feature the row is 1/6, 1/2 and 1/3.
	want := 2*math.Log(1.0/6/10) + 3*math.Log(0.5) + math.Log(0.25/5)
	near(t, "a turn", l.Models[0].PerTurn, want)
	near(t, "a word", *l.Models[0].PerWord, want/5)
	if l.Words != 5 || l.Turns != 1 || l.Conversations != 1 {
		t.Errorf("%+v", l)
	}
}

// A split vocabulary and a folded one give the same figures, if the split words were alike.
func TestVocabulariesCompare(t *testing.T) {
	model := func(row []float64) *hmm.Model[emission.Turn] {
		words, err := emission.NewWords([][]float64{row})
		if err != nil {
			t.Fatal(err)
		}
		joint, _ := emission.NewJoint(emission.Part("words", words, emission.WordsField))
		return &hmm.Model[emission.Turn]{Chain: &chain.Chain{Start: []float64{1}, Next: [][]float64{{1}}}, Emission: joint}
	}
	conversation := func(words ...emission.Count) []Conversation {
		turn := emission.Missing
		turn.Words = words
		return asSaid([]hmm.Conversation[emission.Turn]{{Obs: []emission.Turn{turn}}})
	}
	// Three rare words of probability 0.1 each and the never seen one, as words of their own or folded.
	large, err := Evaluate(model([]float64{0.1, 0.1, 0.1, 0.1, 0.6}), Alphabets{Words: 1}, nil, conversation(emission.Count{Word: 1, N: 1}, emission.Count{Word: 4, N: 2}))
	if err != nil {
		t.Fatal(err)
	}
	small, err := Evaluate(model([]float64{0.4, 0.6}), Alphabets{Words: 4}, nil, conversation(emission.Count{Word: 0, N: 1}, emission.Count{Word: 1, N: 2}))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "a word", *small.Models[0].PerWord, *large.Models[0].PerWord)
}

// Lead and its error against a computation by hand.
func TestLead(t *testing.T) {
	s := &sums{likelihoods: [][]float64{{-1, -2, -6}, {-2, -2, -9}}, turns: []float64{1, 1, 2}, words: 4}
	l := &Likelihood{Models: []Score{{Model: "hmm"}, {Model: "x"}}}
	s.fill(l)
	near(t, "a turn", l.Models[1].PerTurn, -13.0/4)
	near(t, "lead", l.Models[1].Lead, 1)
	// Differences 1, 0, 3 against 1, 1, 2: residuals 0, -1, 1.
	near(t, "error", l.Models[1].LeadError, math.Sqrt(2*3.0/2)/4)
	if l.Models[1].Beats() || l.Models[1].Ties() {
		t.Error("a model that is behind beats, or ties")
	}
	if s := (Score{Lead: -0.5, LeadError: 0.2}); !s.Beats() || s.Ties() {
		t.Error("a lead of two and a half standard errors does not count")
	}
	if s := (Score{Lead: -0.5, LeadError: 0.3}); s.Beats() || !s.Ties() {
		t.Error("a lead of less than two standard errors counts")
	}
}

// A conversation that a model holds impossible is left out of all figures and counted.
func TestImpossible(t *testing.T) {
	m := symbolModel(t, &chain.Chain{Start: []float64{1}, Next: [][]float64{{1}}}, [][]float64{{0.5, 0.5, 0}})
	l, err := Evaluate(m, Alphabets{}, nil, asSaid([]hmm.Conversation[emission.Turn]{of(0, 2), of(1)}))
	if err != nil {
		t.Fatal(err)
	}
	if l.Impossible != 1 || l.Conversations != 1 || l.Turns != 1 {
		t.Errorf("%+v", l)
	}
	near(t, "a turn", l.Models[0].PerTurn, math.Log(0.5))
	if _, err := Evaluate(m, Alphabets{}, nil, asSaid([]hmm.Conversation[emission.Turn]{of(3)})); err == nil {
		t.Error("a symbol outside the alphabet is no error")
	}
	if l, err := Evaluate(m, Alphabets{}, nil, nil); err != nil || l.Turns != 0 || l.Models[0].PerTurn != 0 {
		t.Errorf("without conversations: %+v, %v", l, err)
	}
}

// Cancelled training is ctx's error, and no half-trained baseline.
func TestTrainCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if b, err := Train(ctx, threeSymbols(t), Alphabets{}, []hmm.Conversation[emission.Turn]{of(0, 1)}, baumwelch.DefaultTrainOptions()); !errors.Is(err, context.Canceled) || b != nil {
		t.Errorf("%v, %v", b, err)
	}
}

// Where every class is one symbol, the chain over classes is the chain over symbols.
func TestClassesThatAreSymbols(t *testing.T) {
	one := symbolModel(t, chain.Uniform(3, true), [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}})
	circle := symbolModel(t, &chain.Chain{
		Start: []float64{0.5, 0.5, 0}, Next: [][]float64{{0.1, 0.7, 0.1, 0.1, 0.1, 0.7, 0.7, 0.1, 0.1}}, Stop: []float64{0.1, 0.1, 0.1},
	}, [][]float64{{0.9, 0.1, 0}, {0, 0.9, 0.1}, {0.1, 0, 0.9}})
	data, _ := sample(t, circle, 100, 11)
	classes, err := trainClasses(&mixture{[]float64{0.2, 0.3, 0.5}, one.Emission}, Alphabets{}, true, data)
	if err != nil {
		t.Fatal(err)
	}
	symbols := trainSymbols(3, 0, true, data)
	for _, c := range asSaid(data[:20]) {
		got, err := classes.logLikelihood(&c)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := symbols.logLikelihood(&c)
		near(t, "log-likelihood", got, want)
	}
}

// A speaker belongs to what the chain is over: it is known from the turn before, and a missing one is
// summed over.
func TestSymbolsAndSpeakers(t *testing.T) {
	turn := func(symbol, speaker int32) emission.Turn { return emission.Turn{Symbol: symbol, Speaker: speaker} }
	data := []hmm.Conversation[emission.Turn]{
		{Obs: []emission.Turn{turn(0, 0), turn(1, 1), turn(0, 0), turn(1, 1)}},
		{Obs: []emission.Turn{turn(0, 1), turn(0, 0), turn(1, 1), turn(-1, 1), turn(1, 1)}},
	}
	s := trainSymbols(2, 2, true, data)
	context := s.number(&data[0].Obs[0])
	both, first, second := turn(1, -1), turn(1, 0), turn(1, 1)
	near(t, "a missing speaker", s.probability(context, &both), s.probability(context, &first)+s.probability(context, &second))
	if p := s.probability(context, &second); p < 0.6 {
		t.Errorf("what always came has probability %v", p)
	}
	missing := turn(-1, 1)
	if s.number(&missing) != unknown {
		t.Error("a missing symbol has a number")
	}
	if n := s.next.rows[s.number(&second)].count[s.number(&second)]; n != 0 {
		t.Errorf("a turn after a missing one counts as one after the turn before that: %v", n)
	}
}
