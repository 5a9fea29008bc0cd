package em_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
)

// A fit that ends with the error of a context that has ended was never begun; other errors, and such of other contexts,
// are errors of the whole.
func TestRestartEndsEarly(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	results, ran, err := em.Restart(ctx, 5, em.NewGate(1), func(i int) (int, error) {
		if i < 2 {
			return i + 1, nil
		}
		cancel()
		return 0, fmt.Errorf("starting: %w", ctx.Err())
	})
	if err != nil || !slices.Equal(ran, []bool{true, true, false, false, false}) || results[1] != 2 {
		t.Errorf("%v, ran %v, %v", results, ran, err)
	}
	if _, _, err := em.Restart(t.Context(), 2, nil, func(int) (int, error) { return 0, context.Canceled }); !errors.Is(err, context.Canceled) {
		t.Errorf("a context that has nothing to do with the search: %v", err)
	}
	if _, _, err := em.Restart(ctx, 0, nil, func(int) (int, error) { return 0, nil }); err != nil {
		t.Error(err)
	}
	for _, err := range []error{context.Canceled, fmt.Errorf("svd: %w", context.DeadlineExceeded)} {
		if got := em.NothingTrained(err); got != em.ErrNothingTrained {
			t.Errorf("%v became %v", err, got)
		}
	}
	if got := em.NothingTrained(errTrouble); got != errTrouble {
		t.Errorf("%v became %v", errTrouble, got)
	}
}
