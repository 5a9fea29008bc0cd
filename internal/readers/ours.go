package main

import (
	"fmt"
	"runtime"
	"time"

	"intenthmm/hmm/transcript"
	"intenthmm/hmm/transcript/export"
	"intenthmm/hmm/transcript/parquet"
)

// ours is the seconds that we take to read a file of so many turns.
func ours(path string, turns int) (float64, error) {
	o := transcript.DefaultOptions()
	o.Formats, o.Strict = append(export.Formats(), parquet.Format()), true
	runtime.GC()
	start := time.Now()
	n := 0
	for _, err := range transcript.New([]string{path}, nil, o).Messages() {
		if err != nil {
			return 0, err
		}
		n++
	}
	seconds := time.Since(start).Seconds()
	if n != turns {
		return 0, fmt.Errorf("%s: read %d turns of %d", path, n, turns)
	}
	return seconds, nil
}
