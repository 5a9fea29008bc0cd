package main

import (
	"strings"

	"github.com/urfave/cli/v2"
)

// meant asks for the name that may have been meant, after a prefix: the nearest, if no more than a third of
// the letters were slips. It is "" if there is none: the flag library's own hint names something for any
// text.
func meant(name, prefix string, names []string) string {
	best, least := "", 1+len(name)/3
	for _, n := range names {
		if d := slips(name, n); d < least {
			best, least = n, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + prefix + best + "?"
}

// slips is how many letters must be left out, put in, exchanged or swapped with a neighbour, none twice, to make b of a.
//
// Source: the optimal string alignment distance, Damerau 1964.
func slips(a, b string) int {
	before, row := make([]int, len(b)+1), make([]int, len(b)+1) // those of the two last prefixes of a
	for j := range row {
		row[j] = j
	}
	for i := range a {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range b {
			change := row[j]
			if a[i] != b[j] {
				change++
			}
			next[j+1] = min(change, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}

// meantCommand is meant of a command.
func meantCommand(app *cli.App, name string) string {
	names := []string{"help"}
	for _, c := range app.Commands {
		names = append(names, c.Name)
	}
	return meant(name, "", names)
}

// meantFlag is meant of the flag that an error of the flag parser says there is not.
func meantFlag(c *cli.Context, err error) string {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return ""
	}
	var names []string
	for _, f := range c.Command.Flags {
		names = append(names, f.Names()[0])
	}
	return meant(strings.TrimLeft(name, "-"), "--", names)
}
