package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/intent/typed"
	"intenthmm/hmm/report"
	"intenthmm/hmm/transcript"
)

const defaultTypes = "types.hmm.json"

func typesCommand(s streams) *cli.Command {
	d := typed.DefaultOptions()
	return &cli.Command{
		Name:      "types",
		Usage:     "find types of conversation by how they flow through the intents",
		ArgsUsage: "-m MODEL FILE...",
		Description: "Learns, without labels, types of conversation: the intents of the model and what they say stay as\n" +
			"they are, and each type has a flow of its own through them (a mixture of hidden Markov models).\n" +
			"Prints for each type its share, its length, and what it does more often than all together:\n" +
			"intents, starts and ends, what leads to what; saves types and intents in one file. Unless --types\n" +
			"is a number, 1 type is tried, 2 and so on, and conversations that were held out show which\n" +
			"predicts best; a table says why. The same model, data, options and seed give the same file. An\n" +
			"interrupt saves the best so far, and a second one ends at once.\n\n" +
			"With --apply, conversations are given to the types of such a file instead. --assignments FILE\n" +
			"writes a line a conversation, in the order of the input:\n\n" +
			"  conversation_id  the log's identifier\n" +
			"  type, name       its likeliest type, and what that is called\n" +
			"  probability      of that type, given the whole conversation\n" +
			"  turns            their number\n" +
			"  log_likelihood   of the conversation, nats\n" +
			"  probabilities    of all types (CSV: p0, p1, …)\n\n" +
			"intenthmm types -m shop.hmm.json chats.jsonl -o shop.types.hmm.json\n" +
			"intenthmm types --apply shop.types.hmm.json new.jsonl --assignments types.csv",
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "model", Aliases: []string{"m"}, Usage: "model `FILE` of the intents, needed to learn types"},
			&cli.StringFlag{Name: "apply", Usage: "give conversations to the types in `FILE` instead"},
			&cli.StringFlag{Name: "types", Aliases: []string{"c"}, Value: auto, DefaultText: auto,
				Usage: "look for `C` types; auto: for as many as predict\n\tconversations best that were held out"},
			&cli.IntFlag{Name: "most", Value: d.Choose.Most, Usage: "try up to `C` types"},
			&cli.IntFlag{Name: "restarts", Value: d.Search.Restarts, Usage: "fit from `R` starting points"},
			&cli.Uint64Flag{Name: "seed", Value: d.Search.Seed, Usage: "draw all random choices from seed `S`"},
			outputFlag("`FILE` of the types, compressed if it ends in .gz\n\t(default: " + defaultTypes + ")"),
			&cli.StringFlag{Name: "assignments", Usage: "write each conversation's type to `FILE`: as CSV if it\n\tends in .csv, compressed in .gz; - is standard output"},
			&cli.StringFlag{Name: "label", Usage: "`FIELD` with a gold label on some turn of conversations,\n\tto compare types with"},
			toggle("no-examples", "keep the identifiers of typical conversations out"),
			toggle("json", "write the types as JSON, with the record of training"),
			workersFlag(), quietFlag(),
		}, inputFlags()),
		Action: func(c *cli.Context) error { return typesOf(c, s) },
	}
}

func typesOf(c *cli.Context, s streams) error {
	learn, apply := c.String("model"), c.String("apply")
	switch {
	case learn == "" && apply == "":
		return usage("types: name a model of intents with -m, or types that were saved with --apply")
	case learn != "" && apply != "":
		return usage("types: -m learns types, --apply uses saved ones: one at a time")
	case apply != "":
		return applyTypes(c, s, apply)
	}
	return learnTypes(c, s)
}

// learnTypes learns types on a model of intents, saves and prints them.
func learnTypes(c *cli.Context, s streams) error {
	o, err := typesOptions(c)
	if err != nil {
		return err
	}
	path := c.String("output")
	if path == "" {
		path = defaultTypes
	}
	files, err := typesPaths(c, path, c.String("model"))
	if err != nil {
		return err
	}
	intents, err := modelFor(c, s, files...)
	if err != nil {
		return err
	}
	conversations, hides, err := typesInput(c, s, intents, intents.Record.Data.Hidden, files)
	if err != nil {
		return err
	}
	m, err := fitTypes(c, s, intents, conversations, o)
	if err != nil {
		return nothingTrained(err)
	}
	m.Record.Hidden = &hides
	ctx, tables := context.WithoutCancel(c.Context), s
	if path == "-" || c.String("assignments") == "-" {
		tables.out = s.err
	}
	if err := writeOutput(ctx, s, path, m.Write); err != nil {
		return err
	}
	if err := printTypes(ctx, c, tables, m); err != nil {
		return err
	}
	warn(s.err, m.Record.Warnings)
	if path != "-" && !c.Bool("quiet") {
		fmt.Fprintf(s.err, "types saved to %s\n", path)
	}
	if err := bestSoFar(c, "types are"); err != nil {
		return err
	}
	return assignTypes(c, s, tables, m, conversations, false)
}

// fitTypes learns types, and shows how that goes on unless it is to be quiet.
func fitTypes(c *cli.Context, s streams, intents *intent.Model, conversations []transcript.Conversation, o typed.Options) (*typed.Model, error) {
	if !c.Bool("quiet") {
		turns := 0
		for _, one := range conversations {
			turns += len(one.Messages)
		}
		p := newProgress(s.err, func() int { return turns }, journey{"types", o.Types == typed.Auto, o.Search.Restarts, o.Search.Fit.Loop.Tolerance, "nats a turn"})
		defer p.finish()
		o.Search.OnIteration, o.Choose.OnProgress = p.iteration, p.search
	}
	return typed.Train(c.Context, intents, conversations, o)
}

// printTypes prints the types.
func printTypes(ctx context.Context, c *cli.Context, s streams, m *typed.Model) error {
	return writeOutput(ctx, s, "", func(w io.Writer) error {
		if c.Bool("json") {
			return report.TypesJSON(w, m)
		}
		if err := report.TypesTraining(w, m); err != nil {
			return err
		}
		return report.Types(w, m, width(s.out, ""))
	})
}

// applyTypes gives conversations to saved types.
func applyTypes(c *cli.Context, s streams, path string) error {
	for _, flag := range []string{"types", "most", "restarts", "seed", "output", "no-examples", "json"} {
		if c.IsSet(flag) {
			return usage("types: --%s is for learning types: it goes without --apply", flag)
		}
	}
	files, err := typesPaths(c, "", path)
	if err != nil {
		return err
	}
	m, err := typed.Open(path)
	if err != nil {
		return err
	}
	conversations, _, err := typesInput(c, s, m.Intents, m.Hidden(), files)
	if err != nil {
		return err
	}
	tables := s
	if c.String("assignments") == "-" {
		tables.out = s.err
	}
	return assignTypes(c, s, tables, m, conversations, true)
}
