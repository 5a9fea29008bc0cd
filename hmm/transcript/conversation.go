package transcript

import "iter"

// Conversation is the messages of one conversation in the order in which the log holds them.
type Conversation struct {
	ID       string
	Messages []Message // never empty
}

// Group gathers the messages of a stream into conversations, which may be interleaved. Conversations
// come in the order of their first message.
//
// An identifier means something only within its file: if two files both hold a conversation "1",
// these are two conversations of the same ID, told apart by the File of their messages.
//
// Group keeps the whole stream in memory. It stops at the first error of the stream and returns it
// without conversations.
func Group(messages iter.Seq2[Message, error]) ([]Conversation, error) {
	var list []Conversation
	var index Index
	for m, err := range messages {
		if err != nil {
			return nil, err
		}
		at, first := index.Of(&m)
		if first {
			list = append(list, Conversation{ID: m.Conversation})
		}
		list[at].Messages = append(list[at].Messages, m)
	}
	return list, nil
}
