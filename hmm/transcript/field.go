package transcript

import (
	"fmt"
	"slices"
	"strings"
)

// slot is the place of a field in a record: an index into fields.
type slot int

const (
	slotConversation slot = iota
	slotTurn
	slotSpeaker
	slotTime
	slotText
	slotSymbol
	slotVector
	slotLabel
	slotTitle
	slotCount
)

// fields holds every field at its slot, with the names under which logs are known to keep it.
var fields = [slotCount]struct {
	field Field
	names []string
}{
	slotConversation: {FieldConversation, []string{
		"conversation_id", "conversation", "conv_id", "dialogue_id", "session_id", "thread_id"}},
	slotTurn:    {FieldTurn, []string{"turn", "turn_id", "index"}},
	slotSpeaker: {FieldSpeaker, []string{"speaker", "role", "author", "from"}},
	slotTime:    {FieldTime, []string{"time", "timestamp", "created_at", "date"}},
	slotText:    {FieldText, []string{"text", "utterance", "message", "content", "body"}},
	slotSymbol:  {FieldSymbol, []string{"symbol", "intent", "action"}},
	slotVector:  {FieldVector, []string{"vector", "embedding"}},
	slotLabel:   {FieldLabel, []string{"label"}},
	slotTitle:   {FieldTitle, nil}, // what is called a title in a chat is mostly a person's
}

// Fields lists all fields, in the order of Message.
func Fields() []Field {
	list := make([]Field, 0, slotCount)
	for _, f := range fields {
		list = append(list, f.field)
	}
	return list
}

// DefaultNames lists the columns under which a field is looked for when Options.Map does not name
// one, the preferred name first. It is nil for an unknown field.
func DefaultNames(f Field) []string {
	s, err := slotOf(f)
	if err != nil {
		return nil
	}
	return slices.Clone(fields[s].names)
}

// slotOf finds the slot of a field; the error of an unknown one lists those that exist.
func slotOf(f Field) (slot, error) {
	for s := range slotCount {
		if fields[s].field == f {
			return s, nil
		}
	}
	return 0, fmt.Errorf("unknown field %q: expected one of %s", f, fieldList())
}

func fieldList() string {
	var names []string
	for _, f := range fields {
		names = append(names, string(f.field))
	}
	return strings.Join(names, ", ")
}
