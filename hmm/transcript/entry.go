package transcript

import (
	"cmp"
	"strings"
	"time"
	"unicode/utf8"
)

// entry is a message on its way.
type entry struct {
	Message
	ID     string
	At     time.Time
	Edited time.Time
	Span   Span
	Starts bool
	Gone   bool // no message: a boundary, or the deletion of the entry of this ID
}

func byConversation(a, b *entry) int { return strings.Compare(a.Conversation, b.Conversation) }

func byTime(a, b *entry) int {
	if c := byConversation(a, b); c != 0 {
		return c
	}
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return cmp.Or(compareIDs(a.ID, b.ID), a.Edited.Compare(b.Edited))
}

// compareIDs has 9 before 10: identifiers count up.
func compareIDs(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// size is the memory that an entry takes, roughly. Its time is not written out before it is passed on.
func (e *entry) size() int {
	const fixed = 256
	return fixed + len(e.Conversation) + len(e.ID) + len(e.Text) + len(e.Time) + 8*len(e.Vector)
}

// speaker is the role, or else the author.
func (e *Event) speaker() string {
	if e.Role != Unknown {
		return string(e.Role)
	}
	return e.Author
}

// plain is a text as it is compared and shown: valid, without NUL, carriage returns and outer space.
func plain(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	if strings.IndexByte(text, '\r') >= 0 || strings.IndexByte(text, 0) >= 0 {
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "").Replace(text)
	}
	return strings.TrimSpace(text)
}

// stamp is a time as messages have it.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
