package topics

import (
	"cmp"
	"context"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/document"
	"intenthmm/hmm/topic"
	"intenthmm/hmm/transcript"
)

// Shares are the topics of a document.
type Shares struct {
	Main    int       // the topic with the largest share; None if the model knows no word of the document
	Of      []float64 // the expected share of every topic, summing to 1
	Words   int       // that the model knows
	Unknown int       // that it does not
}

// None is the main topic of a document of which the model knows no word. Its shares are those of documents at large.
const None = -1

// Fold finds the topics of documents, trained on or not, as many at once as the gate lets through. The error is that of
// ctx. O(K) a word and iteration.
func (m *Model) Fold(ctx context.Context, c *Corpus, gate em.Gate) ([]Shares, error) {
	rows, err := m.LDA.Fold(ctx, c.Documents, gate)
	if err != nil {
		return nil, err
	}
	shares := make([]Shares, len(rows))
	for i, row := range rows {
		words := known(&c.Documents[i])
		shares[i] = Shares{None, row, words, len(c.Sequences[i]) - words}
		if words > 0 {
			shares[i].Main = largest(row)
		}
	}
	return shares, nil
}

// largest is the first of the largest values.
func largest(row []float64) (at int) {
	for k, v := range row {
		if v > row[at] {
			at = k
		}
	}
	return at
}

// Typical are the n documents that have the largest shares of a topic, that with the largest first, no line twice.
func (m *Model) Typical(documents []transcript.Message, shares []Shares, topic, n int) (typical []Example) {
	var order []int
	for i := range shares {
		if shares[i].Main == topic {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(shares[j].Of[topic], shares[i].Of[topic]) })
	telling, seen := m.telling(topic), map[string]bool{}
	for _, i := range order {
		if len(typical) == n {
			break
		}
		if line := document.Line(documents[i].Text, telling, m.Encoder.Words); !seen[line] {
			seen[line] = true
			typical = append(typical, Example{documents[i].Conversation, shares[i].Of[topic], line})
		}
	}
	return typical
}

// judged is how many of a topic's words its coherence is of.
const judged = 10

// Coherences are how well the ten most probable words of each topic, stop words left out, go together in documents.
func (m *Model) Coherences(c *Corpus) ([]Coherence, error) {
	lists := make([][]int, m.LDA.Topics())
	for k := range lists {
		_, lists[k] = m.relevant(k, judged, 1)
	}
	found, err := topic.Coherences(lists, c.Sequences, topic.DefaultWindow)
	if err != nil {
		return nil, err
	}
	coherences := make([]Coherence, len(found))
	for k, of := range found {
		coherences[k] = Coherence(of)
	}
	return coherences, nil
}

// mean is that of all topics.
func mean(coherences []Coherence) (m Coherence) {
	for _, c := range coherences {
		m.NPMI += c.NPMI / float64(len(coherences))
		m.CV += c.CV / float64(len(coherences))
	}
	return m
}
