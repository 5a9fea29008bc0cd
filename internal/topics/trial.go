package main

import (
	"context"
	"fmt"

	"intenthmm/hmm/topic"
	"intenthmm/internal/bags"
)

// A trial is what everybody learns from and is judged by.
type trial struct {
	train, test   []topic.Document
	reference     [][]int32
	words, topics int
}

// testEvery is which conversations are for judging: every tenth.
const testEvery = 10

func newTrial(c *bags.Corpus, topics int) *trial {
	t := &trial{reference: c.Tokens, words: len(c.Vocabulary), topics: topics}
	for i, d := range c.Documents() {
		if i%testEvery == 0 {
			t.test = append(t.test, d)
		} else {
			t.train = append(t.train, d)
		}
	}
	return t
}

// figures are two perplexities and two coherences.
type figures [4]float64

func (f figures) String() string {
	return fmt.Sprintf("%.0f | %.0f | %.4f | %.4f", f[0], f[1], f[2], f[3])
}

// topWords is how many words of a topic are judged, particles how many go from left to right.
const (
	topWords  = 10
	particles = 10
)

func (t *trial) judge(m *topic.Model) (f figures, err error) {
	ctx := context.Background()
	completion, err := m.Completion(ctx, t.test, nil)
	if err != nil {
		return f, err
	}
	whole, err := m.LeftToRight(ctx, t.test, particles, 1, nil)
	if err != nil {
		return f, err
	}
	lists := make([][]int, m.Topics())
	for k := range lists {
		for _, w := range m.Relevant(k, topWords, 1) {
			lists[k] = append(lists[k], w.Word)
		}
	}
	coherences, err := topic.Coherences(lists, t.reference, topic.DefaultWindow)
	for _, c := range coherences {
		f[2] += c.NPMI / float64(len(lists))
		f[3] += c.CV / float64(len(lists))
	}
	f[0], f[1] = completion.Perplexity(), whole.Perplexity()
	return f, err
}

func variational(t *trial, seed int) (*topic.Model, error) {
	o := topic.DefaultOptions()
	o.Topics, o.Seed = t.topics, uint64(seed)
	return topic.Train(context.Background(), t.train, t.words, o)
}

// gibbs sweeps as often as tomotopy is let.
func gibbs(t *trial, seed int) (*topic.Model, error) {
	o := topic.DefaultGibbsOptions()
	o.Topics, o.Seed, o.Sweeps, o.Burn = t.topics, uint64(seed), 300, 200
	return topic.TrainGibbs(context.Background(), t.train, t.words, o)
}
