package transcript

import "strings"

// Message is one turn as it stands in a transcript.
type Message struct {
	Conversation string    // the log's identifier of the conversation; never empty
	Turn         int       // the log's own number of the turn; -1 where it has none
	Speaker      string    // empty where the log has none
	Time         string    // in RFC 3339; as written in the log where it was not understood, or counts from something else than 1970
	Text         string    // what was said; empty only beside a symbol or a vector, and where Options.OnSkip is set
	Symbol       string    // an already classified turn: the name of an intent or action; empty where there is none
	Vector       []float64 // finite numbers, equally many in all messages of a Reader; nil where there are none
	Label        string    // gold label, used only to evaluate

	File string // where the message stood: the path, or "stdin"
	Line int    // the first line of its record, counted from 1
}

// empty says that nothing of a message can be observed.
func (m *Message) empty() bool {
	return m.Symbol == "" && len(m.Vector) == 0 && strings.TrimSpace(m.Text) == ""
}

// Field names one of the fields of a Message that a log may hold.
type Field string

// The fields of a Message, each under the name by which people map it.
const (
	FieldConversation Field = "conversation"
	FieldTurn         Field = "turn"
	FieldSpeaker      Field = "speaker"
	FieldTime         Field = "time"
	FieldText         Field = "text"
	FieldSymbol       Field = "symbol"
	FieldVector       Field = "vector"
	FieldLabel        Field = "label"
	FieldTitle        Field = "title" // put before the text, on a line of its own
)
