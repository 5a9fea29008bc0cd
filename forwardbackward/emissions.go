package forwardbackward

import "intenthmm/internal/lanes"

// Emissions are the other side of the waist: a batch's densities come from it, and what is known of
// the states goes back to it, some turns of all conversations at a time. Long conversations are gone
// through in blocks, so that what a block needs stays in the cache; most have a single one.
type Emissions interface {
	// Densities writes the log densities of the turns from first to before end, of every conversation
	// that has them: that of distribution e at turn t of conversation l at
	//
	//	dst[(t-first)*at.Turn + e*at.Dist + l]
	//
	// None of them may be left out. It may be asked for the same turns again, and from another
	// goroutine, though never by two at once: see Workspace.Assist.
	Densities(dst []float64, at lanes.Layout, first, end int)
	// Linear reports whether Densities writes densities in place of their logs, each from 0 to 1,
	// none of which vanishes. It is not asked where states share distributions.
	Linear() bool
	// Collect takes probabilities of the same turns, in the same layout, of states or of distributions
	// as the caller's call says. Those of conversations that failed are zeros. values are only lent.
	Collect(values []float64, at lanes.Layout, first, end int)
}

// Gather copies the first n values of each turn of one conversation, as Collect gets them, to a row-major
// matrix of as many turns as it has rows.
func Gather(dst, values []float64, at lanes.Layout, n int) {
	for i := range dst {
		dst[i] = values[i/n*at.Turn+i%n*at.Dist]
	}
}

const (
	// settle is how often, in turns, the backward pass makes Σ_i γ_t(i) equal to the weight again, so
	// that rounding does not add up over a million turns.
	settle = 256

	// blockValues bounds the values of one block of panels, so that a few of them fit into the cache.
	blockValues = 1 << 14
)

// blockTurns is the number of turns of a block: a power of two.
func blockTurns(panel int) int {
	n := 1024
	for n > 16 && n*panel > blockValues {
		n /= 2
	}
	return n
}
