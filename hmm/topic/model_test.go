package topic

import (
	"context"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

func finite(t *testing.T, name string, values ...float64) {
	t.Helper()
	for i, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("%s: value %d is %v", name, i, v)
		}
	}
}

// TestNeverNaN: the strangest documents, one topic, one word, the least priors: all figures are numbers.
func TestNeverNaN(t *testing.T) {
	ctx := context.Background()
	for _, words := range []int{1, 2, 40} {
		for _, k := range []int{1, 2, 13} {
			for _, prior := range []Prior{
				{Alpha: leastAlpha, Eta: leastEta}, {Alpha: mostPrior, Eta: mostPrior}, {0.1, 0.1, true, true},
			} {
				docs := oddities(words)
				o := DefaultOptions()
				o.Topics, o.Prior, o.MaxIterations, o.Online.Passes = k, prior, 20, 1
				m := must(Train(ctx, docs, words, o))(t)
				sampled := []Document{docs[0], docs[1], docs[2], docs[2]}
				g := DefaultGibbsOptions()
				g.Topics, g.Prior, g.Sweeps, g.Burn, g.Every = k, prior, 20, 10, 5
				for _, m := range []*Model{m, must(TrainGibbs(ctx, sampled, words, g))(t)} {
					finite(t, "parameters", m.lambda...)
					finite(t, "alpha", append(m.Alpha(), m.Eta())...)
					finite(t, "prevalence", m.Prevalence()...)
					for _, row := range must(m.Fold(ctx, docs, nil))(t) {
						finite(t, "shares", row...)
					}
					h := must(m.Completion(ctx, docs, nil))(t)
					finite(t, "completion", h.LogLikelihood, h.Perplexity())
					h = must(m.LeftToRight(ctx, sampled, 2, 1, nil))(t)
					finite(t, "left to right", h.LogLikelihood, h.Perplexity())
					for _, w := range append(m.Relevant(k-1, 5, 0.6), m.Salient(5)...) {
						finite(t, "words", w.Probability, w.Lift, w.Relevance)
					}
				}
				for _, it := range m.Record().Variational.Trace {
					finite(t, "trace", it.Objective)
				}
			}
		}
	}
}

// TestFaint: where exp(ψ(γ)) of every topic vanishes, and where a word is in no topic, inference goes on.
func TestFaint(t *testing.T) {
	const k = 600
	alpha, topics := make([]float64, k), make([][]float64, k)
	for i := range alpha {
		alpha[i], topics[i] = leastAlpha, []float64{leastEta, 1e30}
	}
	m := must(New(alpha, leastEta, topics))(t)
	row := make([]float64, k)
	for _, n := range []float32{1e-30, 1e-3, 1, 1e30} {
		bound := must(m.Folder().Fold(row, Document{Words: []emission.Count{{Word: 0, N: n}, {Word: 1, N: n}}}))(t)
		finite(t, "bound", bound)
		finite(t, "shares", row...)
		sum := 0.0
		for _, v := range row {
			sum += v
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%v tokens: shares sum to %v", n, sum)
		}
	}
}

// TestFold: without words the prior; unknown words do not matter; the better the words the surer.
func TestFold(t *testing.T) {
	m := must(New([]float64{1, 3}, 0.1, [][]float64{{90.1, 0.1, 10.1}, {0.1, 90.1, 10.1}}))(t)
	f, row := m.Folder(), make([]float64, 2)
	if b := must(f.Fold(row, Document{}))(t); b != 0 || row[0] != 0.25 || row[1] != 0.75 {
		t.Errorf("without words: bound %v, shares %v", b, row)
	}
	a := must(f.Fold(row, Document{Words: []emission.Count{{Word: 0, N: 4}, {Word: 2, N: 1}}}))(t)
	want := row[0]
	b := must(f.Fold(row, Document{Words: []emission.Count{{Word: Unknown, N: 7}, {Word: 0, N: 1}, {Word: 2, N: 1}, {Word: 0, N: 3}, {Word: 1, N: 0}}}))(t)
	if math.Abs(a-b) > 1e-9 || math.Abs(row[0]-want) > 1e-9 {
		t.Errorf("with unknown words and one twice: %v of topic 0, bound %v, without %v, %v", row[0], b, want, a)
	}
	// The word that both topics have shares itself as they do.
	if row[0] < 0.6 || row[0] > 0.7 {
		t.Errorf("five of nine tokens, prior included, are of topic 0, it has %v", row[0])
	}
	for _, bad := range []emission.Count{{Word: 3, N: 1}, {Word: -2, N: 1}, {Word: 0, N: -1}, {Word: 0, N: float32(math.NaN())}, {Word: 0, N: float32(math.Inf(1))}} {
		if _, err := f.Fold(row, Document{Words: []emission.Count{bad}}); err == nil {
			t.Errorf("%v is folded in", bad)
		}
	}
}

func TestErrors(t *testing.T) {
	ctx := context.Background()
	docs := []Document{{}, {Words: []emission.Count{{Word: 5, N: 1}}}}
	half := []Document{{Words: []emission.Count{{Word: 0, N: 0.5}}}}
	with := func(change func(o *Options)) error {
		o := DefaultOptions()
		change(&o)
		_, err := Train(ctx, nil, 3, o)
		return err
	}
	sampled := func(docs []Document, change func(o *GibbsOptions)) error {
		o := DefaultGibbsOptions()
		change(&o)
		_, err := TrainGibbs(ctx, docs, 3, o)
		return err
	}
	_, train := Train(ctx, docs, 3, DefaultOptions())
	_, none := Train(ctx, nil, 0, DefaultOptions())
	_, weight := Train(ctx, []Document{{Weight: math.Inf(1)}}, 3, DefaultOptions())
	m := must(Train(ctx, nil, 3, DefaultOptions()))(t)
	_, fold := m.Fold(ctx, docs, nil)
	_, completion := m.Completion(ctx, docs, nil)
	_, particles := m.LeftToRight(ctx, half, 1, 1, nil)
	_, window := Coherences(nil, nil, 0)
	_, negative := Coherences([][]int{{1, -1}}, nil, 1)
	_, ragged := New([]float64{1, 1}, 1, [][]float64{{1, 1}, {1}})
	_, low := New([]float64{1}, 1, [][]float64{{1, 0}})
	_, alpha := New([]float64{math.NaN()}, 1, [][]float64{{1}})
	_, empty := New([]float64{1}, 1, [][]float64{{}})
	for want, err := range map[string]error{
		"document 1: word 5, expected 0 to 2":            train,
		"vocabulary of 0 words":                          none,
		"document 0: weight +Inf":                        weight,
		"document 1: word 5, expected":                   fold,
		"document 1: word 5":                             completion,
		"document 0: word 0: count 0.5":                  particles,
		"windows of 0":                                   window,
		"topic 0: word -1":                               negative,
		"topic 1 has 1 words, expected 2":                ragged,
		"topic 0, word 1: 0, expected":                   low,
		"alpha of topic 0 is NaN":                        alpha,
		"topics without words":                           empty,
		"0 topics":                                       with(func(o *Options) { o.Topics = 0 }),
		"0 restarts":                                     with(func(o *Options) { o.Restarts = 0 }),
		"0 iterations a document":                        with(func(o *Options) { o.Inference.MaxIterations = 0 }),
		"-1 iterations, expected":                        with(func(o *Options) { o.MaxIterations = -1 }),
		"eta is 0.001, expected 0.00195":                 with(func(o *Options) { o.Prior.Eta = 0.001 }),
		"alpha of topic 0 is 0,":                         with(func(o *Options) { o.Prior.Alpha = 0 }),
		"-1 passes":                                      with(func(o *Options) { o.Online.Passes = -1 }),
		"batches of 0":                                   with(func(o *Options) { o.Online.Passes, o.Online.Batch = 1, 0 }),
		"decay 2":                                        with(func(o *Options) { o.Online.Passes, o.Online.Decay = 1, 2 }),
		"offset 0.5":                                     with(func(o *Options) { o.Online.Passes, o.Online.Offset = 1, 0.5 }),
		"document 0: word 0: count 0.5: Gibbs":           sampled(half, func(*GibbsOptions) {}),
		"document 0: weight 2: Gibbs":                    sampled([]Document{{Weight: 2}}, func(*GibbsOptions) {}),
		"document 1: word 5, expected 0":                 sampled(docs, func(*GibbsOptions) {}),
		"0 topics, ":                                     sampled(nil, func(o *GibbsOptions) { o.Topics = 0 }),
		"every 0 sweeps":                                 sampled(nil, func(o *GibbsOptions) { o.Every = 0 }),
		"10 sweeps, of which 5 for arriving, have no sa": sampled(nil, func(o *GibbsOptions) { o.Sweeps, o.Burn = 10, 5 }),
	} {
		if err == nil || !strings.Contains(err.Error(), strings.TrimSuffix(want, ", ")) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
}

// TestJSON: models come back exactly, records too, and what is no model is refused.
func TestJSON(t *testing.T) {
	ctx := context.Background()
	docs, _ := simulate(50, 20, 3, 20, 8)
	o := DefaultOptions()
	o.Topics, o.MaxIterations, o.Online.Passes = 3, 5, 1
	g := DefaultGibbsOptions()
	g.Topics, g.Sweeps, g.Burn, g.Every = 3, 20, 10, 5
	for _, m := range []*Model{must(Train(ctx, docs, 20, o))(t), must(TrainGibbs(ctx, docs, 20, g))(t)} {
		data := must(json.Marshal(m))(t)
		var back Model
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		again := must(json.Marshal(&back))(t)
		if string(again) != string(data) {
			t.Errorf("written again, the model is another:\n%s\n%s", data, again)
		}
		if !reflect.DeepEqual(back.lambda, m.lambda) || !reflect.DeepEqual(back.total, m.total) || back.eta != m.eta || !reflect.DeepEqual(back.alpha, m.alpha) {
			t.Error("parameters are others")
		}
		if r := back.Record(); r.Fingerprint != fingerprint(docs) || r.Documents != 50 || r.Tokens != 1000 {
			t.Errorf("record %+v", r)
		}
	}
	for _, bad := range []string{
		`{}`, `{"alpha":[1],"eta":1,"topics":[[1],[1]]}`, `{"alpha":[1],"eta":0,"topics":[[1]]}`,
		`{"alpha":[1],"eta":1,"topics":[[-1]]}`, `{"alpha":[1e9],"eta":1,"topics":[[1]]}`, `{"alpha":[1],"eta":1,"topics":[[1]]`,
	} {
		var m Model
		if err := json.Unmarshal([]byte(bad), &m); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
	other := append([]Document(nil), docs...)
	other[3].Weight = 2
	if fingerprint(other) == fingerprint(docs) {
		t.Error("a weight does not show in the fingerprint")
	}
	if n := newRecord(other).Tokens; n != 1020 {
		t.Errorf("50 documents of 20 tokens, one of them counted twice, have %v", n)
	}
}

// TestCancel: what was reached stays.
func TestCancel(t *testing.T) {
	docs, _ := simulate(50, 20, 3, 20, 9)
	ctx, cancel := context.WithCancel(context.Background())
	o := DefaultOptions()
	o.OnIteration = func(_ int, it em.Iteration) {
		if it.Iteration == 3 {
			cancel()
		}
	}
	m := must(Train(ctx, docs, 20, o))(t)
	if r := m.Record().Variational; r.Restarts[0].Status != em.Cancelled || r.Restarts[0].Iterations != 3 {
		t.Errorf("%+v", r.Restarts)
	}
	if _, err := Train(ctx, docs, 20, o); err != ErrNothingTrained {
		t.Errorf("cancelled before it began: %v", err)
	}
	if _, err := TrainGibbs(ctx, docs, 20, DefaultGibbsOptions()); err != ErrNothingTrained {
		t.Errorf("cancelled before it began: %v", err)
	}
	if _, err := m.Fold(ctx, docs, nil); err != context.Canceled {
		t.Errorf("folding in, cancelled: %v", err)
	}
	for stop, samples := range map[int]int{10: 0, 300: 5} {
		ctx, cancel := context.WithCancel(context.Background())
		g := DefaultGibbsOptions()
		g.OnSweep = func(s Sweep) {
			if s.Sweep == stop {
				cancel()
			}
		}
		m := must(TrainGibbs(ctx, docs, 20, g))(t)
		sum := 0.0
		for _, v := range m.lambda {
			sum += v - m.eta
		}
		if r := m.Record().Gibbs; r.Sweeps != stop || r.Samples != samples || math.Abs(sum-1000) > 1e-6 {
			t.Errorf("cancelled after %d sweeps: %d sweeps, %d samples, %v tokens", stop, r.Sweeps, r.Samples, sum)
		}
	}
}
