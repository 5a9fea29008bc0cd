// Command siblings races what learns on the shared loop without a chain against Python libraries: k-means,
// Gaussian mixtures, topics and the places of words against scikit-learn, the sampling of topics against tomotopy. All begin from the
// same start on the same numbers, on one thread, in turn, several times. It first checks that they come to the same
// objective, then prints a table: seconds of processor time, of which the fewest count (what a shared machine takes
// away is not the contenders'), and ratios.
//
//	go run ./internal/siblings -python PYTHON [-only kmeans,gmm,lda,places] [-data DIR]
//
// A contender that cannot run is left out, with its reason.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"slices"
	"strings"
)

// A task is a race: it runs once round on every workload, ours and theirs.
type task struct {
	name string
	run  func(b *bench) error
}

var tasks = []task{{"kmeans", raceKMeans}, {"gmm", raceGMM}, {"lda", raceLDA}, {"places", racePlaces}}

func main() {
	python := flag.String("python", "python3", "the peers' interpreter")
	only := flag.String("only", "", "tasks to run, by name, with commas between; all if empty")
	rounds := flag.Int("rounds", 3, "how often everybody runs")
	data := flag.String("data", "", "folder with real conversations, and in its folder vectors with embeddings of them (.npy), raced on too if it is given")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	dir, err := os.MkdirTemp("", "intenthmm-siblings-*")
	if err == nil {
		err = race(&bench{python: *python, dir: dir, data: *data}, *only, *rounds)
		os.RemoveAll(dir)
	}
	if err != nil {
		log.Fatal("siblings: ", err)
	}
}

// race runs the tasks one after the other, and prints each one's table.
func race(b *bench, only string, rounds int) error {
	for _, t := range tasks {
		if only != "" && !slices.Contains(strings.Split(only, ","), t.name) {
			continue
		}
		b.results = nil
		for range rounds {
			if err := t.run(b); err != nil {
				return fmt.Errorf("%s: %w", t.name, err)
			}
		}
		if err := b.results.check(); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
		fmt.Printf("%s\n%s\n", t.name, b.results.markdown())
	}
	return nil
}
