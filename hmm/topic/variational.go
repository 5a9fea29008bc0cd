package topic

import (
	"fmt"
	"math"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/internal/lanes"
)

// An Item is a document on the shared loop, with where its inference stood when it was last looked at. From
// there the next goes on, so that the bound cannot fall; but a document stays with the topics that it was
// first given while they still were others. So it is also looked at afresh, and the better is kept: at
// first every time, and ever less often while that gains nothing. All this is the document's own, and so does
// not depend on who works on it.
type Item struct {
	words  []emission.Count // those that count
	tokens float64
	weight float64
	index  int
	size   int
	gamma  []float32 // nil: not looked at yet
	pause  int       // how many times to look without looking afresh
	lately int       // what pause was last set to
}

// Items prepares documents for a model of so many words; it refuses what is no document of it.
func Items(docs []Document, words int) ([]*Item, error) {
	if err := check(docs, words); err != nil {
		return nil, err
	}
	items, seen, unit := make([]*Item, len(docs)), 0, sizeUnit(words)
	for i := range docs {
		d := &Item{index: i, words: docs[i].known(), weight: docs[i].weight()}
		d.tokens = length(d.words)
		d.size = (seen+len(d.words))/unit - seen/unit
		seen += len(d.words)
		items[i] = d
	}
	return items, nil
}

// sizeUnit is how many words count as one for the cutting of shards. To merge statistics costs as much as the
// vocabulary is long: at its least size of 1024, a shard has four times as many words.
func sizeUnit(words int) int { return max(1, words/256) }

// Variational is the learner of topics by variational inference: the E-step is that of documents, the M-step
// sets the topics' parameters, and those of the priors that are learnt. The objective is a lower bound of the
// documents' log-likelihood with all parameters but the priors integrated out; it does not fall.
//
// Statistics are V×P sums of the documents' shares of words, without the factor that all have in common; P
// sums of E[ln θ]; and the sum of weights.
//
// Source: Blei, Ng and Jordan (2003), section 5.4.
type Variational struct {
	table
	limits Inference
	learn  Prior
	words  int
	eta    float64
	lambda []float64 // V×P
	total  []float64 // P

	steps *em.Expecter[*Item] // of Step; nil before the first
	gate  em.Gate             // of steps
}

// NewVariational makes a learner that starts from m. Of prior it takes what is to be learnt; the values are
// the model's.
func NewVariational(m *Model, prior Prior, limits Inference) *Variational {
	k := len(m.alpha)
	p := lanes.Pad(k)
	v := &Variational{
		table:  table{topics: k, pad: p, alpha: make([]float64, p), beta: make([]float64, m.words*p)},
		limits: limits, learn: prior, words: m.words, eta: m.eta,
		lambda: make([]float64, m.words*p), total: make([]float64, p),
	}
	copy(v.alpha, m.alpha)
	for w := range m.words {
		copy(v.lambda[w*p:], m.lambda[w*k:][:k])
	}
	v.refresh()
	return v
}

// Model is the present parameters as a model of its own.
func (v *Variational) Model() *Model {
	k := v.topics
	m := &Model{alpha: append([]float64(nil), v.alpha[:k]...), eta: v.eta, words: v.words, total: make([]float64, k)}
	m.lambda = make([]float64, v.words*k)
	for w := range v.words {
		copy(m.lambda[w*k:], v.lambda[w*v.pad:][:k])
	}
	m.sum()
	return m
}

// refresh computes what is derived from lambda.
func (v *Variational) refresh() {
	clear(v.total)
	for i := 0; i < len(v.lambda); i += v.pad {
		for k, x := range v.lambda[i : i+v.pad] {
			v.total[k] += x
		}
	}
	scale := make([]float64, v.pad)
	lanes.ExpDigamma(scale, v.total)
	for k := range v.topics {
		scale[k] = 1 / scale[k]
	}
	lanes.ExpDigamma(v.beta, v.lambda)
	for i := 0; i < len(v.beta); i += v.pad {
		for k, s := range scale {
			v.beta[i+k] *= s
		}
	}
}

// StatsLen is V×P + P + 1.
func (v *Variational) StatsLen() int { return len(v.beta) + v.pad + 1 }

// split names the parts of statistics.
func (v *Variational) split(stats []float64) (shares, logs []float64, weight *float64) {
	n := len(v.beta)
	return stats[:n], stats[n : n+v.pad], &stats[n+v.pad]
}

// Worker infers documents' topics.
func (v *Variational) Worker() em.Worker[*Item] {
	return &variationalWorker{learner: v, inferrer: newInferrer(v.limits), gamma: make([]float64, v.pad), afresh: make([]float64, v.pad)}
}

type variationalWorker struct {
	learner *Variational
	*inferrer
	gamma  []float64 // P
	afresh []float64 // P
}

func (w *variationalWorker) Refresh() { w.use(w.learner.table) }

// Collect infers the topics of every document, from where they stood.
func (w *variationalWorker) Collect(stats *em.Stats, shard []*Item) error {
	shares, logs, weight := w.learner.split(stats.Values)
	for _, d := range shard {
		w.infer(d)
		stats.LogLikelihood += float64(d.weight * w.bound(w.gamma, d.words))
		stats.Turns += float64(d.weight * d.tokens)
		if d.weight != 1 {
			for i := range d.words {
				w.ratio[i] *= d.weight
			}
		}
		lanes.ShareRows(shares, d.words, w.ratio, w.theta)
		*weight += d.weight
		if w.learner.learn.LearnAlpha {
			w.addLogs(logs, d.weight)
		}
	}
	stats.Items += len(shard)
	return nil
}

// infer settles gamma, and keeps it for the next time.
func (w *variationalWorker) infer(d *Item) {
	switch {
	case len(d.gamma) != w.topics:
		d.gamma = make([]float32, w.topics)
		w.settle(w.gamma, d.words, true)
	case d.pause > 0:
		d.pause--
		w.resume(d)
	default:
		w.compare(d)
	}
	for k := range d.gamma {
		d.gamma[k] = float32(w.gamma[k])
	}
}

// resume goes on from where the document's inference stood.
func (w *variationalWorker) resume(d *Item) {
	for k, g := range d.gamma {
		w.gamma[k] = float64(g)
	}
	w.settle(w.gamma, d.words, false)
}

// mostPause is the most times that a document is not looked at afresh.
const mostPause = 7

// compare goes on and also begins afresh, and keeps what has the higher bound. Pauses differ between documents,
// so that in every iteration some are looked at afresh and the gain tells of them.
func (w *variationalWorker) compare(d *Item) {
	w.resume(d)
	resumed := w.bound(w.gamma, d.words)
	w.settle(w.afresh, d.words, true)
	if w.bound(w.afresh, d.words) > resumed+float64(1e-6*math.Abs(resumed)) {
		w.gamma, w.afresh = w.afresh, w.gamma
		d.lately = 0
		return
	}
	w.expect(w.gamma)
	w.divide(d.words)
	d.lately = min(2*d.lately+1, mostPause)
	d.pause = d.lately - d.index&d.lately
}

// addLogs adds E[ln θ].
func (w *variationalWorker) addLogs(logs []float64, weight float64) {
	total := 0.0
	for _, g := range w.gamma[:w.topics] {
		total += g
	}
	mean := digamma(total)
	for k, g := range w.gamma[:w.topics] {
		logs[k] += float64(weight * (w.logTheta(g, k) - mean))
	}
}

// Maximize sets the topics' parameters to eta and the tokens that they have, and learns the priors.
func (v *Variational) Maximize(stats *em.Stats) ([]em.Repair, error) {
	shares, logs, weight := v.split(stats.Values)
	v.blend(shares, 1, 1)
	v.refresh()
	if v.learn.LearnAlpha {
		v.learnAlpha(logs, *weight)
	}
	if v.learn.LearnEta {
		v.learnEta()
	}
	return nil, nil
}

// blend moves lambda by a step from where it is to where statistics, times scale, put it.
func (v *Variational) blend(shares []float64, step, scale float64) {
	for i := 0; i < len(v.lambda); i += v.pad {
		for k := range v.topics {
			to := v.eta + float64(scale*float64(shares[i+k]*v.beta[i+k]))
			v.lambda[i+k] = float64((1-step)*v.lambda[i+k]) + float64(step*to)
		}
	}
}

// GlobalBound is minus the Kullback-Leibler divergence of the topics' distributions from their prior.
func (v *Variational) GlobalBound() float64 {
	prior := lnGamma(v.eta)
	sum := float64(v.topics) * (lnGamma(float64(v.words)*v.eta) - float64(float64(v.words)*prior))
	for _, total := range v.total[:v.topics] {
		sum -= lnGamma(total)
	}
	for i := 0; i < len(v.lambda); i += v.pad {
		row := 0.0
		for k, x := range v.lambda[i : i+v.topics] {
			row += float64((v.eta-x)*math.Log(v.beta[i+k])) + lnGamma(x)
		}
		sum += row
	}
	return sum
}

// ParamLen is V×P + P + 1.
func (v *Variational) ParamLen() int { return v.StatsLen() }

// Params writes lambda, alpha and eta.
func (v *Variational) Params(dst []float64) {
	lambda, alpha, eta := v.split(dst)
	copy(lambda, v.lambda)
	copy(alpha, v.alpha)
	*eta = v.eta
}

// SetParams takes what Params wrote.
func (v *Variational) SetParams(src []float64) error {
	lambda, alpha, eta := v.split(src)
	if err := checkPriors(alpha[:v.topics], *eta); err != nil {
		return fmt.Errorf("topics: %w", err)
	}
	copy(v.lambda, lambda)
	copy(v.alpha, alpha)
	v.eta = *eta
	v.refresh()
	return nil
}

// Size is the document's distinct words, in units that grow with the vocabulary.
func (v *Variational) Size(d *Item) int { return d.size }
