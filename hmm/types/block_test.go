package types_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/types"
)

// block is a mixture as one hidden Markov model: the chain falls into a block for each type, and the
// states of all blocks share the distributions.
func block(t testing.TB, m *types.Model[int]) *hmm.Model[int] {
	t.Helper()
	k, n := m.States(), m.States()*m.Types()
	c := &chain.Chain{}
	for class := range m.Chains[0].Next {
		next := make([]float64, n*n)
		for kind, one := range m.Chains {
			for i := range k {
				copy(next[(kind*k+i)*n+kind*k:], one.Next[class][i*k:(i+1)*k])
			}
		}
		c.Next = append(c.Next, next)
	}
	for kind, one := range m.Chains {
		for i, p := range one.Start {
			c.Start = append(c.Start, m.Weights[kind]*p)
			c.Dist = append(c.Dist, i)
		}
		c.Stop = append(c.Stop, one.Stop...)
	}
	return ok[*hmm.Model[int]](t)(hmm.New[int](c, m.Families[0].Clone()))
}

// blockData are conversations for the model of n types in one, of k states each.
func blockData(data []hmm.Conversation[int], n, k int) []hmm.Conversation[int] {
	out := make([]hmm.Conversation[int], len(data))
	for i, c := range data {
		out[i] = c
		if c.Allowed == nil {
			continue
		}
		out[i].Allowed = nil
		for _, mask := range c.Allowed {
			wide := uint64(0)
			for kind := range n {
				wide |= mask & (1<<k - 1) << (kind * k)
			}
			out[i].Allowed = append(out[i].Allowed, wide)
		}
	}
	return out
}

// TestIsOneModel: likelihood, posteriors, filtered probabilities and a step of EM are those of the hidden
// Markov model whose chain falls into a block for each type.
func TestIsOneModel(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 1))
		s := shape{types: 1 + rng.IntN(4), states: 1 + rng.IntN(5), symbols: 6, classes: 1 + rng.IntN(2), stop: seed%2 == 0}
		m, data := s.model(t, rng), s.data(rng, 30, 12)
		one, wide := block(t, m), blockData(data, s.types, s.states)
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			inference(t, s, m, one, data, wide)
			step(t, s, m, one, data, wide)
		})
	}
}

// inference compares what both say of conversations.
func inference(t *testing.T, s shape, m *types.Model[int], one *hmm.Model[int], data, wide []hmm.Conversation[int]) {
	assigned := ok[[]types.Assignment](t)(types.Assign(background, m, data, nil))
	d, reference, filter := types.NewDecoder(m), hmm.NewDecoder(one), types.NewFilter(m)
	for i := range data {
		c, k, n := &data[i], s.states, s.states*s.types
		states := make([]float64, len(c.Obs)*n)
		want := ok[float64](t)(reference.Posterior(states, &wide[i]))
		kinds, marginal := m.Weights, make([]float64, len(c.Obs)*k)
		for at, p := range states {
			marginal[at/n*k+at%n%k] += p
		}
		if len(c.Obs) > 0 {
			kinds = byBlock(states[:n], k)
		}
		shares, posterior := make([]float64, s.types), make([]float64, len(c.Obs)*k)
		near(t, "score", []float64{ok[float64](t)(d.Types(shares, c)), assigned[i].LogLikelihood}, []float64{want, want})
		near(t, "types", append(shares, assigned[i].Shares...), append(append([]float64{}, kinds...), kinds...))
		near(t, "score", []float64{ok[float64](t)(d.Posterior(posterior, c))}, []float64{want})
		near(t, "posterior", posterior, marginal)
		if c.Allowed == nil {
			filtered := make([]float64, len(states))
			ok[float64](t)(reference.Filtered(filtered, &wide[i]))
			follow(t, filter, c, filtered, k)
		}
	}
}

// follow compares a filter with the filtered probabilities of the one model.
func follow(t *testing.T, f *types.Filter[int], c *hmm.Conversation[int], filtered []float64, k int) {
	f.Reset()
	n := k * len(f.Types())
	belief := make([]float64, k)
	for at, obs := range c.Obs {
		ok[float64](t)(f.Push(obs, int(c.Class[at])))
		row := filtered[at*n : (at+1)*n]
		near(t, "types so far", f.Types(), byBlock(row, k))
		want := make([]float64, k)
		for i, p := range row {
			want[i%k] += p
		}
		f.Belief(belief)
		near(t, "belief", belief, want)
	}
}

// byBlock sums probabilities of states by type.
func byBlock(p []float64, k int) []float64 {
	out := make([]float64, len(p)/k)
	for i, v := range p {
		out[i/k] += v
	}
	return out
}

// step compares one iteration of both.
func step(t *testing.T, s shape, m *types.Model[int], one *hmm.Model[int], data, wide []hmm.Conversation[int]) {
	o := baumwelch.MaximumLikelihood()
	o.Loop = plain(1).Loop
	want := ok[float64](t)(fitOne(one, wide, o))
	result, err := types.Fit(background, m, data, plain(1))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "log-likelihood after a step", []float64{result.Last().LogLikelihood}, []float64{want})
	after := block(t, m)
	near(t, "start", after.Chain.Start, one.Chain.Start)
	near(t, "stop", after.Chain.Stop, one.Chain.Stop)
	for class := range one.Chain.Next {
		near(t, "next", after.Chain.Next[class], one.Chain.Next[class])
	}
	near(t, "emissions", emissions(m.Families[0]), emissions(one.Emission))
}

func fitOne(m *hmm.Model[int], data []hmm.Conversation[int], o baumwelch.Options) (float64, error) {
	r, err := baumwelch.Fit(background, m, data, o)
	return r.Last().LogLikelihood, err
}

func emissions(f emission.Family[int]) []float64 {
	p := make([]float64, f.ParamLen())
	f.Params(p)
	return p
}

// TestOneTypeIsTheModel: a mixture of one type learns what baumwelch learns, to the last bit, also from
// conversations that are gone through in blocks, and for whatever the family gives.
func TestOneTypeIsTheModel(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	s := shape{types: 1, states: 3, symbols: 5, classes: 1, stop: true}
	m := s.model(t, rng)
	data := append(s.data(rng, 40, 20), s.data(rng, 2, 9000)...)
	one := m.Type(0).Clone()
	o := baumwelch.MaximumLikelihood()
	o.Loop = plain(4).Loop
	ok[float64](t)(fitOne(one, data, o))
	if _, err := types.Fit(background, m, data, plain(4)); err != nil {
		t.Fatal(err)
	}
	same(t, params(m), params(types.New(one)))
}

// TestOneTypeOfVectors is the same for logarithms of densities.
func TestOneTypeOfVectors(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	family := ok[*emission.Gaussian](t)(emission.NewGaussian(emission.Diagonal, [][]float64{{0, 1}, {3, -1}}, [][]float64{{1, 2}, {1, 1}}))
	one := ok[*hmm.Model[[]float64]](t)(hmm.New[[]float64](chain.Uniform(2, true), family))
	one.Chain.Start[0], one.Chain.Start[1] = 0.3, 0.7
	var data []hmm.Conversation[[]float64]
	for _, turns := range []int{3, 700, 1, 9, 2000, 4, 4, 4, 4, 8} {
		c := hmm.Conversation[[]float64]{}
		for range turns {
			c.Obs = append(c.Obs, []float64{4 * rng.NormFloat64(), rng.NormFloat64()})
		}
		data = append(data, c)
	}
	m := types.New(one.Clone())
	o := baumwelch.MaximumLikelihood()
	o.Loop = plain(3).Loop
	if _, err := baumwelch.Fit(background, one, data, o); err != nil {
		t.Fatal(err)
	}
	if _, err := types.Fit(background, m, data, plain(3)); err != nil {
		t.Fatal(err)
	}
	got, want := make([]float64, family.ParamLen()), make([]float64, family.ParamLen())
	m.Families[0].Params(got)
	one.Emission.Params(want)
	same(t, append(got, m.Chains[0].Next[0]...), append(want, one.Chain.Next[0]...))
}

// same fails unless two vectors have the same bits.
func same(t testing.TB, got, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d values, expected %d", len(got), len(want))
	}
	for i, v := range want {
		if got[i] != v {
			t.Fatalf("value %d is %v, expected %v", i, got[i], v)
		}
	}
}
