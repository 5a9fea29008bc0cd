// Package typed finds types of conversation by their flow: on a trained model of intents, whose emissions
// and names stay as they are, it learns a mixture in which each type has a chain of its own.
//
//	m, err := typed.Train(ctx, intents, conversations, typed.DefaultOptions())
//	err = m.Save("shop.types.hmm.json")               // the intents are in it
//	assigned, err := m.Assign(ctx, conversations, nil)
//	fmt.Println(m.Name(assigned[0].Likeliest()))
//
// A Model is read-only after it was trained or opened: any number of goroutines may use it.
package typed

import (
	"context"
	"strconv"
	"strings"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/types"
)

// A Model tells types of conversation apart.
type Model struct {
	Intents *intent.Model
	Mixture *types.Model[emission.Turn] // its one family is that of the intents
	Types   []Type                      // the largest first
	Record  Record
}

// A Type is what the file says of a type besides its probabilities.
type Type struct {
	Conversations float64            `json:"conversations"`      // expected number of training conversations
	Turns         float64            `json:"turns"`              // expected number of their turns
	Visits        []float64          `json:"visits"`             // the share of its turns in each state
	Outcomes      map[string]float64 `json:"outcomes,omitempty"` // the share of its conversations that come to each
	Examples      []Example          `json:"typical,omitempty"`  // typical conversations, the most typical first
}

// An Example is a typical conversation of the training data: its intents go by shares that are close to
// those of all conversations of its type.
type Example struct {
	Conversation string  `json:"conversation"`
	Probability  float64 `json:"probability"` // of the type
	Flow         []int   `json:"flow"`        // the best path's states, each run of one state once
}

// Hidden says how people were hidden in the conversations that the types were learnt from, or else in those that the
// intents were.
func (m *Model) Hidden() transcript.Hidden {
	if h := m.Record.Hidden; h != nil {
		return *h
	}
	return m.Intents.Record.Data.Hidden
}

// MeanTurns is the mean length of a conversation of the type, 0 where it has none.
func (t *Type) MeanTurns() float64 {
	if t.Conversations == 0 {
		return 0
	}
	return t.Turns / t.Conversations
}

// Shares are the types' shares of the training conversations; they sum to 1.
func (m *Model) Shares() []float64 {
	shares, total := make([]float64, len(m.Types)), 0.0
	for _, t := range m.Types {
		total += t.Conversations
	}
	for c, t := range m.Types {
		if total > 0 {
			shares[c] = t.Conversations / total
		}
	}
	return shares
}

// nameIntents is the number of intents in a type's name.
const nameIntents = 2

// Name is a suggestion: the intents that the type has most of beyond the others.
func (m *Model) Name(c int) string {
	var names []string
	for _, t := range m.Uses(c, nameIntents) {
		names = append(names, m.Intents.States[t.State].Name)
	}
	if len(names) == 0 {
		return "type " + strconv.Itoa(c)
	}
	return strings.Join(names, ", ")
}

// Assign finds the types of conversations, in their order. One that does not fit the encoder, or is impossible under
// every type, has an Err instead, and the others go on. The error is ctx's.
func (m *Model) Assign(ctx context.Context, conversations []transcript.Conversation, gate em.Gate) ([]types.Assignment, error) {
	out := make([]types.Assignment, len(conversations))
	var data []hmm.Conversation[emission.Turn]
	var which []int
	for i := range conversations {
		one, err := m.Intents.Observations(conversations[i : i+1])
		if err != nil {
			out[i].Err = err
			continue
		}
		data, which = append(data, one...), append(which, i)
	}
	assigned, err := types.Assign(ctx, m.Mixture, data, gate)
	if err != nil {
		return nil, err
	}
	for at, i := range which {
		out[i] = assigned[at]
	}
	return out, nil
}
