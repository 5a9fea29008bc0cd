package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"intenthmm/hmm/encode"
)

// writeChoices writes what of a turn is observed, and how that came about.
func (t *Trace) writeChoices(w io.Writer) {
	c := &t.Encoder
	switch encode.Observe(c.Observe) {
	case encode.Words:
		c.writeWords(w)
		if t.Data.Words > 0 && c.HashBits == 0 {
			fmt.Fprintf(w, ", met in %s (%s)", plural(t.Data.Rare, "turn"), percent(float64(t.Data.Rare)/float64(max(t.Data.Turns, 1))))
		}
		what := "words"
		if c.GramLength > 0 {
			what = "words and grams"
		}
		fmt.Fprintf(w, "\n  each of the n %s of a turn counts n^-%g\n", what, c.LengthPower)
	case encode.Symbols:
		fmt.Fprintf(w, "symbols: %d\n", c.Symbols)
	case encode.LSA, encode.Codes:
		c.writeWords(w)
		c.writePlaces(w)
	}
	if c.Width > 0 && c.Dims == 0 {
		c.writeVectors(w)
	}
	c.writeText(w)
	if len(c.Speakers) > 0 {
		fmt.Fprintf(w, "speakers told apart: %s", printable(strings.Join(c.Speakers, ", ")))
		if c.Others > 0 {
			fmt.Fprintf(w, "; %s count as one", plural(c.Others, "other"))
		}
		fmt.Fprintln(w)
	}
}

// writeWords writes what the vocabulary is, without an end of the last line.
func (c *Choices) writeWords(w io.Writer) {
	if c.HashBits > 0 {
		what := "word and first or last word"
		if c.GramLength > 0 {
			what = fmt.Sprintf("word, first or last word and gram of %d characters", c.GramLength)
		}
		fmt.Fprintf(w, "vocabulary: every %s there can be, hashed to %d bits\n  words of one of these %d numbers are one word", what, c.HashBits, 1<<c.HashBits)
		return
	}
	fmt.Fprintf(w, "vocabulary: %s that occur in at least %s", plural(c.Words, "word"), plural(c.MinTurns, "turn"))
	if c.Edges > 0 {
		fmt.Fprintf(w, ", %d first or last words", c.Edges)
	}
	if c.Grams > 0 {
		fmt.Fprintf(w, ", %s of %d characters", plural(c.Grams, "gram"), c.GramLength)
	}
	if c.Dims > 0 {
		fmt.Fprintf(w, "\n  %s are unknown and have no place", plural(c.Folded, "rarer word"))
		return
	}
	fmt.Fprintf(w, "\n  %s count as one unknown word", plural(c.Folded, "rarer word"))
}

// writeText writes how text was cut into words.
func (c *Choices) writeText(w io.Writer) {
	if c.Stemmer != "" {
		fmt.Fprintf(w, "stems: %s, of %s the stem is another\n", printable(c.Stemmer), plural(c.Stemmed, "word"))
	}
	if c.Phrases > 0 {
		fmt.Fprintf(w, "phrases, each one word: %d", c.Phrases)
		if len(c.BestPhrases) > 0 {
			fmt.Fprintf(w, ", most often “%s”", printable(strings.Join(c.BestPhrases, "”, “")))
		}
		fmt.Fprintln(w)
	}
	var rules []string
	if c.Text.Addresses {
		rules = append(rules, "addresses are <url> or <email>")
	}
	if c.Text.Numbers {
		rules = append(rules, "numbers are 0")
	}
	if c.Text.Pairs {
		rules = append(rules, "signs without spaces are words by twos")
	}
	if len(rules) > 0 {
		fmt.Fprintf(w, "text: %s\n", strings.Join(rules, "; "))
	}
	if n := len(c.StopWords); n > 0 {
		fmt.Fprintf(w, "stop words, not shown: %d\n%s\n", n, list(printable(strings.Join(c.StopWords, ", "))))
	}
}

// listWidth is how wide lists of words are, in runes.
const listWidth = 90

// list breaks a list of words into lines, two spaces in.
func list(words string) string {
	var b strings.Builder
	line := 0
	for i, word := range strings.Split(words, " ") {
		switch n := utf8.RuneCountInString(word); {
		case i == 0 || line+1+n > listWidth:
			if i > 0 {
				b.WriteString("\n")
			}
			b.WriteString("  ")
			line = 2 + n
		default:
			b.WriteString(" ")
			line += 1 + n
		}
		b.WriteString(word)
	}
	return b.String()
}

// writeVectors writes where vectors came from and what became of them.
func (c *Choices) writeVectors(w io.Writer) {
	fmt.Fprintf(w, "vectors: %s, %s", plural(c.Width, "dimension"), printable(c.family()))
	if c.VectorWeight > 0 {
		fmt.Fprintf(w, ", their log density counting %.3g times", c.VectorWeight)
	}
	fmt.Fprintln(w)
	if v := c.WordVectors; v != nil {
		fmt.Fprintf(w, "  word vectors of %s, %s: %d of %s have one\n", printable(v.Source), plural(v.Width, "dimension"), v.Found, plural(v.Sought, "word"))
		if v.LeftOut > 0 {
			fmt.Fprintf(w, "  the model has no room for the %d rarest of these\n", v.LeftOut)
		}
		fmt.Fprintf(w, "  SHA-256 %s\n", printable(v.Checksum))
		fmt.Fprint(w, "  their mean, rare words counting more, less what all turns have in common (SIF)\n")
	}
	if c.Embedder != "" {
		fmt.Fprintf(w, "  made of the text by “%s”\n", printable(c.Embedder))
	}
	if steps := c.steps(); len(steps) > 0 {
		fmt.Fprintf(w, "  %s\n", strings.Join(steps, ", "))
	}
	c.writeCounted(w)
}

// writePlaces writes how words are placed, and the codes of places.
func (c *Choices) writePlaces(w io.Writer) {
	fmt.Fprintf(w, "\n  by these a turn has a place in %s (tf-idf and latent semantic analysis), at distance 1 from the origin\n", plural(c.Dims, "dimension"))
	if c.Codes == 0 {
		fmt.Fprintf(w, "  places: %s\n", printable(c.family()))
	}
	if c.Codes > 0 {
		fmt.Fprintf(w, "codes of places: %d, which are observed; the commonest are about “%s”\n", c.Codes, printable(strings.Join(c.CommonCodes, "”, “")))
	}
	c.writeCounted(w)
}

// writeCounted says of words that they were counted, where they were.
func (c *Choices) writeCounted(w io.Writer) {
	if c.CountedWords {
		fmt.Fprint(w, "  words that are shown were counted in the turns of each state, and are not observed\n")
	}
}

// steps are what vectors go through before they are observed.
func (c *Choices) steps() []string {
	var steps []string
	if c.Projected > 0 {
		steps = append(steps, fmt.Sprintf("%s of %d dimensions", plural(c.Width, "principal component"), c.Projected))
	}
	if c.Whitened {
		steps = append(steps, "each of variance 1")
	}
	if c.Unit {
		steps = append(steps, "scaled to length 1")
	}
	return steps
}
