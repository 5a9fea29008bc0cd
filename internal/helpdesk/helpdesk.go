// Package helpdesk invents the sample conversations shipped with this module:
// support chats of Brindlewave, a small internet and phone shop that does not
// exist.
//
// A conversation is a random walk over a plan of stages (plan.go). Each stage
// names a speaker, a gold label and a rule of a grammar (english.go,
// german.go); the rule is expanded into text (grammar.go) with the facts of
// the chat (facts.go), and the text is roughened to fit the person who types
// it (persona.go, noise.go).
//
// Everything is a function of the seed: the same seed gives the same bytes.
package helpdesk

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
)

// The speakers of a [Turn].
const (
	Customer = "customer"
	Agent    = "agent"
	Bot      = "bot"
)

// Bounds on the number of turns of a generated conversation.
const (
	minTurns = 5
	maxTurns = 18
)

// Turn is one utterance of a conversation.
type Turn struct {
	Conversation string `json:"conversation_id"`
	Turn         int    `json:"turn"`
	Speaker      string `json:"speaker"`
	Text         string `json:"text"`
	Label        string `json:"label"` // gold intent, for evaluation only
}

// Write writes n English conversations to w as JSON lines, one turn a line.
// The first conversations for a seed do not depend on n.
func Write(w io.Writer, seed uint64, n int) error {
	buf := bufio.NewWriter(w)
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	for i := range n {
		for _, t := range conversation(english, seed, i) {
			if err := enc.Encode(t); err != nil {
				return err
			}
		}
	}
	return buf.Flush()
}

// conversation generates the i-th conversation for seed. It walks the plan
// again until the length is within bounds, which takes a few tries at most.
func conversation(lang *language, seed uint64, i int) []Turn {
	r := rand.New(rand.NewPCG(seed, uint64(i)))
	first := issues[r.IntN(len(issues))]
	for {
		c := newChat(r, lang, first)
		c.walk()
		if n := len(c.turns); n < minTurns || n > maxTurns {
			continue
		}
		for k := range c.turns {
			c.turns[k].Conversation = fmt.Sprintf("%s-%04d", lang.prefix, i+1)
			c.turns[k].Turn = k
		}
		return c.turns
	}
}
