package typed

import (
	"cmp"
	"math"
	"slices"
)

// A Trait is something that a type does more often than the conversations of all types together.
type Trait struct {
	State, To   int     // To is -1 where it is no transition
	Probability float64 // of the type
	Overall     float64 // of all types
	weight      float64 // how often it comes up
}

// telling is what the trait adds to the divergence of the type from all.
func (t *Trait) telling() float64 {
	return t.weight * t.Probability * math.Log(t.Probability/t.Overall)
}

// rounding is how far, by a factor, a probability may be above that of all without being more.
const rounding = 1 + 1e-9

// choose is the n most telling of the traits that are more frequent than overall.
func choose(all []Trait, n int) []Trait {
	all = slices.DeleteFunc(all, func(t Trait) bool { return !(t.Probability > t.Overall*rounding) || t.Overall == 0 })
	slices.SortStableFunc(all, func(a, b Trait) int { return cmp.Compare(b.telling(), a.telling()) })
	return all[:min(n, len(all))]
}

// Uses are the n intents that most tell the type from all: Probability is the share of its turns.
func (m *Model) Uses(c, n int) []Trait {
	return m.traits(c, n, func(t int) (float64, []float64) { return m.Types[t].Turns, m.Types[t].Visits })
}

// Starts are the n intents of a first turn that most tell the type from all.
func (m *Model) Starts(c, n int) []Trait {
	return m.traits(c, n, func(t int) (float64, []float64) { return m.Types[t].Conversations, m.Mixture.Chains[t].Start })
}

// Ends are the n intents of a last turn that most tell the type from all; none where the model says
// nothing of ends.
func (m *Model) Ends(c, n int) []Trait {
	if m.Mixture.Chains[c].Stop == nil {
		return nil
	}
	return m.traits(c, n, func(t int) (float64, []float64) { return m.Types[t].Conversations, m.last(t) })
}

// last is P(intent of the last turn) of a type.
func (m *Model) last(c int) []float64 {
	ends, total := make([]float64, len(m.Intents.States)), 0.0
	for i, p := range m.Types[c].Visits {
		ends[i] = p * m.Mixture.Chains[c].Stop[i]
		total += ends[i]
	}
	for i := range ends {
		if total > 0 {
			ends[i] /= total
		}
	}
	return ends
}

// traits compares a distribution over states of one type with that of all, each counting as of says.
func (m *Model) traits(c, n int, of func(t int) (float64, []float64)) []Trait {
	overall, total := make([]float64, len(m.Intents.States)), 0.0
	for t := range m.Types {
		count, p := of(t)
		total += count
		for i, v := range p {
			overall[i] += float64(count * v)
		}
	}
	_, p := of(c)
	var all []Trait
	for i, v := range p {
		all = append(all, Trait{State: i, To: -1, Probability: v, Overall: overall[i] / max(total, math.SmallestNonzeroFloat64), weight: 1})
	}
	return choose(all, n)
}

// Leads are the n transitions that most tell the type from all.
func (m *Model) Leads(c, n int) []Trait {
	k := len(m.Intents.States)
	overall, visits := make([]float64, k*k), make([]float64, k)
	for t := range m.Types {
		for i, share := range m.Types[t].Visits {
			turns := m.Types[t].Turns * share
			visits[i] += turns
			for j := i * k; j < (i+1)*k; j++ {
				overall[j] += float64(turns * m.Mixture.Chains[t].Next[0][j])
			}
		}
	}
	var all []Trait
	for at, p := range m.Mixture.Chains[c].Next[0] {
		i := at / k
		if visits[i] > 0 {
			all = append(all, Trait{i, at % k, p, overall[at] / visits[i], m.Types[c].Visits[i]})
		}
	}
	return choose(all, n)
}
