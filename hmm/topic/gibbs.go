package topic

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
)

// GibbsOptions say how TrainGibbs samples. Start from DefaultGibbsOptions.
type GibbsOptions struct {
	Topics int   `json:"topics"`
	Prior  Prior `json:"prior"` // what is learnt of it is learnt before Burn, every Every sweeps
	// Sweeps is how often the topic of every token is drawn; Burn is how many of the sweeps are for arriving,
	// and after that every Every-th is a sample. The model is the mean of the samples.
	Sweeps int    `json:"sweeps"`
	Burn   int    `json:"burn"`
	Every  int    `json:"every"`
	Seed   uint64 `json:"seed"`
	// OnSweep, if set, is told of every Every-th sweep.
	OnSweep func(Sweep) `json:"-"`
}

// A Sweep is a line of the sampler's trace. The number after n sweeps is n; 0 is the start.
type Sweep struct {
	Sweep int `json:"sweep"`
	// LogLikelihood is ln P(words, topics | priors), in nats: it rises at first and comes to rest.
	LogLikelihood float64 `json:"log_likelihood"`
	Topics        int     `json:"topics"` // that have tokens
}

// Sampled is how TrainGibbs went.
type Sampled struct {
	Options GibbsOptions `json:"options"`
	Sweeps  int          `json:"sweeps"`  // made: fewer than asked for if it was cancelled
	Samples int          `json:"samples"` // 0: cancelled before the first, the model is what the last sweep left
	Trace   []Sweep      `json:"trace"`
}

// DefaultGibbsOptions are ten topics and 500 sweeps, half of them for arriving, with the priors learnt.
func DefaultGibbsOptions() GibbsOptions {
	return GibbsOptions{
		Topics: 10, Prior: Prior{Alpha: 0.1, Eta: 0.05, LearnAlpha: true, LearnEta: true},
		Sweeps: 500, Burn: 250, Every: 10, Seed: 1,
	}
}

func (o *GibbsOptions) check() error {
	switch {
	case o.Topics < 1:
		return fmt.Errorf("%d topics, expected at least one", o.Topics)
	case o.Every < 1:
		return fmt.Errorf("a sample every %d sweeps, expected at least 1", o.Every)
	case o.Burn < 0 || o.Sweeps < o.Burn+o.Every:
		return fmt.Errorf("%d sweeps, of which %d for arriving, have no sample in every %d", o.Sweeps, o.Burn, o.Every)
	}
	return checkPriors([]float64{o.Prior.Alpha}, o.Prior.Eta)
}

// whole refuses documents that a sampler of whole tokens cannot take.
func whole(docs []Document) error {
	for i := range docs {
		if w := docs[i].weight(); w != 1 {
			return &Error{i, fmt.Errorf("weight %v: Gibbs sampling knows no weights but 1", w)}
		}
		for _, c := range docs[i].Words {
			if float64(c.N) != math.Trunc(float64(c.N)) {
				return &Error{i, fmt.Errorf("word %d: count %v: Gibbs sampling moves whole tokens", c.Word, c.N)}
			}
		}
	}
	return nil
}

// TrainGibbs finds topics by collapsed Gibbs sampling: the topic of every token is drawn from
//
//	P(z_i = k | all other z, words) ∝ (n_dk + α_k) (n_kw + η) / (n_k + V η)
//
// where n counts the other tokens of the document d, of the word w and of the topic k. Samples of one chain
// are averaged. Counts must be whole, and documents have no weights. Where ctx ends it, the model is the mean
// of the samples so far, or else what the last sweep left, and the record says so; the error is ErrNothingTrained
// where there was none.
//
// It runs on one goroutine. The same documents, options and seed give the same model.
//
// Source: Griffiths and Steyvers (2004); drawn as in Yao, Mimno and McCallum (2009).
func TrainGibbs(ctx context.Context, docs []Document, words int, o GibbsOptions) (*Model, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if words < 1 {
		return nil, fmt.Errorf("a vocabulary of %d words, expected at least one", words)
	}
	if err := check(docs, words); err != nil {
		return nil, err
	}
	if err := whole(docs); err != nil {
		return nil, err
	}
	s := newSampler(docs, words, o.Topics, o.Prior, rand.New(rand.NewPCG(o.Seed, 0)))
	r := Sampled{Options: o}
	mean := s.chain(ctx, &r)
	if r.Sweeps == 0 && ctx.Err() != nil {
		return nil, ErrNothingTrained
	}
	m := s.model(mean, r.Samples)
	m.order()
	m.record = newRecord(docs)
	m.record.Gibbs = &r
	return m, nil
}

// chain runs the sampler, and returns the V×K sums of the samples' counts.
func (s *sampler) chain(ctx context.Context, r *Sampled) (sums []float64) {
	o := r.Options
	sums = make([]float64, s.words*s.topics)
	for r.Sweeps < o.Sweeps && ctx.Err() == nil {
		s.sweep()
		r.Sweeps++
		if r.Sweeps%o.Every != 0 {
			continue
		}
		switch {
		case r.Sweeps > o.Burn:
			s.addCounts(sums)
			r.Samples++
		default:
			s.learn(o.Prior)
		}
		line := Sweep{r.Sweeps, s.logLikelihood(), s.used()}
		r.Trace = append(r.Trace, line)
		if o.OnSweep != nil {
			o.OnSweep(line)
		}
	}
	return sums
}

// model is the mean of the samples whose sum is given; without any, the present counts.
func (s *sampler) model(sums []float64, samples int) *Model {
	if samples == 0 {
		s.addCounts(sums)
		samples = 1
	}
	m := &Model{alpha: s.alpha, eta: s.eta, words: s.words, lambda: sums, total: make([]float64, s.topics)}
	for i := range sums {
		sums[i] = s.eta + sums[i]/float64(samples)
	}
	m.sum()
	return m
}
