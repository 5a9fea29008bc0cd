package intent

import (
	"iter"

	"intenthmm/baumwelch"
	"intenthmm/hmm/transcript"
)

// TrainedOn reports whether these are the messages that the model was trained on: all of them, in that
// order, and nothing else.
func (m *Model) TrainedOn(messages iter.Seq[*transcript.Message]) bool {
	mark := newFingerprint()
	for message := range messages {
		mark.add(message)
	}
	return mark.String() == m.Record.Data.Fingerprint
}

// Quoted counts the training turns that the model file quotes as its states' examples and that stand, at
// the same place of a conversation of the same ID, in these conversations too. The file knows no more of
// single conversations: where this is 0, some may still be training data.
func (m *Model) Quoted(conversations []transcript.Conversation) int {
	quotes := map[Example]bool{}
	for _, s := range m.States {
		for _, e := range s.Examples {
			quotes[e] = true
		}
	}
	n := 0
	for _, c := range conversations {
		for t := range c.Messages {
			said := &c.Messages[t]
			if quotes[Example{c.ID, t, said.Speaker, said.Text}] {
				n++
			}
		}
	}
	return n
}

// Search is how the model was searched for: what another model must be searched for with to compare.
func (o *RecordedOptions) Search() baumwelch.TrainOptions {
	s := baumwelch.DefaultTrainOptions()
	s.Restarts, s.Seed, s.FirstLap = max(o.Restarts, 1), o.Seed, o.FirstLap
	s.Start, s.ClusterShare = o.Start, o.ClusterShare
	s.Fit.Prior = baumwelch.Prior(o.Prior)
	s.Fit.Loop.MaxIterations, s.Fit.Loop.Tolerance = o.MaxIterations, o.Tolerance
	return s
}
