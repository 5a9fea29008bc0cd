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

// Search is how the model was searched for: what another model must be searched for with to compare.
func (o *RecordedOptions) Search() baumwelch.TrainOptions {
	s := baumwelch.DefaultTrainOptions()
	s.Restarts, s.Seed, s.Start = max(o.Restarts, 1), o.Seed, o.Start
	s.Fit.Prior = baumwelch.Prior(o.Prior)
	s.Fit.Loop.MaxIterations, s.Fit.Loop.Tolerance = o.MaxIterations, o.Tolerance
	return s
}
