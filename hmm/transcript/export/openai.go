package export

import (
	"fmt"

	"intenthmm/hmm/transcript"
)

// openAI reads conversations with a language model as they are sent to one and trained on:
//
//	{"messages":[{"role":"user","content":"…"},{"role":"assistant","content":[{"type":"text","text":"…"}]}]}
//
// one a line or in a list. A conversation goes by its id where it has one, and else by its number in the
// file. Instructions and what tools answer are no turns.
var openAI = transcript.Format{
	Name:       "openai",
	Extensions: []string{".jsonl", ".json"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("messages[].role", "messages[].content") || h.Shape.Has("[].messages[].role", "[].messages[].content")
	},
	Order: transcript.Grouped,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		number := 0
		return in.Records(out, func(v transcript.Value, at transcript.Place) error {
			number++
			return dialogue(out, v, at, number, "messages", openAITurn)
		})
	},
}

// shareGPT reads dialogues as they are shared: [{"id":"…","conversations":[{"from":"human","value":"…"}]}].
var shareGPT = transcript.Format{
	Name:       "sharegpt",
	Extensions: []string{".json", ".jsonl"},
	Detect: func(h *transcript.Head) bool {
		return h.Shape.Has("[].conversations[].from", "[].conversations[].value") ||
			h.Shape.Has("conversations[].from", "conversations[].value")
	},
	Order: transcript.Grouped,
	Read: func(in *transcript.Input, out *transcript.Sink) error {
		number := 0
		return in.Records(out, func(v transcript.Value, at transcript.Place) error {
			number++
			return dialogue(out, v, at, number, "conversations", shareGPTTurn)
		})
	},
}

// dialogue reads one conversation, the list under key, whose turns are read by turn.
func dialogue(out *transcript.Sink, v transcript.Value, at transcript.Place, number int, key string, turn func(*transcript.Event, transcript.Value)) error {
	var f [3]transcript.Value
	v.Pick(f[:], "id", "conversation_id", key)
	if !f[2].IsList() {
		return out.Bad(at, "missing field", fmt.Sprintf("%q: expected a list, found %s", key, f[2].Kind()))
	}
	id := f[0].Text()
	if id == "" {
		id = f[1].Text()
	}
	if id == "" {
		id = fmt.Sprint(number)
	}
	var e transcript.Event
	for item := range f[2].Items() {
		e = transcript.Event{Conversation: id, Place: at}
		turn(&e, item)
		if err := out.Add(&e); err != nil {
			return err
		}
	}
	return nil
}

// openAITurn reads one message.
func openAITurn(e *transcript.Event, v transcript.Value) {
	var f [2]transcript.Value
	v.Pick(f[:], "role", "content")
	modelRole(e, f[0].Text())
	e.Text, e.Media = content(f[1])
	if e.Text == "" && e.Media == "" && e.Drop == "" && v.Get("tool_calls").IsList() {
		e.Drop = transcript.DropTool
	}
}

// shareGPTTurn reads one message.
func shareGPTTurn(e *transcript.Event, v transcript.Value) {
	var f [2]transcript.Value
	v.Pick(f[:], "from", "value")
	modelRole(e, f[0].Text())
	e.Text = f[1].Text()
}

// modelRole sets who speaks in a conversation with a language model, or why that is no turn.
func modelRole(e *transcript.Event, role string) {
	switch role {
	case "user", "human":
		e.Role = transcript.Customer
	case "assistant", "gpt", "chatgpt", "bing", "bard", "model":
		e.Role = transcript.Bot
	case "system", "developer":
		e.Drop = transcript.DropPrompt
	case "tool", "function", "function_call", "observation":
		e.Drop = transcript.DropTool
	default:
		e.Author = role
	}
}

// content is the text of a message's content: a text, or a list of parts of which the first that is no
// text names the media.
func content(v transcript.Value) (text, media string) {
	if !v.IsList() {
		return v.Text(), ""
	}
	for part := range v.Items() {
		var f [2]transcript.Value
		part.Pick(f[:], "type", "text")
		switch t := f[0].Text(); {
		case f[1].IsText():
			if text != "" {
				text += "\n"
			}
			text += f[1].Text()
		case media != "":
		case t == "image_url" || t == "input_image":
			media = "image"
		case t == "input_audio":
			media = "audio"
		default:
			media = "file"
		}
	}
	return text, media
}
