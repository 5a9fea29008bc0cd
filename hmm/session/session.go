package session

import (
	"fmt"
	"slices"

	"intenthmm/forwardbackward"
	"intenthmm/viterbi"
)

// A Session is one live conversation.
type Session[O any] struct {
	engine *Engine[O]
	filter *forwardbackward.Filter
	path   *viterbi.Live
	begun  bool // the filter has seen a turn
	place  int  // where to look for scratch first
	turns  int
	last   figures // of the last turn
	recent recent
}

// Turns is the number of turns pushed.
func (s *Session[O]) Turns() int { return s.turns }

// Push takes the next turn and fills step. An observation that is not fit for the model (see
// emission.Checker) or has no density is an error and leaves the session as it was. A turn that is
// impossible after those before has Surprise +Inf and begins the session anew; if it is impossible
// even as a first turn, the session stands before a first turn again and Posterior is the prior.
//
// A turn with the ID of one of the last Remembered turns that had one is that turn, which came again: the
// session does not move, and step is the one that it had, Repeated.
//
// O(K²) time. It allocates nothing that the model's family does not, but for a session's first turn, first
// turn with an ID, and what grows in a new step.
func (s *Session[O]) Push(turn Turn[O], step *Step) error {
	mark := digest(turn.ID)
	if f := s.recent.find(mark); f != nil {
		s.recall(f, step)
		return nil
	}
	if s.engine.check != nil {
		if err := s.engine.check(turn.Obs); err != nil {
			return err
		}
	}
	if !(turn.Unknown >= 0 && turn.Unknown <= 1) {
		return fmt.Errorf("session: a share of %v is unknown, expected 0 to 1", turn.Unknown)
	}
	sc := s.engine.take(s.place)
	f, err := s.take(&turn, step, sc)
	if err == nil {
		s.last = f
		s.fill(step)
		s.recent.keep(mark, f, s.begun, step)
	}
	s.engine.put(s.place, sc)
	return err
}

// take takes a turn into filter and path, and sets what step says of the path.
func (s *Session[O]) take(turn *Turn[O], step *Step, sc *scratch[O]) (figures, error) {
	density := sc.densities(turn.Obs)
	logEvidence, err := s.filter.Step(density, 0, nil)
	restart := impossible(err)
	if err != nil && !restart {
		return figures{}, err
	}
	step.Settled, step.Unsettled, step.Forced = step.Settled[:0], step.Unsettled[:0], 0
	s.begun = true
	if restart {
		logEvidence = -infinite
		s.restart(density, step)
	}
	if s.begun {
		if step.Settled, step.Forced, err = s.path.Push(density, 0, step.Settled); err != nil {
			panic("session: the filter knows states that the path does not: " + err.Error())
		}
	} else {
		step.Settled = append(step.Settled, None)
	}
	step.Unsettled = s.path.Unsettled(step.Unsettled, false)
	f := figures{turn: s.turns, surprise: -logEvidence, unknown: turn.Unknown, restart: restart}
	s.turns++
	return f, nil
}

// restart begins the session anew with a turn, or before one if no conversation begins with that. What was
// not settled is, as it stood.
func (s *Session[O]) restart(density []float64, step *Step) {
	step.Settled = s.path.Unsettled(step.Settled, false)
	s.path.Reset()
	s.filter.Reset()
	_, err := s.filter.Step(density, 0, nil)
	s.begun = err == nil
}

// fill sets what step says of the last turn, but for the path.
func (s *Session[O]) fill(step *Step) {
	belief := s.filter.Belief()
	step.Posterior = append(step.Posterior[:0], belief...)
	step.Next = slices.Grow(step.Next[:0], len(belief))[:len(belief)]
	step.Stop = s.filter.Predict(step.Next, 0)
	s.engine.conclude(step, &s.last)
	step.Repeated = false
}

// End is the states of the turns that are not settled, as they are on the best path of a conversation that
// ends here. The session stays as it is.
func (s *Session[O]) End() []int { return s.path.Unsettled(nil, true) }

// Last fills step with that of the last turn, but for Settled, which was handed out. It reports whether
// there is one.
func (s *Session[O]) Last(step *Step) bool {
	if s.turns == 0 {
		return false
	}
	s.fill(step)
	step.Settled, step.Forced = step.Settled[:0], 0
	step.Unsettled = s.path.Unsettled(step.Unsettled[:0], false)
	return true
}

// recall fills step with one that was kept.
func (s *Session[O]) recall(k *kept, step *Step) {
	step.Posterior, step.Next = append(step.Posterior[:0], k.posterior...), append(step.Next[:0], k.posterior...)
	if step.Stop = 0; k.begun {
		step.Stop = s.engine.recursion.Predict(step.Next, k.posterior, 0)
	}
	s.engine.conclude(step, &k.figures)
	step.Settled, step.Unsettled = step.Settled[:0], step.Unsettled[:0]
	for i, state := range k.path {
		if i < k.settled {
			step.Settled = append(step.Settled, int(state))
		} else {
			step.Unsettled = append(step.Unsettled, int(state))
		}
	}
	step.Forced, step.Repeated = k.forced, true
}
