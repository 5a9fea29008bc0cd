package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// bench is where a race takes place.
type bench struct {
	python  string
	dir     string // of the files that both sides read
	data    string // of real conversations; "": none
	results results
}

// write puts numbers into a file, unless they are there from an earlier round, and returns its path.
func (b *bench) write(name string, values []float64) (string, error) {
	path := filepath.Join(b.dir, strings.ReplaceAll(name, " ", "_"))
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	var raw bytes.Buffer
	if err := binary.Write(&raw, binary.LittleEndian, values); err != nil {
		return "", err
	}
	return path, os.WriteFile(path, raw.Bytes(), 0o600)
}

// theirs runs a Python program on one thread and enters the results that it prints, a line of JSON each.
func (b *bench) theirs(program, workload string, goal float64, args ...any) {
	command := []string{"-c", program}
	for _, a := range args {
		command = append(command, fmt.Sprint(a))
	}
	c := exec.Command(b.python, command...)
	c.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MKL_NUM_THREADS=1")
	out, err := c.Output()
	if err != nil {
		log.Printf("left out: %s: %v", workload, explained(err))
	}
	for line := range bytes.Lines(out) {
		r := result{Workload: workload, Goal: goal}
		if err := json.Unmarshal(line, &r); err != nil {
			log.Printf("left out: %s: %s: %v", workload, line, err)
			continue
		}
		b.results.enter(r)
	}
}

// explained adds what a process said last to the error that it ended with.
func explained(err error) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return err
	}
	lines := strings.Split(strings.TrimSpace(string(exit.Stderr)), "\n")
	return fmt.Errorf("%w: %s", err, lines[len(lines)-1])
}
