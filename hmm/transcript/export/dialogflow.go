package export

import (
	"fmt"
	"strings"

	"intenthmm/hmm/transcript"
)

// dialogflowCX reads rows of the BigQuery table to which Dialogflow CX logs: a row is what a user said, with the
// intent that it matched as symbol, and what the agent answered. request and response are JSON, which some ways of
// export write as texts. Rows come in any order.
//
// Source: cloud.google.com/dialogflow/cx/docs/concept/export-bq; the messages DetectIntentRequest and
// DetectIntentResponse of its API.
var dialogflowCX = transcript.Format{
	Name:       "dialogflow-cx",
	Extensions: []string{".jsonl", ".json", ".ndjson"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("conversation_name", "turn_position") || h.Shape.Has("[].conversation_name", "[].turn_position")
	},
	Order: transcript.Unsorted,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return in.Records(out, func(v transcript.Value, at transcript.Place) error { return dialogflowRow(out, v, at) })
	},
}

func dialogflowRow(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [5]transcript.Value
	v.Pick(f[:], "conversation_name", "turn_position", "request_time", "request", "response")
	position, ok := f[1].Number()
	if f[0].Text() == "" || !ok {
		return out.Bad(at, "missing field", `"conversation_name" and "turn_position": expected a row with both`)
	}
	e := transcript.Event{Conversation: f[0].Text(), Place: at}
	if when := f[2].Text(); when != "" {
		if e.At, ok = out.Clock().Parse(when); !ok {
			return out.Bad(at, "bad value", "request_time is no time: expected one such as 2024-01-05 10:02:00 UTC")
		}
	}
	return unwrapped(out, f[3], at, func(request transcript.Value, at transcript.Place) error {
		return unwrapped(out, f[4], at, func(response transcript.Value, _ transcript.Place) error {
			return dialogflowTurns(out, e, position, request.Get("queryInput"), response.Get("queryResult"))
		})
	})
}

// dialogflowTurns gives the turn of the user and that of the agent. Their IDs order the rows of one time.
func dialogflowTurns(out *transcript.Sink, e transcript.Event, position float64, input, result transcript.Value) error {
	user := e
	user.ID, user.Role = fmt.Sprintf("%.0f/0", position), transcript.Customer
	user.Text, user.Drop = dialogflowInput(input, result)
	for _, intent := range []transcript.Value{result.Get("match", "intent"), result.Get("intent")} {
		if user.Symbol == "" {
			user.Symbol = intent.Get("displayName").Text()
		}
	}
	if err := out.Add(&user); err != nil {
		return err
	}
	e.ID, e.Role = fmt.Sprintf("%.0f/1", position), transcript.Bot
	e.Text, e.Media = dialogflowAnswer(result.Get("responseMessages"))
	return out.Add(&e)
}

// dialogflowInput is what a user typed, said or keyed in. An event, or an intent that a program chose, is no
// words of a user.
func dialogflowInput(input, result transcript.Value) (string, transcript.Drop) {
	for _, v := range []transcript.Value{
		input.Get("text", "text"), result.Get("text"), result.Get("transcript"),
		input.Get("dtmf", "digits"), result.Get("dtmf", "digits"),
	} {
		if text := v.Text(); text != "" {
			return text, ""
		}
	}
	if input.Get("event").IsObject() || input.Get("intent").IsObject() ||
		result.Get("triggerEvent").IsText() || result.Get("triggerIntent").IsText() {
		return "", transcript.DropNotice
	}
	return "", ""
}

// dialogflowAnswer is the texts of an answer, a line each, or else what was shown.
func dialogflowAnswer(messages transcript.Value) (text, media string) {
	var texts []string
	for m := range messages.Items() {
		var f [3]transcript.Value
		m.Pick(f[:], "text", "outputAudioText", "payload")
		for t := range f[0].Get("text").Items() {
			texts = append(texts, t.Text())
		}
		if t := f[1].Get("text").Text(); t != "" {
			texts = append(texts, t)
		}
		if f[2].IsObject() {
			media = "payload"
		}
	}
	return strings.Join(texts, "\n"), media
}
