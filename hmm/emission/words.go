package emission

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/internal/lanes"
	"intenthmm/internal/lsa"
	"intenthmm/internal/simplex"
)

// Words is a family over bags of words: each distribution is a multinomial over V words,
//
//	log p(turn | e) = Σ_w n_w log p_e(w)
//
// the probability of the words in the order in which they were said, given how many there are (no
// multinomial coefficient). A bag without words has density 1. Fractional counts make it a weighted
// likelihood, in which a long turn need not outvote a short one.
//
// Statistics are the expected counts of words, the prior is symmetric Dirichlet: it adds a constant
// to every count.
type Words struct {
	table
	length float64 // mean count of words in a turn, for sampling
}

// NewWords takes one row of V word probabilities a distribution. It starts without a prior.
func NewWords(rows [][]float64) (*Words, error) {
	t, err := newTable("words", rows)
	if err != nil {
		return nil, err
	}
	return &Words{table: t, length: defaultLength}, nil
}

// defaultLength is the mean number of words of a sampled turn where no data said otherwise.
const defaultLength = 8

// UniformWords has n distributions in which all words are equally likely, and adds prior to every
// count.
func UniformWords(n, words int, prior float64) *Words {
	return &Words{table: uniformTable(n, words, prior), length: defaultLength}
}

// SetPrior changes the number that is added to every count in Maximize; 0 is maximum likelihood.
func (w *Words) SetPrior(s float64) { w.prior = s }

// Vocabulary is V.
func (w *Words) Vocabulary() int { return w.symbols }

// Length is the mean count of words in a turn that has any, in the units of Count.N.
func (w *Words) Length() float64 { return w.length }

// Probabilities is row e: P(word | e). It is the family's own slice, only to be read.
func (w *Words) Probabilities(e int) []float64 { return w.row(e) }

// Clone returns an independent copy.
func (w *Words) Clone() Family[[]Count] { return &Words{w.clone(), w.length} }

// Check refuses words outside the vocabulary and counts that are no counts.
func (w *Words) Check(obs []Count) error { return checkBag(obs, w.symbols) }

func checkBag(obs []Count, words int) error {
	for _, c := range obs {
		if c.Word < 0 || int(c.Word) >= words {
			return fmt.Errorf("word %d, expected 0 to %d", c.Word, words-1)
		}
		if !(c.N >= 0) || math.IsInf(float64(c.N), 1) {
			return fmt.Errorf("word %d: count %v, expected a finite number of at least 0", c.Word, c.N)
		}
	}
	return nil
}

// Start pools the words of all turns, and notes how long turns are.
func (w *Words) Start(batches [][][]Count) error {
	stats := make([]float64, w.StatsLen())
	for _, batch := range batches {
		for _, bag := range batch {
			for _, c := range bag {
				for e := range w.dists {
					stats[int(c.Word)*w.dists+e] += float64(c.N)
				}
			}
		}
	}
	w.length = meanLength(batches, w.length)
	_, err := w.Maximize(stats)
	return err
}

// meanLength is the mean count of words in a bag that has any; otherwise where there is none.
func meanLength(batches [][][]Count, otherwise float64) float64 {
	turns, total := 0, 0.0
	for _, batch := range batches {
		for _, bag := range batch {
			if len(bag) > 0 {
				turns++
			}
			for _, c := range bag {
				total += float64(c.N)
			}
		}
	}
	if turns == 0 {
		return otherwise
	}
	return total / float64(turns)
}

// Embed places turns by latent semantic analysis: tf-idf, the leading singular directions, unit
// length. Turns without words are at the origin.
func (w *Words) Embed(batches [][][]Count, seed uint64) ([]float64, int) {
	return w.embed(context.Background(), batches, seed)
}

func (w *Words) embed(ctx context.Context, batches [][][]Count, seed uint64) ([]float64, int) {
	return embedBags(ctx, batches, w.symbols, seed)
}

func embedBags(ctx context.Context, batches [][][]Count, words int, seed uint64) ([]float64, int) {
	rows := lsa.NewMatrix(words)
	for _, batch := range batches {
		for _, bag := range batch {
			for _, c := range bag {
				rows.Add(c.Word, float64(c.N))
			}
			rows.EndRow()
		}
	}
	points, width, err := rows.Embed(ctx, lsa.DefaultOptions(), seed)
	if err != nil {
		return nil, 0 // ctx has ended
	}
	return points, width
}

// Sample draws a bag: its size is Poisson about the mean of the data, at least 1.
func (w *Words) Sample(e int, rng *rand.Rand) []Count {
	return sampleBag(w.length, func() int { return simplex.Draw(w.row(e), rng) }, rng)
}

func sampleBag(length float64, draw func() int, rng *rand.Rand) []Count {
	n := 1 + int(distuv.Poisson{Lambda: math.Max(length-1, 1e-9), Src: rng}.Rand())
	counts := map[int]int{}
	var bag []Count
	for range n {
		word := draw()
		if at, ok := counts[word]; ok {
			bag[at].N++
			continue
		}
		counts[word] = len(bag)
		bag = append(bag, Count{Word: int32(word), N: 1})
	}
	return bag
}

// Split gives to the words of from, each probability up to a tenth up or down.
func (w *Words) Split(from, to int, rng *rand.Rand) { w.split(from, to, rng) }

// Evaluator adds up rows of a table of logs.
func (w *Words) Evaluator() Evaluator[[]Count] { return newWordsEvaluator(w.dists, w.logs()) }

// newWordsEvaluator takes the logarithms of the probabilities under n distributions, symbol-major.
func newWordsEvaluator(n int, logs []float64) *wordsEvaluator {
	p := lanes.Pad(n)
	return &wordsEvaluator{n: n, p: p, logs: logs[p:], sum: make([]float64, p)}
}

type wordsEvaluator struct {
	n, p int       // E, and E padded
	logs []float64 // V×P
	sum  []float64 // P
}

func (v *wordsEvaluator) LogDensities(dst []float64, at Layout, obs [][]Count) {
	for t, bag := range obs {
		lanes.SumRows(v.sum, v.logs, bag, v.p)
		lanes.Spread(dst[t*at.Turn:], v.sum[:v.n], at.Dist)
	}
}

func (v *wordsEvaluator) Collect(stats []float64, obs [][]Count, posterior []float64, at Layout) {
	for t, bag := range obs {
		if len(bag) == 0 {
			continue
		}
		for e := range v.n {
			v.sum[e] = posterior[t*at.Turn+e*at.Dist]
		}
		lanes.AddRows(stats, bag, v.sum[:v.n])
	}
}

// Kind is "words".
func (w *Words) Kind() string { return "words" }

type wordsJSON struct {
	Length float64 `json:"length"`
	tableJSON
}

// MarshalJSON writes mean length, prior and probabilities.
func (w *Words) MarshalJSON() ([]byte, error) {
	return json.Marshal(wordsJSON{w.length, tableJSON{w.prior, w.rows()}})
}

// UnmarshalJSON reads what MarshalJSON writes, and checks it.
func (w *Words) UnmarshalJSON(data []byte) error {
	length, err := readLength("words", data)
	if err != nil {
		return err
	}
	if err := w.decode("words", data); err != nil {
		return err
	}
	w.length = length
	return nil
}

// readLength reads the mean number of words of a turn. what opens the error's text.
func readLength(what string, data []byte) (float64, error) {
	var j struct {
		Length float64 `json:"length"`
	}
	if err := json.Unmarshal(data, &j); err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	return j.Length, checkLength(what, j.Length)
}

// checkLength refuses what is no mean number of words.
func checkLength(what string, length float64) error {
	if !(length >= 0) || length > 1e6 {
		return fmt.Errorf("%s: length is %v, expected the mean number of words of a turn", what, length)
	}
	return nil
}

var _ interface {
	Lexical
	Starter[[]Count]
	Embedder[[]Count]
	Checker[[]Count]
	Sampler[[]Count]
	Splitter
	Permuter
	Kind
} = (*Words)(nil)
