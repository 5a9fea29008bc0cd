package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// permute moves the flags of a subcommand before its file names: the flag parser underneath stops at
// the first argument that is none. What follows "--" stays as it is. A call for help keeps nothing
// else.
func permute(app *cli.App, args []string) ([]string, error) {
	if len(args) < 2 {
		return args, nil
	}
	command := app.Command(args[1])
	if command == nil {
		return args, nil
	}
	flags, files := slices.Clone(args[:2]), []string{}
	for rest := args[2:]; len(rest) > 0; rest = rest[1:] {
		arg := rest[0]
		if arg == "--" {
			files = append(files, rest[1:]...)
			break
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") || isNumber(flagName(arg)) {
			files = append(files, arg)
			continue
		}
		if slices.Contains(cli.HelpFlag.Names(), flagName(arg)) {
			return []string{args[0], args[1], "--help"}, nil
		}
		flags = append(flags, arg)
		if takesValue(command, arg) {
			if rest = rest[1:]; len(rest) == 0 {
				return args, usage("flag needs a value: %s", arg)
			}
			flags = append(flags, rest[0])
		}
	}
	return append(append(flags, "--"), files...), nil
}

// flagName is the flag without its dashes: one and two mean the same.
func flagName(arg string) string { return strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-") }

// isNumber reports whether a text begins as a number does, which no flag's name does: -1=x is a state that
// there cannot be.
func isNumber(name string) bool { return name != "" && name[0] >= '0' && name[0] <= '9' }

// takesValue reports whether the flag's value is the argument after it.
func takesValue(command *cli.Command, arg string) bool {
	if strings.Contains(arg, "=") {
		return false
	}
	for _, f := range command.Flags {
		if slices.Contains(f.Names(), flagName(arg)) {
			_, toggle := f.(*cli.BoolFlag)
			return !toggle
		}
	}
	return false
}
