package intent

import "slices"

// stopWords sets the model's stop words: those of a list, as its encoder cuts and folds them.
func (m *Model) stopWords(list []string) {
	m.StopWords = nil
	for _, text := range list {
		m.StopWords = append(m.StopWords, m.Encoder.Words(text)...)
	}
	slices.Sort(m.StopWords)
	m.StopWords = slices.Compact(m.StopWords)
}

// stop is the set of the stop words.
func (m *Model) stop() map[string]bool {
	set := make(map[string]bool, len(m.StopWords))
	for _, word := range m.StopWords {
		set[word] = true
	}
	return set
}
