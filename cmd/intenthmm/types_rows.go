package main

import (
	"cmp"
	"fmt"
	"io"
	"strconv"

	"github.com/urfave/cli/v2"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/intent/typed"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
)

// A typeRow is one conversation with its type.
type typeRow struct {
	Conversation  string    `json:"conversation_id"`
	Type          int       `json:"type"`
	Name          string    `json:"name"`
	Probability   float64   `json:"probability"`
	Turns         int       `json:"turns"`
	LogLikelihood float64   `json:"log_likelihood"`
	Probabilities []float64 `json:"probabilities"`
}

// assignTypes finds each conversation's type, writes what was asked for, and compares types with gold
// labels. Conversations that have none are left out, and the error names them. found says to print how many there are of each type.
func assignTypes(c *cli.Context, s, tables streams, m *typed.Model, conversations []transcript.Conversation, found bool) error {
	n, err := workers(c)
	if err != nil {
		return err
	}
	assigned, err := m.Assign(c.Context, conversations, em.NewGate(n))
	if err != nil {
		return err
	}
	rows, failed := make([]typeRow, 0, len(assigned)), make([]error, len(assigned))
	var sorted []transcript.Conversation // of rows
	for i, a := range assigned {
		if failed[i] = a.Err; a.Err != nil {
			continue
		}
		kind, c := a.Likeliest(), conversations[i]
		rows = append(rows, typeRow{c.ID, kind, m.Name(kind), a.Shares[kind], len(c.Messages), a.LogLikelihood, a.Shares})
		sorted = append(sorted, c)
	}
	if err := writeTypeRows(c, s, m, rows); err != nil {
		return err
	}
	if found {
		if err := printFound(c, tables, m, rows); err != nil {
			return err
		}
	}
	if err := compareTypes(c, tables, m, rows, sorted); err != nil {
		return err
	}
	return reasons(failed, "have no type")
}

// writeTypeRows writes the rows to the file that was asked for.
func writeTypeRows(c *cli.Context, s streams, m *typed.Model, rows []typeRow) error {
	path := c.String("assignments")
	if path == "" {
		return nil
	}
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		return writeRows(w, formatOf(path), rows, typeColumns(m.Mixture.Types()))
	})
}

// typeColumns are those of CSV, with a column for each type's probability.
func typeColumns(types int) []csvColumn[typeRow] {
	columns := []csvColumn[typeRow]{
		{"conversation_id", func(a typeRow) string { return a.Conversation }},
		{"type", func(a typeRow) string { return strconv.Itoa(a.Type) }},
		{"name", func(a typeRow) string { return a.Name }},
		{"probability", func(a typeRow) string { return number(&a.Probability) }},
		{"turns", func(a typeRow) string { return strconv.Itoa(a.Turns) }},
		{"log_likelihood", func(a typeRow) string { return number(&a.LogLikelihood) }},
	}
	for i := range types {
		columns = append(columns, csvColumn[typeRow]{"p" + strconv.Itoa(i), func(a typeRow) string { return number(&a.Probabilities[i]) }})
	}
	return columns
}

// printFound prints how the conversations fall into the types.
func printFound(c *cli.Context, s streams, m *typed.Model, rows []typeRow) error {
	counts, turns := make([]float64, m.Mixture.Types()), make([]float64, m.Mixture.Types())
	for _, r := range rows {
		counts[r.Type]++
		turns[r.Type] += float64(r.Turns)
	}
	return writeOutput(c.Context, s, "", func(w io.Writer) error {
		return report.TypesFound(w, m, counts, turns, width(s.out, ""))
	})
}

// compareTypes prints how types agree with the gold labels of conversations, if those were asked for: a
// conversation's is the first on its turns.
func compareTypes(c *cli.Context, s streams, m *typed.Model, rows []typeRow, conversations []transcript.Conversation) error {
	field := c.String("label")
	if field == "" {
		return nil
	}
	var tally agreement.Tally
	for i, r := range rows {
		label := ""
		for _, m := range conversations[i].Messages {
			label = cmp.Or(label, m.Label)
		}
		tally.Add(r.Type, label)
	}
	table := tally.Table()
	if table.Turns == 0 {
		return fmt.Errorf("no turn has a gold label in field %q", field)
	}
	return writeOutput(c.Context, s, "", func(w io.Writer) error {
		return report.Agreement(w, report.TypesAsGroups(m), table, width(s.out, ""))
	})
}
