package transcript

import (
	"strings"
	"testing"
)

// TestNULFurtherOn: where a file looked like text at its start, a NUL spoils the record that it is in, and no
// other; the escape for one is left out.
func TestNULFurtherOn(t *testing.T) {
	const damage = " NUL in it: byte "
	long := strings.Repeat("x", headSize)
	for _, c := range []lineCase{
		{name: "JSON lines", file: "x.jsonl", content: `{"conversation_id":"a","text":"` + long + `"}` + "\n" + `{"conversation_id":"a","text":"` + "\x00" + `"}` + "\n" +
			`{"conversation_id":"\u0000b","text":"\u0000c\\u0000","symbol":"\u0000"}` + "\n",
			messages: []string{`1: a "` + long + `"`, `3: b "c\\u0000"`},
			problems: []string{"x.jsonl:2:" + damage + "32 of 34: expected text"}},
		{name: "CSV", file: "x.csv", content: "conversation_id,text\na," + long + "\na,\"x\n\x00\"\nb,c\n",
			messages: []string{`2: a "` + long + `"`, `5: b "c"`},
			problems: []string{"x.csv:3:" + damage + "4 of 4: expected text"}},
	} {
		t.Run(c.name, c.run)
	}
}

// TestNULInLines: likewise in text, and in records of a tool.
func TestNULInLines(t *testing.T) {
	for _, format := range []Format{texts, documents} {
		content := strings.Repeat("x", headSize) + "\n\x00\nb\n"
		if format.Name == documents.Name {
			content = `{"list":["` + strings.Repeat("x", headSize) + `","` + "\x00" + `","\u0000b"]}`
		}
		o := Options{Formats: []Format{format}, Format: format.Name}
		r := New([]string{"-"}, strings.NewReader(content), o)
		messages, err := drain(t, r)
		if s := r.Summary(); err != nil || len(messages) != 2 || messages[1].Text != "b" || s.Skipped != 1 {
			t.Errorf("%s: %d messages, %v, %s", format.Name, len(messages), err, s)
		}
	}
}

// texts is a format of one message a line.
var texts = Format{Name: "texts", Order: Grouped, Read: func(in *Input, out *Sink) error {
	return in.Lines(out, func(line []byte, number int) error {
		return out.Add(&Event{Conversation: "c", Text: string(line), Place: Place{Line: number}})
	})
}}
