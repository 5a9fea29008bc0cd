// Package bags makes documents of conversations, for measurements: all words of a conversation are one bag.
package bags

import (
	"slices"
	"strings"
	"unicode"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/topic"
	"intenthmm/hmm/transcript"
)

// A word belongs to the vocabulary if so many conversations have it, and at most such a share of them.
const (
	leastDocuments = 5
	mostShare      = 0.1
)

// A Corpus is conversations as sequences of words of a vocabulary.
type Corpus struct {
	Vocabulary []string
	Tokens     [][]int32 // by number; topic.Unknown outside the vocabulary
}

// Read takes words of two letters or more, in lower case, from a file of conversations.
func Read(path string) (*Corpus, error) {
	conversations, err := transcript.Group(transcript.New([]string{path}, nil, transcript.DefaultOptions()).Messages())
	if err != nil {
		return nil, err
	}
	var texts [][]string
	in := map[string]int{}
	for _, c := range conversations {
		words := wordsOf(c)
		texts = append(texts, words)
		distinct := slices.Compact(slices.Sorted(slices.Values(words)))
		for _, w := range distinct {
			in[w]++
		}
	}
	c := &Corpus{}
	number := map[string]int32{}
	for w, n := range in {
		if n >= leastDocuments && float64(n) <= mostShare*float64(len(texts)) {
			c.Vocabulary = append(c.Vocabulary, w)
		}
	}
	slices.Sort(c.Vocabulary)
	for i, w := range c.Vocabulary {
		number[w] = int32(i)
	}
	for _, words := range texts {
		tokens := []int32{}
		for _, w := range words {
			n, ok := number[w]
			if !ok {
				n = topic.Unknown
			}
			tokens = append(tokens, n)
		}
		c.Tokens = append(c.Tokens, tokens)
	}
	return c, nil
}

func wordsOf(c transcript.Conversation) (words []string) {
	for _, m := range c.Messages {
		for w := range strings.FieldsFuncSeq(strings.ToLower(m.Text), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if len(w) > 1 {
				words = append(words, w)
			}
		}
	}
	return words
}

// Documents are the bags of the sequences, of words of the vocabulary.
func (c *Corpus) Documents() []topic.Document {
	docs := make([]topic.Document, len(c.Tokens))
	counts := make([]float32, len(c.Vocabulary))
	for i, doc := range c.Tokens {
		for _, w := range slices.Compact(slices.Sorted(slices.Values(doc))) {
			if w != topic.Unknown {
				docs[i].Words = append(docs[i].Words, emission.Count{Word: w})
			}
		}
		for _, w := range doc {
			if w != topic.Unknown {
				counts[w]++
			}
		}
		for j, c := range docs[i].Words {
			docs[i].Words[j].N = counts[c.Word]
			counts[c.Word] = 0
		}
	}
	return docs
}
