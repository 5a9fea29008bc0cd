package topics

import (
	"math"

	"intenthmm/hmm/document"
	"intenthmm/hmm/encode"
)

// DefaultRelevance is the weight λ that Sievert and Shirley (2014) found to be read best.
const DefaultRelevance = 0.6

// A Word tells a topic.
type Word struct {
	Text        string  `json:"word"`        // as people read it: of a stem, its commonest word
	Probability float64 `json:"probability"` // in the topic
	Lift        float64 `json:"lift"`        // over its probability in all topics together
}

// Words are the n most relevant words of a topic, or as many as there are, without stop words, by the weight λ from 0,
// those that it has before other topics, to 1, those that it has most of: see topic.Model.Relevant. O(V log V).
func (m *Model) Words(topic, n int, weight float64) []Word {
	words, _ := m.relevant(topic, n, weight)
	return words
}

// relevant are the words of Words, with their numbers in the model of topics.
func (m *Model) relevant(topic, n int, weight float64) (words []Word, numbers []int) {
	shown := m.Encoder.Showing(m.Encoder.Terms, m.StopWords)
	for _, w := range m.LDA.Relevant(topic, m.LDA.Words(), weight) {
		if len(words) >= n {
			break
		}
		if text := shown(w.Word + 1); text != "" {
			words, numbers = append(words, Word{text, w.Probability, w.Lift}), append(numbers, w.Word)
		}
	}
	return words, numbers
}

// name makes a topic's name of its most relevant words, "" if there are none.
func (m *Model) name(topic int) string {
	var terms []encode.Term
	for _, w := range m.Words(topic, encode.NameChoice, DefaultRelevance) {
		terms = append(terms, encode.Term{Text: w.Text})
	}
	return encode.Name(terms, false)
}

// tellingWords is the number of a topic's words that a line is chosen by.
const tellingWords = 20

// Line is the line of a text by which people know that it is about a topic: see document.Line.
func (m *Model) Line(text string, topic int) string {
	return document.Line(text, m.telling(topic), m.Encoder.Words)
}

// telling is how much the first words of a topic tell, as the encoder cuts them.
func (m *Model) telling(topic int) map[string]float64 {
	telling := map[string]float64{}
	words, numbers := m.relevant(topic, tellingWords, DefaultRelevance)
	for i, w := range words {
		if w.Lift > 1 {
			telling[m.Encoder.Terms.Term(numbers[i]+1)] = math.Sqrt(w.Probability) * math.Log(w.Lift)
		}
	}
	return telling
}
