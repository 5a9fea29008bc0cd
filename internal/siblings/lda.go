package main

import (
	"context"
	_ "embed"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/topic"
	"intenthmm/internal/bags"
	"intenthmm/internal/contest"
)

//go:embed lda.py
var ldaProgram string

// Everybody has these priors and looks for a document's topics as long as scikit-learn does unless told otherwise.
const (
	ldaAlpha   = 0.1
	ldaEta     = 0.05
	ldaBatch   = 256
	ldaBatches = 8
	ldaSweeps  = 20
	ldaJudged  = 2_000 // documents, the first ones, by which topics are judged
)

// ldaNear is how far bounds may be apart: the search for a document's topics ends before it has converged, and which
// way a document between two optima goes is a matter of rounding.
const ldaNear = 1e-6

// raceLDA has everybody make an iteration of variational inference over all documents, and some batches of the
// online kind, from topics that a few iterations have formed, with the topics of every document looked for
// from the beginning; the bounds that the topics come to must agree. Samplers, which cannot agree, sweep over the
// documents some times from their start; their objective is the number of tokens.
func raceLDA(b *bench) error {
	all, err := b.ldaWorkloads()
	if err != nil {
		return err
	}
	for _, w := range all {
		start, err := w.start()
		if err != nil {
			return err
		}
		files, err := b.ldaFiles(w, start)
		if err != nil {
			return err
		}
		if err := b.ourIteration(w, start); err != nil {
			return err
		}
		b.theirs(ldaProgram, w.name+", batch", 5, append([]any{"batch"}, files...)...)
		if err := b.ourBatches(w, start); err != nil {
			return err
		}
		b.theirs(ldaProgram, w.name+", online", 5, append([]any{"online"}, files...)...)
		if err := b.ourSweeps(w); err != nil {
			return err
		}
		b.theirs(ldaProgram, w.name+", Gibbs", 0.5, append([]any{"gibbs"}, files...)...)
	}
	return nil
}

var ldaTopics = []int{50, 200}

type ldaWorkload struct {
	name     string
	docs     []topic.Document
	words, k int
}

// ldaWorkloads are conversations, where there are any, and simulated documents.
func (b *bench) ldaWorkloads() (all []ldaWorkload, err error) {
	corpus, err := bags.Read(filepath.Join(b.data, "irc_ubuntu_threads.jsonl"))
	if err != nil {
		log.Printf("left out: IRC: %v", err)
	}
	for _, k := range ldaTopics {
		if err == nil {
			all = append(all, ldaWorkload{fmt.Sprintf("IRC, K %d", k), corpus.Documents(), len(corpus.Vocabulary), k})
		}
	}
	simulated := ldaDocuments(20_000, 10_000, 50, 80)
	for _, k := range ldaTopics {
		all = append(all, ldaWorkload{fmt.Sprintf("20,000 documents, K %d", k), simulated, 10_000, k})
	}
	return all, nil
}

// ldaDocuments draws documents of about so many tokens, of two topics each; topics' words are far from equally
// likely.
func ldaDocuments(docs, words, topics, tokens int) []topic.Document {
	rng := rand.New(rand.NewPCG(uint64(docs), uint64(words)))
	order := make([][]int, topics)
	for k := range order {
		order[k] = rng.Perm(words)
	}
	all := make([]topic.Document, docs)
	for d := range all {
		two := [2]int{rng.IntN(topics), rng.IntN(topics)}
		var drawn []int
		for range tokens/2 + rng.IntN(tokens) {
			rank := int(math.Pow(float64(words), rng.Float64())) - 1
			drawn = append(drawn, order[two[rng.IntN(2)]][rank])
		}
		slices.Sort(drawn)
		for i, w := range drawn {
			if i > 0 && drawn[i-1] == w {
				all[d].Words[len(all[d].Words)-1].N++
				continue
			}
			all[d].Words = append(all[d].Words, emission.Count{Word: int32(w), N: 1})
		}
	}
	return all
}

func (w *ldaWorkload) learner(from *topic.Model) (*topic.Variational, []*topic.Item, error) {
	items, err := topic.Items(w.docs, w.words)
	return topic.NewVariational(from, topic.Prior{}, topic.DefaultInference()), items, err
}

// start is the topics after three iterations.
func (w *ldaWorkload) start() (*topic.Model, error) {
	o := topic.DefaultOptions()
	o.Topics, o.MaxIterations, o.Gate = w.k, 3, em.NewGate(1)
	o.Prior = topic.Prior{Alpha: ldaAlpha, Eta: ldaEta}
	return topic.Train(context.Background(), w.docs, w.words, o)
}

// judge is the bound of topics for the first documents, whose topics are looked for from the beginning.
func (w *ldaWorkload) judge(learner *topic.Variational) (float64, error) {
	first := *w
	first.docs = w.docs[:min(ldaJudged, len(w.docs))]
	fresh, items, err := first.learner(learner.Model())
	if err != nil {
		return 0, err
	}
	stats, err := em.Expect(context.Background(), fresh, items, nil)
	if err != nil {
		return 0, err
	}
	return stats.LogLikelihood + fresh.GlobalBound(), nil
}

func (b *bench) ourIteration(w ldaWorkload, start *topic.Model) error {
	learner, items, err := w.learner(start)
	if err != nil {
		return err
	}
	r := result{Contender: contest.We, Workload: w.name + ", batch", Iterations: 1, Near: ldaNear}
	r.Seconds, err = seconds(func() error {
		stats, err := em.Expect(context.Background(), learner, items, nil)
		if err == nil {
			_, err = learner.Maximize(stats)
		}
		return err
	})
	if err != nil {
		return err
	}
	if r.Objective, err = w.judge(learner); err != nil {
		return err
	}
	b.results.enter(r)
	return nil
}

// ourBatches takes the first batches in the order of documents.
func (b *bench) ourBatches(w ldaWorkload, start *topic.Model) error {
	learner, items, err := w.learner(start)
	if err != nil {
		return err
	}
	online := topic.Online{Batch: ldaBatch, Decay: 0.7, Offset: 11}
	r := result{Contender: contest.We, Workload: w.name + ", online", Iterations: ldaBatches, Near: ldaNear}
	r.Seconds, err = seconds(func() error {
		for i := range ldaBatches {
			if err := learner.Step(context.Background(), items[i*ldaBatch:(i+1)*ldaBatch], float64(len(items)), online, i, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if r.Objective, err = w.judge(learner); err != nil {
		return err
	}
	b.results.enter(r)
	return nil
}

func (b *bench) ourSweeps(w ldaWorkload) error {
	o := topic.DefaultGibbsOptions()
	o.Topics, o.Prior = w.k, topic.Prior{Alpha: ldaAlpha, Eta: ldaEta}
	o.Sweeps, o.Burn, o.Every = ldaSweeps, 0, ldaSweeps
	r := result{Contender: contest.We, Workload: w.name + ", Gibbs", Iterations: ldaSweeps}
	var err error
	r.Seconds, err = seconds(func() error {
		_, err := topic.TrainGibbs(context.Background(), w.docs, w.words, o)
		return err
	})
	for _, d := range w.docs {
		for _, c := range d.Words {
			r.Objective += float64(c.N)
		}
	}
	if err == nil {
		b.results.enter(r)
	}
	return err
}

// ldaFiles writes topics and documents for the peers: counts with word and document of each.
func (b *bench) ldaFiles(w ldaWorkload, start *topic.Model) ([]any, error) {
	var topics, of, words, counts []float64
	for k := range start.Topics() {
		topics = append(topics, start.Parameters(k)...)
	}
	for d, doc := range w.docs {
		for _, c := range doc.Words {
			of, words, counts = append(of, float64(d)), append(words, float64(c.Word)), append(counts, float64(c.N))
		}
	}
	args := []any{len(w.docs), w.words, w.k}
	for name, values := range map[string][]float64{"topics": topics, "of": of, "words": words, "counts": counts} {
		path, err := b.write(w.name+"."+name, values)
		if err != nil {
			return nil, err
		}
		args = append(args, name+"="+path)
	}
	return args, nil
}
