package document

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// Unit is what one document is.
type Unit string

const (
	// Auto takes files and records of the formats of this package as documents, and conversations as documents.
	Auto Unit = "auto"
	// Conversations makes one document of the turns of a conversation.
	Conversations Unit = "conversations"
	// Turns takes every message for itself.
	Turns Unit = "turns"
	// Documents takes what was read as it is: documents have one message.
	Documents Unit = "documents"
)

// ParseUnit checks a unit's name.
func ParseUnit(s string) (Unit, error) {
	units := []Unit{Auto, Documents, Conversations, Turns}
	if !slices.Contains(units, Unit(s)) {
		return "", fmt.Errorf("unit %q, expected %s, %s, %s or %s", s, Auto, Documents, Conversations, Turns)
	}
	return Unit(s), nil
}

// Gather streams the documents that a reader reads. It holds the conversations of a file until that ends.
//
// The text of a conversation is that of its turns, a line each; its label the most frequent of theirs, the first of
// equally frequent ones; its vector the mean of theirs. It has neither speaker nor symbol.
func Gather(messages iter.Seq2[transcript.Message, error], summary func() transcript.Summary, unit Unit) iter.Seq2[transcript.Message, error] {
	if unit == Turns || unit == Documents {
		return messages
	}
	return func(yield func(transcript.Message, error) bool) {
		var g gathering
		file, whole := "", false // being read, and whether its messages are documents
		for m, err := range messages {
			if err != nil {
				yield(m, err)
				return
			}
			if m.File != file || file == "" {
				if !g.release(yield) {
					return
				}
				file = m.File
				whole = unit == Auto && isDocuments(summary(), file)
			}
			if !whole {
				g.add(&m)
			} else if !yield(m, nil) {
				return
			}
		}
		g.release(yield)
	}
}

// isDocuments says whether the records of a file are documents.
func isDocuments(s transcript.Summary, file string) bool {
	at := slices.Index(s.Files, file)
	return at >= 0 && s.Documents[at]
}

// A gathering is the conversations of a file.
type gathering struct {
	index transcript.Index
	of    []*conversation
}

// A conversation is a document that is being put together.
type conversation struct {
	transcript.Message
	text    strings.Builder
	labels  []labelled
	vectors int
}

type labelled struct {
	label string
	turns int
}

// add takes the next turn.
func (g *gathering) add(m *transcript.Message) {
	at, first := g.index.Of(m)
	if first {
		c := &conversation{Message: *m}
		c.Turn, c.Speaker, c.Symbol, c.Vector = -1, "", "", nil
		g.of = append(g.of, c)
	}
	c := g.of[at]
	if c.text.Len() > 0 {
		c.text.WriteByte('\n')
	}
	c.text.WriteString(m.Text)
	c.count(m.Label)
	if len(m.Vector) > 0 {
		if c.Vector == nil {
			c.Vector = make([]float64, len(m.Vector))
		}
		for i, x := range m.Vector {
			c.Vector[i] += x
		}
		c.vectors++
	}
}

// count counts the label of a turn.
func (c *conversation) count(label string) {
	if label == "" {
		return
	}
	at := slices.IndexFunc(c.labels, func(l labelled) bool { return l.label == label })
	if at < 0 {
		at = len(c.labels)
		c.labels = append(c.labels, labelled{label: label})
	}
	c.labels[at].turns++
}

// release passes the documents on.
func (g *gathering) release(yield func(transcript.Message, error) bool) bool {
	for _, c := range g.of {
		if !yield(c.document(), nil) {
			return false
		}
	}
	*g = gathering{}
	return true
}

// document is the conversation as a document.
func (c *conversation) document() transcript.Message {
	m := c.Message
	m.Text, m.Label = c.text.String(), ""
	if len(c.labels) > 0 {
		m.Label = slices.MaxFunc(c.labels, func(a, b labelled) int { return cmp.Compare(a.turns, b.turns) }).label
	}
	for i := range m.Vector {
		m.Vector[i] /= float64(c.vectors)
	}
	return m
}
