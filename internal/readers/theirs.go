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

// theirs is the seconds that a peer takes to read a file, in a process of its own on one thread.
func theirs(python, peer, path string) (float64, error) {
	c := exec.Command(python, "-c", program, peer, path)
	c.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "ARROW_IO_THREADS=1")
	out, err := c.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		return 0, fmt.Errorf("%w: %s", err, lastLine(exit.Stderr))
	}
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}
