package em

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
)

// Options say how long to go on and with how many hands.
type Options struct {
	// MaxIterations bounds the number of M-steps.
	MaxIterations int
	// Tolerance is the gain of the objective, in nats a turn, below which it counts as converged.
	// Negative: never.
	Tolerance float64
	// Gate bounds the goroutines that compute. It has no influence on the result.
	Gate Gate
	// OnIteration, if set, is told of every iteration, from the goroutine that called Fit.
	OnIteration func(Iteration)
	// Watch is told when E-steps and M-steps begin and end.
	Watch Watch
}

// DefaultOptions are 500 iterations, 1e-6 nats a turn, and as many workers as the machine has cores.
func DefaultOptions() Options {
	return Options{MaxIterations: 500, Tolerance: 1e-6, Gate: NewGate(runtime.GOMAXPROCS(0))}
}

// decrease is how far, relative to its size, the objective may fall by rounding.
const decrease = 1e-10

// Fit raises the learner's objective on items until it converges or something ends it, and leaves
// the learner with the parameters of the last iteration that the result tells of: they are always
// complete, also when ctx is cancelled. The error is the learner's or a worker's own; how a fit
// without error ended is its Status.
func Fit[D any](ctx context.Context, learner Learner[D], items []D, o Options) (Result, error) {
	return NewClimb(learner, items, o).Run(ctx, o.MaxIterations)
}

// A Climb is a fit that can be taken some way, and then further.
type Climb[D any] struct {
	learner         Learner[D]
	options         Options
	expecter        *Expecter[D]
	stats           *Stats    // of the last iteration, where the climb paused
	present, before []float64 // parameters of this iteration and the one before
	change          float64   // largest difference between them
	repairs         []Repair  // made on the way to the present parameters
	result          Result
}

// NewClimb is a fit before its first E-step. Of the options MaxIterations does not matter: Run says how far.
func NewClimb[D any](learner Learner[D], items []D, o Options) *Climb[D] {
	if o.Gate == nil {
		o.Gate = NewGate(1)
	}
	f := &Climb[D]{learner: learner, options: o, expecter: NewExpecter(learner, o.Gate)}
	f.expecter.over(items)
	f.present = make([]float64, learner.ParamLen())
	f.before = make([]float64, learner.ParamLen())
	learner.Params(f.present)
	return f
}

// Run goes on until so many M-steps were made in all, if nothing ends the fit before: then the status is
// OutOfIterations, and a further Run goes on as if there had been no pause. After any other status or an
// error the fit is over. Result and error are Fit's.
func (f *Climb[D]) Run(ctx context.Context, iterations int) (Result, error) {
	f.options.MaxIterations = iterations
	if len(f.result.Iterations) > 0 {
		if f.stats == nil || f.result.Last().Iteration >= iterations {
			return f.result, nil
		}
		if err := f.maximize(f.stats); err != nil {
			return f.result, errors.Join(err, f.back(f.present))
		}
	}
	for {
		f.stats = nil
		f.options.Watch.Begin(EStep)
		stats, err := f.expecter.expect(ctx)
		f.options.Watch.End(EStep)
		if Interrupted(err) {
			f.result.Status = Cancelled
			return f.result, f.end()
		}
		if err != nil {
			return f.result, errors.Join(err, f.back(f.before))
		}
		if f.judge(stats) {
			if f.result.Status == OutOfIterations {
				f.stats = stats
			}
			return f.result, f.end()
		}
		if err := f.maximize(stats); err != nil {
			return f.result, errors.Join(err, f.back(f.present))
		}
	}
}

// judge records the iteration that stats belong to, and reports whether the loop ends with it.
func (f *Climb[D]) judge(stats *Stats) bool {
	it := Iteration{
		Iteration:     len(f.result.Iterations),
		LogLikelihood: stats.LogLikelihood,
		GlobalBound:   f.learner.GlobalBound(),
		Change:        f.change,
		Repairs:       f.repairs,
	}
	it.Objective = it.LogLikelihood + it.GlobalBound
	f.result.Turns, f.result.Items = stats.Turns, stats.Items
	if math.IsNaN(it.Objective) || math.IsInf(it.Objective, 0) {
		f.result.Status = Degenerate
		return true
	}
	// A repair begins a new monotone segment; one that every M-step makes again does not.
	fresh := it.Iteration == 0 || len(it.Repairs) > 0 && !slices.Equal(it.Repairs, f.result.Last().Repairs)
	if !fresh {
		last := f.result.Last().Objective
		it.Gain = it.Objective - last
		if it.Gain < -decrease*math.Max(1, math.Abs(last)) {
			f.result.Status = Decreased
			return true
		}
	}
	f.result.Iterations = append(f.result.Iterations, it)
	if o, ok := f.learner.(Observer); ok {
		o.Observe(stats)
	}
	if f.options.OnIteration != nil {
		f.options.OnIteration(it)
	}
	switch {
	case !fresh && f.options.Tolerance >= 0 && it.Gain <= f.options.Tolerance*stats.Turns:
		f.result.Status = Converged
	case it.Iteration >= f.options.MaxIterations:
		f.result.Status = OutOfIterations
	default:
		return false
	}
	return true
}

// end goes back to the parameters of the last iteration on record, where the loop went past them.
func (f *Climb[D]) end() error {
	if s := f.result.Status; s == Decreased || s == Degenerate || s == Cancelled {
		return f.back(f.before)
	}
	return nil
}

// back sets the learner to the parameters of the last iteration on record, if there is one.
func (f *Climb[D]) back(to []float64) error {
	if len(f.result.Iterations) == 0 {
		return nil
	}
	return f.learner.SetParams(to)
}

// maximize runs the M-step and measures how far it went.
func (f *Climb[D]) maximize(stats *Stats) (err error) {
	f.options.Watch.Begin(MStep)
	defer f.options.Watch.End(MStep)
	f.options.Gate.Do(func() { f.repairs, err = f.learner.Maximize(stats) })
	if err != nil {
		return fmt.Errorf("iteration %d: %w", len(f.result.Iterations)-1, err)
	}
	f.before, f.present = f.present, f.before
	f.learner.Params(f.present)
	f.change = 0
	for i, v := range f.present {
		f.change = max(f.change, math.Abs(v-f.before[i]))
	}
	return nil
}
