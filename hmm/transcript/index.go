package transcript

// An Index numbers conversations in the order of their first message. An identifier means something
// only within its file: two files may both hold a conversation "1". The zero value is ready.
type Index struct {
	number map[indexKey]int
	last   indexKey // of the message before, and its number: most often the next one's
	at     int
}

type indexKey struct{ file, id string }

// Of is the number of a message's conversation, and whether this is its first message.
func (x *Index) Of(m *Message) (number int, first bool) {
	k := indexKey{m.File, m.Conversation}
	if k == x.last && x.number != nil {
		return x.at, false
	}
	number, ok := x.number[k]
	if !ok {
		if x.number == nil {
			x.number = map[indexKey]int{}
		}
		number = len(x.number)
		x.number[k] = number
	}
	x.last, x.at = k, number
	return number, !ok
}

// Len is the number of conversations so far.
func (x *Index) Len() int { return len(x.number) }
