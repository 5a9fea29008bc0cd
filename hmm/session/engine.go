// Package session follows live conversations turn by turn: which state are we in, how sure, how
// surprising was this turn, what comes next, how likely is it that this ends badly.
//
// An [Engine] is compiled once a model and shared by any number of goroutines; a [Session] is one
// conversation and belongs to one goroutine at a time. Every probability that a session says is filtered:
// it knows the turns so far and never the future. They are those of hmm.Decoder.Filtered on the same turns.
// The path is Viterbi's, told as far as no later turn can change it.
//
// A session is a few kilobytes. [Session.Append] writes it down and [Engine.Resume] goes on with it, in
// another process if need be, to the last bit.
package session

import (
	"errors"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/viterbi"
)

// An Engine serves sessions of one model. The model must not change while it is in use.
type Engine[O any] struct {
	model     *hmm.Model[O]
	options   Options
	recursion *forwardbackward.Compiled
	paths     *viterbi.Compiled
	outlook   outlook
	check     func(O) error // of an observation; nil where the family checks nothing
	// free keeps a scratch for each processor, as many as work at once; nil where one is in use or
	// was not needed yet. Evaluators hold tables: sessions should not, and a sync.Pool, which every
	// garbage collection empties, would have them made again and again.
	free     []atomic.Pointer[scratch[O]]
	sessions atomic.Uint32
	mark     func() [markLen]byte
}

// scratch is what a push needs and need not keep.
type scratch[O any] struct {
	evaluator emission.Evaluator[O]
	density   []float64
	obs       [1]O
}

// New compiles the model. The error is of options that do not fit it.
func New[O any](m *hmm.Model[O], o Options) (*Engine[O], error) {
	if err := o.check(m.States()); err != nil {
		return nil, err
	}
	e := &Engine[O]{
		model:     m,
		options:   o,
		recursion: forwardbackward.Compile(m.Chain),
		paths:     viterbi.Compile(m.Chain),
		outlook:   newOutlook(m.Chain, o),
		free:      make([]atomic.Pointer[scratch[O]], runtime.GOMAXPROCS(0)),
	}
	if c, ok := m.Emission.(emission.Checker[O]); ok {
		e.check = c.Check
	}
	e.mark = sync.OnceValue(e.fingerprint)
	return e, nil
}

// States is K.
func (e *Engine[O]) States() int { return e.model.States() }

// Options are those that the engine was made with.
func (e *Engine[O]) Options() Options { return e.options }

// NewSession begins a conversation.
func (e *Engine[O]) NewSession() *Session[O] {
	place := int(e.sessions.Add(1) % uint32(len(e.free)))
	return &Session[O]{engine: e, filter: forwardbackward.NewFilter(e.recursion), path: viterbi.NewLive(e.paths), place: place}
}

// take returns a scratch that nobody uses. It looks at place first, so that sessions which begin
// their search at different places do not get in each other's way.
func (e *Engine[O]) take(place int) *scratch[O] {
	for range e.free {
		if sc := e.free[place].Swap(nil); sc != nil {
			return sc
		}
		place = e.after(place)
	}
	return &scratch[O]{evaluator: e.model.Emission.Evaluator(), density: make([]float64, e.model.Emission.Len())}
}

// put takes a scratch back. One for which there is no place is dropped.
func (e *Engine[O]) put(place int, sc *scratch[O]) {
	clear(sc.obs[:])
	for range e.free {
		if e.free[place].CompareAndSwap(nil, sc) {
			return
		}
		place = e.after(place)
	}
}

// after is the place after one, round and round.
func (e *Engine[O]) after(place int) int {
	if place++; place < len(e.free) {
		return place
	}
	return 0
}

// densities are the log densities of an observation.
func (sc *scratch[O]) densities(obs O) []float64 {
	sc.obs[0] = obs
	sc.evaluator.LogDensities(sc.density, emission.RowMajor(len(sc.density)), sc.obs[:])
	return sc.density
}

// impossible reports whether an error says that no state can be.
func impossible(err error) bool {
	if err == nil {
		return false
	}
	var e *chain.ImpossibleError
	return errors.As(err, &e)
}

// dot is Σ_i x_i y_i.
func dot(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += float64(v * y[i])
	}
	return sum
}

// infinite is how surprising the impossible is.
var infinite = math.Inf(1)
