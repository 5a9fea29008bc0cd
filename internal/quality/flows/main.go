// Command flows makes the README's table of types of conversation: it trains intents on four fifths of a
// log, then types, and scores the last fifth under the intents' own chain, under one type and under several.
// Where conversations have a gold label, it compares the types with those.
//
//	go run ./internal/quality/flows -data DIR -seeds 5
package main

import (
	"context"
	"flag"
	"fmt"
	"iter"
	"log"
	"os"
	"path/filepath"

	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/intent/typed"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/types"
)

// corpora are the logs, with the number of intents and the field with the label of a conversation.
var corpora = []struct {
	name   string
	states int
	label  string
}{
	{"multiwoz21_valtest", 34, ""},
	{"multidogo_fastfood", 14, ""},
	{"multidogo_media", 16, ""},
	{"abcd_dev", 20, "conv_label"},
	{"camrest", 3, ""},
	{"irc_ubuntu_threads", 16, ""},
}

// folds is how many parts a log is dealt into: one is held out.
const folds = 5

func main() {
	data := flag.String("data", os.Getenv("INTENTHMM_SHARED")+"/data", "folder with the transcripts")
	only := flag.String("only", "", "name of the only file to run")
	n := flag.Int("types", 8, "number of types")
	strength := flag.Float64("strength", types.DefaultOptions().Strength, "turns of the flow of all in each row of a type")
	seeds := flag.Int("seeds", 5, "runs with different seeds, averaged")
	flag.Parse()
	fmt.Println("| transcripts | intents' chain | one type | types | NMI, trained | NMI, held out |\n|---|---|---|---|---|---|")
	for _, c := range corpora {
		if *only != "" && *only != c.name {
			continue
		}
		var mean figures
		for seed := range *seeds {
			r := run{path: filepath.Join(*data, c.name+".jsonl"), states: c.states, label: c.label, types: *n, strength: *strength, seed: uint64(1 + 100*seed)}
			f, err := r.figures()
			if err != nil {
				log.Fatal(err)
			}
			for i, v := range f {
				mean[i] += v / float64(*seeds)
			}
		}
		fmt.Printf("| %s | %.4f | %.4f | %.4f |", c.name, mean[0], mean[1], mean[2])
		if c.label == "" {
			fmt.Println(" | |")
			continue
		}
		fmt.Printf(" %.3f | %.3f |\n", mean[3], mean[4])
	}
}

// figures are held-out nats a turn under the intents' chain, one type and several, and NMI of the types
// with gold labels on what was trained on and on what was held out.
type figures [5]float64

// A run is one log with one seed.
type run struct {
	path, label   string
	states, types int
	strength      float64
	seed          uint64
}

func (r *run) figures() (f figures, err error) {
	train, held, err := r.read()
	if err != nil {
		return f, err
	}
	ctx, o := context.Background(), intent.DefaultOptions()
	o.States, o.Search.Seed, o.Examples, o.Encode = r.states, r.seed, 0, o.Encode.WithoutGrams()
	m, err := intent.Train(ctx, messages(train), o)
	if err != nil {
		return f, err
	}
	seen, err := m.Observations(train)
	if err != nil {
		return f, err
	}
	unseen, err := m.Observations(held)
	if err != nil {
		return f, err
	}
	for i, n := range []int{0, 1, r.types} {
		mixture, err := r.mixture(ctx, m.HMM, n, seen)
		if err != nil {
			return f, err
		}
		out, err := types.Assign(ctx, mixture, unseen, nil)
		if err == nil {
			err = types.Failed(out)
		}
		if err != nil {
			return f, err
		}
		f[i] = perTurn(out, unseen)
		if i < 2 || r.label == "" {
			continue
		}
		in, err := types.Assign(ctx, mixture, seen, nil)
		if err != nil {
			return f, err
		}
		f[3], f[4] = nmi(in, train), nmi(out, held)
	}
	return f, nil
}

// mixture is one of n types, the model itself for 0.
func (r *run) mixture(ctx context.Context, m *hmm.Model[emission.Turn], n int, data []hmm.Conversation[emission.Turn]) (*types.Model[emission.Turn], error) {
	if n == 0 {
		return types.New(m), nil
	}
	o := typed.DefaultOptions().Search
	o.Seed, o.Fit.Strength = r.seed, r.strength
	trained, err := types.Train(ctx, m, n, data, o)
	if err != nil {
		return nil, err
	}
	return trained.Model, nil
}

// read reads the log and holds a fifth of its conversations out.
func (r *run) read() (train, held []transcript.Conversation, err error) {
	o := transcript.DefaultOptions()
	if r.label != "" {
		o.Map = map[transcript.Field]string{transcript.FieldLabel: r.label}
	}
	all, err := transcript.Group(transcript.New([]string{r.path}, nil, o).Messages())
	for i, fold := range selection.Folds(len(all), folds, r.seed) {
		if fold == 0 {
			held = append(held, all[i])
		} else {
			train = append(train, all[i])
		}
	}
	return train, held, err
}

// messages streams conversations.
func messages(conversations []transcript.Conversation) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		for _, c := range conversations {
			for _, m := range c.Messages {
				if !yield(m, nil) {
					return
				}
			}
		}
	}
}

func perTurn(assigned []types.Assignment, data []hmm.Conversation[emission.Turn]) float64 {
	sum, turns := 0.0, 0
	for i := range data {
		sum += assigned[i].LogLikelihood
		turns += len(data[i].Obs)
	}
	return sum / float64(turns)
}

// nmi compares types with the labels that stand on the first turns.
func nmi(assigned []types.Assignment, conversations []transcript.Conversation) float64 {
	var tally agreement.Tally
	for i := range assigned {
		tally.Add(assigned[i].Likeliest(), conversations[i].Messages[0].Label)
	}
	return tally.Table().Figures().NMI
}
