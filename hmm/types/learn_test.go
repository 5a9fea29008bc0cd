package types_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/types"
)

// TestObjectiveClimbs, with and without priors, with emissions that are shared, separate or kept.
func TestObjectiveClimbs(t *testing.T) {
	for seed := range uint64(10) {
		rng := rand.New(rand.NewPCG(seed, 3))
		s := shape{types: 2 + rng.IntN(3), states: 2 + rng.IntN(3), symbols: 5, classes: 1 + rng.IntN(2), stop: seed%4 < 2, own: rng.IntN(2) == 0}
		m, data := s.model(t, rng), s.data(rng, 40, 12)
		o := plain(12)
		o.Keep = seed%3 == 0
		if seed%2 == 1 {
			o.Types, o.Toward, o.Strength = 2, s.model(t, rng).Chains[0], 7
		}
		before := params(m)
		result, err := types.Fit(background, m, data, o)
		if err != nil || len(result.Iterations) != 13 || result.Items != len(data) {
			t.Fatalf("%v, %d iterations, %d items", err, len(result.Iterations), result.Items)
		}
		climbs(t, "fit", result)
		if err := m.Check(); err != nil {
			t.Error(err)
		}
		n := m.Families[0].ParamLen() * len(m.Families)
		after := params(m)
		if kept := slices.Equal(before[len(before)-n:], after[len(after)-n:]); kept != o.Keep {
			t.Errorf("emissions are as they were: %v, expected %v", kept, o.Keep)
		}
	}
}

// TestPrior: without data a type's chain is the flow of all; with the prior the M-step maximises counts
// and pseudo-counts together.
func TestPrior(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	s := shape{types: 2, states: 3, symbols: 4, classes: 1, stop: true}
	m := s.model(t, rng)
	o := plain(1)
	o.Keep, o.Toward, o.Strength, o.Types = true, s.model(t, rng).Chains[0], 5, 3
	before := m.Clone()
	first, err := types.Fit(background, m, []hmm.Conversation[int]{{}}, o)
	if err != nil {
		t.Fatal(err)
	}
	bound := 0.0
	for c, w := range before.Weights {
		bound += 3 * math.Log(w)
		chain := before.Chains[c]
		for i := range 3 {
			bound += 5 * (o.Toward.Start[i]*math.Log(chain.Start[i]) + o.Toward.Stop[i]*math.Log(chain.Stop[i]))
		}
		for i, p := range chain.Next[0] {
			bound += 5 * o.Toward.Next[0][i] * math.Log(p)
		}
	}
	near(t, "log prior", []float64{first.Iterations[0].GlobalBound}, []float64{bound})
	for _, c := range m.Chains {
		near(t, "start", c.Start, o.Toward.Start)
		near(t, "next", c.Next[0], o.Toward.Next[0])
		near(t, "stop", c.Stop, o.Toward.Stop)
	}
	near(t, "weights", m.Weights, []float64{0.5, 0.5})

	m.Weights = []float64{1, 0} // all is of type 0: the counts are the one model's
	data := s.data(rng, 20, 9)
	want := ok[*baumwelch.Expected](t)(baumwelch.Expect(background, m.Type(0), data, nil))
	if _, err := types.Fit(background, m, data, o); err != nil {
		t.Fatal(err)
	}
	sum, start := 0.0, make([]float64, 3)
	for i, n := range want.Counts.Start {
		start[i] = n + 5*o.Toward.Start[i]
		sum += start[i]
	}
	for i := range start {
		start[i] /= sum
	}
	near(t, "start", m.Chains[0].Start, start)
	for i := range 3 {
		row, total := append([]float64{}, want.Counts.Next[0][i*3:i*3+3]...), want.Counts.Stop[i]+5*o.Toward.Stop[i]
		for j := range row {
			row[j] += 5 * o.Toward.Next[0][i*3+j]
			total += row[j]
		}
		for j := range row {
			row[j] /= total
		}
		near(t, "next", m.Chains[0].Next[0][i*3:i*3+3], row)
	}
	same(t, m.Weights, []float64{1, 0})
}

// TestWorkersDoNotMatter: the same bits for any gate, in Fit, Train and Assign.
func TestWorkersDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 4))
	s := shape{types: 3, states: 3, symbols: 5, classes: 1, stop: true}
	truth := s.model(t, rng)
	data := append(s.data(rng, 500, 20), s.data(rng, 1, 6000)...)
	run := func(gate em.Gate) []float64 {
		o := types.DefaultTrainOptions()
		o.Restarts, o.FirstLap, o.Fit.Keep, o.Fit.Loop = 3, 2, false, em.Options{MaxIterations: 5, Gate: gate}
		trained := ok[*types.Trained[int]](t)(types.Train(background, truth.Type(0), 3, data, o))
		out := params(trained.Model)
		for _, a := range ok[[]types.Assignment](t)(types.Assign(background, trained.Model, data, gate)) {
			out = append(append(out, a.Shares...), a.LogLikelihood)
		}
		return out
	}
	want := run(nil)
	for _, n := range []int{1, 3} {
		same(t, run(em.NewGate(n)), want)
	}
}

// flows are three types with the same three distributions: round and round, back and forth, at random.
func flows(t testing.TB) *types.Model[int] {
	m := &types.Model[int]{Weights: []float64{0.5, 0.3, 0.2}}
	stop := []float64{0.06, 0.06, 0.06}
	for _, rows := range [][]float64{
		{0.04, 0.85, 0.05, 0.05, 0.04, 0.85, 0.85, 0.05, 0.04},
		{0.04, 0.05, 0.85, 0.85, 0.04, 0.05, 0.05, 0.85, 0.04},
		{0.8, 0.07, 0.07, 0.07, 0.8, 0.07, 0.07, 0.07, 0.8},
	} {
		m.Chains = append(m.Chains, &chain.Chain{Start: []float64{0.4, 0.3, 0.3}, Next: [][]float64{rows}, Stop: slices.Clone(stop)})
	}
	m.Families = []emission.Family[int]{ok[*emission.Categorical](t)(emission.NewCategorical([][]float64{{0.85, 0.1, 0.05}, {0.05, 0.85, 0.1}, {0.1, 0.05, 0.85}}))}
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	return m
}

// sampled are conversations of a model, with their types.
func sampled(t testing.TB, m *types.Model[int], n int, rng *rand.Rand) (data []hmm.Conversation[int], kinds []int) {
	for range n {
		c, kind, _, err := m.Sample(60, rng)
		if err != nil {
			t.Fatal(err)
		}
		data, kinds = append(data, c), append(kinds, kind)
	}
	return data, kinds
}

// pooled is the one model that the conversations have in common: the chain that nothing is known of.
func pooled(m *types.Model[int]) *hmm.Model[int] {
	one := m.Type(0).Clone()
	one.Chain = chain.Uniform(3, true)
	return one
}

// TestRecovers: types that conversations were drawn from are found again from one model of all of them,
// with the emissions kept, and learnt.
func TestRecovers(t *testing.T) {
	truth := flows(t)
	data, kinds := sampled(t, truth, 400, rand.New(rand.NewPCG(3, 4)))
	for _, keep := range []bool{true, false} {
		o := types.DefaultTrainOptions()
		o.Fit.Keep, o.Fit.Strength, o.Fit.Loop.Gate = keep, 1, em.NewGate(2)
		trained := ok[*types.Trained[int]](t)(types.Train(background, pooled(truth), 3, data, o))
		climbs(t, "best", trained.Restarts[trained.Best].Result)
		m := trained.Model
		for c, w := range truth.Weights {
			if math.Abs(m.Weights[c]-w) > 0.07 {
				t.Errorf("weights %v, truth %v", m.Weights, truth.Weights)
			}
			for i, p := range truth.Chains[c].Next[0] {
				if math.Abs(m.Chains[c].Next[0][i]-p) > 0.12 {
					t.Errorf("type %d: next %v, truth %v", c, m.Chains[c].Next[0], truth.Chains[c].Next[0])
					break
				}
			}
		}
		if got, best := right(t, m, data, kinds), right(t, truth, data, kinds); got < best-0.03 {
			t.Errorf("%.2f of the conversations have their type, %.2f could have", got, best)
		}
	}
}

// TestRandomStarts find them too, and differ from one another.
func TestRandomStarts(t *testing.T) {
	truth := flows(t)
	data, _ := sampled(t, truth, 300, rand.New(rand.NewPCG(4, 4)))
	o := types.DefaultTrainOptions()
	o.Start, o.Restarts, o.FirstLap, o.Fit.Strength = baumwelch.Random, 4, 0, 1
	trained := ok[*types.Trained[int]](t)(types.Train(background, pooled(truth), 3, data, o))
	objective := func(r int) float64 { return trained.Restarts[r].Result.Iterations[0].Objective }
	if len(trained.Restarts) != 4 || objective(0) == objective(1) {
		t.Errorf("%d restarts, the first two from the same place: %v", len(trained.Restarts), objective(0) == objective(1))
	}
	for c, w := range truth.Weights {
		if math.Abs(trained.Model.Weights[c]-w) > 0.1 {
			t.Errorf("weights %v, truth %v", trained.Model.Weights, truth.Weights)
		}
	}
}

// TestDeadTypes are set beside the fullest, once, said so by their place in the model that comes out.
func TestDeadTypes(t *testing.T) {
	truth := flows(t)
	data, _ := sampled(t, truth, 200, rand.New(rand.NewPCG(5, 4)))
	m := truth.Clone()
	m.Weights = []float64{1, 0, 0}
	o := plain(60)
	o.Keep, o.Revive, o.Seed = true, true, 1
	result, err := types.Fit(background, m, data, o)
	if err != nil {
		t.Fatal(err)
	}
	climbs(t, "fit", result)
	var revived []int
	for _, it := range result.Iterations {
		for _, r := range it.Repairs {
			revived = append(revived, r.Distribution)
			if !strings.Contains(r.Action, "no conversations left") {
				t.Errorf("%q", r.Action)
			}
		}
	}
	slices.Sort(revived)
	if !slices.Equal(revived, []int{1, 2}) || m.Weights[1] < 0.05 || m.Weights[2] < 0.02 || m.Check() != nil {
		t.Errorf("revived %v, weights %v, %v", revived, m.Weights, m.Check())
	}
	m = truth.Clone()
	m.Weights = []float64{1, 0, 0}
	o.Revive = false
	if _, err := types.Fit(background, m, data, o); err != nil || m.Weights[0] != 1 {
		t.Errorf("without repairs: weights %v, %v", m.Weights, err)
	}
}

// TestDeadForGood: a type is revived once, also where there is not enough for all; it takes over the stops
// with the rows that go with them.
func TestDeadForGood(t *testing.T) {
	for _, iterations := range []int{1, 8} {
		m := flows(t)
		m.Weights = []float64{1, 0, 0}
		for c, rest := range []float64{1, 0.5, 0.8} {
			for i := range m.Chains[c].Next[0] {
				m.Chains[c].Next[0][i] *= rest
			}
			for i := range m.Chains[c].Stop {
				m.Chains[c].Stop[i] = 1 - rest*(1-m.Chains[c].Stop[i])
			}
		}
		data := []hmm.Conversation[int]{{Obs: []int{0, 1, 2, 0, 1, 2, 0, 1}, Weight: 0.35}}
		o := plain(iterations)
		o.Keep, o.Revive = true, true
		result, err := types.Fit(background, m, data, o)
		if err != nil || m.Check() != nil {
			t.Fatal(err, m.Check())
		}
		times := map[int]int{}
		for _, it := range result.Iterations {
			for _, r := range it.Repairs {
				times[r.Distribution]++
			}
		}
		if times[0] > 1 || times[1] != 1 || times[2] != 1 {
			t.Errorf("types revived %v times", times)
		}
	}
}

// TestImpossibleUnderOne: a conversation counts for the types that it is possible under.
func TestImpossibleUnderOne(t *testing.T) {
	s := shape{types: 2, states: 2, symbols: 2, classes: 1, own: true}
	m := s.model(t, rand.New(rand.NewPCG(6, 4)))
	if err := m.Families[0].SetParams([]float64{1, 0, 1, 0}); err != nil {
		t.Fatal(err)
	}
	data := []hmm.Conversation[int]{{Obs: []int{0, 1}}, {Obs: []int{0, 0, 0}}}
	if _, err := types.Fit(background, m, data, plain(5)); err != nil {
		t.Fatal(err)
	}
	a := ok[[]types.Assignment](t)(types.Assign(background, m, data, nil))
	same(t, a[0].Shares, []float64{0, 1})
	for _, v := range params(m) {
		if math.IsNaN(v) {
			t.Errorf("parameters %v", params(m))
		}
	}
}

// TestErrorsSayWhere: what cannot be is an error that names the conversation or the option.
func TestErrorsSayWhere(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 4))
	s := shape{types: 2, states: 2, symbols: 2, classes: 1}
	m := s.model(t, rng)
	good := s.data(rng, 700, 5)
	bad := append(slices.Clone(good), hmm.Conversation[int]{ID: "odd", Obs: []int{0, 7}})
	stuck := m.Clone()
	for _, f := range stuck.Families {
		if err := f.SetParams([]float64{1, 0, 1, 0}); err != nil {
			t.Fatal(err)
		}
	}
	zeros := make([]hmm.Conversation[int], 900)
	for i := range zeros {
		zeros[i] = hmm.Conversation[int]{Obs: []int{0, 0, 0}}
	}
	never := append(zeros, hmm.Conversation[int]{ID: "never", Obs: []int{0, 1}})
	o := types.DefaultTrainOptions()
	with := func(change func(*types.TrainOptions)) types.TrainOptions {
		o := types.DefaultTrainOptions()
		change(&o)
		return o
	}
	fit := func(m *types.Model[int], data []hmm.Conversation[int], o types.Options) error {
		_, err := types.Fit(background, m.Clone(), data, o)
		return err
	}
	train := func(n int, data []hmm.Conversation[int], o types.TrainOptions) error {
		_, err := types.Train(background, m.Type(0), n, data, o)
		return err
	}
	assign := func(m *types.Model[int], data []hmm.Conversation[int]) error {
		assigned := ok[[]types.Assignment](t)(types.Assign(background, m, data, em.NewGate(3)))
		return types.Failed(assigned)
	}
	choose := func(c types.ChooseOptions) error {
		_, err := types.Choose(background, m.Type(0), good, o, c)
		return err
	}
	for want, err := range map[string]error{
		`conversation "odd": turn 1: symbol 7`:       fit(m, bad, plain(1)),
		`conversation "odd": turn 1: symbol 7, `:     train(2, bad, o),
		`conversation "odd": turn 1: symbol 7, exp`:  assign(m, bad),
		`conversation "never": turn 1: impossible`:   fit(stuck, never, plain(1)),
		`conversation "never": turn 1: impossible u`: assign(stuck, never),
		"0 types, expected 1 to 1024":                train(0, good, o),
		"0 restarts":                                 train(2, good, with(func(o *types.TrainOptions) { o.Restarts = 0 })),
		"prior counts of -1":                         train(2, good, with(func(o *types.TrainOptions) { o.Fit.Types = -1 })),
		"prior counts of NaN":                        train(2, good, with(func(o *types.TrainOptions) { o.Fit.Strength = math.NaN() })),
		"flow has other states":                      train(2, good, with(func(o *types.TrainOptions) { o.Fit.Toward = chain.Uniform(3, false) })),
		"flow: chain: start is empty":                train(2, good, with(func(o *types.TrainOptions) { o.Fit.Toward = &chain.Chain{} })),
		"up to 0 types, 3 folds of 700":              choose(types.ChooseOptions{Folds: 3}),
		"3 types, 701 folds of 700":                  choose(types.ChooseOptions{Most: 3, Folds: 701}),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, expected %q", err, want)
		}
	}
	var at *hmm.Error
	if err := assign(stuck, never); !errors.As(err, &at) || at.Index != 900 {
		t.Errorf("conversation %d", at.Index)
	}
	if err := fit(stuck, never, plain(1)); !errors.As(err, &at) || at.Index != 900 {
		t.Errorf("conversation %d", at.Index)
	}
}

// TestAssignGoesOn: conversations without types are named, and the others have what they have without those.
func TestAssignGoesOn(t *testing.T) {
	rng := rand.New(rand.NewPCG(17, 4))
	m := shape{types: 2, states: 2, symbols: 3, classes: 1}.model(t, rng)
	if err := m.Families[0].SetParams([]float64{0.5, 0.5, 0, 0.9, 0.1, 0}); err != nil {
		t.Fatal(err)
	}
	var data, sound []hmm.Conversation[int]
	why := map[int]string{}
	for i := range 1100 {
		c := hmm.Conversation[int]{ID: fmt.Sprint("c", i)}
		for range 1 + rng.IntN(4) {
			c.Obs = append(c.Obs, rng.IntN(2))
		}
		switch i {
		case 3, 600:
			c.Obs[0], why[i] = 2, "impossible"
		case 4, 1099:
			c.Obs[0], why[i] = 7, "symbol 7"
		default:
			sound = append(sound, c)
		}
		data = append(data, c)
	}
	want := ok[[]types.Assignment](t)(types.Assign(background, m, sound, nil))
	if err := types.Failed(want); err != nil {
		t.Fatal(err)
	}
	got := ok[[]types.Assignment](t)(types.Assign(background, m, data, em.NewGate(2)))
	for i, a := range got {
		if why[i] == "" {
			if a.Err != nil || a.LogLikelihood != want[0].LogLikelihood || !slices.Equal(a.Shares, want[0].Shares) || a.Likeliest() == types.None {
				t.Errorf("conversation %d: %+v, want %+v", i, a, want[0])
			}
			want = want[1:]
			continue
		}
		var e *hmm.Error
		if !errors.As(a.Err, &e) || e.Index != i || e.ID != data[i].ID || !strings.Contains(a.Err.Error(), why[i]) || a.Shares != nil || a.Likeliest() != types.None {
			t.Errorf("conversation %d: %+v, want %s", i, a, why[i])
		}
	}
	if err := types.Failed(got); !strings.Contains(err.Error(), `"c3"`) {
		t.Errorf("the first that failed: %v", err)
	}
}

// TestCancelled: before anything it is an error, later the best so far.
func TestCancelled(t *testing.T) {
	data, _ := sampled(t, flows(t), 60, rand.New(rand.NewPCG(8, 4)))
	ctx, cancel := context.WithCancel(background)
	o := types.DefaultTrainOptions()
	o.OnIteration = func(_ int, it em.Iteration) {
		if it.Iteration == 3 {
			cancel()
		}
	}
	trained := ok[*types.Trained[int]](t)(types.Train(ctx, pooled(flows(t)), 2, data, o))
	if s := trained.Restarts[trained.Best].Result.Status; s != em.Cancelled || trained.Model.Check() != nil {
		t.Errorf("status %v, %v", s, trained.Model.Check())
	}
	if _, err := types.Train(ctx, pooled(flows(t)), 2, data, o); err == nil {
		t.Error("nothing was trained, and no error")
	}
	if _, err := types.Assign(ctx, trained.Model, data, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("assigned: %v", err)
	}
}

// TestOwnEmissions: where types differ in what is said and not in how it flows, emissions of their own
// find them.
func TestOwnEmissions(t *testing.T) {
	truth := flows(t)
	truth.Weights = []float64{0.6, 0.4}
	truth.Chains = []*chain.Chain{truth.Chains[2], truth.Chains[2].Clone()}
	truth.Families = append(truth.Families, ok[*emission.Categorical](t)(emission.NewCategorical([][]float64{{0.3, 0.65, 0.05}, {0.1, 0.2, 0.7}, {0.6, 0.2, 0.2}})))
	data, kinds := sampled(t, truth, 300, rand.New(rand.NewPCG(9, 4)))
	one := pooled(truth)
	one.Chain = truth.Chains[0].Clone()
	o := types.DefaultTrainOptions()
	o.Own, o.Fit.Keep, o.Start, o.Fit.Loop.Gate = true, false, baumwelch.Random, em.NewGate(2)
	trained := ok[*types.Trained[int]](t)(types.Train(background, one, 2, data, o))
	m := trained.Model
	if len(m.Families) != 2 || slices.Equal(emissions(m.Families[0]), emissions(m.Families[1])) {
		t.Errorf("%d families, %v", len(m.Families), params(m))
	}
	got, best := right(t, m, data, kinds), right(t, truth, data, kinds)
	if got = max(got, 1-got); got < best-0.08 {
		t.Errorf("%.2f of the conversations have their type, %.2f could have", got, best)
	}
}

// right is the share of conversations that a model finds the type of.
func right(t testing.TB, m *types.Model[int], data []hmm.Conversation[int], kinds []int) float64 {
	share := 0.0
	for i, a := range ok[[]types.Assignment](t)(types.Assign(background, m, data, nil)) {
		if a.Likeliest() == kinds[i] {
			share += 1 / float64(len(data))
		}
	}
	return share
}

// mended is a family that says of every M-step that it mended the last distribution.
type mended struct{ *emission.Categorical }

func (f mended) Clone() emission.Family[int] {
	return mended{f.Categorical.Clone().(*emission.Categorical)}
}

func (f mended) Maximize(stats []float64) ([]em.Repair, error) {
	_, err := f.Categorical.Maximize(stats)
	return []em.Repair{{Distribution: f.Len() - 1, Action: "tried"}}, err
}

// TestRepairsOfFamilies keep the distribution that they name, however few types there are.
func TestRepairsOfFamilies(t *testing.T) {
	data, _ := sampled(t, flows(t), 60, rand.New(rand.NewPCG(10, 4)))
	one := pooled(flows(t))
	one.Emission = mended{one.Emission.(*emission.Categorical)}
	o := types.DefaultTrainOptions()
	o.Fit.Keep, o.Fit.Loop.MaxIterations = false, 5
	trained := ok[*types.Trained[int]](t)(types.Train(background, one, 2, data, o))
	for _, it := range trained.Restarts[trained.Best].Result.Iterations[1:] {
		if !slices.Equal(it.Repairs, []em.Repair{{Distribution: 2, Action: "tried"}}) {
			t.Errorf("iteration %d: repairs %v", it.Iteration, it.Repairs)
		}
	}
}
