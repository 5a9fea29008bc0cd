package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"intenthmm/hmm/transcript"
)

// makeFiles writes the files of all contests into dir, and returns how many turns are in each.
func makeFiles(dir, sample, python string, size int) (turns int, err error) {
	chats, err := readChats(sample)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(sample)
	if err != nil {
		return 0, err
	}
	chats = again(chats, 1+size/int(info.Size()))
	for _, c := range chats {
		turns += len(c)
	}
	for _, f := range []struct {
		name  string
		write func(w io.Writer, chats [][]transcript.Message) error
	}{
		{"generic.jsonl", writeLines}, {"generic.csv", writeCSV}, {"openai.jsonl", writeOpenAILines},
		{"openai.json", writeOpenAI}, {"telegram.json", writeTelegram}, {"livechat.json", writeLiveChat},
	} {
		if err := writeFile(filepath.Join(dir, f.name), chats, f.write); err != nil {
			return 0, err
		}
	}
	_, err = theirs(python, "parquet", filepath.Join(dir, "generic.csv"))
	return turns, err
}

// readChats reads the sample: its conversations one by one.
func readChats(path string) (chats [][]transcript.Message, err error) {
	for m, err := range transcript.New([]string{path}, nil, transcript.DefaultOptions()).Messages() {
		if err != nil {
			return nil, err
		}
		if m.Turn == 0 {
			chats = append(chats, nil)
		}
		last := len(chats) - 1
		chats[last] = append(chats[last], m)
	}
	return chats, nil
}

// again is the chats so many times over, under names of their own. Texts of more than a few words differ, as those
// of real chats do: equal ones are cheap for readers and writers that keep each once.
func again(chats [][]transcript.Message, times int) (all [][]transcript.Message) {
	const few = 16
	for i := range times {
		for _, c := range chats {
			var chat []transcript.Message
			for _, m := range c {
				m.Conversation = fmt.Sprintf("%s-%d", m.Conversation, i)
				if len(m.Text) > few {
					m.Text = fmt.Sprintf("%s (%x)", m.Text, len(all)*i+m.Turn)
				}
				chat = append(chat, m)
			}
			all = append(all, chat)
		}
	}
	return all
}

func writeFile(path string, chats [][]transcript.Message, write func(io.Writer, [][]transcript.Message) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w, chats); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// plain encodes JSON as Python and JavaScript do: < stays <.
func plain(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

func writeLines(w io.Writer, chats [][]transcript.Message) error {
	e := plain(w)
	for _, c := range chats {
		for _, m := range c {
			err := e.Encode(struct {
				Conversation string `json:"conversation_id"`
				Turn         int    `json:"turn"`
				Speaker      string `json:"speaker"`
				Text         string `json:"text"`
				Label        string `json:"label"`
			}{m.Conversation, m.Turn, m.Speaker, m.Text, m.Label})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func writeCSV(w io.Writer, chats [][]transcript.Message) error {
	rows := csv.NewWriter(w)
	rows.Write([]string{"conversation_id", "turn", "speaker", "text", "label"})
	for _, c := range chats {
		for _, m := range c {
			rows.Write([]string{m.Conversation, strconv.Itoa(m.Turn), m.Speaker, m.Text, m.Label})
		}
	}
	rows.Flush()
	return rows.Error()
}

// object is a JSON object; encoding/json sorts its keys.
type object = map[string]any

// dialogue is a chat as it is sent to a language model.
func dialogue(c []transcript.Message) object {
	var messages []object
	for _, m := range c {
		role := "assistant"
		if m.Speaker == "customer" {
			role = "user"
		}
		messages = append(messages, object{"role": role, "content": m.Text})
	}
	return object{"id": c[0].Conversation, "messages": messages}
}

func writeOpenAILines(w io.Writer, chats [][]transcript.Message) error {
	e := plain(w)
	for _, c := range chats {
		if err := e.Encode(dialogue(c)); err != nil {
			return err
		}
	}
	return nil
}

func writeOpenAI(w io.Writer, chats [][]transcript.Message) error {
	var all []object
	for _, c := range chats {
		all = append(all, dialogue(c))
	}
	return plain(w).Encode(all)
}

// start is when the chats began, a day after each other; their turns are a minute apart.
var start = time.Date(2024, 1, 5, 10, 1, 0, 0, time.UTC)

func at(chat, turn int) time.Time {
	return start.AddDate(0, 0, chat).Add(time.Duration(turn) * time.Minute)
}

// writeTelegram writes an account: its chats with their messages, keys in the order of Telegram Desktop.
func writeTelegram(w io.Writer, chats [][]transcript.Message) error {
	type message struct {
		ID       int      `json:"id"`
		Type     string   `json:"type"`
		Date     string   `json:"date"`
		Unix     string   `json:"date_unixtime"`
		From     string   `json:"from"`
		FromID   string   `json:"from_id"`
		Text     string   `json:"text"`
		Entities []object `json:"text_entities"`
	}
	type chat struct {
		Name     string    `json:"name"`
		Type     string    `json:"type"`
		ID       int       `json:"id"`
		Messages []message `json:"messages"`
	}
	var list []chat
	for i, c := range chats {
		out := chat{Name: "Customer", Type: "personal_chat", ID: i + 1}
		for j, m := range c {
			t := at(0, j)
			out.Messages = append(out.Messages, message{ID: j + 1, Type: "message", Date: t.Format("2006-01-02T15:04:05"),
				Unix: strconv.FormatInt(t.Unix(), 10), From: m.Speaker, FromID: "user" + m.Speaker, Text: m.Text,
				Entities: []object{{"type": "plain", "text": m.Text}}})
		}
		list = append(list, out)
	}
	e := plain(w)
	e.SetIndent("", " ")
	return e.Encode(struct {
		About string         `json:"about"`
		Chats map[string]any `json:"chats"`
	}{"Here is the data you requested.", object{"about": "This page lists all chats.", "list": list}})
}

// writeLiveChat writes an answer of the API: a thread a chat.
func writeLiveChat(w io.Writer, chats [][]transcript.Message) error {
	var list []object
	for i, c := range chats {
		var events []object
		for j, m := range c {
			events = append(events, object{"id": fmt.Sprintf("K_%d", j+1), "type": "message", "text": m.Text,
				"author_id": m.Speaker, "created_at": at(i, j).Format("2006-01-02T15:04:05.000000Z")})
		}
		users := []object{{"id": "customer", "name": "Dana", "type": "customer"}, {"id": "agent", "name": "Noa", "type": "agent"}}
		list = append(list, object{"id": c[0].Conversation, "users": users,
			"thread": object{"id": fmt.Sprintf("T%d", i), "created_at": at(i, 0).Format(time.RFC3339), "events": events}})
	}
	return plain(w).Encode(object{"chats": list, "found_chats": len(list)})
}
