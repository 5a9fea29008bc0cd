package export

import (
	"bytes"
	"strings"

	"intenthmm/hmm/transcript"
)

// whatsApp reads the text that WhatsApp exports of a chat, from Android and from iOS. It is one open chat,
// called by the name of the file. The order of day, month and year is decided over the whole file.
var whatsApp = transcript.Format{
	Name:       "whatsapp",
	Extensions: []string{".txt"},
	Detect:     isWhatsApp,
	Order:      transcript.Grouped,
	Rewinds:    true,
	Read:       readWhatsApp,
}

// isWhatsApp wants the first line to begin with a date, a time and what comes between them and a text.
func isWhatsApp(h *transcript.Head) bool {
	for line := range bytes.Lines(bytes.TrimSpace(h.Bytes)) {
		_, ok := parseWhatsApp(string(line))
		return ok
	}
	return false
}

func readWhatsApp(in *transcript.Input, out *transcript.Sink) error {
	var dates transcript.DateOrder
	var before transcript.Days
	err := in.Scan(func(line []byte) {
		if w, ok := parseWhatsApp(string(line)); ok {
			dates.See(w.date, &before)
		}
	})
	if err != nil {
		return err
	}
	if err := in.Rewind(); err != nil {
		return err
	}
	chat := &whatsAppChat{out: out, name: baseName(in.Name), dates: dates.Form(out.Guess)}
	if err := in.Lines(out, chat.line); err != nil {
		return err
	}
	return chat.flush()
}

// A whatsAppChat is a chat being read: the entry that further lines may belong to.
type whatsAppChat struct {
	out   *transcript.Sink
	name  string
	dates transcript.DateForm
	event transcript.Event
	open  bool
}

// line begins an entry or goes on with the one before.
func (c *whatsAppChat) line(text []byte, number int) error {
	w, ok := parseWhatsApp(string(text))
	if !ok {
		return c.further(string(text), number)
	}
	if err := c.flush(); err != nil {
		return err
	}
	at := transcript.Place{Line: number}
	when, ok := c.dates.Time(c.out.Clock(), w.date, w.hour, w.minute, w.second)
	if !ok {
		return c.out.Bad(at, "bad value", "the date has no such day or month, as the dates of this file are written")
	}
	c.event = transcript.Event{Conversation: c.name, Span: transcript.Open, At: when, Author: w.author, Text: w.text, Place: at}
	if w.author == "" {
		c.event.Drop = transcript.DropNotice
	}
	c.open = true
	return nil
}

// further adds a line to the entry before. Blank lines before the first are nothing.
func (c *whatsAppChat) further(text string, number int) error {
	if c.open {
		c.event.Text += "\n" + text
		return nil
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return c.out.Bad(transcript.Place{Line: number}, "no date", "expected a date and a time, or a line that goes on with a message")
}

// flush gives the entry, once it is complete.
func (c *whatsAppChat) flush() error {
	if !c.open {
		return nil
	}
	c.open = false
	marks(&c.event)
	return c.out.Add(&c.event)
}
