package pipe

import (
	"iter"
	"strings"

	"intenthmm/hmm/transcript"
)

// Batch is how many messages are embedded at a time where nobody waits for the first of them.
const Batch = 64

// Messages passes on messages, in their order, each with the vector of its text: none if that is empty. It
// reads up to batch messages ahead. An error of the program, and the first of the messages', ends them.
func (p *Process) Messages(messages iter.Seq2[transcript.Message, error], batch int) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		var ahead []transcript.Message
		flush := func() bool {
			err := p.fill(ahead)
			for i := 0; err == nil && i < len(ahead); i++ {
				if !yield(ahead[i], nil) {
					return false
				}
			}
			ahead = ahead[:0]
			return err == nil || yield(transcript.Message{}, err) && false
		}
		for m, err := range messages {
			if err != nil {
				if flush() {
					yield(transcript.Message{}, err)
				}
				return
			}
			if ahead = append(ahead, m); len(ahead) >= batch && !flush() {
				return
			}
		}
		flush()
	}
}

// fill sets the vectors of messages.
func (p *Process) fill(messages []transcript.Message) error {
	var texts []string
	for i := range messages {
		if strings.TrimSpace(messages[i].Text) != "" {
			texts = append(texts, messages[i].Text)
		}
	}
	vectors, err := p.Embed(texts)
	if err != nil {
		return err
	}
	for i := range messages {
		messages[i].Vector = nil
		if strings.TrimSpace(messages[i].Text) != "" {
			messages[i].Vector, vectors = vectors[0], vectors[1:]
		}
	}
	return nil
}
