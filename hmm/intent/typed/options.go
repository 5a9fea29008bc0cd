package typed

import (
	"fmt"
	"math"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/types"
)

// Auto is the number of types that has Train search for it.
const Auto = 0

// Options of training. Start from DefaultOptions.
type Options struct {
	// Types is the number of types to look for; Auto has it searched for, as Choose says.
	Types  int
	Choose types.ChooseOptions
	// Search says where to start, how often, and when to stop. Emissions are always kept.
	Search types.TrainOptions
	// Examples is the number of typical conversations that are named; 0 names none.
	Examples int
}

// DefaultOptions search for the number of types.
func DefaultOptions() Options {
	o := Options{Types: Auto, Choose: types.DefaultChooseOptions(), Search: types.DefaultTrainOptions(), Examples: 3}
	o.Search.Fit.Loop.MaxIterations = 200
	o.Search.Fit.Loop.Tolerance = 1e-4
	return o
}

// Check names the first option that cannot be.
func (o Options) Check() error {
	loop := o.Search.Fit.Loop
	switch {
	case o.Types != Auto && (o.Types < 1 || o.Types > types.MaxTypes):
		return fmt.Errorf("%d types, expected 1 to %d", o.Types, types.MaxTypes)
	case o.Choose.Most < 1 || o.Choose.Most > types.MaxTypes:
		return fmt.Errorf("up to %d types, expected 1 to %d", o.Choose.Most, types.MaxTypes)
	case o.Search.Restarts < 1:
		return fmt.Errorf("%d restarts, expected at least 1", o.Search.Restarts)
	case loop.MaxIterations < 0:
		return fmt.Errorf("%d iterations, expected 0 or more", loop.MaxIterations)
	case math.IsNaN(loop.Tolerance) || math.IsInf(loop.Tolerance, 0):
		return fmt.Errorf("tolerance %v, expected a finite number", loop.Tolerance)
	case o.Examples < 0:
		return fmt.Errorf("%d examples, expected 0 or more", o.Examples)
	}
	return nil
}

// Workers bounds the goroutines that compute. It has no influence on the result.
func (o *Options) Workers(n int) { o.Search.Fit.Loop.Gate = em.NewGate(n) }
