package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// results are the fewest seconds of each contender on each file.
type results map[[2]string]float64

func (r results) enter(file, contender string, seconds float64) {
	at := [2]string{file, contender}
	if best, known := r[at]; known {
		seconds = min(best, seconds)
	}
	r[at] = seconds
}

// markdown is the table: MB (10⁶ bytes) a second of ours and theirs, and how many times theirs ours is.
func (r results) markdown(dir string) (string, error) {
	var b strings.Builder
	b.WriteString("| file | MB | intenthmm, MB/s | beside | MB/s | ratio | goal |\n|---|---|---|---|---|---|---|\n")
	for _, c := range contests {
		info, err := os.Stat(filepath.Join(dir, c.file))
		if err != nil {
			return "", err
		}
		size, own := float64(info.Size())/1e6, r[[2]string{c.file, we}]
		for _, peer := range c.peers {
			seconds, known := r[[2]string{c.file, peer}]
			if !known {
				continue
			}
			fmt.Fprintf(&b, "| %s | %.1f | %.0f | %s | %.0f | %.2f | %.2f |\n",
				c.file, size, size/own, peer, size/seconds, seconds/own, c.goal)
		}
	}
	return b.String(), nil
}
