package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"

	"intenthmm/hmm/topic"
)

//go:embed peers.py
var program string

// A peer is a Python library that learns topics in a process of its own.
type peer struct {
	dir, python, name string
}

// learn writes the documents, runs the peer, and reads the topics that it found.
func (p peer) learn(t *trial, seed int) (*topic.Model, error) {
	rows := make([][][2]int, len(t.train))
	for i, d := range t.train {
		rows[i] = [][2]int{}
		for _, c := range d.Words {
			rows[i] = append(rows[i], [2]int{int(c.Word), int(c.N)})
		}
	}
	data, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(p.dir, "documents.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return nil, err
	}
	c := exec.Command(p.python, "-c", program, p.name, path, fmt.Sprint(t.words), fmt.Sprint(t.topics), fmt.Sprint(seed))
	c.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1")
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, said.Bytes())
	}
	var found struct {
		Alpha  []float64
		Topics [][]float64
	}
	if err := json.Unmarshal(out, &found); err != nil {
		return nil, err
	}
	eta := math.Inf(1)
	for _, row := range found.Topics {
		for w, v := range row {
			row[w] = max(v, leastParameter)
			eta = min(eta, row[w])
		}
	}
	return topic.New(found.Alpha, eta, found.Topics)
}

// leastParameter is what topic.New takes.
const leastParameter = 1.0 / 512
