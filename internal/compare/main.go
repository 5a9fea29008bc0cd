// Command compare races the training loop against other libraries and against a yardstick in C, on
// the same data from the same start, on one thread, in one run. It first checks that all report the
// same log-likelihoods, then prints a table of seconds an iteration and ratios.
//
//	go run ./internal/compare -bench DIR -python PYTHON
//
// DIR holds the peers (peer_hmmlearn.py, …), the yardstick (limit_categorical.c) and workloads.py,
// which makes DIR/data. A peer that cannot run is left out, with its reason.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"

	"intenthmm/internal/workloads"
)

// iterations is how many each contender makes.
const iterations = 5

var names = []string{"cat_chat", "cat_wide", "cat_long", "diag_chat", "full_chat"}

func main() {
	bench := flag.String("bench", "", "folder with the peers and the yardstick")
	python := flag.String("python", "python3", "the peers' interpreter")
	peers := flag.String("peers", "hmmlearn,deeptime", "peers to run, of hmmlearn, dynamax, deeptime, pomegranate")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if *bench == "" {
		log.Fatal("compare: -bench is required")
	}
	os.Setenv(workloads.Dir, filepath.Join(*bench, "data"))
	var table results
	for _, name := range names {
		r, err := ours(name)
		if err != nil {
			log.Fatal(err)
		}
		table = append(table, r...)
	}
	table = append(table, theirs(*bench, *python, *peers)...)
	table = append(table, yardstick(*bench)...)
	if err := table.check(); err != nil {
		log.Fatal(err)
	}
	fmt.Print(table.markdown())
}
