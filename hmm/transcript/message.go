package transcript

// Message is one turn as it stands in a transcript.
type Message struct {
	Conversation string    // the log's identifier of the conversation; never empty
	Turn         int       // the log's own number of the turn; -1 where it has none
	Speaker      string    // empty where the log has none
	Time         string    // as written in the log, not yet understood
	Text         string    // what was said; may be empty
	Symbol       string    // an already classified turn: the name of an intent or action; empty where there is none
	Vector       []float64 // finite numbers, equally many in all messages of a Reader; nil where there are none
	Label        string    // gold label, used only to evaluate

	File string // where the message stood: the path, or "stdin"
	Line int    // the first line of its record, counted from 1
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
