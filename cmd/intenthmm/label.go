package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/internal/atomicfile"
)

func labelCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "label",
		Usage:     "name the states of a model, and mark outcomes",
		ArgsUsage: "-m MODEL [STATE=NAME...]",
		Description: "Names states in the model file, by their numbers in its map: decode, live and show then use these\n" +
			"names. STATE= gives the suggested name back. The file is replaced once all is written; nothing is\n" +
			"changed in it but labels, and nothing at all if anything is wrong. Without states it lists them.\n\n" +
			"--outcome      the states are outcomes, called like the state: a conversation has come to that\n" +
			"               once it is in the state; states of one name are one outcome\n" +
			"--ends-as NAME a conversation that ends after one of the states has that outcome\n" +
			"--no-outcome   takes both marks away\n" +
			"--from FILE    labels from a CSV file with the columns state, name, outcome, ends_as, as --csv\n" +
			"               writes it. An empty outcome or ends_as takes the mark away; columns and states\n" +
			"               that are not there stay as they are\n\n" +
			"A mark alone needs no name: STATE is enough. Renaming leaves marks as they are, with a warning\n" +
			"where an outcome keeps another name. What has changed is told on standard error.\n\n" +
			"intenthmm label -m shop.hmm.json 7=hand-off 12=payment --outcome\n" +
			"intenthmm label -m shop.hmm.json 3 --ends-as abandoned\n" +
			"intenthmm label -m shop.hmm.json --csv -o labels.csv\n" +
			"intenthmm label -m shop.hmm.json --from labels.csv",
		Flags: []cli.Flag{
			modelFlag(),
			toggle("outcome", "mark the states as outcomes"),
			&cli.StringFlag{Name: "ends-as", Usage: "mark the states as ones that end as `NAME`"},
			toggle("no-outcome", "take marks away"),
			&cli.StringFlag{Name: "from", Usage: "read labels from the CSV `FILE`"},
			toggle("csv", "list as CSV"),
			outputFlag("write the model, or the list, to `FILE` instead: a list\n\tas CSV if it ends in .csv; compressed if it ends in .gz"),
		},
		Action: func(c *cli.Context) error { return label(c, s) },
	}
}

// label lists or changes the labels of a model.
func label(c *cli.Context, s streams) error {
	change, err := changeOf(c)
	if err != nil {
		return err
	}
	model, from := c.String("model"), c.String("from")
	if model == "-" && from == "-" {
		return usage("label: the model and labels cannot both be read from standard input")
	}
	if change != nil || from != "" {
		if err := inPlace(c); err != nil {
			return err
		}
	}
	if err := checkOutput(c, model, from); err != nil {
		return err
	}
	m, err := openModel(c, s)
	if err != nil {
		return err
	}
	switch {
	case change != nil:
		return relabel(c, s, m, change)
	case from != "":
		return relabelFrom(c, s, m, from)
	}
	return listLabels(c, s, m)
}

// inPlace refuses, unless -o says where to write, a model file that cannot be replaced.
func inPlace(c *cli.Context) error {
	model := c.String("model")
	switch {
	case c.String("output") != "" || model == "":
		return nil
	case model == "-":
		return usage("label: the model is read from standard input: name the file to write with -o")
	}
	return atomicfile.Check(model)
}

// relabel makes the change that the command line asks for.
func relabel(c *cli.Context, s streams, m *intent.Model, change *labelChange) error {
	labels, err := change.apply(m)
	if err != nil {
		return err
	}
	labelled, err := m.Relabel(labels)
	if err != nil {
		return usage("label: %w", err)
	}
	return saveLabelled(c, s, m, labelled)
}

// relabelFrom gives the labels in a file.
func relabelFrom(c *cli.Context, s streams, m *intent.Model, path string) error {
	labels, err := openLabels(c, s, path, m.Labels())
	if err != nil {
		return err
	}
	labelled, err := m.Relabel(labels)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return saveLabelled(c, s, m, labelled)
}

// saveLabelled writes the labelled model where the one before came from, or where -o says, and tells what
// is other in it.
func saveLabelled(c *cli.Context, s streams, before, labelled *intent.Model) error {
	path := cmp.Or(c.String("output"), c.String("model"))
	if err := writeOutput(c.Context, s, path, labelled.Write); err != nil {
		return err
	}
	tellLabels(s.err, before.Labels(), labelled.Labels())
	if path != "-" {
		fmt.Fprintf(s.err, "model saved to %s\n", path)
	}
	return nil
}

// listLabels lists the states, as CSV where the flag or the name of the output says so.
func listLabels(c *cli.Context, s streams, m *intent.Model) error {
	path := c.String("output")
	name := strings.TrimSuffix(strings.ToLower(path), ".gz")
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		if c.Bool("csv") || strings.HasSuffix(name, ".csv") {
			return writeCSV(w, m.Labels(), labelColumns)
		}
		return report.Labels(w, m, width(s.out, path))
	})
}
