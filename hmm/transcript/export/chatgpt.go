package export

import (
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// chatGPT reads conversations.json of a ChatGPT data export: a list of conversations, each a tree of
// messages in which answers that were asked for once more are branches. The conversation is the way from
// the root to current_node; what is beside it is dropped as branches.
var chatGPT = transcript.Format{
	Name:       "chatgpt",
	Extensions: []string{".json"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("[].mapping") || h.Shape.Has("mapping", "current_node")
	},
	Order: transcript.Grouped,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		return in.Records(out, func(v transcript.Value, at transcript.Place) error { return chatGPTConversation(out, v, at) })
	},
}

// A branching is the tree of one conversation.
type branching struct {
	messages map[string]transcript.Value // of the nodes that have one
	parents  map[string]string
	last     string // the last node without children, in the order of the file
}

func chatGPTConversation(out *transcript.Sink, v transcript.Value, at transcript.Place) error {
	var f [4]transcript.Value
	v.Pick(f[:], "conversation_id", "id", "mapping", "current_node")
	id := f[0].Text()
	if id == "" {
		id = f[1].Text()
	}
	if id == "" || !f[2].IsObject() {
		return out.Bad(at, "missing field", `"id" and "mapping": expected a conversation with both`)
	}
	tree := newBranching(f[2])
	node := f[3].Text()
	if _, ok := tree.parents[node]; !ok {
		out.Guess("a conversation without current_node was taken to end at its last message")
		node = tree.last
	}
	path := tree.path(node)
	for _, node := range path {
		if err := chatGPTMessage(out, id, tree.messages[node], at, ""); err != nil {
			return err
		}
		delete(tree.messages, node)
	}
	for _, m := range tree.messages {
		if err := chatGPTMessage(out, id, m, at, transcript.DropBranch); err != nil {
			return err
		}
	}
	return nil
}

func newBranching(mapping transcript.Value) *branching {
	t := &branching{messages: map[string]transcript.Value{}, parents: map[string]string{}}
	for node, v := range mapping.Members() {
		var f [3]transcript.Value
		v.Pick(f[:], "message", "parent", "children")
		if f[0].IsObject() {
			t.messages[node] = f[0]
		}
		t.parents[node] = f[1].Text()
		leaf := true
		for range f[2].Items() {
			leaf = false
		}
		if leaf {
			t.last = node
		}
	}
	return t
}

// path is the nodes with a message from the root to one of them. A parent that is also a child ends it.
func (t *branching) path(node string) []string {
	var path []string
	seen := map[string]bool{}
	for ; node != "" && !seen[node]; node = t.parents[node] {
		seen[node] = true
		if _, ok := t.messages[node]; ok {
			path = append(path, node)
		}
	}
	slices.Reverse(path)
	return path
}

func chatGPTMessage(out *transcript.Sink, id string, v transcript.Value, at transcript.Place, drop transcript.Drop) error {
	var f [4]transcript.Value
	v.Pick(f[:], "id", "author", "create_time", "content")
	e := transcript.Event{Conversation: id, ID: f[0].Text(), Place: at}
	modelRole(&e, f[1].Get("role").Text())
	if seconds, ok := f[2].Number(); ok {
		e.At = transcript.Unix(seconds)
	}
	e.Text, e.Media = chatGPTContent(&e, f[3])
	if drop != "" {
		e.Drop = drop
	}
	return out.Add(&e)
}

// chatGPTContent is the text of a message's parts, in which objects are images, audio and files. What
// is thought, browsed or run is not said to anybody.
func chatGPTContent(e *transcript.Event, v transcript.Value) (text, media string) {
	var f [3]transcript.Value
	v.Pick(f[:], "content_type", "parts", "text")
	switch f[0].Text() {
	case "text", "multimodal_text", "":
	default:
		if e.Drop == "" {
			e.Drop = transcript.DropTool
		}
		return f[2].Text(), ""
	}
	var texts []string
	for part := range f[1].Items() {
		switch {
		case part.IsText():
			if s := part.Text(); s != "" {
				texts = append(texts, s)
			}
		case part.Get("text").IsText(): // a transcription of speech
			texts = append(texts, part.Get("text").Text())
		case strings.Contains(part.Get("content_type").Text(), "image"):
			media = "image"
		default:
			media = "file"
		}
	}
	return strings.Join(texts, "\n"), media
}
