package cluster

import "intenthmm/hmm/document"

// Line is the line of a text by which people know that it is of a cluster, or of None: see document.Line.
func (m *Model) Line(text string, cluster int) string {
	telling := map[string]float64{}
	if m.Encoder.Terms != nil && cluster != None {
		for _, t := range m.Clusters[cluster].Words {
			telling[t.Text] = t.Salience()
		}
	}
	return document.Line(text, telling, m.words)
}

// words are those of a line as people read them.
func (m *Model) words(line string) []string {
	words := m.Encoder.Words(line)
	for i, word := range words {
		words[i] = m.Encoder.Shown(word)
	}
	return words
}
