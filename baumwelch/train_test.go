package baumwelch_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/patience"
	"intenthmm/internal/reference"
)

func trainOptions(restarts int, start baumwelch.Start) baumwelch.TrainOptions {
	return baumwelch.TrainOptions{Restarts: restarts, Seed: 20, Start: start, Fit: withPrior(6, 0.1, 0.1, 0.1)}
}

// TestTrain: all restarts are reported, each from its own seed, and the best is kept; the prototype
// stays as it was.
func TestTrain(t *testing.T) {
	_, prototype, data := bodies(t, 6, 80)
	before := params(prototype)
	for _, start := range []baumwelch.Start{baumwelch.KMeans, baumwelch.Random} {
		o := trainOptions(5, start)
		told, mu := make([][]em.Iteration, 5), sync.Mutex{}
		o.OnIteration = func(restart int, it em.Iteration) {
			mu.Lock()
			defer mu.Unlock()
			told[restart] = append(told[restart], it)
		}
		trained, err := baumwelch.Train(background, prototype, data, o)
		if err != nil || len(trained.Restarts) != 5 {
			t.Fatalf("%v: %d restarts, %v", start, len(trained.Restarts), err)
		}
		objectives := map[float64]bool{}
		best := trained.Restarts[trained.Best].Result.Last()
		for i, r := range trained.Restarts {
			if r.Seed != 20+uint64(i) || len(r.Result.Iterations) != 7 || len(told[i]) != 7 || told[i][6].Objective != r.Result.Last().Objective {
				t.Errorf("%v, restart %d: seed %d, %d iterations, %d told", start, i, r.Seed, len(r.Result.Iterations), len(told[i]))
			}
			if r.Result.Last().Objective > best.Objective {
				t.Errorf("%v: restart %d is better than the best", start, i)
			}
			objectives[r.Result.Iterations[0].Objective] = true
		}
		if start == baumwelch.Random && len(objectives) < 5 {
			t.Errorf("%v: only %d different starting points of 5", start, len(objectives))
		}
		// the model is the best restart's: one more E-step sees what its trace ends with
		m, r := fit(t, trained.Model, data, withPrior(0, 0.1, 0.1, 0.1))
		if got := r.Last().LogLikelihood; got != best.LogLikelihood || !slices.Equal(params(m), params(trained.Model)) {
			t.Errorf("%v: the model has log-likelihood %v, the best restart ended with %v", start, got, best.LogLikelihood)
		}
		if !slices.Equal(params(prototype), before) {
			t.Errorf("%v: the prototype was changed", start)
		}
	}
}

// TestStartingPoint: where clusters are plain to see the first chain counts them, one more of each.
func TestStartingPoint(t *testing.T) {
	data := []hmm.Conversation[int]{
		{Obs: []int{0, 0, 1}, Class: []uint8{0, 1, 0}, Open: true},
		{Obs: []int{1, 1, 1, 0}, Class: []uint8{0, 0, 0, 0}, Open: true},
		{},
		{Obs: []int{0, 0}, Class: []uint8{0, 1}},
	}
	prototype := &hmm.Model[int]{Chain: chain.Uniform(2, true), Emission: emission.UniformCategorical(2, 2, 0.01)}
	prototype.Chain.Next = append(prototype.Chain.Next, slices.Clone(prototype.Chain.Next[0]))
	o := trainOptions(1, baumwelch.KMeans)
	o.Fit = maximumLikelihood(0)
	trained, err := baumwelch.Train(background, prototype, data, o)
	if err != nil {
		t.Fatal(err)
	}
	m := trained.Model
	if m.Emission.(*emission.Categorical).Probabilities(0)[0] < 0.5 {
		m.Permute([]int{1, 0})
	}
	// seen: starts 0, 1, 0; class 0: 0→1, 1→1 twice, 1→0; class 1: 0→0 twice; one stop, in 0.
	stop0, stop1 := 2.0/(2+3+4), 1.0/(1+5+2)
	want := chainVector([]float64{3.0 / 5, 2.0 / 5}, [][]float64{
		{(1 - stop0) / 3, (1 - stop0) * 2 / 3, (1 - stop1) * 2 / 5, (1 - stop1) * 3 / 5},
		{(1 - stop0) * 3 / 4, (1 - stop0) / 4, (1 - stop1) / 2, (1 - stop1) / 2},
	}, []float64{stop0, stop1})
	if far := reference.Far(params(m)[:len(want)], want); far > 1e-15 {
		t.Errorf("%v, expected %v", params(m)[:len(want)], want)
	}
}

// TestClusterShare: at a start from clusters each distribution is that of its cluster by the share and that of all turns
// by the rest; a random start is the same for any share, and 0 means .9.
func TestClusterShare(t *testing.T) {
	data := []hmm.Conversation[int]{{Obs: []int{0, 0, 0, 1, 0}}, {Obs: []int{1, 0, 0}}} // 0 in 6 of 8 turns
	prototype := &hmm.Model[int]{Chain: chain.Uniform(2, false), Emission: emission.UniformCategorical(2, 2, 0)}
	begin := func(start baumwelch.Start, share float64) []float64 {
		o := trainOptions(1, start)
		o.Fit, o.ClusterShare = maximumLikelihood(0), share
		trained, err := baumwelch.Train(background, prototype, data, o)
		if err != nil {
			t.Fatal(err)
		}
		e := trained.Model.Emission.(*emission.Categorical)
		if e.Probabilities(0)[0] < e.Probabilities(1)[0] {
			trained.Model.Permute([]int{1, 0})
		}
		return slices.Concat(e.Probabilities(0), e.Probabilities(1))
	}
	for _, c := range []struct{ option, share float64 }{{0.1, 0.1}, {0.4, 0.4}, {1, 1}, {0, 0.9}} {
		own, rest := c.share, (1-c.share)/2
		zero, one := 6*(own+rest)+2*rest, 2*(own+rest)+6*rest // what the clusters of 0 and of 1 hold
		want := []float64{6 * (own + rest) / zero, 2 * rest / zero, 6 * rest / one, 2 * (own + rest) / one}
		if got := begin(baumwelch.KMeans, c.option); reference.Far(got, want) > 1e-12 {
			t.Errorf("share %v: %v, want %v", c.option, got, want)
		}
	}
	if got, want := begin(baumwelch.Random, 0.1), begin(baumwelch.Random, 0); !slices.Equal(got, want) {
		t.Errorf("at random with a share of clusters: %v, without %v", got, want)
	}
	for _, share := range []float64{-0.1, 1.1, math.NaN()} {
		o := trainOptions(1, baumwelch.KMeans)
		o.ClusterShare = share
		if _, err := baumwelch.Train(background, prototype, data, o); err == nil || !strings.Contains(err.Error(), "cluster share") {
			t.Errorf("share %v: %v", share, err)
		}
	}
}

// TestTrainKeepsStructure: zeros, masks and shared distributions of the prototype survive starting
// points and restarts.
func TestTrainKeepsStructure(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	c := &chain.Chain{Start: []float64{1, 0, 0}, Next: [][]float64{{0.5, 0.5, 0, 0, 0.5, 0.5, 0, 0, 1}}}
	source := &hmm.Model[int]{Chain: c, Emission: categorical(t, table(rng, 3, 4))}
	data := corpus(t, source, 30, 20, rng)
	shared := c.Clone()
	shared.Dist = []int{0, 1, 0}
	for _, prototype := range []*hmm.Model[int]{
		{Chain: c, Emission: emission.UniformCategorical(3, 4, 0.1)},
		{Chain: shared, Emission: emission.UniformCategorical(2, 4, 0.1)},
	} {
		o := trainOptions(3, baumwelch.KMeans)
		o.Fit.Revive = true
		trained, err := baumwelch.Train(background, prototype, data, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range prototype.Chain.Next[0] {
			if (p == 0) != (trained.Model.Chain.Next[0][i] == 0) {
				t.Errorf("next %v, the structure was %v", trained.Model.Chain.Next[0], prototype.Chain.Next[0])
				break
			}
		}
		if !slices.Equal(trained.Model.Chain.Start, []float64{1, 0, 0}) {
			t.Errorf("start %v", trained.Model.Chain.Start)
		}
	}
}

// TestCancelledFit: the model is complete and belongs to the last iteration on record.
func TestCancelledFit(t *testing.T) {
	_, guess, data := bodies(t, 9, 300)
	for _, last := range []int{0, 1, 3} {
		ctx, cancel := context.WithCancelCause(background)
		defer cancel(nil)
		m, o := guess.Clone(), withPrior(50, 0.1, 0.1, 0.1)
		o.Loop.OnIteration = func(it em.Iteration) {
			if it.Iteration == last {
				cancel(errors.New("a signal"))
			}
		}
		r, err := baumwelch.Fit(ctx, m, data, o)
		if err != nil || r.Status != em.Cancelled || len(r.Iterations) != last+1 {
			t.Fatalf("%v after %d iterations, %v", r.Status, len(r.Iterations), err)
		}
		want, _ := fit(t, guess, data, withPrior(last, 0.1, 0.1, 0.1))
		if !slices.Equal(params(m), params(want)) {
			t.Errorf("cancelled after iteration %d: the parameters are not its", last)
		}
	}
}

func TestCancelledTrain(t *testing.T) {
	_, prototype, data := bodies(t, 10, 100)
	ctx, cancel := context.WithCancel(background)
	o := trainOptions(6, baumwelch.KMeans)
	o.Fit.Loop.Gate = em.NewGate(1)
	o.OnIteration = func(restart int, it em.Iteration) {
		if restart == 2 && it.Iteration == 3 {
			cancel()
		}
	}
	trained, err := baumwelch.Train(ctx, prototype, data, o)
	if err != nil || len(trained.Restarts) != 3 || trained.Restarts[2].Result.Status != em.Cancelled || trained.Restarts[1].Result.Status != em.OutOfIterations {
		t.Fatalf("%+v, %v", trained, err)
	}
	_, r := fit(t, trained.Model, data, withPrior(0, 0.1, 0.1, 0.1))
	if want := trained.Restarts[trained.Best].Result.Last().Objective; r.Last().Objective != want {
		t.Errorf("the model's objective is %v, its record says %v", r.Last().Objective, want)
	}
	if _, err := baumwelch.Train(ctx, prototype, data, o); !errors.Is(err, baumwelch.ErrNothingTrained) {
		t.Errorf("cancelled before it began: %v", err)
	}
}

// TestEndedBeforeTraining: whenever a search is ended before its first E-step, nothing was trained; words are placed and
// turns dealt out no further.
func TestEndedBeforeTraining(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	data := make([]hmm.Conversation[[]emission.Count], 30)
	for i := range data {
		for range 5 {
			data[i].Obs = append(data[i].Obs, []emission.Count{{Word: int32(rng.IntN(20)), N: 1}, {Word: int32(rng.IntN(20)), N: 2}})
		}
	}
	prototype, err := hmm.New[[]emission.Count](chain.Uniform(4, true), emission.UniformWords(4, 20, 0.1))
	if err != nil {
		t.Fatal(err)
	}
	o := trainOptions(2, baumwelch.KMeans)
	o.Fit.Loop.Gate = em.NewGate(1)
	trained := false
	o.OnIteration = func(int, em.Iteration) { trained = true }
	nothing := 0
	for asked := int64(0); !trained; asked++ {
		_, err := baumwelch.Train(patience.Of(background, asked), prototype, data, o)
		if !trained && !errors.Is(err, baumwelch.ErrNothingTrained) {
			t.Fatalf("ended after %d questions: %v", asked, err)
		}
		nothing++
	}
	if nothing < 5+len(data) { // passes over the words, and conversations that are dealt out
		t.Errorf("it is asked %d times before the first iteration", nothing)
	}
}

// TestUnfitData: the error names conversation and turn.
func TestUnfitData(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	m := &hmm.Model[int]{Chain: randomChain(rng, 2, false), Emission: categorical(t, [][]float64{{0.5, 0.5, 0}, {0.1, 0.9, 0}})}
	good := corpus(t, m, 400, 20, rng)
	for says, spoil := range map[string]func(*hmm.Conversation[int]){
		`conversation "bad": turn 1: symbol 3`:     func(c *hmm.Conversation[int]) { c.Obs = []int{0, 3} },
		`conversation "bad": turn 2: impossible`:   func(c *hmm.Conversation[int]) { c.Obs = []int{0, 1, 2} },
		`conversation "bad": weight is -1`:         func(c *hmm.Conversation[int]) { c.Weight = -1 },
		`conversation "bad": class has 1 values`:   func(c *hmm.Conversation[int]) { c.Class = []uint8{0} },
		`conversation "bad": allowed has 1 words`:  func(c *hmm.Conversation[int]) { c.Allowed = []uint64{1} },
		`conversation "bad": turn 0: class 1, the`: func(c *hmm.Conversation[int]) { c.Obs, c.Class = []int{0}, []uint8{1} },
	} {
		data := slices.Clone(good)
		data[333].ID = "bad"
		spoil(&data[333])
		_, err := baumwelch.Fit(background, m.Clone(), data, maximumLikelihood(3))
		var e *hmm.Error
		if !errors.As(err, &e) || e.Index != 333 || !strings.Contains(err.Error(), says) {
			t.Errorf("%v (%+v), expected %q of conversation 333", err, e, says)
		}
	}
	if _, err := baumwelch.Train(background, m, good, baumwelch.TrainOptions{}); err == nil {
		t.Error("no restarts are no error")
	}
	bad := m.Clone()
	bad.Chain.Start = []float64{0.5, 0.6}
	if _, err := baumwelch.Fit(background, bad, good, maximumLikelihood(3)); err == nil {
		t.Error("an unsound model was trained")
	}
}

// TestSmallestCorpora: one conversation, one turn, nothing at all, everything missing, all alike.
func TestSmallestCorpora(t *testing.T) {
	for name, data := range map[string][]hmm.Conversation[int]{
		"one conversation": {{Obs: []int{0, 1, 2, 1, 0, 0}}},
		"one turn":         {{Obs: []int{2}}},
		"nothing":          {},
		"empty ones":       {{}, {}, {}},
		"empty among them": {{}, {Obs: []int{0, 2}}, {}},
		"all missing":      {{Obs: []int{-1, -1, -1}}},
		"all alike":        {{Obs: slices.Repeat([]int{1}, 50)}, {Obs: slices.Repeat([]int{1}, 50)}},
	} {
		for _, start := range []baumwelch.Start{baumwelch.KMeans, baumwelch.Random} {
			prototype := &hmm.Model[int]{Chain: chain.Uniform(3, true), Emission: emission.UniformCategorical(3, 4, 0.1)}
			o := baumwelch.DefaultTrainOptions()
			o.Start, o.Fit.Loop.MaxIterations = start, 30
			trained, err := baumwelch.Train(background, prototype, data, o)
			if err != nil {
				t.Errorf("%s, %v: %v", name, start, err)
				continue
			}
			if err := trained.Model.Check(); err != nil {
				t.Errorf("%s, %v: %v", name, start, err)
			}
			for _, r := range trained.Restarts {
				climbs(t, name, r.Result)
			}
		}
	}
}

// TestNeverSeen: a symbol that training never saw is possible under a prior, and names its turn
// under maximum likelihood.
func TestNeverSeen(t *testing.T) {
	rng := rand.New(rand.NewPCG(13, 13))
	data := []hmm.Conversation[int]{{Obs: []int{0, 1, 0, 1, 1, 0, 0, 1}}}
	for _, prior := range []float64{0, 0.01} {
		family := categorical(t, table(rng, 2, 3)).(*emission.Categorical)
		family.SetPrior(prior)
		m, _ := fit(t, &hmm.Model[int]{Chain: randomChain(rng, 2, false), Emission: family}, data, baumwelch.DefaultOptions())
		score, err := m.Score([]int{0, 1, 2})
		var impossible *chain.ImpossibleError
		if prior > 0 && (err != nil || math.IsInf(score, 0)) || prior == 0 && (!errors.As(err, &impossible) || impossible.Turn != 2) {
			t.Errorf("prior %v: %v, %v", prior, score, err)
		}
	}
}

func TestStartText(t *testing.T) {
	for _, s := range []baumwelch.Start{baumwelch.KMeans, baumwelch.Random} {
		data, err := json.Marshal(s)
		var back baumwelch.Start
		if err != nil || json.Unmarshal(data, &back) != nil || back != s {
			t.Errorf("%s: read back %v, %v", data, back, err)
		}
	}
	var s baumwelch.Start
	if json.Unmarshal([]byte(`"luck"`), &s) == nil || baumwelch.Start(7).String() != "Start(7)" {
		t.Errorf("%v", baumwelch.Start(7))
	}
}
