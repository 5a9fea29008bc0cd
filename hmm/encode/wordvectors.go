package encode

import (
	"encoding/binary"
	"fmt"
	"math"
)

// A VectorSource gives words static vectors, as word2vec, GloVe and fastText do. It is needed while
// training only: the encoder keeps the vectors of its vocabulary.
type VectorSource interface {
	Name() string
	// Find gives the vectors of words, all of one length, nil of those that it doesn't know, and the
	// SHA-256 of what they come from, in hexadecimal. The words are folded as fold does it with any word.
	Find(words []string, fold func(word string) string) (vectors [][]float32, checksum string, err error)
}

// commonWords is a in the weights a / (a + p(w)).
const commonWords = 1e-3

// WordVectors make one vector of the words of a text: the mean of
//
//	a / (a + p(w)) · v(w)     a = 0.001
//
// over its words w that have a vector v, p(w) being their share of all words of the training data; less
// its projection on the first principal component of the training data's turns, which is what all texts
// have in common: smooth inverse frequency (SIF).
//
// Source: Arora, Liang and Ma 2017.
type WordVectors struct {
	Source   string      `json:"source"`             // name of the file
	Checksum string      `json:"checksum"`           // its SHA-256
	Sought   int         `json:"sought"`             // words of the vocabulary that a vector was looked for
	LeftOut  int         `json:"left_out,omitempty"` // of those the rarest, that have one but no room in the model
	Width    int         `json:"width"`
	Words    *Vocabulary `json:"words"`
	Weights  []float64   `json:"weights"` // a word's, in the order of Words
	Vectors  []byte      `json:"vectors"` // rows of Width little-endian float32, in the order of Words
	Common   []float64   `json:"common"`  // the first principal component, of length 1
}

// mostVectorBytes is the room for vectors in a model: 56,000 of length 300, in a file of about 85 MB.
const mostVectorBytes = 64 << 20

// vectorSource sets the encoder's word vectors, if it is to have any, and returns each interned term's number in
// them. It is an error if there is nothing to make vectors of.
func (b *Builder) vectorSource(e *Encoder) ([]int32, error) {
	switch {
	case b.options.WordVectors != nil:
		return b.wordVectors(e)
	case b.options.field() && b.width == 0:
		return nil, fmt.Errorf("no message has a vector, expected a field \"vector\" or a mapping to it")
	}
	return nil, nil
}

// wordVectors sets the encoder's word vectors, those of the most frequent words if not all have room, and returns
// each interned term's number in them.
func (b *Builder) wordVectors(e *Encoder) ([]int32, error) {
	source := b.options.WordVectors
	frequent, number := b.terms.vocabulary(b.options.MinTurns, b.turns)
	vectors, checksum, err := source.Find(frequent.terms[1:], foldWord)
	if err != nil {
		return nil, err
	}
	w := &WordVectors{Source: source.Name(), Checksum: checksum, Sought: frequent.plain()}
	share := b.shares(frequent.Len(), number)
	kept := make([]int32, frequent.Len()) // each frequent word's number among those that have a vector
	var words []string
	for i, v := range vectors {
		if v == nil || !Plain(frequent.Term(i+1)) {
			continue
		}
		if len(w.Vectors)+4*len(v) > mostVectorBytes {
			w.LeftOut++
			continue
		}
		words = append(words, frequent.Term(i+1))
		kept[i+1] = int32(len(words))
		w.Width = len(v)
		w.Weights = append(w.Weights, commonWords/(commonWords+share[i+1]))
		for _, x := range v {
			w.Vectors = binary.LittleEndian.AppendUint32(w.Vectors, math.Float32bits(x))
		}
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("%s has a vector for none of the %d words", source.Name(), w.Sought)
	}
	if err := b.options.checkWidth(w.Width); err != nil {
		return nil, fmt.Errorf("%s: %w", source.Name(), err)
	}
	for i := range number {
		number[i] = kept[max(number[i], 0)]
	}
	w.Words = newVocabulary(words, 0)
	e.WordVectors = w
	return number, nil
}

// shares is the share of each number in all words that were said.
func (b *Builder) shares(n int, number []int32) []float64 {
	share := make([]float64, n)
	b.said.each(func(turn []int32) {
		for _, f := range turn {
			share[number[f]] += 1 / float64(b.spoken)
		}
	})
	return share
}

// foldWord is a word as a tokenizer says it: what another vocabulary has is compared with ours by that.
func foldWord(word string) string {
	var k tokenizer
	k.fold(word)
	return string(k.word)
}

// check reports what is wrong with word vectors that were read from a file.
func (w *WordVectors) check() error {
	if w.Words == nil {
		return fmt.Errorf("words is missing")
	}
	if err := w.Words.check(); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	n := w.Words.Len() - 1
	switch {
	case w.Width < 1:
		return fmt.Errorf("width is %d, expected the length of the vectors", w.Width)
	case w.Words.bits != 0:
		return fmt.Errorf("words: hash_bits is %d, expected a list of words", w.Words.bits)
	case len(w.Weights) != n || len(w.Vectors) != 4*n*w.Width || len(w.Common) != w.Width:
		return fmt.Errorf("%d words of width %d have %d weights, vectors of %d bytes and a common one of %d values, expected %d, %d and %d",
			n, w.Width, len(w.Weights), len(w.Vectors), len(w.Common), n, 4*n*w.Width, w.Width)
	}
	for i := 0; i < len(w.Vectors); i += 4 {
		if x := float64(math.Float32frombits(binary.LittleEndian.Uint32(w.Vectors[i:]))); math.IsNaN(x) || math.IsInf(x, 0) {
			return fmt.Errorf("vectors: that of %q has %v in it", w.Words.Term(1+i/4/w.Width), x)
		}
	}
	return nil
}
