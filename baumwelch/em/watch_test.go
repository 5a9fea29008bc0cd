package em_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
)

// heard is what a watch was told: "+" for a beginning, "-" for an end.
func heard(list *[]string) em.Watch {
	return func(s em.Stage, begins bool) {
		mark := "-"
		if begins {
			mark = "+"
		}
		*list = append(*list, mark+string(s))
	}
}

func TestWatch(t *testing.T) {
	e, m := []string{"+E-step", "-E-step"}, []string{"+M-step", "-M-step"}
	for name, c := range map[string]struct {
		learner *centre
		want    [][]string
	}{
		"two M-steps":      {&centre{at: 9, share: 0.5}, [][]string{e, m, e, m, e}},
		"a failing M-step": {&centre{at: 9, maximize: func(int, float64) (float64, []em.Repair, error) { return 0, nil, errTrouble }}, [][]string{e, m}},
		"a failing E-step": {&centre{at: 9, collect: func(float64) error { return errTrouble }}, [][]string{e}},
	} {
		var got []string
		o := options(2)
		o.Watch = heard(&got)
		if _, err := em.Fit(context.Background(), c.learner, points(3), o); err != nil && !errors.Is(err, errTrouble) {
			t.Fatal(err)
		}
		if want := slices.Concat(c.want...); !slices.Equal(got, want) {
			t.Errorf("%s: heard %q, want %q", name, got, want)
		}
	}
}
