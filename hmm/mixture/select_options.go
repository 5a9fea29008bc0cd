package mixture

import (
	"fmt"
	"slices"
	"strings"
)

// SelectOptions say how to look for the number of components. Start from DefaultSelectOptions.
type SelectOptions struct {
	Fewest, Most int       // the numbers of components that are tried
	By           Criterion // what decides
	// Folds is the number of folds into which items are dealt for HeldOut.
	Folds int
	// StandardErrors is how far behind the highest held-out log-likelihood is as good as that.
	StandardErrors float64
	// OnProgress, if set, is told after each number of components how much of the search is done, from 0
	// to 1.
	OnProgress func(components int, done float64)
}

// DefaultSelectOptions try 1 to 20 components by held-out likelihood over 5 folds, and take the fewest
// that come within one standard error of the best.
func DefaultSelectOptions() SelectOptions {
	return SelectOptions{Fewest: 1, Most: 20, By: HeldOut, Folds: 5, StandardErrors: 1}
}

// Criterion is what decides on the number of components.
type Criterion int

const (
	HeldOut Criterion = iota // log-likelihood of items that the model has not seen
	BIC
	ICL
	AIC
)

var criterionNames = []string{"held out", "BIC", "ICL", "AIC"}

func (c Criterion) valid() bool { return c >= 0 && int(c) < len(criterionNames) }

func (c Criterion) String() string {
	if !c.valid() {
		return fmt.Sprintf("Criterion(%d)", int(c))
	}
	return criterionNames[c]
}

// MarshalText writes the name.
func (c Criterion) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a name.
func (c *Criterion) UnmarshalText(text []byte) error {
	i := slices.Index(criterionNames, string(text))
	if i < 0 {
		return fmt.Errorf("criterion %q, expected one of %s", text, strings.Join(criterionNames, ", "))
	}
	*c = Criterion(i)
	return nil
}

// check names the first option that cannot be.
func (o SelectOptions) check(items int) error {
	switch {
	case o.Fewest < 1 || o.Most < o.Fewest:
		return fmt.Errorf("mixture: from %d to %d components, expected at least 1, and no fewer at most than at least", o.Fewest, o.Most)
	case !o.By.valid():
		return fmt.Errorf("mixture: criterion %s, expected one of %q", o.By, criterionNames)
	case o.By == HeldOut && (o.Folds < 2 || o.Folds > items):
		return fmt.Errorf("mixture: %d folds of %d items, expected from 2 to as many as there are", o.Folds, items)
	case !(o.StandardErrors >= 0):
		return fmt.Errorf("mixture: within %v standard errors, expected 0 or more", o.StandardErrors)
	}
	return nil
}
