package intent

import (
	"fmt"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// Observations are transcripts as the model's HMM sees them. They refer to the messages' vectors. The
// error is of a message that does not fit the encoder, with its file and line.
func (m *Model) Observations(conversations []transcript.Conversation) ([]hmm.Conversation[emission.Turn], error) {
	encoder := m.Encoder.NewSession()
	data := make([]hmm.Conversation[emission.Turn], len(conversations))
	for i := range conversations {
		c := &conversations[i]
		turns := make([]emission.Turn, len(c.Messages))
		for t := range c.Messages {
			if err := encoder.Encode(&turns[t], &c.Messages[t]); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", c.Messages[t].File, c.Messages[t].Line, err)
			}
		}
		data[i] = hmm.Conversation[emission.Turn]{ID: c.ID, Obs: turns, Open: !m.Record.Options.Whole}
	}
	return data, nil
}
