package encode

import (
	"math"
	"slices"
)

const (
	// leastPhrase is how often two words must follow one another to be looked at.
	leastPhrase = 10
	// DefaultPhrases is the normalised pointwise mutual information from which two words are a phrase.
	DefaultPhrases = 0.5
)

// join says the words with the phrases among them joined, from left to right: k.word is the next of them.
// A word is held back until it is known that the next one doesn't belong to it.
func (k *tokenizer) join(say func(word []byte)) {
	if len(k.held) == 0 {
		k.held = append(k.held, k.word...)
		return
	}
	k.pair = append(append(append(k.pair[:0], k.held...), ' '), k.word...)
	if k.phrases[string(k.pair)] {
		k.word, k.held = append(k.word[:0], k.pair...), k.held[:0]
	} else {
		k.word, k.held = k.held, k.word
	}
	k.tell(say)
}

// release says the word that is held back, if there is one.
func (k *tokenizer) release(say func(word []byte)) {
	if len(k.held) == 0 {
		return
	}
	k.word, k.held = k.held, k.word[:0]
	k.tell(say)
}

// phraseSet is a list of phrases as the tokenizer looks them up; nil of an empty one.
func phraseSet(phrases []string) map[string]bool {
	if len(phrases) == 0 {
		return nil
	}
	set := make(map[string]bool, len(phrases))
	for _, p := range phrases {
		set[p] = true
	}
	return set
}

// phrases are the pairs of words that follow one another in a turn at least leastPhrase times, and whose
// normalised pointwise mutual information is at least least,
//
//	ln( p(ab) / (p(a) p(b)) ) / -ln p(ab)
//
// p being shares of all pairs and of all words: 1 where one never comes without the other, 0 where they are
// independent. They are in alphabetical order. It holds 16 bytes for each distinct pair.
//
// Source: Bouma 2009.
func (b *Builder) phrases(least float64) []string {
	type pair struct{ a, b int32 }
	said, pairs, together := make([]int, b.terms.len()), map[pair]int{}, 0
	b.log.each(func(turn []int32) {
		for i, word := range turn {
			said[word]++
			if i > 0 {
				pairs[pair{turn[i-1], word}]++
				together++
			}
		}
	})
	var phrases []string
	for p, n := range pairs {
		if n < leastPhrase {
			continue
		}
		share := float64(n) / float64(together)
		expected := float64(said[p.a]) / float64(b.spoken) * float64(said[p.b]) / float64(b.spoken)
		if math.Log(share/expected) >= least*-math.Log(share) {
			phrases = append(phrases, string(b.terms.term(p.a))+" "+string(b.terms.term(p.b)))
		}
	}
	slices.Sort(phrases)
	return phrases
}

// joinPhrases finds the phrases, and takes all turns in again with each of them one word.
func (b *Builder) joinPhrases() []string {
	phrases := b.phrases(b.options.Phrases)
	words, log := b.terms, b.log
	b.terms, b.log, b.said, b.spoken = interner{}, turnLog{}, turnLog{}, 0
	k := tokenizer{phrases: phraseSet(phrases)}
	log.drain(func(conversation, speaker int32, turn []int32) {
		b.features, b.sequence = b.features[:0], b.sequence[:0]
		k.first = k.first[:0]
		for _, word := range turn {
			k.word = append(k.word[:0], words.term(word)...)
			k.again(b.hear)
		}
		b.edges(k.edges(b.hear))
		b.terms.now++
		b.keep(conversation, speaker)
	})
	return phrases
}

// again says a word that was cut and stemmed before.
func (k *tokenizer) again(say func(word []byte)) {
	if k.phrases == nil {
		k.tell(say)
		return
	}
	k.join(say)
}
