package emission_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/hmm/emission"
)

func agree(t *testing.T, what string, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %v, expected %v", what, got, want)
	}
	for i := range want {
		if got[i] != want[i] && !(math.Abs(got[i]-want[i]) <= 1e-12*max(1, math.Abs(want[i]))) {
			t.Errorf("%s: %v, expected %v", what, got, want)
			return
		}
	}
}

func TestCategoricalByHand(t *testing.T) {
	c := must(emission.NewCategorical([][]float64{{0.5, 0.5, 0}, {0.1, 0.2, 0.7}}))
	if c.Len() != 2 || c.Symbols() != 3 || c.StatsLen() != 6 || c.ParamLen() != 6 {
		t.Errorf("%d %d %d %d", c.Len(), c.Symbols(), c.StatsLen(), c.ParamLen())
	}
	inf := math.Inf(1)
	agree(t, "densities", logDensities(c, 0, 2, -1), []float64{math.Log(0.5), math.Log(0.1), -inf, math.Log(0.7), 0, 0})
	// symbol 0 once, symbol 1 twice, one missing
	obs, p := []int{0, 1, 1, -1}, []float64{1, 0, 0.25, 0.75, 0.75, 0.25, 0.5, 0.5}
	d := c.Clone().(*emission.Categorical)
	learn(t, d, obs, p)
	agree(t, "likelihood", params(d), []float64{0.5, 0.5, 0, 0, 1, 0})
	if d.LogPrior() != 0 {
		t.Error("a prior that nobody set")
	}
	d = c.Clone().(*emission.Categorical)
	d.SetPrior(0.5)
	learn(t, d, obs, p)
	agree(t, "prior", params(d), []float64{1.5 / 3.5, 1.5 / 3.5, 0.5 / 3.5, 0.5 / 2.5, 1.5 / 2.5, 0.5 / 2.5})
	want := 0.0
	for _, v := range params(d) {
		want += 0.5 * math.Log(v)
	}
	agree(t, "LogPrior", []float64{d.LogPrior()}, []float64{want})
	learn(t, c, []int{-1}, []float64{1, 1})
	agree(t, "nothing seen", params(c), []float64{0.5, 0.5, 0, 0.1, 0.2, 0.7})
	agree(t, "row 1", c.Probabilities(1), []float64{0.1, 0.2, 0.7})
	points, width := c.Embed([][]int{{1, -1}, {2}}, 0)
	agree(t, "Embed", points, []float64{0, 1, 0, 0, 0, 0, 0, 0, 1})
	if width != 3 {
		t.Error(width)
	}
}

func TestUniform(t *testing.T) {
	c, w := emission.UniformCategorical(2, 4, 0.1), emission.UniformWords(2, 4, 0.1)
	for _, p := range [][]float64{params(c), params(w)} {
		agree(t, "uniform", p, slices.Repeat([]float64{0.25}, 8))
	}
	agree(t, "prior", []float64{c.LogPrior(), w.LogPrior()}, slices.Repeat([]float64{0.8 * math.Log(0.25)}, 2))
	if w.Vocabulary() != 4 || c.Symbols() != 4 {
		t.Error("wrong alphabet")
	}
}

func TestWordsByHand(t *testing.T) {
	w := must(emission.NewWords([][]float64{{0.5, 0.5, 0}, {0.1, 0.2, 0.7}}))
	l, inf := math.Log, math.Inf(1)
	bag := []emission.Count{{Word: 0, N: 2}, {Word: 1, N: 0.5}}
	agree(t, "densities", logDensities(w, bag, nil, []emission.Count{}, []emission.Count{{Word: 2, N: 0}}, []emission.Count{{Word: 2, N: 1}}), []float64{
		2*l(0.5) + 0.5*l(0.5), 2*l(0.1) + 0.5*l(0.2), 0, 0, 0, 0, 0, 0, -inf, l(0.7),
	})
	// a word twice is a word with count 2
	agree(t, "repeats", logDensities(w, []emission.Count{{Word: 0, N: 1}, {Word: 1, N: 0.5}, {Word: 0, N: 1}}), logDensities(w, bag))
	obs, p := [][]emission.Count{bag, {{Word: 2, N: 3}}, nil}, []float64{0.5, 0.5, 0, 1, 1, 0}
	d := w.Clone().(*emission.Words)
	learn(t, d, obs, p)
	agree(t, "likelihood", params(d), []float64{1 / 1.25, 0.25 / 1.25, 0, 1 / 4.25, 0.25 / 4.25, 3 / 4.25})
	d.SetPrior(1)
	learn(t, d, obs, p)
	agree(t, "prior", params(d), []float64{2 / 4.25, 1.25 / 4.25, 1 / 4.25, 2 / 7.25, 1.25 / 7.25, 4 / 7.25})
	agree(t, "row 0", d.Probabilities(0), params(d)[:3])
}

// Start pools all words and notes the length of the turns, which Sample goes by.
func TestWordsStart(t *testing.T) {
	w := emission.UniformWords(2, 3, 1)
	data := [][][]emission.Count{{{{Word: 0, N: 30}}, nil}, {{{Word: 2, N: 9}, {Word: 0, N: 1}}}}
	if err := w.Start(data); err != nil {
		t.Fatal(err)
	}
	agree(t, "pooled", params(w), slices.Repeat([]float64{32. / 43, 1. / 43, 10. / 43}, 2))
	rng := rand.New(rand.NewPCG(1, 1))
	total, turns := 0.0, 4000
	for range turns {
		for _, c := range w.Sample(1, rng) {
			total += float64(c.N)
		}
	}
	approx(t, "words a turn", total/float64(turns), 20, 0.02)
}

func TestNewTableRefuses(t *testing.T) {
	for want, rows := range map[string][][]float64{
		"no probabilities":           nil,
		"row 1 has 1 values":         {{0.5, 0.5}, {1}},
		"row 1: sums to 0.9":         {{0.5, 0.5}, {0.4, 0.5}},
		"row 0: value 1 is -0.5":     {{1.5 - 0.5, -0.5, 0.5}},
		"row 0: value 0 is NaN":      {{math.NaN(), 1}},
		"no probabilities, expected": {{}},
	} {
		c, err := emission.NewCategorical(rows)
		if c != nil || err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "categorical: ") {
			t.Errorf("%v: %v, expected %q", rows, err, want)
		}
		w, err := emission.NewWords(rows)
		if w != nil || err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "words: ") {
			t.Errorf("%v: %v, expected %q", rows, err, want)
		}
	}
}

func TestPoissonAgainstGonum(t *testing.T) {
	rates := []float64{1e-9, 0.3, 2, 11, 400, 1e6}
	p := must(emission.NewPoisson(rates))
	for _, x := range []int{0, 1, 2, 7, 30, 400, 1_000_000} {
		for e, got := range logDensities(p, x) {
			approx(t, "log density", got, distuv.Poisson{Lambda: rates[e]}.LogProb(float64(x)), 1e-9)
		}
	}
	zero := must(emission.NewPoisson([]float64{0, 1}))
	agree(t, "rate 0", logDensities(zero, 0, 1, -1), []float64{0, -1, math.Inf(-1), -1, 0, 0})
	if x := zero.Sample(0, rand.New(rand.NewPCG(1, 1))); x != 0 {
		t.Errorf("drew %d at rate 0", x)
	}
}

func TestPoissonByHand(t *testing.T) {
	p := must(emission.NewPoisson([]float64{1, 5}))
	obs, post := []int{0, 4, 9, -1}, []float64{1, 0, 0.5, 0.5, 0, 1, 1, 0}
	q := p.Clone().(*emission.Poisson)
	learn(t, q, obs, post)
	agree(t, "likelihood", q.Rates(), []float64{2 / 1.5, 11 / 1.5})
	q.SetPrior(3, 2)
	learn(t, q, obs, post)
	agree(t, "prior", q.Rates(), []float64{5 / 3.5, 14 / 3.5})
	a, b := q.Rates()[0], q.Rates()[1]
	agree(t, "LogPrior", []float64{q.LogPrior()}, []float64{3*math.Log(a) - 2*a + 3*math.Log(b) - 2*b})
	// the prior is stationary at its own mode
	if err := q.SetParams([]float64{1.5, 1.5}); err != nil {
		t.Fatal(err)
	}
	top := q.LogPrior()
	for _, r := range []float64{1.49, 1.51} {
		if _ = q.SetParams([]float64{r, 1.5}); q.LogPrior() >= top {
			t.Errorf("LogPrior at %v is above that of the mode", r)
		}
	}
}

func TestPoissonStart(t *testing.T) {
	p := must(emission.NewPoisson([]float64{1, 2}))
	if err := p.Start([][]int{{3, -1}, {5, 1}}); err != nil {
		t.Fatal(err)
	}
	agree(t, "rates", p.Rates(), []float64{3, 3})
	learn(t, p, []int{9}, []float64{1, 0})
	agree(t, "a tenth of a turn at 3", p.Rates(), []float64{9.3 / 1.1, 3})
	if err := p.Start([][]int{{0, 0}}); err != nil {
		t.Fatal(err)
	}
	if l := logDensities(p, 4)[0]; math.IsInf(l, 0) {
		t.Error("after a start without events an event is impossible")
	}
	points, width := p.Embed([][]int{{4, -1, 9}}, 0)
	agree(t, "Embed", points, []float64{2, 0, 3})
	if width != 1 {
		t.Error(width)
	}
}

func TestNewPoissonRefuses(t *testing.T) {
	for want, rates := range map[string][]float64{
		"no rates": nil, "rate 1 is -1": {1, -1}, "rate 0 is NaN": {math.NaN()}, "rate 2 is +Inf": {0, 1, math.Inf(1)},
	} {
		if p, err := emission.NewPoisson(rates); p != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, expected %q", rates, err, want)
		}
	}
}

// What a checker says is for people: it has the value and what was expected.
func TestCheckTexts(t *testing.T) {
	c, w, p := emission.UniformCategorical(1, 5, 0), emission.UniformWords(1, 5, 0), must(emission.NewPoisson([]float64{1}))
	g := emission.UnitGaussian(emission.Diagonal, 1, 2)
	for want, err := range map[string]error{
		"symbol 5, expected 0 to 4":                 c.Check(5),
		"word 7, expected 0 to 4":                   w.Check([]emission.Count{{Word: 7, N: 1}}),
		"word 2: count -1, expected a finite":       w.Check([]emission.Count{{Word: 2, N: -1}}),
		"count -3, expected 0 or more":              p.Check(-3),
		"vector of 1 values, expected 2":            g.Check([]float64{1}),
		"value 1 is +Inf, expected a finite number": g.Check([]float64{1, math.Inf(1)}),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}
