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
	var words []Word
	for _, w := range m.numbers(topic, n, weight) {
		words = append(words, Word{m.Encoder.Shown(m.Encoder.Terms.Term(w.Word + 1)), w.Probability, w.Lift})
	}
	return words
}

// number is a word by its number in the model of topics.
type number struct {
	Word              int
	Probability, Lift float64
}

// numbers are the words of Words.
func (m *Model) numbers(topic, n int, weight float64) []number {
	hidden := m.Encoder.Hidden(m.StopWords)
	var words []number
	for _, w := range m.LDA.Relevant(topic, m.LDA.Words(), weight) {
		if len(words) >= n {
			break
		}
		if text := m.Encoder.Terms.Term(w.Word + 1); text != "" && !hidden(text) {
			words = append(words, number{w.Word, w.Probability, w.Lift})
		}
	}
	return words
}

// name makes a topic's name of its most relevant words, "" if there are none.
func (m *Model) name(topic int) string {
	var terms []encode.Term
	for _, w := range m.Words(topic, encode.NameChoice, DefaultRelevance) {
		terms = append(terms, encode.Term{Text: w.Text})
	}
	return encode.Name(terms, false)
}

// telling is the number of a topic's words that a line is chosen by.
const telling = 20

// Line is the line of a text by which people know that it is about a topic: see document.Line.
func (m *Model) Line(text string, topic int) string {
	tells := map[int32]float64{}
	for _, w := range m.numbers(topic, telling, DefaultRelevance) {
		if w.Lift > 1 {
			tells[int32(w.Word+1)] = math.Sqrt(w.Probability) * math.Log(w.Lift)
		}
	}
	session := m.Encoder.NewSession()
	return document.Line(text, func(line string) (sum float64) {
		seen := map[int32]bool{}
		for _, w := range session.Sequence(nil, line) {
			if !seen[w] {
				seen[w] = true
				sum += tells[w]
			}
		}
		return sum
	})
}
