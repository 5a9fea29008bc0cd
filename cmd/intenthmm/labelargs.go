package main

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
)

// A labelChange is what the command line says of states.
type labelChange struct {
	states  []namedState
	outcome bool   // they are outcomes
	endsAs  string // they end as that
	none    bool   // neither any more
}

// A namedState is a state on the command line.
type namedState struct {
	number int
	rename bool // to name
	name   string
}

// changeOf is the change that the command line asks for; nil if it names no states.
func changeOf(c *cli.Context) (*labelChange, error) {
	mark, err := markOf(c)
	if err != nil {
		return nil, err
	}
	given := c.Args().Slice()
	if len(given) == 0 {
		if mark != "" {
			return nil, usage("label: %s marks no state: expected states beside it, as in 7 or 7=hand-off", mark)
		}
		if c.Bool("csv") && c.IsSet("from") {
			return nil, usage("label: --from and --csv: one at a time")
		}
		if c.IsSet("from") && c.String("from") == "" {
			return nil, usage("label: --from is empty: expected the name of a CSV file")
		}
		return nil, nil
	}
	for _, other := range []string{"from", "csv"} {
		if c.IsSet(other) {
			return nil, usage("label: --%s and the state %s: one at a time", other, given[0])
		}
	}
	change := &labelChange{outcome: c.Bool("outcome"), endsAs: c.String("ends-as"), none: c.Bool("no-outcome")}
	for _, arg := range given {
		state, err := parseState(arg)
		if err != nil {
			return nil, err
		}
		if !state.rename && mark == "" {
			return nil, usage("label: nothing is said of state %d: expected a name, as in %d=hand-off, or --outcome, --ends-as or --no-outcome", state.number, state.number)
		}
		change.states = append(change.states, state)
	}
	return change, nil
}

// markOf is the flag that marks states, of which there can be one; "" if there is none.
func markOf(c *cli.Context) (string, error) {
	mark := ""
	for _, name := range []string{"outcome", "ends-as", "no-outcome"} {
		if !c.Bool(name) && !(name == "ends-as" && c.IsSet(name)) {
			continue
		}
		if mark != "" {
			return "", usage("label: %s and --%s: one at a time", mark, name)
		}
		mark = "--" + name
	}
	if c.IsSet("ends-as") && c.String("ends-as") == "" {
		return "", usage("label: --ends-as is empty: expected an outcome, as in --ends-as abandoned; --no-outcome takes one away")
	}
	return mark, nil
}

// parseState reads STATE or STATE=NAME.
func parseState(arg string) (namedState, error) {
	number, name, rename := strings.Cut(arg, "=")
	n, err := strconv.Atoi(number)
	if err != nil {
		return namedState{}, usage("label: %q: expected the number of a state and its name, as in 7=hand-off", arg)
	}
	return namedState{n, rename, name}, nil
}

// apply is the labels that the named states then have.
func (l *labelChange) apply(m *intent.Model) ([]intent.Label, error) {
	all := m.Labels()
	var labels []intent.Label
	for _, state := range l.states {
		if state.number < 0 || state.number >= len(all) {
			return nil, usage("label: state %d: expected one from 0 to %d", state.number, len(all)-1)
		}
		label := all[state.number]
		if state.rename {
			label.Name = cmp.Or(state.name, m.States[state.number].Suggestion())
		}
		switch {
		case l.outcome:
			label.Outcome = label.Name
		case l.endsAs != "":
			label.EndsAs = l.endsAs
		case l.none:
			label.Outcome, label.EndsAs = "", ""
		}
		labels = append(labels, label)
	}
	return labels, nil
}
