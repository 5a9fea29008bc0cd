package topics

import (
	"context"
	"fmt"
	"math"
	"slices"

	"intenthmm/hmm/topic"
)

// Criterion is what tells how many topics there are.
type Criterion string

const (
	// HeldOut takes the fewest topics that predict the documents held out no worse than the best number does, by one
	// standard error: see topic.Model.Completion. It tends to many topics, which people find less coherent (Chang,
	// Boyd-Graber, Gerrish, Wang and Blei 2009).
	HeldOut Criterion = "held-out"
	// NPMI and CV take the number whose topics are the most coherent on average. Of measures of that, C_v agrees best with
	// people (Röder, Both and Hinneburg 2015).
	NPMI Criterion = "npmi"
	CV   Criterion = "c_v"
)

// SelectOptions say how a number of topics is looked for: of those from Fewest to Most, each about 1.4 times the one
// before, by By. Topics of each number are learnt from four of five documents, judged by how well they predict the
// others, and by their coherence in all.
type SelectOptions struct {
	By           Criterion
	Fewest, Most int
	// OnProgress, if set, is told after each number of topics how much of the search is done, from 0 to 1.
	OnProgress func(topics int, done float64)
}

func (o *SelectOptions) check() error {
	switch {
	case o.By != HeldOut && o.By != NPMI && o.By != CV:
		return fmt.Errorf("criterion %q, expected %s, %s or %s", o.By, HeldOut, NPMI, CV)
	case o.Fewest < 1 || o.Most < o.Fewest || o.Most > mostTopics:
		return fmt.Errorf("%d to %d topics, expected a range within 1 to %d", o.Fewest, o.Most, mostTopics)
	}
	return nil
}

// A Selection is how the number of topics was chosen.
type Selection struct {
	By         Criterion   `json:"by"`
	HeldOut    int         `json:"held_out,omitempty"` // documents; 0: there were too few
	Candidates []Candidate `json:"candidates"`
	Best       int         `json:"best"` // which of them was chosen
	Why        string      `json:"why"`
	// Cancelled says that the topics are those of the search: an interrupt left no time to find them in all documents.
	Cancelled bool `json:"cancelled,omitempty"`
}

// A Candidate is a number of topics that was tried.
type Candidate struct {
	Topics    int       `json:"topics"`
	Coherence Coherence `json:"coherence"` // mean of the topics, in all documents
	// The perplexity of the documents held out, and how many nats a word they are less probable than
	// by the number that predicts them best, with the standard error of that.
	Perplexity float64 `json:"perplexity,omitempty"`
	Behind     float64 `json:"behind,omitempty"`
	Error      float64 `json:"error,omitempty"`
}

// numbersOfTopics are those to try of so many documents, of which no more can be told apart.
func (o *SelectOptions) numbersOfTopics(documents int) (numbers []int) {
	most := min(o.Most, documents)
	for n := min(o.Fewest, most); n < most; n = max(n+1, int(math.Round(float64(n)*math.Sqrt2))) {
		numbers = append(numbers, n)
	}
	return append(numbers, most)
}

const (
	heldOutEvery = 5 // of so many documents, the last is held out
	leastHeldOut = 2
	parts        = 10 // that the documents held out are scored in, so that there is an error
)

// choose sets the number of topics, and returns those that the search has found of that number. Each number is trained
// from one start. Where ctx ends it, the choice is among the numbers that are complete, topic.ErrNothingTrained where
// there are none.
func (f *fitter) choose(ctx context.Context) (*topic.Model, error) {
	s := &Selection{By: f.options.Select.By}
	training, judging := split(f.corpus.Documents)
	if len(judging) < leastHeldOut {
		if s.By == HeldOut {
			return nil, fmt.Errorf("%d documents are too few to hold some out: say how many topics there are", len(f.corpus.Documents))
		}
		training, judging = f.corpus.Documents, nil
	}
	s.HeldOut = len(judging)
	var tried []trial
	numbers := f.options.Select.numbersOfTopics(f.known())
	for i, k := range numbers {
		t, err := f.try(ctx, k, training, judging)
		if err != nil && ctx.Err() != nil {
			break
		}
		if err != nil {
			return nil, err
		}
		tried, s.Candidates = append(tried, t), append(s.Candidates, t.candidate)
		if told := f.options.Select.OnProgress; told != nil {
			told(k, float64(i+1)/float64(len(numbers)))
		}
	}
	if tried == nil {
		return nil, topic.ErrNothingTrained
	}
	var scores [][]topic.HeldOut
	for _, t := range tried {
		scores = append(scores, t.scores)
	}
	s.judge(scores)
	f.options.Topics = s.Candidates[s.Best].Topics
	f.model.Record.Selection = s
	return tried[s.Best].lda, nil
}

// A trial is what a number of topics came to.
type trial struct {
	candidate Candidate
	lda       *topic.Model
	scores    []topic.HeldOut // of the documents held out, in parts
}

// split holds documents out.
func split(documents []topic.Document) (training, judging []topic.Document) {
	for i, d := range documents {
		if i%heldOutEvery == heldOutEvery-1 {
			judging = append(judging, d)
		} else {
			training = append(training, d)
		}
	}
	return training, judging
}

// try trains so many topics, and scores the documents to judge by in parts.
func (f *fitter) try(ctx context.Context, topics int, training, judging []topic.Document) (t trial, err error) {
	quiet := *f
	quiet.options.Fit.OnIteration, quiet.options.OnStep = nil, nil // of the fit that follows
	t.lda, err = quiet.fit(ctx, training, topics, 1)
	if err == nil {
		err = ctx.Err() // a number that was cut short is no candidate
	}
	if err != nil {
		return t, err
	}
	m := *f.model
	m.LDA = t.lda
	coherences, err := m.Coherences(f.corpus)
	if err != nil {
		return t, err
	}
	t.candidate = Candidate{Topics: topics, Coherence: mean(coherences)}
	dealt := make([][]topic.Document, min(parts, len(judging)))
	for i, d := range judging {
		dealt[i%len(dealt)] = append(dealt[i%len(dealt)], d)
	}
	for _, part := range dealt {
		score, err := t.lda.Completion(ctx, part, f.options.Fit.Gate)
		if err != nil {
			return t, err
		}
		t.scores = append(t.scores, score)
	}
	return t, nil
}

// judge compares the candidates by their scores, and takes one.
func (s *Selection) judge(scores [][]topic.HeldOut) {
	best := 0
	for i, of := range scores {
		total := sum(of)
		s.Candidates[i].Perplexity = total.Perplexity()
		if total.LogLikelihood > sum(scores[best]).LogLikelihood {
			best = i
		}
	}
	for i := range scores {
		s.Candidates[i].Behind, s.Candidates[i].Error = behind(scores[i], scores[best])
	}
	if s.By == HeldOut {
		s.byHeldOut(best)
	} else {
		s.byCoherence()
	}
	if s.Best == len(s.Candidates)-1 && s.Best > 0 {
		s.Why += "; more were not tried"
	}
}

// byHeldOut takes the fewest topics that predict about as well as the best do.
func (s *Selection) byHeldOut(best int) {
	s.Best = slices.IndexFunc(s.Candidates, func(c Candidate) bool { return c.Behind <= c.Error })
	least, taken := s.Candidates[best], s.Candidates[s.Best]
	s.Why = fmt.Sprintf("%s predict the documents held out best", count(taken.Topics))
	if s.Best != best {
		s.Why = fmt.Sprintf("%s predict the documents held out best, and %d no worse than that by one standard error", count(least.Topics), taken.Topics)
	}
}

func count(topics int) string {
	if topics == 1 {
		return "1 topic"
	}
	return fmt.Sprintf("%d topics", topics)
}

func sum(parts []topic.HeldOut) (all topic.HeldOut) {
	for _, p := range parts {
		all.LogLikelihood += p.LogLikelihood
		all.Tokens += p.Tokens
	}
	return all
}

// behind is how many nats a word less probable the parts are by one model than by the best, and the standard error of
// that: with d_i the nats and n_i the words of N parts, d = Σd_i/Σn_i and √(N/(N-1) Σ(d_i - d n_i)²) / Σn_i.
func behind(model, best []topic.HeldOut) (d, standardError float64) {
	words, n := 0.0, float64(len(model))
	for i := range model {
		d += best[i].LogLikelihood - model[i].LogLikelihood
		words += model[i].Tokens
	}
	if words == 0 {
		return 0, 0
	}
	d /= words
	squares := 0.0
	for i := range model {
		x := best[i].LogLikelihood - model[i].LogLikelihood - float64(d*model[i].Tokens)
		squares += float64(x * x)
	}
	return d, math.Sqrt(n/max(n-1, 1)*squares) / words
}

// asCoherent is the difference in coherence that is none: where topics are the same words in another order, it is of
// rounding.
const asCoherent = 1e-9

// byCoherence takes the most coherent topics, of equally coherent ones the fewest.
func (s *Selection) byCoherence() {
	value := func(i int) float64 {
		if s.By == CV {
			return s.Candidates[i].Coherence.CV
		}
		return s.Candidates[i].Coherence.NPMI
	}
	most := math.Inf(-1)
	for i := range s.Candidates {
		most = max(most, value(i))
	}
	s.Best = 0
	for value(s.Best) < most-asCoherent {
		s.Best++
	}
	s.Why = fmt.Sprintf("%s are the most coherent by %s", count(s.Candidates[s.Best].Topics), s.By)
}
