package main

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"
)

// outputFormat is the format of rows that --to or the name of the output says, "" if neither does.
func outputFormat(c *cli.Context) (string, error) {
	to := c.String("to")
	if to == "" {
		to = formatOf(c.String("output"))
	}
	if to != "" && to != "jsonl" && to != "csv" {
		return "", usage("--to %q, expected jsonl or csv", to)
	}
	return to, nil
}

// formatOf is the format of rows that the name of a file says, "" if it says none.
func formatOf(path string) string {
	if strings.HasSuffix(strings.TrimSuffix(strings.ToLower(path), ".gz"), ".csv") {
		return "csv"
	}
	return ""
}

// A csvColumn is a value of a row, under its name.
type csvColumn[T any] struct {
	name string
	of   func(T) string
}

// number is a number as CSV has it, "" where there is none.
func number(x *float64) string {
	if x == nil {
		return ""
	}
	return strconv.FormatFloat(*x, 'g', -1, 64)
}

// writeRows writes rows as CSV with these columns, or as JSON lines.
func writeRows[T any](w io.Writer, format string, rows []T, columns []csvColumn[T]) error {
	if format == "csv" {
		return writeCSV(w, rows, columns)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range rows {
		if err := e.Encode(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func writeCSV[T any](w io.Writer, rows []T, columns []csvColumn[T]) error {
	out := csv.NewWriter(w)
	record := make([]string, len(columns))
	for i, c := range columns {
		record[i] = c.name
	}
	if err := out.Write(record); err != nil {
		return err
	}
	for _, row := range rows {
		for i, c := range columns {
			record[i] = c.of(row)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
