// Command quality makes the README's table of quality: it trains on transcripts that have gold
// labels, without looking at them, decodes the same transcripts, and compares. Whole-job seconds are
// of reading, training, decoding and comparing.
//
//	go run ./internal/quality -data DIR
//	go run ./internal/quality -data DIR -peer 'python peer_pipeline.py'
//	go run ./internal/quality -data DIR -heldout bin/intenthmm
//	go run ./internal/quality -data DIR -observe words,lsa,codes -mute
//	go run ./internal/quality -data DIR -observe words+vectors,vectors -vectors DIR/vectors -family vmf
//	go run ./internal/quality -data DIR -without -seeds 5
//
//	go run ./internal/quality -data DIR -clusters -seeds 5 -python PYTHON   # documents into clusters
//
//	go run ./internal/quality -data DIR -articles -seeds 5                   # articles matched to intents
//
// The peer's command gets the file, the number of labels and 3 restarts as further arguments, and
// prints a line a pipeline that ends in "V=… ARI=… M1=… SECONDSs".
//
// With -heldout every second conversation is trained on, and the others are scored: states with words of
// their own beside states that mix topics.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// corpora are the labelled files, with their numbers of gold labels.
var corpora = []struct {
	name   string
	labels int
}{
	{"multiwoz21_valtest", 34},
	{"multidogo_fastfood", 14},
	{"multidogo_media", 16},
	{"abcd_dev", 20},
	{"camrest", 3},
}

func main() {
	data := flag.String("data", os.Getenv("INTENTHMM_SHARED")+"/data", "folder with the transcripts")
	peer := flag.String("peer", "", "command of the pipelines to compare with")
	only := flag.String("only", "", "name of the only file to run")
	seeds := flag.Int("seeds", 1, "runs with different seeds, averaged")
	sorting := flag.Bool("clusters", false, "make the table of clusterings instead")
	python := flag.String("python", "", "with -clusters: interpreter that has scikit-learn, to compare with")
	command := flag.String("heldout", "", "the intenthmm to hold to conversations that it has not seen, in place of labels")
	matching := flag.Bool("articles", false, "make the table of articles matched to intents instead")
	what := flag.String("observe", string(encode.Words), "what is observed, one row each, with commas between")
	vectors := flag.String("vectors", "", "folder with vectors of the turns, NAME.npy, for what is observed with vectors")
	family := flag.String("family", string(intent.Gaussian), "family of vectors")
	without := flag.Bool("without", false, "a row for the default, and for each of its ingredients left out")
	mute := flag.Bool("mute", false, "also without the speaker, a further row each")
	dims := flag.Int("dims", 0, "dimensions of lsa and codes, if not the default")
	codes := flag.Int("codes", 0, "number of codes, if not the default")
	flag.Parse()
	settings, err := observed(*what, *mute, *dims, *codes, *family)
	if *without {
		settings = withouts
	}
	switch {
	case err != nil:
	case *matching:
		err = articles(*data, *seeds)
	case *sorting:
		err = clusters(*data, *only, *python, *seeds)
	case *command != "":
		err = heldOut(*data, *only, *command, *seeds)
	default:
		err = intents(*data, *only, *vectors, *peer, settings, *seeds)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// intents prints the table of settings, and of the pipelines of a peer if there is one.
func intents(data, only, vectors, peer string, settings []setting, seeds int) error {
	fmt.Println("| transcripts | labels | what | NMI | accuracy | ARI | seconds |\n|---|---|---|---|---|---|---|")
	for _, c := range corpora {
		if only != "" && only != c.name {
			continue
		}
		j := job{path: filepath.Join(data, c.name+".jsonl"), name: c.name, vectors: vectors, labels: c.labels}
		for _, s := range settings {
			if err := j.run(s, seeds); err != nil {
				return err
			}
		}
		if peer != "" {
			if err := comparePeer(peer, j.path, c.name, c.labels); err != nil {
				return err
			}
		}
	}
	return nil
}

var peerLine = regexp.MustCompile(`^\S+\s+(.*\S)\s+V=(\S+) ARI=(\S+) M1=\S+ (\S+)s$`)

// comparePeer prints a row for each pipeline of the peer.
func comparePeer(command, path, name string, labels int) error {
	words := strings.Fields(command)
	out, err := exec.Command(words[0], append(words[1:], path, fmt.Sprint(labels), "3")...).Output()
	if err != nil {
		return fmt.Errorf("%s: %w", command, err)
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		if m := peerLine.FindStringSubmatch(lines.Text()); m != nil {
			fmt.Printf("| %s | %d | %s | %s | | %s | %s |\n", name, labels, m[1], m[2], m[3], m[4])
		}
	}
	return nil
}
