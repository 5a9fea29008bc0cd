package export

import "intenthmm/hmm/transcript"

// unwrapped passes a value to each, or the JSON that is written in it as a text.
func unwrapped(out *transcript.Sink, v transcript.Value, at transcript.Place, each func(v transcript.Value, at transcript.Place) error) error {
	if v.IsText() {
		return out.Value([]byte(v.Text()), at, each)
	}
	return each(v, at)
}
