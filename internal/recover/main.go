// Command recover makes the table of how many states the search finds in simulated logs whose number
// of states is known: a row a true number, a column a size of the log, a number a seed.
//
//	go run ./internal/recover -states 3,5,8,12,20 -conversations 100,1000,10000 -seeds 3
package main

import (
	"context"
	"flag"
	"fmt"
	"iter"
	"log"
	"strconv"
	"strings"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/simulated"
)

func main() {
	states := flag.String("states", "3,5,8,12,20", "true numbers of states")
	sizes := flag.String("conversations", "100,1000,10000", "sizes of the logs")
	seeds := flag.Int("seeds", 3, "logs of each kind")
	flag.Parse()
	columns := numbers(*sizes)
	fmt.Print("| true K |")
	for _, n := range columns {
		fmt.Printf(" %d conversations |", n)
	}
	fmt.Println("\n|---|" + strings.Repeat("---|", len(columns)))
	for _, k := range numbers(*states) {
		fmt.Printf("| %d |", k)
		for _, n := range columns {
			for seed := range *seeds {
				fmt.Printf(" %d", found(k, n, uint64(1+seed)))
			}
			fmt.Print(" |")
		}
		fmt.Println()
	}
}

// found is the number of states that training by default finds in a log of k.
func found(k, conversations int, seed uint64) int {
	o := intent.DefaultOptions()
	o.Search.Seed, o.Search.Restarts = seed, 1 // the choice is made before the restarts
	m, err := intent.Train(context.Background(), messages(k, conversations, seed), o)
	if err != nil {
		log.Fatal(err)
	}
	return m.HMM.States()
}

func messages(k, conversations int, seed uint64) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for _, m := range simulated.New(k, seed).Messages(conversations, seed) {
			if !yield(m, nil) {
				return
			}
		}
	}
}

func numbers(list string) []int {
	var out []int
	for word := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			log.Fatalf("%q in a list of numbers, expected a positive number", word)
		}
		out = append(out, n)
	}
	return out
}
