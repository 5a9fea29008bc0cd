package hmm

import (
	"fmt"

	"intenthmm/hmm/chain"
)

// A Conversation is one sequence of turns, as models see it.
type Conversation[O any] struct {
	ID      string
	Obs     []O      // one observation a turn
	Class   []uint8  // which transition matrix leads into turn t; nil: 0
	Allowed []uint64 // bit sets of permitted states, chain.MaskWords(K) words a turn; nil: all
	Open    bool     // goes on after the last turn: the stop probability is not applied
	Weight  float64  // in training; 0 counts as 1
}

// Sequence is the conversation without its observations.
func (c *Conversation[O]) Sequence() chain.Sequence {
	return chain.Sequence{Turns: len(c.Obs), Class: c.Class, Allowed: c.Allowed, Open: c.Open, Weight: c.Weight}
}

// Turns is the number of turns of conversations.
func Turns[O any](data []Conversation[O]) int {
	turns := 0
	for i := range data {
		turns += len(data[i].Obs)
	}
	return turns
}

// Spread is the indexes of every n-th conversation, n the least with which they hold about so many turns at most, where
// conversations are of about one length; of all of them if they do. turns is at least 1.
func Spread[O any](data []Conversation[O], turns int) []int {
	every := max(1, (Turns(data)+turns-1)/turns)
	var sample []int
	for i := 0; i < len(data); i += every {
		sample = append(sample, i)
	}
	return sample
}

// An Error says which conversation of a set failed, and why.
type Error struct {
	Index int    // in the set
	ID    string // as in the conversation
	Err   error
}

func (e *Error) Error() string {
	if e.ID == "" {
		return fmt.Sprintf("conversation %d: %v", e.Index, e.Err)
	}
	return fmt.Sprintf("conversation %q: %v", e.ID, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }
