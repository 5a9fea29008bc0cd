package transcript

import (
	"strings"
	"testing"
)

func TestGroup(t *testing.T) {
	one := write(t, "1.csv", "conversation_id,text\n1,a\n2,b\n1,c\n2,d\n3,e\n1,f\n")
	two := write(t, "2.csv", "conversation_id,text\n3,g\n1,h\n")
	conversations, err := Group(New([]string{one, two}, nil, DefaultOptions()).Messages())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range conversations {
		text := c.ID + ":"
		for _, m := range c.Messages {
			text += m.Text
			if m.Conversation != c.ID || m.File != c.Messages[0].File {
				t.Errorf("%+v in conversation %s of %s", m, c.ID, c.Messages[0].File)
			}
		}
		got = append(got, text)
	}
	compare(t, "conversations", got, strings.Fields("1:acf 2:bd 3:e 3:g 1:h"))
}

func TestGroupStopsAtAnError(t *testing.T) {
	opts := DefaultOptions()
	opts.Strict = true
	conversations, err := Group(New([]string{write(t, "1.jsonl", oneLine+"[]\n")}, nil, opts).Messages())
	if err == nil || conversations != nil {
		t.Errorf("%v, %v", conversations, err)
	}
}
