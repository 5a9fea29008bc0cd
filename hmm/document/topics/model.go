// Package topics is the whole thing that people use to see what documents are about: latent Dirichlet allocation with
// the encoder that feeds it, the names of its topics, and the record of its training, all in one file.
//
//	m, err := topics.Train(ctx, documents, topics.DefaultOptions())   // documents as package document reads them
//	err = m.Save("kb.topics.json")
//
//	m, err := topics.Open("kb.topics.json")
//	c := m.Encode(more)
//	shares, err := m.Fold(ctx, c, nil)
//	fmt.Println(m.Topics[shares[0].Main].Name, shares[0].Of)
//
// A document counts each of its words as often as it has it. Words that are too rare or too common (Options.Encode) have
// no part in anything.
//
// A Model is read-only after it was trained or opened: any number of goroutines may use it.
package topics

import (
	"intenthmm/hmm/encode"
	"intenthmm/hmm/topic"
)

// A Model says which topics documents are about.
type Model struct {
	Encoder   *encode.Encoder
	LDA       *topic.Model // over the encoder's terms but the unknown one: word w is term w+1
	Topics    []Topic      // the most prevalent first
	StopWords []string     // not shown, nor in names; the model observes them
	Record    Record
}

// A Topic is what the model file says about a topic besides its parameters.
type Topic struct {
	Name      string    `json:"name"`
	Coherence Coherence `json:"coherence"` // in the training documents
	Examples  []Example `json:"examples,omitempty"`
}

// Coherence is how well the first words of a topic go together in texts: see topic.Coherence.
type Coherence struct {
	NPMI float64 `json:"npmi"`
	CV   float64 `json:"c_v"`
}

// An Example is a document that is typical of a topic.
type Example struct {
	Document string  `json:"document"` // its identifier
	Share    float64 `json:"share"`    // of the topic in it
	Line     string  `json:"line"`     // of its text: see Model.Line
}

// Prevalence is the share of the training documents' words that each topic has; they sum to 1.
func (m *Model) Prevalence() []float64 { return m.LDA.Prevalence() }
