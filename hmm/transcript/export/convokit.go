package export

import (
	"cmp"
	"slices"
	"strconv"

	"intenthmm/hmm/transcript"
)

// convoKit reads a corpus of ConvoKit, a folder or a zip: utterances.jsonl (an early release: utterances.json), beside
// conversations.json, speakers.json and others. Utterances without times, of which there are many, go by what they
// reply to.
//
// Source: convokit.cornell.edu/documentation/data_format.html.
var convoKit = transcript.Format{
	Name:       "convokit",
	Extensions: []string{".jsonl"},
	Detect: func(h *transcript.Head) bool {
		return (h.Shape.Has("conversation_id") || h.Shape.Has("root")) && (h.Shape.Has("speaker") || h.Shape.Has("user")) &&
			h.Shape.Has("id", "text", "meta") && (h.Shape.Has("reply_to") || h.Shape.Has("reply-to"))
	},
	Order:      transcript.Unsorted,
	DetectTree: func(names []string) bool { return utterances(names) != "" },
	ReadTree: func(t *transcript.Tree, out *transcript.Sink) error {
		return t.Each(utterances(t.Names()), func(in *transcript.Input) error { return readUtterances(in, out) })
	},
	Read: readUtterances,
}

// utterances is the file of them in a corpus; empty: it is none.
func utterances(names []string) string {
	has := func(name string) bool { return slices.Contains(names, name) }
	if !has("conversations.json") && !has("speakers.json") && !has("users.json") && !has("corpus.json") {
		return ""
	}
	for _, name := range []string{"utterances.jsonl", "utterances.json"} {
		if has(name) {
			return name
		}
	}
	return ""
}

func readUtterances(in *transcript.Input, out *transcript.Sink) error {
	c := &corpus{out: out}
	err := in.Records(out, c.utterance)
	return cmp.Or(c.flush(), err) // what was held is given even where the rest cannot be read
}

// What is held of a conversation to order it is bounded in number and in bytes of text.
const (
	maxPending = 10_000
	maxHeld    = 16 << 20
)

// A corpus holds the conversation that is being read until the next begins.
type corpus struct {
	out     *transcript.Sink
	pending []transcript.Event
	parents []string       // of pending: what each replies to
	at      map[string]int // place in pending by identifier
	size    int            // bytes of text in pending
	given   int            // events given so far
}

func (c *corpus) utterance(v transcript.Value, at transcript.Place) error {
	var f [9]transcript.Value
	v.Pick(f[:], "id", "conversation_id", "root", "speaker", "user", "reply_to", "reply-to", "timestamp", "text")
	for i := 1; i < 6; i += 2 {
		if f[i].IsNull() {
			f[i] = f[i+1]
		}
	}
	e := transcript.Event{Conversation: f[1].Text(), ID: f[0].Text(), Author: speakerOf(f[3]), Text: f[8].Text(), Place: at}
	if e.Conversation == "" || e.ID == "" {
		return c.out.Bad(at, "missing field", `"id" and "conversation_id": expected an utterance with both`)
	}
	if when := f[7].Text(); when != "" && when != "None" {
		t, ok := c.out.Clock().Parse(when)
		if !ok {
			return c.out.Bad(at, "bad value", "timestamp is no time: expected seconds since 1970, or null")
		}
		e.At = t
	}
	if len(c.pending) > 0 && c.pending[0].Conversation != e.Conversation || len(c.pending) == maxPending || c.size > maxHeld {
		if err := c.flush(); err != nil {
			return err
		}
	}
	return c.hold(e, f[5].Text())
}

// speakerOf is the identifier of a speaker, which some releases write as an object.
func speakerOf(v transcript.Value) string {
	if v.IsObject() {
		return v.Get("id").Text()
	}
	return v.Text()
}

func (c *corpus) hold(e transcript.Event, parent string) error {
	if c.at == nil {
		c.at = map[string]int{}
	}
	if _, twice := c.at[e.ID]; twice {
		e.Drop = transcript.DropDuplicate
		return c.out.Add(&e)
	}
	c.at[e.ID] = len(c.pending)
	c.pending, c.parents = append(c.pending, e), append(c.parents, parent)
	c.size += len(e.Text)
	return nil
}

// flush gives the utterances held, in their order in the file but for those that stand before what they reply to.
// IDs then number them, so that of equal times, or without times, that order stands.
func (c *corpus) flush() error {
	done := make([]bool, len(c.pending))
	var chain []int
	for i := range c.pending {
		for at, ok := i, true; ok && !done[at]; at, ok = c.parent(at) {
			done[at] = true
			chain = append(chain, at)
		}
		for _, at := range slices.Backward(chain) {
			if err := c.give(&c.pending[at]); err != nil {
				return err
			}
		}
		chain = chain[:0]
	}
	clear(c.pending) // lets go of the texts
	c.pending, c.parents, c.size = c.pending[:0], c.parents[:0], 0
	clear(c.at)
	return nil
}

// parent is where in pending that stands to which an utterance replies.
func (c *corpus) parent(at int) (int, bool) {
	parent, ok := c.at[c.parents[at]]
	return parent, ok
}

func (c *corpus) give(e *transcript.Event) error {
	c.given++
	e.ID = strconv.Itoa(c.given)
	return c.out.Add(e)
}
