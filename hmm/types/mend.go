package types

import (
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch/em"
)

// deadConversations is the expected number of conversations below which a type counts as dead.
const deadConversations = 0.1

// aside is how far, by a factor, a revived type's probabilities are set from those of the fullest.
const aside = 0.5

// died is the action of a repair that is of a type; all others are of distributions.
const died = "had no conversations left; placed beside the type with the most"

// A mender revives dead types, each once: a type that dies again is not needed.
type mender struct {
	rng     *rand.Rand
	revived map[int]bool
}

func newMender(seed uint64) *mender {
	return &mender{rand.New(rand.NewPCG(seed, 0xdead)), map[int]bool{}}
}

// revive sets each dead type beside the type with the most conversations, a little to one side, and gives
// it half of their share.
func revive[O any](m *mender, model *Model[O], conversations []float64) []em.Repair {
	var repairs []em.Repair
	for c, n := range conversations {
		if n >= deadConversations || m.revived[c] {
			continue
		}
		m.revived[c] = true
		largest := slices.Index(conversations, slices.Max(conversations))
		if conversations[largest] < deadConversations {
			continue // there is nothing to learn from
		}
		split(m, model, largest, c)
		conversations[largest] /= 2
		repairs = append(repairs, em.Repair{Distribution: c, Action: died})
	}
	return repairs
}

// split gives type to half of the share of type from, and probabilities near to its own.
func split[O any](m *mender, model *Model[O], from, to int) {
	half := (model.Weights[from] + model.Weights[to]) / 2
	model.Weights[from], model.Weights[to] = half, half
	src, dst, k := model.Chains[from], model.Chains[to], model.States()
	m.shake(dst.Start, src.Start)
	for class, next := range src.Next {
		for i := 0; i < len(next); i += k {
			m.shake(dst.Next[class][i:i+k], next[i:i+k])
		}
	}
	copy(dst.Stop, src.Stop)
	if len(model.Families) > 1 {
		model.Families[to] = model.Families[from].Clone()
	}
}

// shake sets dst to probabilities near src, of the same sum; zeros stay zeros.
func (m *mender) shake(dst, src []float64) {
	before, after := 0.0, 0.0
	for i, p := range src {
		dst[i] = p * (1 + aside*(2*m.rng.Float64()-1))
		before += p
		after += dst[i]
	}
	for i := range dst {
		if after > 0 {
			dst[i] *= before / after
		}
	}
}
