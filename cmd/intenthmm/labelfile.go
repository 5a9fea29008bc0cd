package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
)

// A file of labels is CSV with these columns, of which the first must be there.
var labelColumns = []csvColumn[intent.Label]{
	{"state", func(l intent.Label) string { return strconv.Itoa(l.State) }},
	{"name", func(l intent.Label) string { return l.Name }},
	{"outcome", func(l intent.Label) string { return l.Outcome }},
	{"ends_as", func(l intent.Label) string { return l.EndsAs }},
}

// openLabels reads a file of labels, standard input for "-".
func openLabels(c *cli.Context, s streams, path string, present []intent.Label) ([]intent.Label, error) {
	r := untilDone(c.Context, s.in)
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	labels, err := readLabels(r, present)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return labels, nil
}

// readLabels reads labels as CSV. A column that is not there leaves what the state has at present. An error
// names the line.
func readLabels(r io.Reader, present []intent.Label) ([]intent.Label, error) {
	rows := csv.NewReader(r)
	header, err := rows.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("no lines: expected a header with state, name, outcome, ends_as")
	}
	if err != nil {
		return nil, err
	}
	if err := checkHeader(header); err != nil {
		return nil, fmt.Errorf("line 1: %w", err)
	}
	var labels []intent.Label
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return labels, nil
		}
		if err != nil {
			return nil, err
		}
		label, err := readLabel(header, row, present)
		if err == nil && slices.ContainsFunc(labels, func(l intent.Label) bool { return l.State == label.State }) {
			err = fmt.Errorf("state %d for the second time", label.State)
		}
		if err != nil {
			line, _ := rows.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		labels = append(labels, label)
	}
}

// byteOrderMark is what spreadsheets begin UTF-8 files with.
const byteOrderMark = "\ufeff"

// checkHeader refuses a column that no label has, one that is there twice, and a header without state. It
// takes a byte order mark away.
func checkHeader(header []string) error {
	header[0] = strings.TrimPrefix(header[0], byteOrderMark)
	for i, name := range header {
		if !slices.ContainsFunc(labelColumns, func(c csvColumn[intent.Label]) bool { return c.name == name }) {
			return fmt.Errorf("column %q, expected state, name, outcome, ends_as, with commas between", name)
		}
		if slices.Contains(header[:i], name) {
			return fmt.Errorf("column %q for the second time", name)
		}
	}
	if !slices.Contains(header, labelColumns[0].name) {
		return errors.New("no column state: expected state, name, outcome, ends_as")
	}
	return nil
}

// readLabel is the label in a row.
func readLabel(header, row []string, present []intent.Label) (intent.Label, error) {
	number := row[slices.Index(header, "state")]
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(present) {
		return intent.Label{}, fmt.Errorf("state %q, expected a number from 0 to %d", number, len(present)-1)
	}
	label := present[n]
	for i, name := range header {
		switch name {
		case "name":
			label.Name = row[i]
		case "outcome":
			label.Outcome = row[i]
		case "ends_as":
			label.EndsAs = row[i]
		}
	}
	return label, nil
}
