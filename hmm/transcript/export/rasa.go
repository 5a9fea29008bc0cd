package export

import (
	"intenthmm/hmm/transcript"
	"intenthmm/hmm/transcript/internal/rasa"
)

// rasaTracker reads trackers of Rasa in JSON, one or many, and the events that its brokers write, one a line:
//
//	{"sender_id":"…","events":[{"event":"user","timestamp":1704448867.5,"text":"…","parse_data":{…}}]}
//	{"sender_id":"…","event":"user",…}
//
// Its database is read by package sqlite.
var rasaTracker = transcript.Format{
	Name:       "rasa",
	Extensions: []string{".json", ".jsonl"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("events[].event", "events[].timestamp") || h.Shape.Has("[].events[].event", "[].events[].timestamp") ||
			h.Shape.Has("sender_id", "event", "timestamp") || h.Shape.Has("[].sender_id", "[].event", "[].timestamp")
	},
	Order: transcript.Interleaved,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		events := rasa.New(out)
		return in.Records(out, func(v transcript.Value, at transcript.Place) error {
			var f [2]transcript.Value
			v.Pick(f[:], "sender_id", "events")
			if !f[1].IsList() {
				return events.Add(f[0].Text(), "", v, at)
			}
			for e := range f[1].Items() {
				if err := events.Add(f[0].Text(), "", e, at); err != nil {
					return err
				}
			}
			return nil
		})
	},
}
