package main

import (
	_ "embed"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

//go:embed readers.py
var program string

// theirs is the seconds of processor time that a peer takes to read a file, in a process of its own on one thread.
func theirs(python, peer, path string) (float64, error) {
	c := exec.Command(python, "-c", program, peer, path)
	c.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "ARROW_IO_THREADS=1")
	out, err := c.Output()
	if err != nil {
		return 0, explained(err)
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

// explained adds what a process said last to the error that it ended with.
func explained(err error) error {
	exit, ok := err.(*exec.ExitError)
	if !ok {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(exit.Stderr)), "\n")
	return fmt.Errorf("%w: %s", err, lines[len(lines)-1])
}
