package report

import (
	"fmt"
	"slices"
	"strings"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// Choices are the encoder's. Counts are of what training saw.
type Choices struct {
	Observe      string             `json:"observe"`
	Words        int                `json:"words,omitempty"`        // in the vocabulary
	Edges        int                `json:"edges,omitempty"`        // first- and last-word features in it
	Grams        int                `json:"grams,omitempty"`        // in it
	GramLength   int                `json:"gram_length,omitempty"`  // characters of each; 0: there are none
	Folded       int                `json:"folded,omitempty"`       // distinct words that count as the unknown one
	MinTurns     int                `json:"min_turns,omitempty"`    // that a word must occur in
	HashBits     int                `json:"hash_bits,omitempty"`    // of the numbers that stand for words; 0: words stand in a list
	LengthPower  float64            `json:"length_power,omitempty"` // p of the weight n^-p
	Stemmer      string             `json:"stemmer,omitempty"`
	Stemmed      int                `json:"stemmed,omitempty"`      // distinct words that have another for their stem
	Phrases      int                `json:"phrases,omitempty"`      // two words that are one
	BestPhrases  []string           `json:"best_phrases,omitempty"` // those in the most turns
	Text         encode.Text        `json:"text,omitzero"`
	StopWords    []string           `json:"stop_words,omitempty"`    // observed, but not shown
	CountedWords bool               `json:"counted_words,omitempty"` // what is shown was counted, not observed
	Symbols      int                `json:"symbols,omitempty"`       // told apart
	Width        int                `json:"width,omitempty"`         // of vectors, as they are observed
	Dims         int                `json:"dims,omitempty"`          // of the space that words are placed in
	Codes        int                `json:"codes,omitempty"`         // of places
	CommonCodes  []string           `json:"common_codes,omitempty"`  // what those with the most turns stand for
	VectorFamily string             `json:"vector_family,omitempty"` // of their distributions, where it is not Gaussian
	Covariance   string             `json:"covariance,omitempty"`    // its shape, where it is Gaussian
	VectorWeight float64            `json:"vector_weight,omitempty"` // what they count for beside words; 0: they are not beside words
	WordVectors  *WordVectorChoices `json:"word_vectors,omitempty"`
	Embedder     string             `json:"embedder,omitempty"`  // the command that made vectors of texts
	Projected    int                `json:"projected,omitempty"` // length of the vectors that principal components were taken of
	Whitened     bool               `json:"whitened,omitempty"`
	Unit         bool               `json:"unit,omitempty"`           // vectors have length 1
	Speakers     []string           `json:"speakers,omitempty"`       // told apart
	Others       int                `json:"other_speakers,omitempty"` // that count as one
}

// WordVectorChoices say where the vectors of words came from.
type WordVectorChoices struct {
	Source   string `json:"source"`   // name of the file
	Checksum string `json:"checksum"` // its SHA-256
	Width    int    `json:"width"`
	Sought   int    `json:"sought"` // words that a vector was looked for
	Found    int    `json:"found"`
	LeftOut  int    `json:"left_out,omitempty"` // that the model had no room for, the rarest
}

func choices(m *intent.Model) Choices {
	e := m.Encoder
	c := Choices{Observe: string(e.Options.Observe), Width: e.Width, Text: e.Options.Text, Phrases: len(e.Phrases), StopWords: stopWords(m)}
	c.CountedWords = slices.ContainsFunc(m.States, func(s intent.State) bool { return s.Terms != nil })
	if v := e.Terms; v != nil {
		c.Words, c.Edges, c.Grams = termsOf(v)
		c.GramLength = e.Options.Grams
		c.Folded, c.MinTurns, c.HashBits = v.Folded(), e.Options.MinTurns, e.Options.HashBits
		if e.Options.Observe == encode.Words {
			c.LengthPower = e.Options.LengthPower
		}
		c.BestPhrases = bestPhrases(m)
	}
	if s := e.Stems; s != nil {
		c.Stemmer, c.Stemmed = s.Stemmer, len(s.Of)
	}
	if v := e.Symbols; v != nil {
		c.Symbols = v.Len() - 1
	}
	c.vectors(e)
	c.places(m)
	c.vectorPart(m)
	if v := e.Speakers; v != nil {
		for i := 1; i < v.Len(); i++ {
			c.Speakers = append(c.Speakers, v.Term(i))
		}
		c.Others = v.Folded()
	}
	return c
}

// vectors notes where vectors came from and what became of them.
func (c *Choices) vectors(e *encode.Encoder) {
	if w := e.WordVectors; w != nil {
		found := w.Words.Len() - 1 + w.LeftOut
		c.WordVectors = &WordVectorChoices{w.Source, w.Checksum, w.Width, w.Sought, found, w.LeftOut}
	}
	if by := e.Options.Embedder; by != nil {
		c.Embedder = by.Name
	}
	if p := e.Projection; p != nil {
		c.Projected, c.Whitened, c.Unit = len(p.Mean), e.Options.Whiten, p.Unit
	}
}

// What is shown of codes: so many, by so many words.
const (
	shownCodes = 5
	codeWords  = 3
)

// places notes where words are placed.
func (c *Choices) places(m *intent.Model) {
	e := m.Encoder
	if e.Space != nil {
		c.Dims = e.Space.Width()
	}
	if e.Codebook == nil {
		return
	}
	c.Codes = e.Codebook.Len()
	hidden := m.Hidden()
	for code := range min(shownCodes, c.Codes) {
		words := e.Saying(e.Codebook.Centre(code), codeWords, func(term string) bool { return !hidden(term) })
		c.CommonCodes = append(c.CommonCodes, strings.Join(words, " "))
	}
}

// vectorPart notes how vectors are distributed, and what they count for.
func (c *Choices) vectorPart(m *intent.Model) {
	for _, p := range m.HMM.Emission.(*emission.Joint).Parts() {
		if p.Name() != "vector" {
			continue
		}
		switch f := p.Inner().(type) {
		case *emission.Gaussian:
			c.Covariance = f.Covariance().String()
		case emission.Kind:
			c.VectorFamily = f.Kind()
		}
		if m.Encoder.Options.Vectors {
			c.VectorWeight = p.Weight()
		}
	}
}

// family is the family of vectors' distributions as people read it: "family gaussian, diagonal".
func (c *Choices) family() string {
	if c.VectorFamily != "" {
		return "family " + c.VectorFamily
	}
	return fmt.Sprintf("family %s, %s", intent.Gaussian, c.Covariance)
}

// termsOf counts the words, edge features and grams of a vocabulary.
func termsOf(v *encode.Vocabulary) (words, edges, grams int) {
	for i := 1; i < v.Len(); i++ {
		switch term := v.Term(i); {
		case encode.Plain(term):
			words++
		case encode.Gram(term) != "":
			grams++
		default:
			edges++
		}
	}
	return words, edges, grams
}

// stopWords are a model's, as people read them.
func stopWords(m *intent.Model) []string {
	var words []string
	for _, word := range m.StopWords {
		words = append(words, m.Encoder.Shown(word))
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// shownPhrases bounds the phrases that are named.
const shownPhrases = 5

// bestPhrases are the phrases that occur in the most turns, in that order, which is that of a vocabulary. A hashed
// one has none.
func bestPhrases(m *intent.Model) []string {
	e, hidden := m.Encoder, m.Hidden()
	if e.Options.HashBits > 0 {
		return nil
	}
	var best []string
	for i := 1; i < e.Terms.Len() && len(best) < shownPhrases; i++ {
		if term := e.Terms.Term(i); encode.Plain(term) && strings.Contains(term, " ") && !hidden(term) {
			best = append(best, e.Shown(term))
		}
	}
	return best
}
