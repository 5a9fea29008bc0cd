package intent

import (
	"slices"
	"strings"
)

// stopWords sets the model's stop words: those of a list, as its encoder cuts and folds them, the words of
// phrases one by one.
func (m *Model) stopWords(list []string) {
	m.StopWords = nil
	for _, text := range list {
		for _, word := range m.Encoder.Words(text) {
			m.StopWords = append(m.StopWords, strings.Split(word, " ")...)
		}
	}
	slices.Sort(m.StopWords)
	m.StopWords = slices.Compact(m.StopWords)
}

// Hidden tells of a term of the encoder whether it is not shown: a stop word, or a phrase with one at its
// beginning or its end.
func (m *Model) Hidden() func(term string) bool {
	stop := make(map[string]bool, len(m.StopWords))
	for _, word := range m.StopWords {
		stop[word] = true
	}
	phrases := len(m.Encoder.Phrases) > 0
	return func(term string) bool {
		first, last, two := strings.Cut(term, " ")
		return stop[term] || phrases && two && (stop[first] || stop[last])
	}
}
