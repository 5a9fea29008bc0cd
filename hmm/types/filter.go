package types

import (
	"math"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/lanes"
	"intenthmm/internal/simplex"
)

// A Filter follows a running conversation and says of what type it seems to be so far: C filters side by
// side. It is for one goroutine.
type Filter[O any] struct {
	model      *Model[O]
	filters    []*forwardbackward.Filter
	evaluators []emission.Evaluator[O]
	density    [][]float64 // one a family
	weights    []float64   // log w_c
	joint      []float64   // log w_c + log p_c(turns so far)
	next       []float64   // room for what joint becomes
	shares     []float64
	total      float64 // log p(turns so far)
	turns      int
	obs        [1]O
}

// NewFilter returns a filter before a conversation's first turn, for the model's present parameters.
func NewFilter[O any](m *Model[O]) *Filter[O] {
	f := &Filter[O]{model: m, weights: lanes.Logs(m.Weights)}
	for _, s := range []*[]float64{&f.joint, &f.next, &f.shares} {
		*s = make([]float64, m.Types())
	}
	for _, c := range m.Chains {
		f.filters = append(f.filters, forwardbackward.NewFilter(forwardbackward.Compile(c)))
	}
	for _, family := range m.Families {
		f.evaluators = append(f.evaluators, family.Evaluator())
		f.density = append(f.density, make([]float64, family.Len()))
	}
	f.Reset()
	return f
}

// Reset forgets the conversation.
func (f *Filter[O]) Reset() {
	for _, one := range f.filters {
		one.Reset()
	}
	copy(f.joint, f.weights)
	copy(f.shares, f.model.Weights)
	f.total, f.turns = 0, 0
}

// Types is P(type | turns so far), at first the weights. It is the filter's own slice, valid until the
// next Push.
func (f *Filter[O]) Types() []float64 { return f.shares }

// Belief writes P(state now | turns so far), whatever the type, to dst, K values; before the first turn
// that is where conversations start. It panics on a wrong length.
func (f *Filter[O]) Belief(dst []float64) {
	if len(dst) != f.model.States() {
		panic("types: len(dst) != K")
	}
	clear(dst)
	for c, one := range f.filters {
		for i, p := range one.Belief() {
			dst[i] += float64(f.shares[c] * p)
		}
	}
	simplex.Scale(dst, len(dst), 1, 1)
}

// Push takes the next turn with its class (0 where there is but one), and returns log p(turn, the
// conversation goes on to it | turns before) in nats. A turn that is not fit for the model, whose density
// is none (*chain.DensityError) or that is impossible under every type that is left
// (*chain.ImpossibleError) is an error, and leaves the filter as it was. O(C K²), no allocation.
func (f *Filter[O]) Push(obs O, class int) (float64, error) {
	if err := f.look(obs); err != nil {
		return 0, err
	}
	possible := false
	copy(f.next, f.joint)
	for c, one := range f.filters {
		if math.IsInf(f.joint[c], -1) {
			continue // ruled out by an earlier turn, or never
		}
		step, err := one.Step(f.density[f.model.family(c)], class, nil)
		if f.next[c] += step; err != nil {
			f.next[c] = math.Inf(-1)
		}
		possible = possible || err == nil
	}
	if !possible {
		return 0, &chain.ImpossibleError{Turn: f.turns}
	}
	f.joint, f.next = f.next, f.joint
	copy(f.shares, f.joint)
	before := f.total
	f.total = share(f.shares)
	f.turns++
	return f.total - before, nil
}

// look computes the densities of a turn.
func (f *Filter[O]) look(obs O) error {
	f.obs[0] = obs
	for i, v := range f.evaluators {
		if checker, ok := f.model.Families[i].(emission.Checker[O]); ok {
			if err := checker.Check(obs); err != nil {
				return err
			}
		}
		v.LogDensities(f.density[i], emission.RowMajor(len(f.density[i])), f.obs[:])
		for e, d := range f.density[i] {
			if !(d <= math.MaxFloat64) {
				return &chain.DensityError{Turn: f.turns, Distribution: e, Value: d}
			}
		}
	}
	return nil
}
