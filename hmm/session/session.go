// Package session follows live conversations turn by turn: which state are we in, how sure, how
// surprising was this turn, what comes next.
//
// An [Engine] is compiled once a model and shared by any number of goroutines; a [Session] is one
// conversation and belongs to one goroutine at a time. Everything a session says is filtered: it
// knows the turns so far and never the future. Its numbers are those of hmm.Decoder.Filtered on the
// same turns.
package session

import (
	"errors"
	"math"
	"runtime"
	"sync/atomic"

	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// An Engine serves sessions of one model. The model must not change while it is in use.
type Engine[O any] struct {
	model     *hmm.Model[O]
	recursion *forwardbackward.Compiled
	// free keeps a scratch for each processor, as many as work at once; nil where one is in use or
	// was not needed yet. Evaluators hold tables: sessions should not, and a sync.Pool, which every
	// garbage collection empties, would have them made again and again.
	free     []atomic.Pointer[scratch[O]]
	sessions atomic.Uint32
}

// scratch is what a push needs and need not keep.
type scratch[O any] struct {
	evaluator emission.Evaluator[O]
	density   []float64
	obs       [1]O
}

// New compiles the model.
func New[O any](m *hmm.Model[O]) *Engine[O] {
	return &Engine[O]{
		model:     m,
		recursion: forwardbackward.Compile(m.Chain),
		free:      make([]atomic.Pointer[scratch[O]], runtime.GOMAXPROCS(0)),
	}
}

// take returns a scratch that nobody uses. It looks at place first, so that sessions which begin
// their search at different places do not get in each other's way.
func (e *Engine[O]) take(place int) *scratch[O] {
	for i := range e.free {
		if sc := e.free[(place+i)%len(e.free)].Swap(nil); sc != nil {
			return sc
		}
	}
	return &scratch[O]{evaluator: e.model.Emission.Evaluator(), density: make([]float64, e.model.Emission.Len())}
}

// put takes a scratch back. One for which there is no place is dropped.
func (e *Engine[O]) put(place int, sc *scratch[O]) {
	clear(sc.obs[:])
	for i := range e.free {
		if e.free[(place+i)%len(e.free)].CompareAndSwap(nil, sc) {
			return
		}
	}
}

// step takes a turn into the filter, and reports whether that had to begin anew with it.
func (e *Engine[O]) step(f *forwardbackward.Filter, place int, obs O) (logEvidence float64, restart bool, err error) {
	sc := e.take(place)
	sc.obs[0] = obs
	sc.evaluator.LogDensities(sc.density, emission.RowMajor(len(sc.density)), sc.obs[:])
	logEvidence, err = f.Step(sc.density, 0, nil)
	if impossible(err) {
		f.Reset()
		logEvidence, restart = math.Inf(-1), true
		if _, err = f.Step(sc.density, 0, nil); impossible(err) {
			err = nil
		}
	}
	e.put(place, sc)
	return logEvidence, restart, err
}

func impossible(err error) bool {
	if err == nil {
		return false
	}
	var e *chain.ImpossibleError
	return errors.As(err, &e)
}

// States is K.
func (e *Engine[O]) States() int { return e.model.States() }

// NewSession begins a conversation. A session holds three vectors of K numbers.
func (e *Engine[O]) NewSession() *Session[O] {
	place := int(e.sessions.Add(1) % uint32(len(e.free)))
	return &Session[O]{engine: e, filter: forwardbackward.NewFilter(e.recursion), place: place}
}

// A Session is one live conversation.
type Session[O any] struct {
	engine *Engine[O]
	filter *forwardbackward.Filter
	place  int // where to look for scratch first
	turns  int
}

// A Step is what is known after a turn. Its slices are reused by the next Push into the same Step.
type Step struct {
	Turn       int       // counted from 0
	State      int       // the most probable state, the lowest of equally probable ones
	Confidence float64   // its probability
	Posterior  []float64 // K: P(state | turns so far)
	Next       []float64 // K: P(state of the next turn, there is one | turns so far)
	Stop       float64   // P(no further turn | turns so far); 0 where the model says nothing of ends
	// Surprise is -log P(there is this turn and it is what it is | turns before), in nats. +Inf says
	// that the model holds the turn impossible here; the session has then begun anew with it.
	Surprise float64
	Restart  bool // the session began anew with this turn
}

// Push takes the next turn and fills step. An observation that is not fit for the model (see
// emission.Checker) or has no density is an error and leaves the session as it was. A turn that is
// impossible after those before has Surprise +Inf and begins the session anew; if it is impossible
// even as a first turn, the session stands before a first turn again and Posterior is the prior.
// After the first push of a Step it allocates nothing that the model's family does not.
func (s *Session[O]) Push(obs O, step *Step) error {
	if checker, ok := s.engine.model.Emission.(emission.Checker[O]); ok {
		if err := checker.Check(obs); err != nil {
			return err
		}
	}
	logEvidence, restart, err := s.engine.step(s.filter, s.place, obs)
	if err != nil {
		return err
	}
	step.Turn, step.Surprise, step.Restart = s.turns, -logEvidence, restart
	s.turns++
	s.fill(step)
	return nil
}

// fill copies what the filter knows.
func (s *Session[O]) fill(step *Step) {
	belief := s.filter.Belief()
	step.Posterior = append(step.Posterior[:0], belief...)
	step.Next = append(step.Next[:0], belief...)
	step.Stop = s.filter.Predict(step.Next, 0)
	step.State = 0
	for i, p := range belief {
		if p > belief[step.State] {
			step.State = i
		}
	}
	step.Confidence = belief[step.State]
}

// Turns is the number of turns pushed.
func (s *Session[O]) Turns() int { return s.turns }
