package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// kindsOf are the kinds of workloads that each peer can run.
var kindsOf = map[string]string{
	"hmmlearn":    "cat diag full",
	"dynamax":     "cat",
	"deeptime":    "cat",
	"pomegranate": "cat diag full",
}

// runnable are the workloads of those kinds: a name begins with its kind.
func runnable(kinds string, names []string) (run []string) {
	for _, n := range names {
		kind, _, _ := strings.Cut(n, "_")
		if slices.Contains(strings.Fields(kinds), kind) {
			run = append(run, n)
		}
	}
	return run
}

// theirs runs the peers, each in a process of its own on one thread, one workload after the other.
func theirs(bench, python, peers string, names []string) results {
	var all results
	for _, peer := range strings.Split(peers, ",") {
		for _, name := range runnable(kindsOf[peer], names) {
			if peer == "pomegranate" && (name == "cat_long" || name == "cat_wide") {
				continue // it takes many minutes
			}
			args := []string{"peer_" + peer + ".py", name, fmt.Sprint(iterations)}
			if peer == "hmmlearn" {
				args = append(args, "scaling")
			}
			out, err := command(bench, python, args...)
			if err != nil {
				log.Printf("left out: %s, %s: %v", peer, name, err)
				continue
			}
			for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
				var r result
				if json.Unmarshal(lines.Bytes(), &r) == nil && r.Workload != "" {
					all = append(all, r)
				}
			}
		}
	}
	return all
}

// yardstick compiles the C programme and runs it on the workloads with symbols.
func yardstick(bench, source string, names []string) results {
	binary := filepath.Join(bench, "limit")
	if _, err := command(bench, cmp.Or(os.Getenv("CC"), "gcc"), "-O3", "-march=native", "-o", binary, source, "-lm"); err != nil {
		log.Printf("left out: yardstick: %v", err)
		return nil
	}
	var all results
	for _, name := range runnable("cat", names) {
		if name == "cat_long" {
			continue // it runs eight conversations side by side
		}
		out, err := command(bench, binary, filepath.Join("data", name+".raw"), fmt.Sprint(iterations))
		if err != nil {
			log.Printf("left out: yardstick: %v", err)
			continue
		}
		r := result{Contender: "yardstick", Workload: name, Log: []float64{0}}
		for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
			fmt.Sscanf(lines.Text(), "iter 0 ll %g", &r.Log[0])
			fmt.Sscanf(lines.Text(), "s_per_iter %g", &r.Seconds)
		}
		all = append(all, r)
	}
	return all
}

// command runs a program in the folder of the peers, on one thread.
func command(dir, name string, args ...string) ([]byte, error) {
	c := exec.Command(name, args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MKL_NUM_THREADS=1")
	out, err := c.Output()
	if exit, ok := err.(*exec.ExitError); ok {
		return out, fmt.Errorf("%w: %s", err, lastLine(exit.Stderr))
	}
	return out, err
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}
