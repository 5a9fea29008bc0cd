// Package rasa reads the events of Rasa's trackers, wherever they are stored: in JSON or in a database.
//
// Source: the event classes of rasa.shared.core.events and their field names.
package rasa

import (
	"fmt"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// Events takes events of any number of trackers, those of each in order. What is said becomes turns: of users
// with the intent as symbol, of the bot with its action. A session that starts and a restart begin a conversation.
// Everything else (actions, slots, forms) is dropped.
type Events struct {
	out   *transcript.Sink
	talks map[string]*talk // by sender
}

// New passes events on to out.
func New(out *transcript.Sink) *Events { return &Events{out: out, talks: map[string]*talk{}} }

// A talk is what one event says of the next ones.
type talk struct {
	action  string            // the last action since the user spoke; empty: none
	buttons map[string]string // titles by payload, offered since the user spoke
}

// What is remembered is bounded, to some 100 MB at worst. Where more senders alternate, or names are longer, an action
// or a title is lost.
const (
	maxTalks   = 4096
	maxButtons = 32
	maxName    = 1024 // bytes of an action, or of a title and its payload
)

func (r *Events) talk(sender string) *talk {
	t := r.talks[sender]
	if t == nil {
		if len(r.talks) >= maxTalks {
			clear(r.talks)
		}
		t = &talk{}
		r.talks[sender] = t
	}
	return t
}

// Add takes one event of a sender. The id orders events of one time, and may be empty where they come in order.
func (r *Events) Add(sender, id string, v transcript.Value, at transcript.Place) error {
	var f [6]transcript.Value
	v.Pick(f[:], "event", "timestamp", "text", "parse_data", "data", "metadata")
	if sender == "" || !f[0].IsText() {
		return r.out.Bad(at, "missing field", `"sender_id" and "event": expected both, found an event without one`)
	}
	e := transcript.Event{Conversation: sender, ID: id, Place: at, Text: f[2].Text()}
	switch seconds, ok := f[1].Number(); {
	case ok:
		e.At = transcript.Unix(seconds)
	case !f[1].IsNull():
		return r.out.Bad(at, "bad value", fmt.Sprintf("timestamp is %s: expected seconds since 1970", f[1].Kind()))
	}
	t := r.talk(sender)
	switch f[0].Text() {
	case "user":
		e.Role = transcript.Customer
		t.user(&e, f[3])
	case "bot":
		e.Role = transcript.Bot
		t.bot(&e, f[4], f[5])
	case "agent":
		e.Role = transcript.Agent
	case "session_started", "restart":
		e.Starts, e.Drop = true, transcript.DropNotice
	case "action":
		t.act(&e, v.Get("name").Text())
	default:
		e.Drop = transcript.DropTool
	}
	return r.out.Add(&e)
}

// user reads what a user said. A press of a button arrives as /intent{"entity":"value"}: the title of the button is
// what the user saw, where the bot offered it just before.
func (t *talk) user(e *transcript.Event, parsed transcript.Value) {
	e.Symbol = parsed.Get("intent", "name").Text()
	if name, ok := strings.CutPrefix(e.Text, "/"); ok && e.Symbol == "" {
		e.Symbol, _, _ = strings.Cut(name, "{")
	}
	if title := t.buttons[e.Text]; title != "" {
		e.Text = title
	}
	t.action, t.buttons = "", nil
}

// bot reads what the bot said, which is null where it showed something.
func (t *talk) bot(e *transcript.Event, data, metadata transcript.Value) {
	e.Symbol = metadata.Get("utter_action").Text()
	if e.Symbol == "" {
		e.Symbol = t.action
	}
	for b := range data.Get("buttons").Items() {
		t.offer(b.Get("payload").Text(), b.Get("title").Text())
	}
	e.Media = media(data)
}

// offer notes a button.
func (t *talk) offer(payload, title string) {
	if len(t.buttons) == maxButtons || len(payload)+len(title) > maxName {
		return
	}
	if t.buttons == nil {
		t.buttons = map[string]string{}
	}
	t.buttons[payload] = title
}

// shown is what a bot can show, and the word for it.
var shown = []struct{ key, word string }{
	{"image", "image"}, {"attachment", "file"}, {"elements", "card"}, {"custom", "custom"}, {"buttons", "buttons"},
}

func media(data transcript.Value) string {
	var f [5]transcript.Value
	data.Pick(f[:], shown[0].key, shown[1].key, shown[2].key, shown[3].key, shown[4].key)
	for i, v := range f {
		if holds(v) {
			return shown[i].word
		}
	}
	return ""
}

// holds says whether a value is more than null or an empty text, list or object.
func holds(v transcript.Value) bool {
	for range v.Items() {
		return true
	}
	for range v.Members() {
		return true
	}
	return v.Text() != ""
}

// pauses are actions that do nothing but wait.
var pauses = []string{"action_listen", "action_session_start", "action_restart"}

// act notes an action, for the message that it may send.
func (t *talk) act(e *transcript.Event, name string) {
	e.Drop = transcript.DropTool
	e.Starts = name == "action_session_start"
	if !slices.Contains(pauses, name) && len(name) <= maxName {
		t.action = name
	}
}
