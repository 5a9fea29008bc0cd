package main

import "path/filepath"

const we = "intenthmm"

// A contest is a file and who reads it beside us, by what readers.py calls them.
type contest struct {
	file  string
	peers []string
	goal  float64 // how many times their speed ours should be
}

var contests = []contest{
	{"generic.jsonl", []string{"json lines"}, 3},
	{"openai.jsonl", []string{"json lines"}, 3},
	{"openai.json", []string{"json"}, 3},
	{"telegram.json", []string{"json"}, 3}, // indented, as the tool writes it
	{"livechat.json", []string{"json"}, 3}, // sorted by us, not by them
	{"generic.csv", []string{"csv"}, 2},
	{"generic.csv", []string{"pandas.read_csv"}, 1 / 1.5},
	{"generic.parquet", []string{"pyarrow", "pandas.read_parquet", "pyarrow, rows"}, 1 / 1.5},
}

func (c contest) path(dir string) string { return filepath.Join(dir, c.file) }
