package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"

	"intenthmm/baumwelch"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/npy"
)

// A setting is a way to train.
type setting struct {
	name string
	set  func(o *intent.Options)
}

// observed are the default settings for each thing of a list, with commas between; with mute each once more without
// the speaker.
func observed(list string, mute bool, dims, codes int, family string) (all []setting, err error) {
	for name := range strings.SplitSeq(list, ",") {
		set := func(o *intent.Options) {
			o.VectorFamily = intent.VectorFamily(family)
			observe(o, name)
			if o.Encode.Observe == encode.LSA || o.Encode.Observe == encode.Codes {
				o.Encode.Dims = dims
			}
			if o.Encode.Observe == encode.Codes {
				o.Encode.Codes = codes
			}
		}
		o := intent.DefaultOptions()
		set(&o)
		if err := o.Check(); err != nil {
			return nil, err
		}
		all = append(all, setting{name, set})
		if mute {
			all = append(all, setting{name + ", no speaker", func(o *intent.Options) {
				set(o)
				o.Encode.Speaker = false
			}})
		}
	}
	return all, nil
}

// observe sets what is observed, as the command's --observe does.
func observe(o *intent.Options, name string) {
	beside := false
	if name, beside = strings.CutSuffix(name, "+vectors"); beside {
		o.Encode.Vectors = true
	}
	if o.Encode.Observe = encode.Observe(name); o.Encode.Observe != encode.Words {
		o.Encode = o.Encode.WithoutGrams()
	}
	if !o.Encode.HasVectors() {
		o.VectorFamily = intent.Gaussian
	}
}

// withouts are the default settings, those without one of their ingredients each, and without any.
var withouts = []setting{
	{"the default", func(o *intent.Options) {}},
	{"without grams", func(o *intent.Options) { o.Encode.Grams = 0 }},
	{"without grams, weight n^-.4", func(o *intent.Options) { o.Encode = o.Encode.WithoutGrams() }},
	{"without first and last words", func(o *intent.Options) { o.Encode.Edges = false }},
	{"without weights for length", func(o *intent.Options) { o.Encode.LengthPower = 0 }},
	{"without the speaker", func(o *intent.Options) { o.Encode.Speaker = false }},
	{"transition prior 1 in place of 5", func(o *intent.Options) { o.Search.Fit.Prior.Start, o.Search.Fit.Prior.Next = 1, 1 }},
	{"without restarts", func(o *intent.Options) { o.Search.Restarts = 1 }},
	{"the speaker placed", func(o *intent.Options) { o.SpeakerUnplaced = false }},
	{"turns start in their clusters by .9", func(o *intent.Options) { o.WordShare = 0 }},
	{"random start", func(o *intent.Options) { o.Search.Start = baumwelch.Random }},
	{"plain bag of words", func(o *intent.Options) {
		o.Encode.Grams, o.Encode.Edges, o.Encode.LengthPower = 0, false, 0
		o.Search.Fit.Prior.Start, o.Search.Fit.Prior.Next = 1, 1
		o.WordShare, o.SpeakerUnplaced = 0, false
	}},
}

// A job is a labelled file, and where its vectors are if there are any.
type job struct {
	path, name, vectors string
	labels              int
}

// beside is the job's file of vectors, "" if there is none.
func (j *job) beside() string {
	if j.vectors == "" {
		return ""
	}
	path := filepath.Join(j.vectors, j.name+".npy")
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// run prints the row of a setting: means over seeds. A setting with vectors is passed over where there are none.
func (j *job) run(s setting, seeds int) error {
	var nmi, accuracy, ari, seconds float64
	for seed := range seeds {
		o := intent.DefaultOptions()
		o.States, o.Search.Seed = j.labels, uint64(1+100*seed)
		s.set(&o)
		if o.Encode.HasVectors() && j.beside() == "" {
			return nil
		}
		start := time.Now()
		f, err := j.agree(o)
		if err != nil {
			return fmt.Errorf("%s, %s: %w", j.name, s.name, err)
		}
		n := float64(seeds)
		nmi, accuracy, ari = nmi+f.NMI/n, accuracy+f.Accuracy/n, ari+f.ARI/n
		seconds += time.Since(start).Seconds() / n
	}
	fmt.Printf("| %s | %d | **intenthmm, %s** | **%.3f** | %.3f | %.3f | %.1f |\n", j.name, j.labels, s.name, nmi, accuracy, ari, seconds)
	return nil
}

// agree is the whole job.
func (j *job) agree(o intent.Options) (agreement.Figures, error) {
	beside := ""
	if o.Encode.HasVectors() {
		beside = j.beside()
	}
	ctx := context.Background()
	m, err := intent.Train(ctx, messages(j.path, beside), o)
	if err != nil {
		return agreement.Figures{}, err
	}
	conversations, err := transcript.Group(messages(j.path, beside))
	if err != nil {
		return agreement.Figures{}, err
	}
	all, err := m.DecodeAll(ctx, conversations, intent.Viterbi, 2)
	if err != nil {
		return agreement.Figures{}, err
	}
	var tally agreement.Tally
	for i, c := range conversations {
		for t, m := range c.Messages {
			tally.Add(all.Decisions[i][t].State, m.Label)
		}
	}
	return tally.Table().Figures(), nil
}

// messages are those of a file, each with its row of a file of vectors if there is one.
func messages(path, beside string) iter.Seq2[transcript.Message, error] {
	said := transcript.New([]string{path}, nil, transcript.DefaultOptions()).Messages()
	if beside == "" {
		return said
	}
	return func(yield func(transcript.Message, error) bool) {
		rows, err := npy.Open(beside)
		if err != nil {
			yield(transcript.Message{}, err)
			return
		}
		defer rows.Close()
		for m, err := range said {
			if err == nil {
				m.Vector = make([]float64, rows.Width)
				err = rows.Row(m.Vector, m.Line-1)
			}
			if !yield(m, err) {
				return
			}
		}
	}
}
