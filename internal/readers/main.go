// Command readers races our reading of a file, from its bytes to messages, against what Python programs read
// such a file with: json, csv, pandas.read_csv, pyarrow.parquet and pandas.read_parquet. It makes large files of
// the help-desk chats, lets everybody read them on one core, in turn, several times, and prints a table of the
// fastest times in MB/s: what a shared machine takes away now and then is not the contenders'.
//
//	go run ./internal/readers -python PYTHON
//
// PYTHON must have pandas and pyarrow. A contender that cannot run is left out, with its reason. All files are
// read once before, so that none waits for a disk. Times are of reading alone: not of starting a process, and
// not of giving memory back at its end.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
)

func main() {
	sample := flag.String("sample", "testdata/helpdesk/chats.jsonl", "the chats of which the files are made")
	python := flag.String("python", "python3", "the peers' interpreter")
	size := flag.Int("mb", 40, "size of the JSON lines in MB; the other files hold the same turns")
	rounds := flag.Int("rounds", 5, "how often everybody runs")
	flag.Parse()
	runtime.GOMAXPROCS(1)
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
