// Command compare races the training loop against other libraries and against a yardstick in C, on
// the same data from the same start, on one thread, in one run. It first checks that all report the
// same log-likelihoods, then prints a table of milliseconds an iteration and ratios. Everybody runs
// several times, in turn, and the fastest time counts: what a shared machine takes away now and then is
// not the contenders'.
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
	"strings"

	"intenthmm/internal/workloads"
)

// iterations is how many each contender makes.
const iterations = 5

func main() {
	bench := flag.String("bench", "", "folder with the peers and the yardstick")
	python := flag.String("python", "python3", "the peers' interpreter")
	peers := flag.String("peers", "hmmlearn,deeptime", "peers to run, of hmmlearn, dynamax, deeptime, pomegranate")
	names := flag.String("workloads", "cat_chat,cat_wide,cat_long,diag_chat,full_chat", "workloads, by the names of their files")
	program := flag.String("yardstick", "limit_categorical.c", "the yardstick's source, in that folder, for $CC")
	rounds := flag.Int("rounds", 3, "how often everybody runs")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	if *bench == "" {
		log.Fatal("compare: -bench is required")
	}
	os.Setenv(workloads.Dir, filepath.Join(*bench, "data"))
	order := strings.Split(*names, ",")
	var table results
	for range *rounds {
		for _, name := range order {
			r, err := ours(name)
			if err != nil {
				log.Fatal(err)
			}
			table.enter(r)
		}
		for _, r := range theirs(*bench, *python, *peers, order) {
			table.enter(r)
		}
		for _, r := range yardstick(*bench, *program, order) {
			table.enter(r)
		}
	}
	if err := table.check(); err != nil {
		log.Fatal(err)
	}
	fmt.Print(table.markdown(order))
}
