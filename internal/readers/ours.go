package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"

	"intenthmm/hmm/transcript"
	"intenthmm/hmm/transcript/export"
	"intenthmm/hmm/transcript/parquet"
)

// ours is the seconds of processor time that we take to read a file of so many turns, in a process of its own on
// one thread.
func ours(path string, turns int) (float64, error) {
	c := exec.Command(os.Args[0], "-read", path)
	c.Env = append(os.Environ(), "GOMAXPROCS=1")
	out, err := c.Output()
	if err != nil {
		return 0, explained(err)
	}
	if got := strings.TrimSpace(string(out)); got != fmt.Sprint(turns) {
		return 0, fmt.Errorf("%s: read %s turns of %d", path, got, turns)
	}
	return (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds(), nil
}

// read counts the turns of a file.
func read(path string) (turns int, err error) {
	o := transcript.DefaultOptions()
	o.Formats, o.Strict = append(export.Formats(), parquet.Format()), true
	for _, err := range transcript.New([]string{path}, nil, o).Messages() {
		if err != nil {
			return 0, err
		}
		turns++
	}
	return turns, nil
}
