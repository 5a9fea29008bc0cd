package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// workloadsOf are the workloads that each peer can run.
var workloadsOf = map[string]string{
	"hmmlearn":    "cat_chat,cat_wide,cat_long,diag_chat,full_chat",
	"dynamax":     "cat_chat,cat_wide",
	"deeptime":    "cat_chat,cat_wide,cat_long",
	"pomegranate": "cat_chat,diag_chat,full_chat",
}

// theirs runs the peers, each in a process of its own on one thread.
func theirs(bench, python, peers string) results {
	var all results
	for _, peer := range strings.Split(peers, ",") {
		args := []string{"peer_" + peer + ".py", workloadsOf[peer], fmt.Sprint(iterations)}
		if peer == "hmmlearn" {
			args = append(args, "scaling")
		}
		out, err := command(bench, python, args...)
		if err != nil {
			log.Printf("left out: %s: %v", peer, err)
			continue
		}
		for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
			var r result
			if json.Unmarshal(lines.Bytes(), &r) == nil && r.Workload != "" {
				all = append(all, r)
			}
		}
	}
	return all
}

// yardstick compiles and runs the C programme on the workloads with symbols.
func yardstick(bench string) results {
	binary := filepath.Join(bench, "limit")
	if _, err := command(bench, "gcc", "-O3", "-march=native", "-o", binary, "limit_categorical.c", "-lm"); err != nil {
		log.Printf("left out: yardstick: %v", err)
		return nil
	}
	var all results
	for _, name := range []string{"cat_chat", "cat_wide"} {
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
