package typed

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"intenthmm/baumwelch"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/types"
)

// describe sets what the types' entries say beyond probabilities.
func (m *Model) describe(ctx context.Context, data []hmm.Conversation[emission.Turn], o Options) error {
	gate := o.Search.Fit.Loop.Gate
	assigned, err := types.Assign(ctx, m.Mixture, data, gate)
	if err != nil {
		return err
	}
	one, err := types.Assign(ctx, types.New(m.Intents.HMM), data, gate)
	if err != nil {
		return err
	}
	if err := errors.Join(types.Failed(assigned), types.Failed(one)); err != nil {
		return err
	}
	for i := range data {
		m.Record.Conversations++
		m.Record.Turns += len(data[i].Obs)
		m.Record.OneFlow += one[i].LogLikelihood
		m.Record.LogLikelihood += assigned[i].LogLikelihood
	}
	m.Types = make([]Type, m.Mixture.Types())
	for c := range m.Types {
		d := describer{m, c, assigned, data}
		visits, err := baumwelch.Visits(ctx, m.Mixture.Type(c), d.weighted(), gate)
		if err != nil {
			return err
		}
		if m.Types[c], err = d.describe(visits, o.Examples); err != nil {
			return err
		}
	}
	return nil
}

// A describer looks at the conversations of a type.
type describer struct {
	model    *Model
	kind     int
	assigned []types.Assignment
	data     []hmm.Conversation[emission.Turn]
}

// leastWeight is the least weight of a conversation, which cannot be 0.
const leastWeight = 1e-30

// weighted are the conversations that may be of the type, each counting as it is.
func (d *describer) weighted() []hmm.Conversation[emission.Turn] {
	var out []hmm.Conversation[emission.Turn]
	for i, c := range d.data {
		if c.Weight = d.assigned[i].Shares[d.kind]; c.Weight >= leastWeight {
			out = append(out, c)
		}
	}
	return out
}

func (d *describer) describe(visits []float64, examples int) (Type, error) {
	t := Type{Visits: visits}
	for i := range d.data {
		t.Conversations += d.assigned[i].Shares[d.kind]
	}
	for _, n := range visits {
		t.Turns += n
	}
	for i := range visits {
		if t.Turns > 0 {
			visits[i] /= t.Turns
		}
	}
	which, paths, err := d.paths()
	if err != nil {
		return t, err
	}
	t.Outcomes = d.outcomes(which, paths)
	t.Examples = d.examples(visits, which, paths, examples)
	return t, nil
}

// paths are the best paths of the conversations that are likeliest of the type.
func (d *describer) paths() (which []int, paths [][]int, err error) {
	var own []hmm.Conversation[emission.Turn]
	for i := range d.data {
		if d.assigned[i].Likeliest() == d.kind && len(d.data[i].Obs) > 0 {
			which, own = append(which, i), append(own, d.data[i])
		}
	}
	paths, _, err = hmm.NewDecoder(d.model.Mixture.Type(d.kind)).Paths(own)
	return which, paths, err
}

// outcomes are the shares of the conversations with these paths that come to each outcome, nil where the
// model has none.
func (d *describer) outcomes(which []int, paths [][]int) map[string]float64 {
	var shares map[string]float64
	for _, s := range d.model.Intents.States {
		for _, name := range []string{s.Outcome, s.EndsAs} {
			if name != "" && shares == nil {
				shares = map[string]float64{}
			}
			if name != "" {
				shares[name] = 0
			}
		}
	}
	for n, path := range paths {
		for name := range d.outcomesOf(path, d.data[which[n]].Open) {
			shares[name] += 1 / float64(len(paths))
		}
	}
	return shares
}

// outcomesOf is what a path comes to.
func (d *describer) outcomesOf(path []int, open bool) map[string]bool {
	states, out := d.model.Intents.States, map[string]bool{}
	for _, i := range path {
		if name := states[i].Outcome; name != "" {
			out[name] = true
		}
	}
	if name := states[path[len(path)-1]].EndsAs; name != "" && !open {
		out[name] = true
	}
	return out
}

// examples are the n paths whose states' shares are the most like the type's, as sure as they are of it.
func (d *describer) examples(visits []float64, which []int, paths [][]int, n int) []Example {
	order, score := make([]int, len(which)), make([]float64, len(which))
	for at, i := range which {
		order[at] = at
		score[at] = d.assigned[i].Shares[d.kind] * affinity(visits, paths[at])
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	var out []Example
	for _, at := range order[:min(n, len(order))] {
		i := which[at]
		out = append(out, Example{d.data[i].ID, d.assigned[i].Shares[d.kind], slices.Compact(slices.Clone(paths[at]))})
	}
	return out
}

// affinity is Bhattacharyya's coefficient of shares of states with those of a path.
func affinity(shares []float64, path []int) float64 {
	own, sum := make([]float64, len(shares)), 0.0
	for _, i := range path {
		own[i] += 1 / float64(len(path))
	}
	for i, p := range own {
		sum += math.Sqrt(p * shares[i])
	}
	return sum
}
