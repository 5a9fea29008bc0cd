package mixture

import (
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

// deadItems is the expected number of items below which a component counts as empty.
const deadItems = 0.1

// A mender revives empty components, each once: one that empties again is not needed.
type mender struct {
	rng     *rand.Rand
	revived map[int]bool
}

func newMender(seed uint64) *mender {
	return &mender{rand.New(rand.NewPCG(seed, 0xdead)), map[int]bool{}}
}

// revive sets each empty component beside the fullest and gives it half of its items, in counts. A
// family that cannot split is only warned about.
func revive[O any](m *mender, model *Model[O], counts []float64) []em.Repair {
	var repairs []em.Repair
	splitter, able := model.Emission.(emission.Splitter)
	for _, k := range empty(counts) {
		if m.revived[k] {
			continue
		}
		m.revived[k] = true
		action := "had no items left; nothing could be done"
		largest := slices.Index(counts, slices.Max(counts))
		if able && counts[largest] >= deadItems {
			splitter.Split(largest, k, m.rng)
			counts[largest] /= 2
			counts[k] = counts[largest]
			action = "had no items left; placed beside the component with the most"
		}
		repairs = append(repairs, em.Repair{Distribution: k, Action: action})
	}
	return repairs
}

// empty are the components without items.
func empty(counts []float64) []int {
	var out []int
	for k, n := range counts {
		if n < deadItems {
			out = append(out, k)
		}
	}
	return out
}
