package encode

import (
	"slices"
	"strings"
)

// Folded are the words of a list as the encoder cuts and folds them, the words of phrases one by one, sorted, each
// once; nil if there are none.
func (e *Encoder) Folded(list []string) []string {
	var words []string
	for _, text := range list {
		for _, word := range e.Words(text) {
			words = append(words, strings.Split(word, " ")...)
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// Hidden tells of a term whether it is not shown, given the stop words: one of them, or a phrase with one at its
// beginning or its end.
func (e *Encoder) Hidden(stopWords []string) func(term string) bool {
	stop := make(map[string]bool, len(stopWords))
	for _, word := range stopWords {
		stop[word] = true
	}
	phrases := len(e.Phrases) > 0
	return func(term string) bool {
		first, last, two := strings.Cut(term, " ")
		return stop[term] || phrases && two && (stop[first] || stop[last])
	}
}

// Showing gives a term of a vocabulary as people read it, "" where it is not shown: the unknown one, what is hidden,
// and where words are observed whatever is no word: what marks an edge of a turn, and grams.
func (e *Encoder) Showing(v *Vocabulary, stopWords []string) func(number int) string {
	hidden, words := e.Hidden(stopWords), e.Options.Observe != Symbols
	return func(number int) string {
		text := v.Term(number)
		if text == "" || hidden(text) || words && !Plain(text) {
			return ""
		}
		return e.Shown(text)
	}
}
