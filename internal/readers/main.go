// Command readers races our reading of a file, from its bytes to messages, against what Python programs read
// such a file with: json, csv, pandas.read_csv, pyarrow.parquet and pandas.read_parquet. It makes large files of
// the help-desk chats, lets everybody read them on one core, in turn, several times, and prints a table of MB/s.
//
//	go run ./internal/readers -python PYTHON
//
// PYTHON must have pandas and pyarrow. A contender that cannot run is left out, with its reason. What counts is the
// fewest seconds of processor time, user and system, of all rounds: what a shared machine takes away now and then
// is not the contenders'. The peers read a file once before, so that they are loaded and warm, and are timed without
// that and without their start; our time is that of a whole process (GOMAXPROCS=1).
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
)

func main() {
	sample := flag.String("sample", "testdata/helpdesk/chats.jsonl", "the chats of which the files are made")
	python := flag.String("python", "python3", "the peers' interpreter")
	size := flag.Int("mb", 40, "size of the JSON lines in MB; the other files hold the same turns")
	rounds := flag.Int("rounds", 5, "how often everybody runs")
	path := flag.String("read", "", "only read this file, and print how many turns are in it")
	flag.Parse()
	if *path != "" {
		n, err := read(*path)
		if err != nil {
			log.Fatal("readers: ", err)
		}
		fmt.Println(n)
		return
	}
	dir, err := os.MkdirTemp("", "intenthmm-readers-*")
	if err == nil {
		err = race(dir, *sample, *python, *size<<20, *rounds)
		os.RemoveAll(dir)
	}
	if err != nil {
		log.Fatal("readers: ", err)
	}
}

// race makes the files in dir, has all read them, and prints the table.
func race(dir, sample, python string, size, rounds int) error {
	turns, err := makeFiles(dir, sample, python, size)
	if err != nil {
		return err
	}
	table := results{}
	for range rounds {
		for _, c := range contests {
			seconds, err := ours(c.path(dir), turns)
			if err != nil {
				return err
			}
			table.enter(c.file, we, seconds)
			for _, peer := range c.peers {
				seconds, err := theirs(python, peer, c.path(dir))
				if err != nil {
					log.Printf("left out: %s, %s: %v", c.file, peer, err)
					continue
				}
				table.enter(c.file, peer, seconds)
			}
		}
	}
	text, err := table.markdown(dir)
	fmt.Print(text)
	return err
}
