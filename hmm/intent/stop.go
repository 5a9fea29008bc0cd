package intent

// stop is the set of the stop words.
func (m *Model) stop() map[string]bool {
	set := make(map[string]bool, len(m.StopWords))
	for _, word := range m.StopWords {
		set[word] = true
	}
	return set
}
