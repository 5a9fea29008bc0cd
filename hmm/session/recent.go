package session

import (
	"crypto/sha256"

	"intenthmm/viterbi"
)

// Remembered is the number of turns with an ID whose steps a session keeps, so that a turn that a channel
// delivers again can be answered as it was.
const Remembered = 8

// markLen is the number of bytes of a digest that tell things apart.
const markLen = 16

// digest stands for an ID, however long that is; zeros for no ID.
func digest(id string) (d [markLen]byte) {
	if id == "" {
		return d
	}
	sum := sha256.Sum256([]byte(id))
	copy(d[:], sum[:])
	return d
}

// figures are what a step cannot be made from a posterior without.
type figures struct {
	turn     int
	surprise float64
	unknown  float64
	restart  bool
}

// kept is the step of a turn with an ID as it is kept: what the rest of it follows from.
type kept struct {
	figures
	mark      [markLen]byte
	begun     bool      // the posterior is of a turn and not the prior
	posterior []float64 // K
	path      []int16   // the states of the settled turns, then of the unsettled ones
	settled   int
	forced    int
}

// mostPath is the number of turns that a step says something of, at most: all that were not settled, and
// its own.
const mostPath = viterbi.MaxUnsettled + 1

// recent is the steps of the last turns with an ID.
type recent struct {
	steps []kept // a ring, of Remembered once there is one
	next  int    // where in it the next one goes
}

// room makes room for the steps that are remembered, of k states.
func room(k int) []kept {
	steps, posteriors, paths := make([]kept, Remembered), make([]float64, Remembered*k), make([]int16, Remembered*mostPath)
	for i := range steps {
		steps[i].posterior, posteriors = posteriors[:k:k], posteriors[k:]
		steps[i].path, paths = paths[:0:mostPath], paths[mostPath:]
	}
	return steps
}

// find is the step of the turn with that digest, nil if there is none.
func (r *recent) find(mark [markLen]byte) *kept {
	if mark == ([markLen]byte{}) {
		return nil
	}
	for i := range r.steps {
		if r.steps[i].mark == mark {
			return &r.steps[i]
		}
	}
	return nil
}

// place is where the next step is kept.
func (r *recent) place(k int) *kept {
	if r.steps == nil {
		r.steps = room(k)
	}
	to := &r.steps[r.next]
	r.next = (r.next + 1) % Remembered
	return to
}

// keep keeps the step of a turn with that digest.
func (r *recent) keep(mark [markLen]byte, f figures, begun bool, step *Step) {
	if mark == ([markLen]byte{}) {
		return
	}
	to := r.place(len(step.Posterior))
	to.mark, to.figures, to.begun = mark, f, begun
	copy(to.posterior, step.Posterior)
	to.settled, to.forced, to.path = len(step.Settled), step.Forced, to.path[:0]
	for _, states := range [...][]int{step.Settled, step.Unsettled} {
		for _, state := range states {
			to.path = append(to.path, int16(state))
		}
	}
}
