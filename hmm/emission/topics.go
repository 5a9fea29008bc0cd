package emission

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/internal/simplex"
)

// Topics is a family over bags of words whose distributions are mixtures of topics that all of them
// share: with θ_e the shares of Z topics in distribution e, and φ_z the words of topic z,
//
//	p_e(w) = Σ_z θ_ez φ_zw
//	log p(turn | e) = Σ_w n_w log p_e(w)
//
// Every word is drawn from a topic of its own. The topics are summed over, so that the likelihood is
// exact. E distributions over V words take E (Z-1) + Z (V-1) numbers where Words takes E (V-1): rare
// words are learnt once a topic, not once a state.
//
// It has the observations, statistics and densities of Words; missing turns and fractional counts are
// as there. Both θ and φ have symmetric Dirichlet priors, which add constants to their expected counts.
//
// Source: the TM-HMM of Zhai and Williams (2014), Discovering latent structure in task-oriented
// dialogues, section 4.1, by maximum a posteriori in place of sampling; as a factorisation, Hofmann
// (1999), Probabilistic latent semantic analysis.
type Topics struct {
	mixed                 *Words    // p: what all that only looks at distributions works with
	topics                int       // Z
	shares                []float64 // θ, E×Z
	words                 []float64 // φ by word, V×Z
	sharePrior, wordPrior float64
}

// Lexical is a family whose distributions are over words: Words, Topics and VariationalWords.
type Lexical interface {
	Family[[]Count]
	// Vocabulary is V.
	Vocabulary() int
	// Probabilities is P(word | e), V of them, which are not the caller's to change.
	Probabilities(e int) []float64
	// Length is the mean count of words in a turn that has any, in the units of Count.N.
	Length() float64
}

// NewTopics takes one row of Z shares a distribution and one row of V word probabilities a topic. It
// starts without priors.
func NewTopics(shares, words [][]float64) (*Topics, error) {
	theta, err := newTable("topics: shares", shares)
	if err != nil {
		return nil, err
	}
	phi, err := newTable("topics: words", words)
	if err != nil {
		return nil, err
	}
	if theta.symbols != phi.dists {
		return nil, fmt.Errorf("topics: shares of %d topics, words of %d", theta.symbols, phi.dists)
	}
	t := &Topics{mixed: UniformWords(theta.dists, phi.symbols, 0), topics: phi.dists, shares: theta.p}
	for w := range phi.symbols {
		for z := range phi.dists {
			t.words = append(t.words, phi.row(z)[w])
		}
	}
	t.mix()
	return t, nil
}

// UniformTopics has n distributions, all the same mixture of the topics, which lie about the uniform
// distribution over words, each to a side of its own. In Maximize shares adds to the expected count of
// every topic in every distribution, words to that of every word in every topic.
func UniformTopics(n, topics, vocabulary int, shares, words float64) *Topics {
	t := &Topics{
		mixed: UniformWords(n, vocabulary, 0), topics: topics,
		shares: slices.Repeat([]float64{1 / float64(topics)}, n*topics), words: make([]float64, vocabulary*topics),
		sharePrior: shares, wordPrior: words,
	}
	t.scatter()
	t.mix()
	return t
}

// scatter sets every topic to the words of distribution 0, each probability by a factor of its own: EM
// could never tell topics apart that are alike.
func (t *Topics) scatter() {
	rng := rand.New(rand.NewPCG(uint64(t.topics), uint64(t.Vocabulary())))
	sums := make([]float64, t.topics)
	for w, p := range t.mixed.row(0) {
		for z := range t.topics {
			v := p * (0.5 + rng.ExpFloat64())
			t.words[w*t.topics+z] = v
			sums[z] += v
		}
	}
	for i := range t.words {
		t.words[i] /= sums[i%t.topics]
	}
}

// mix computes p from θ and φ.
func (t *Topics) mix() {
	p := make([]float64, t.mixed.ParamLen())
	for e := range t.Len() {
		theta, row, sum := t.Shares(e), p[e*t.Vocabulary():(e+1)*t.Vocabulary()], 0.0
		for w := range row {
			row[w] = dot(theta, t.word(w))
			sum += row[w]
		}
		for w := range row {
			row[w] /= sum
		}
	}
	if err := t.mixed.SetParams(p); err != nil {
		panic("emission: topics: mixtures of distributions are none: " + err.Error())
	}
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i, x := range a {
		sum = math.FMA(x, b[i], sum)
	}
	return sum
}

// word is the probabilities of one word in the topics.
func (t *Topics) word(w int) []float64 { return t.words[w*t.topics : (w+1)*t.topics] }

// Topics is Z.
func (t *Topics) Topics() int { return t.topics }

// Shares is θ_e, Z numbers. It is the family's own slice.
func (t *Topics) Shares(e int) []float64 { return t.shares[e*t.topics : (e+1)*t.topics] }

// Topic writes φ_z, V numbers, to dst. It panics if the length is another.
func (t *Topics) Topic(dst []float64, z int) {
	if len(dst) != t.Vocabulary() {
		panic("emission: len(dst) != Vocabulary()")
	}
	for w := range dst {
		dst[w] = t.word(w)[z]
	}
}

// Len is the number of distributions.
func (t *Topics) Len() int { return t.mixed.Len() }

// Vocabulary is V.
func (t *Topics) Vocabulary() int { return t.mixed.Vocabulary() }

// Length is the mean count of words in a turn that has any, in the units of Count.N.
func (t *Topics) Length() float64 { return t.mixed.Length() }

// Probabilities is p_e: P(word | e). It is the family's own slice.
func (t *Topics) Probabilities(e int) []float64 { return t.mixed.Probabilities(e) }

// Evaluator is that of Words.
func (t *Topics) Evaluator() Evaluator[[]Count] { return t.mixed.Evaluator() }

// Check refuses words outside the vocabulary and counts that are no counts.
func (t *Topics) Check(obs []Count) error { return t.mixed.Check(obs) }

// Embed places turns as Words does.
func (t *Topics) Embed(batches [][][]Count, seed uint64) ([]float64, int) {
	return t.mixed.Embed(batches, seed)
}

func (t *Topics) embed(ctx context.Context, batches [][][]Count, seed uint64) ([]float64, int) {
	return t.mixed.embed(ctx, batches, seed)
}

// Sample draws a bag as Words does.
func (t *Topics) Sample(e int, rng *rand.Rand) []Count { return t.mixed.Sample(e, rng) }

// Affinity compares two distributions over words. O(V).
func (t *Topics) Affinity(e int, other Family[[]Count], f int) float64 {
	if o, ok := other.(*Topics); ok {
		return t.mixed.Affinity(e, o.mixed, f)
	}
	return 0
}

// Clone returns an independent copy.
func (t *Topics) Clone() Family[[]Count] {
	c := *t
	c.mixed, c.shares, c.words = t.mixed.Clone().(*Words), slices.Clone(t.shares), slices.Clone(t.words)
	return &c
}

// Permute reorders the distributions; topics stay where they are.
func (t *Topics) Permute(order []int) {
	old := slices.Clone(t.shares)
	for e, from := range order {
		copy(t.Shares(e), old[from*t.topics:(from+1)*t.topics])
	}
	t.mixed.Permute(order)
}

// Split gives to the topics of from, each share up to a tenth up or down.
func (t *Topics) Split(from, to int, rng *rand.Rand) {
	row, sum := t.Shares(to), 0.0
	for z, v := range t.Shares(from) {
		row[z] = v * (0.9 + 0.2*rng.Float64())
		sum += row[z]
	}
	for z := range row {
		row[z] /= sum
	}
	t.mix()
}

// Order renumbers the topics: z becomes what order[z] was. Distributions stay as they are.
func (t *Topics) Order(order []int) {
	old := make([]float64, t.topics)
	for _, rows := range [][]float64{t.shares, t.words} {
		for row := range slices.Chunk(rows, t.topics) {
			copy(old, row)
			for z, from := range order {
				row[z] = old[from]
			}
		}
	}
}

// ParamLen is E×Z + V×Z.
func (t *Topics) ParamLen() int { return len(t.shares) + len(t.words) }

// FreeParams is E (Z-1) + Z (V-1).
func (t *Topics) FreeParams() int {
	return t.Len()*(t.topics-1) + t.topics*(t.Vocabulary()-1)
}

// Params writes θ, then φ, the topics of a distribution or word side by side.
func (t *Topics) Params(dst []float64) {
	copy(dst, t.shares)
	copy(dst[len(t.shares):], t.words)
}

// SetParams takes parameters as Params writes them. It refuses what are no distributions.
func (t *Topics) SetParams(src []float64) error {
	if len(src) != t.ParamLen() {
		panic("emission: len(src) != ParamLen()")
	}
	shares, words := src[:len(t.shares)], src[len(t.shares):]
	for e := range t.Len() {
		if err := simplex.Check(fmt.Sprintf("topics of distribution %d", e), shares[e*t.topics:(e+1)*t.topics], 1); err != nil {
			return err
		}
	}
	column := make([]float64, t.Vocabulary())
	for z := range t.topics {
		for w := range column {
			column[w] = words[w*t.topics+z]
		}
		if err := simplex.Check(fmt.Sprintf("words of topic %d", z), column, 1); err != nil {
			return err
		}
	}
	copy(t.shares, shares)
	copy(t.words, words)
	t.mix()
	return nil
}

var _ interface {
	Lexical
	Starter[[]Count]
	Embedder[[]Count]
	Checker[[]Count]
	Sampler[[]Count]
	Comparer[[]Count]
	FreeCounter
	Splitter
	Permuter
	Kind
} = (*Topics)(nil)
