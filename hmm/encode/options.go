package encode

import "fmt"

// Observe is what of a message is observed, besides its speaker.
type Observe string

const (
	Words   Observe = "words"   // the words of its text
	Symbols Observe = "symbols" // its field symbol: a class that the log already knows
	Vectors Observe = "vectors" // its field vector
	LSA     Observe = "lsa"     // where the words of its text stand in a Space
	Codes   Observe = "codes"   // which of the places in a Codebook is nearest to that
)

// OfText reports whether it is the words of a text, or made of them.
func (o Observe) OfText() bool { return o == Words || o.placed() }

// Clause is "words are observed", of whatever is.
func (o Observe) Clause() string {
	if o == LSA {
		return "lsa is observed"
	}
	return string(o) + " are observed"
}

// placed reports whether words are placed in a space.
func (o Observe) placed() bool { return o == LSA || o == Codes }

// Options of an encoder.
type Options struct {
	Observe Observe `json:"observe"`
	// Vectors makes the message's vector a further part of the observation, beside Words.
	Vectors bool `json:"vectors,omitempty"`
	// Speaker makes the speaker a further part of the observation, where the log has one.
	Speaker bool `json:"speaker"`
	// MinTurns is the number of turns that a word must occur in; rarer words are unknown words.
	MinTurns int `json:"min_turns"`
	// MostShare is the share of all turns above which a word that occurs in them is an unknown word, too, unless it
	// occurs in few (see mostRare); 0: none is too common.
	MostShare float64 `json:"most_share,omitempty"`
	// EveryUnknown counts the unknown word as often as a turn has distinct words that it stands for, instead of once: a
	// turn of which little is known then is as strange as that makes it.
	EveryUnknown bool `json:"every_unknown,omitempty"`
	// Edges makes the first and the last word of a turn features of their own besides.
	Edges bool `json:"edges"`
	// Grams n makes every n characters in a row of each word features besides, its beginning and end marked and counted as
	// characters, where words are observed; 0: there are none. It is 0 where words are placed. Grams that occur in fewer
	// turns than words must are left out.
	Grams int `json:"grams,omitempty"`
	// LengthPower p gives each feature of a turn with n features the weight n^-p: the words of a
	// turn are not independent, and a long turn should not outvote a short one. 0 weights all
	// alike.
	LengthPower float64 `json:"length_power"`
	// Text is rules of how text is cut into words.
	Text Text `json:"text,omitzero"`
	// Phrases is the normalised pointwise mutual information from which two neighbouring words become
	// one; 0: none do.
	Phrases float64 `json:"phrases,omitempty"`
	// HashBits b numbers words by a hash of b bits instead of a list of them; 0: there is a list.
	HashBits int `json:"hash_bits,omitempty"`
	// PCA, Whiten and Unit are steps that vectors go through, in this order, fitted to the training data:
	// the PCA principal components (0: all), each of variance 1, scaled to length 1.
	PCA    int  `json:"pca,omitempty"`
	Whiten bool `json:"whiten,omitempty"`
	Unit   bool `json:"unit,omitempty"`
	// Dims is the number of dimensions that words are placed in, Codes the number of codes of such places; 0:
	// DefaultDims and DefaultCodes.
	Dims  int `json:"dims,omitempty"`
	Codes int `json:"codes,omitempty"`
	// Embedder says where the field vector comes from, if a program made it of the text.
	Embedder *Embedder `json:"embedder,omitempty"`

	// Stemmer, and WordVectors that become the vector of a text, are needed while training only.
	Stemmer     Stemmer      `json:"-"`
	WordVectors VectorSource `json:"-"`
}

// An Embedder is a program, not part of the model, that makes vectors of texts.
type Embedder struct {
	Name  string    `json:"name"`
	Probe []float64 `json:"probe"` // what it made of a text that is always the same
}

// DefaultOptions are words in at least three turns, first and last words, grams of three characters, weights n^-0.6,
// and the speaker; text in composed form.
func DefaultOptions() Options {
	return Options{
		Observe: Words, Speaker: true, MinTurns: 3, Edges: true, Grams: 3, LengthPower: 0.6,
		Text: Text{Compose: true},
	}
}

// WithoutGrams is the options without grams, and with the weights that serve words without them: n^-0.4.
func (o Options) WithoutGrams() Options {
	o.Grams, o.LengthPower = 0, 0.4
	return o
}

// mostRare is the number of turns in which any word may occur, whatever share of all they are: a log must be of some
// size for a share of it to say what is common.
const mostRare = 5

// MostTurns is the number of turns of so many above which a word is too common.
func (o *Options) MostTurns(turns int) int {
	if o.MostShare == 0 {
		return turns
	}
	return max(int(o.MostShare*float64(turns)), mostRare)
}

// text reports whether the text of messages is looked at.
func (o *Options) text() bool { return o.Observe.OfText() || o.WordVectors != nil }

// HasVectors reports whether vectors are observed, alone or beside words.
func (o *Options) HasVectors() bool { return o.Observe == Vectors || o.Vectors }

// field reports whether the field vector of messages is observed.
func (o *Options) field() bool { return o.HasVectors() && o.WordVectors == nil }

// joins reports whether words are joined to phrases.
func (o *Options) joins() bool { return o.Observe.OfText() && o.Phrases > 0 }

// Check names the first option that cannot be.
func (o Options) Check() error {
	switch {
	case !o.Observe.OfText() && o.Observe != Symbols && o.Observe != Vectors:
		return fmt.Errorf("observe %q, expected %q, %q, %q, %q or %q", o.Observe, Words, Symbols, Vectors, LSA, Codes)
	case o.MinTurns < 1:
		return fmt.Errorf("words in at least %d turns, expected 1 or more", o.MinTurns)
	case !(o.MostShare >= 0 && o.MostShare <= 1):
		return fmt.Errorf("words in at most a share of %v of the turns, expected 0 to 1", o.MostShare)
	case o.Grams != 0 && (o.Grams < leastGram || o.Grams > mostGram):
		return fmt.Errorf("grams of %d characters, expected %d to %d, or 0 for none", o.Grams, leastGram, mostGram)
	case !(o.LengthPower >= 0 && o.LengthPower <= 1):
		return fmt.Errorf("length power %v, expected 0 to 1", o.LengthPower)
	case !(o.Phrases >= 0 && o.Phrases <= 1):
		return fmt.Errorf("phrases %v, expected 0 to 1", o.Phrases)
	case o.HashBits != 0 && (o.HashBits < leastHashBits || o.HashBits > mostHashBits):
		return fmt.Errorf("%d hash bits, expected %d to %d", o.HashBits, leastHashBits, mostHashBits)
	case o.Dims < 0:
		return fmt.Errorf("%d dimensions, expected 1 or more", o.Dims)
	case o.Codes < 0 || o.Codes > mostCodes:
		return fmt.Errorf("%d codes, expected 1 to %d", o.Codes, mostCodes)
	case o.PCA < 0:
		return fmt.Errorf("%d principal components, expected 1 or more", o.PCA)
	}
	return o.checkFit()
}

// checkFit names the first option that has nothing to work on.
func (o *Options) checkFit() error {
	switch {
	case !o.Observe.OfText() && o.Phrases > 0:
		return fmt.Errorf("phrases, but %s, not words", o.Observe.Clause())
	case !o.Observe.OfText() && o.HashBits > 0:
		return fmt.Errorf("hash bits, but %s, not words", o.Observe.Clause())
	case !o.Observe.OfText() && o.Stemmer != nil:
		return fmt.Errorf("a stemmer, but %s, not words", o.Observe.Clause())
	case o.Vectors && o.Observe != Words:
		return fmt.Errorf("vectors beside %s, expected beside words", o.Observe)
	case !o.HasVectors() && (o.PCA > 0 || o.Whiten || o.Unit):
		return fmt.Errorf("PCA, whitening or unit length, but %s, not vectors", o.Observe.Clause())
	case !o.HasVectors() && (o.WordVectors != nil || o.Embedder != nil):
		return fmt.Errorf("vectors of words or texts, but %s, not vectors", o.Observe.Clause())
	case !o.Observe.placed() && o.Dims > 0:
		return fmt.Errorf("%d dimensions of words, but %s, not %s or %s", o.Dims, o.Observe.Clause(), LSA, Codes)
	case o.Observe != Codes && o.Codes > 0:
		return fmt.Errorf("%d codes, but %s, not %s", o.Codes, o.Observe.Clause(), Codes)
	case o.WordVectors != nil && o.Embedder != nil:
		return fmt.Errorf("vectors both of words and of texts, expected one of them")
	}
	return nil
}

// mostCodes bounds codes: a message's code is sought among all of them.
const mostCodes = 10_000

// settle sets what is 0 and stands for a default, and takes grams from what has none.
func (o *Options) settle() {
	if o.Observe != Words {
		o.Grams = 0
	}
	if o.Observe.placed() && o.Dims == 0 {
		o.Dims = DefaultDims
	}
	if o.Observe == Codes && o.Codes == 0 {
		o.Codes = DefaultCodes
	}
}

// checkWidth reports vectors too short for the steps that they are to go through.
func (o *Options) checkWidth(width int) error {
	if o.PCA > width {
		return fmt.Errorf("%d principal components, the vectors have %d values", o.PCA, width)
	}
	return nil
}
