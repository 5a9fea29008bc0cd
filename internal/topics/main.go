// Command topics makes the README's table of topics: it finds topics in most of the conversations of a file, by
// our learners and by Python's, from the same words, and judges all by the same measures: perplexity of the
// other conversations, by completion and from left to right, and coherence of the ten most probable words of each
// topic in all conversations. Everybody has defaults, but for the number of topics; tomotopy, gensim and our
// sampler go over the documents as often as peers.py and this file say. It prints a line for every seed as it comes,
// then the means.
//
//	go run ./internal/topics -python PYTHON -peers sklearn,gensim,tomotopy
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"strings"

	"intenthmm/hmm/topic"
	"intenthmm/internal/bags"
)

func main() {
	path := flag.String("data", "../shared/data/irc_ubuntu_threads.jsonl", "file of conversations")
	python := flag.String("python", "python3", "the peers' interpreter")
	peers := flag.String("peers", "sklearn,gensim,tomotopy", "peers to run")
	topics := flag.Int("topics", 20, "topics")
	seeds := flag.Int("seeds", 5, "runs with different seeds, averaged")
	flag.Parse()
	corpus, err := bags.Read(*path)
	if err != nil {
		log.Fatal("topics: ", err)
	}
	dir, err := os.MkdirTemp("", "intenthmm-topics-*")
	if err != nil {
		log.Fatal("topics: ", err)
	}
	t := newTrial(corpus, *topics)
	contenders := []contender{{"intenthmm, variational", variational}, {"intenthmm, Gibbs", gibbs}}
	for name := range strings.FieldsFuncSeq(*peers, func(r rune) bool { return r == ',' }) {
		contenders = append(contenders, contender{name, peer{dir, *python, name}.learn})
	}
	err = t.run(contenders, *seeds)
	os.RemoveAll(dir)
	if err != nil {
		log.Fatal("topics: ", err)
	}
}

// A contender learns topics from the training documents.
type contender struct {
	name  string
	learn func(t *trial, seed int) (*topic.Model, error)
}

// run prints the figures of every run, then their means.
func (t *trial) run(contenders []contender, seeds int) error {
	fmt.Printf("%d documents of %d words to learn from, %d to judge by, %d topics\n", len(t.train), t.words, len(t.test), t.topics)
	means := make([]figures, len(contenders))
	for seed := range seeds {
		for i, c := range contenders {
			m, err := c.learn(t, seed+1)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			f, err := t.judge(m)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			fmt.Printf("seed %d, %s: %s\n", seed+1, c.name, f)
			for j, v := range f {
				means[i][j] += v / float64(seeds)
			}
		}
	}
	fmt.Print("| topics by | perplexity, completion | left to right | NPMI | C_v |\n|---|---|---|---|---|\n")
	for i, c := range contenders {
		fmt.Printf("| %s | %s |\n", c.name, means[i])
	}
	return nil
}
