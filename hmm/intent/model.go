// Package intent is the whole thing that people use: a model of conversations with the encoder that
// feeds it, the names of its states, and the record of its training, all in one file.
//
//	m, err := intent.Train(ctx, messages, intent.DefaultOptions())   // once, on exported chats
//	err = m.Save("shop.hmm.json")
//
//	m, err := intent.Open("shop.hmm.json")                           // in a bot
//	s := m.NewSession()
//	step, err := s.Push("customer", "where is my parcel?")
//	fmt.Println(step.Intent, step.Confidence)
//
// A Model is read-only after it was trained or opened: any number of goroutines may use it.
package intent

import (
	"sync/atomic"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// A Model decodes transcripts.
type Model struct {
	Encoder *encode.Encoder
	HMM     *hmm.Model[emission.Turn]
	States  []State
	Record  Record
	// StopWords are not shown where words are to tell a state from the others, nor in its name. They
	// are observed like any word.
	StopWords []string

	engine atomic.Pointer[Engine] // with the model's own options; nil until there is a session
}

// A State is what the model file says about a hidden state besides its probabilities. Several may share an
// outcome; a name is not both an Outcome and an EndsAs.
type State struct {
	Name     string    `json:"name"`               // the intent
	Outcome  string    `json:"outcome,omitempty"`  // what a conversation has come to that is in this state
	EndsAs   string    `json:"ends_as,omitempty"`  // what a conversation has come to that ends after this state
	Turns    float64   `json:"turns"`              // expected number of training turns
	Place    float64   `json:"place"`              // mean place in a conversation, 0 first turn to 1 last
	Examples []Example `json:"examples,omitempty"` // typical turns, the most typical first
	// Terms are the words that tell most about the state, the most telling first, where training counted them
	// because they are not observed; see Model.Terms. Older files have none.
	Terms []Term `json:"terms,omitempty"`
	// Certainty is missing in older files, and of a state that no turn was decoded to.
	Certainty *Certainty `json:"certainty,omitempty"`
	// Suggested is the name that training gave, where people have given another; see Relabel.
	Suggested string `json:"suggested,omitempty"`
}

// An Example is a turn of the training data.
type Example struct {
	Conversation string `json:"conversation"`
	Turn         int    `json:"turn"` // counted from 0
	Speaker      string `json:"speaker,omitempty"`
	Text         string `json:"text"`
}

// Shares are the states' shares of the training turns; they sum to 1.
func (m *Model) Shares() []float64 {
	shares, total := make([]float64, len(m.States)), 0.0
	for i, s := range m.States {
		shares[i] = s.Turns
		total += s.Turns
	}
	for i := range shares {
		if total > 0 {
			shares[i] /= total
		}
	}
	return shares
}
