package export

import (
	"bytes"
	"strings"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/hypertext"
)

// lexV2 reads the conversation logs of Amazon Lex V2: an object a request, which is what a user said, with the intent
// as symbol, and what the bot answered. They come bare, one a line, or in an envelope of CloudWatch:
//
//	[{"@timestamp":"…","@message":{…}}]                    console; @message may be a text
//	{"results":[[{"field":"@message","value":"{…}"}]]}     get-query-results
//	{"events":[{"timestamp":…,"message":"{…}"}]}           filter-log-events, get-log-events
//	{"logEvents":[{"id":"…","message":"{…}"}]}             subscriptions
//	2024-01-05T10:01:07.000Z {…}                           export to S3
//
// CloudWatch delivers a line at least once: of the same request the last stands.
var lexV2 = transcript.Format{
	Name:       "lex-v2",
	Extensions: []string{".jsonl", ".json", ".log"},
	Detect:     isLex,
	Order:      transcript.Unsorted,
	Read:       readLex,
}

// lexKeys are those of the bare log and of its envelopes, in which the log may be a text.
var lexKeys = []string{
	"sessionId", "[].sessionId", "@message", "[].@message", "results[]", "events[].message", "logEvents[].message",
}

func isLex(h *transcript.Head) bool {
	if !bytes.Contains(h.Bytes, []byte("inputTranscript")) {
		return false
	}
	for _, k := range lexKeys {
		if h.Shape.Has(k) {
			return true
		}
	}
	return stamped(h.Bytes)
}

// stamped says whether a file begins with a time and not with JSON.
func stamped(head []byte) bool { return len(head) > 0 && head[0] >= '0' && head[0] <= '9' }

func readLex(in *transcript.Input, out *transcript.Sink) error {
	if stamped(in.Head) {
		return in.Lines(out, func(line []byte, number int) error { return lexLine(out, line, number) })
	}
	return in.Records(out, func(v transcript.Value, at transcript.Place) error { return lexRecord(out, v, at) })
}

// lexLine reads a line with the time before the JSON.
func lexLine(out *transcript.Sink, line []byte, number int) error {
	if len(bytes.TrimSpace(line)) == 0 {
		return nil
	}
	_, log, _ := bytes.Cut(line, []byte{' '})
	return out.Value(log, transcript.Place{Line: number}, func(v transcript.Value, at transcript.Place) error {
		return lexRequest(out, v, at)
	})
}

// lexRecord takes envelopes off.
func lexRecord(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	if v.IsText() {
		return unwrapped(out, v, at, func(v transcript.Value, at transcript.Place) error { return lexRecord(out, v, at) })
	}
	var f [5]transcript.Value
	v.Pick(f[:], "results", "events", "logEvents", "@message", "message")
	for _, list := range f[:3] {
		for item := range list.Items() {
			if err := lexRecord(out, lexFields(item), at); err != nil {
				return err
			}
		}
	}
	switch {
	case f[0].IsList() || f[1].IsList() || f[2].IsList():
		return nil
	case !f[3].IsNull():
		return lexRecord(out, f[3], at)
	case !f[4].IsNull():
		return lexRecord(out, f[4], at)
	}
	return lexRequest(out, v, at)
}

// lexFields is the message in a row of a query, which is a list of fields.
func lexFields(row transcript.Value) transcript.Value {
	for field := range row.Items() {
		if field.Get("field").Is("@message") {
			return field.Get("value")
		}
	}
	return row
}

func lexRequest(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [7]transcript.Value
	v.Pick(f[:], "sessionId", "timestamp", "requestId", "inputTranscript", "sessionState", "interpretations", "messages")
	if f[0].Text() == "" || f[3].IsNull() {
		return out.Bad(at, "missing field", `"sessionId" and "inputTranscript": expected a conversation log with both`)
	}
	e := transcript.Event{Conversation: f[0].Text(), Place: at}
	when, ok := out.Clock().Parse(f[1].Text())
	if !ok {
		return out.Bad(at, "bad value", "timestamp is no time: expected one such as 2024-01-05T10:01:07.000Z")
	}
	e.At = when
	user := e
	user.Role, user.Text, user.Symbol = transcript.Customer, f[3].Text(), lexIntent(f[4], f[5])
	bot := e
	bot.Role = transcript.Bot
	bot.Text, bot.Media = lexAnswer(f[6])
	if id := f[2].Text(); id != "" {
		user.ID, bot.ID = id+"/0", id+"/1"
	}
	if err := out.Add(&user); err != nil {
		return err
	}
	if f[6].IsNull() {
		return nil // what the bot said, if anything, is not in the log
	}
	return out.Add(&bot)
}

// lexIntent is the intent that Lex went on with, or the one that it found likeliest.
func lexIntent(state, interpretations transcript.Value) string {
	if name := state.Get("intent", "name").Text(); name != "" {
		return name
	}
	for first := range interpretations.Items() {
		return first.Get("intent", "name").Text()
	}
	return ""
}

// lexAnswer is the texts of an answer, a line each, or else what was shown.
func lexAnswer(messages transcript.Value) (text, media string) {
	var texts []string
	for m := range messages.Items() {
		var f [2]transcript.Value
		m.Pick(f[:], "contentType", "content")
		switch f[0].Text() {
		case "ImageResponseCard":
			media = "card"
		case "CustomPayload":
			media = "payload"
		case "SSML":
			texts = append(texts, hypertext.Message(f[1].Text()))
		default:
			texts = append(texts, f[1].Text())
		}
	}
	return strings.Join(texts, "\n"), media
}
