package emission

import (
	"context"
	"encoding/json"
	"math/rand/v2"

	"intenthmm/internal/simplex"
)

// VariationalWords is a family over bags of words whose probabilities are not points but have Dirichlet
// posteriors. What an evaluator gives is
//
//	E[log p(turn | e)] = Σ_w n_w (ψ(α_e(w)) - ψ(Σ_v α_e(v)))
//
// and LogPrior is minus the divergence from the prior, so that the objective of a model is its evidence
// lower bound. See Words for bags, and for what a count is.
type VariationalWords struct {
	dirichlets
	length float64 // mean count of words in a turn, for sampling
}

const variationalWords = "variational words"

// NewVariationalWords has n distributions over a vocabulary, all at the symmetric Dirichlet prior with
// that parameter. The error is of one that is not a finite number above 0, or of no distributions or
// words.
func NewVariationalWords(n, words int, prior float64) (*VariationalWords, error) {
	d, err := newDirichlets(variationalWords, n, words, prior)
	return &VariationalWords{d, defaultLength}, err
}

// Vocabulary is V.
func (w *VariationalWords) Vocabulary() int { return w.symbols }

// Length is the mean count of words in a turn that has any, in the units of Count.N.
func (w *VariationalWords) Length() float64 { return w.length }

// Probabilities are what is expected of P(word | e).
func (w *VariationalWords) Probabilities(e int) []float64 { return w.mean(e) }

// Clone returns an independent copy.
func (w *VariationalWords) Clone() Family[[]Count] { return &VariationalWords{w.clone(), w.length} }

// Check refuses words outside the vocabulary and counts that are no counts.
func (w *VariationalWords) Check(obs []Count) error { return checkBag(obs, w.symbols) }

// Start notes how long turns are. Every distribution is at the prior.
func (w *VariationalWords) Start(batches [][][]Count) error {
	w.length = meanLength(batches, w.length)
	for i := range w.alpha {
		w.alpha[i] = w.prior
	}
	return nil
}

// Embed places turns by latent semantic analysis, as Words does.
func (w *VariationalWords) Embed(batches [][][]Count, seed uint64) ([]float64, int) {
	return w.embed(context.Background(), batches, seed)
}

func (w *VariationalWords) embed(ctx context.Context, batches [][][]Count, seed uint64) ([]float64, int) {
	return embedBags(ctx, batches, w.symbols, seed)
}

// Sample draws a bag from the expected probabilities, as Words does.
func (w *VariationalWords) Sample(e int, rng *rand.Rand) []Count {
	return sampleBag(w.length, func() int { return simplex.Draw(w.row(e), rng) }, rng)
}

// Evaluator adds up rows of a table of expected logs.
func (w *VariationalWords) Evaluator() Evaluator[[]Count] {
	return newWordsEvaluator(w.dists, w.logs())
}

// Kind is "variational words".
func (w *VariationalWords) Kind() string { return variationalWords }

type variationalWordsJSON struct {
	Length float64 `json:"length"`
	dirichletsJSON
}

// MarshalJSON writes mean length, prior and counts.
func (w *VariationalWords) MarshalJSON() ([]byte, error) {
	return json.Marshal(variationalWordsJSON{w.length, w.file()})
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (w *VariationalWords) UnmarshalJSON(data []byte) error {
	length, err := readLength(variationalWords, data)
	if err != nil {
		return err
	}
	d, err := readDirichlets(variationalWords, data)
	if err != nil {
		return err
	}
	*w = VariationalWords{d, length}
	return nil
}
