package transcript

import "time"

// An Event is one entry of a log as a Format reads it, before the rules that all formats share. What
// a format does not know stays zero.
type Event struct {
	Conversation string // the key of the chat, ticket, thread or session; needed
	Span         Span   // what may cut that into conversations
	Starts       bool   // a session begins here: what follows is another conversation, even if this is dropped

	ID     string    // of the entry in its conversation. Of entries of one time and ID the last edited stands
	At     time.Time // zero: unknown
	Edited time.Time // of this version of the entry

	Role   Role   // unknown: the author stands for it
	Author string // a name or an identifier

	Text   string // plain; line ends as they are
	Media  string // what is shown instead of or beside text, in a word: image, file. Only the first matters
	Symbol string // an intent or action
	Label  string
	Vector []float64

	Drop  Drop  // why this is no turn of the conversation; empty: it is one
	Place Place // where it stands, for errors
}

// Role is what a speaker is to a conversation.
type Role string

const (
	Unknown  Role = ""
	Customer Role = "customer" // who asks
	Agent    Role = "agent"    // a person who answers
	Bot      Role = "bot"      // a program that answers
	System   Role = "system"   // a program that nobody talks to
)

// Span says what a conversation's key stands for.
type Span uint8

const (
	Named  Span = iota // a conversation with an identifier: cut where Options.Gap asks for it
	Thread             // a thread: never cut
	Open               // a channel, a group, a pair of people: cut by Options.Gap or else by day
)

// Drop is a reason why an entry is no turn, fit for counting.
type Drop string

const (
	DropNote      Drop = "note"      // internal: the other side never saw it
	DropNotice    Drop = "notice"    // the tool speaks: joined, renamed, encrypted
	DropDeleted   Drop = "deleted"   // taken back
	DropPrompt    Drop = "prompt"    // instructions to a language model
	DropTool      Drop = "tool"      // what programs tell each other
	DropBranch    Drop = "branch"    // an answer that was asked for once more
	DropEmpty     Drop = "empty"     // neither text nor media, symbol or vector
	DropMedia     Drop = "media"     // media alone, where Options.DropMedia is set
	DropDuplicate Drop = "duplicate" // another version of the same entry stands
	DropJoined    Drop = "joined"    // its text went to the line before
)

// Place is where an entry stands in its file.
type Place struct {
	Entry string // the file inside an archive or a folder that is one export; else empty
	Line  int    // counted from 1; 0: lines mean nothing there
	Byte  int64  // counted from 1; 0: not known
	Path  string // in a JSON document: $.messages[3]
}
