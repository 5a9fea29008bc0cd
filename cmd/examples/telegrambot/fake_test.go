package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	token  = "123:secret"
	agents = int64(-1000)
)

// telegram is a fake of the parts of Telegram's Bot API that the bot uses: it keeps updates until they are
// confirmed, holds polls until there is one, and fails as it is told to.
type telegram struct {
	t      *testing.T
	server *httptest.Server

	mu        sync.Mutex
	updates   []update // not confirmed
	confirmed []update
	ids       int                 // of updates and messages so far
	changed   chan struct{}       // closed, and made anew, when anything changed
	sent      []said              // messages of the bot's that arrived
	read      int                 // how many of them the test has read
	rested    []string            // callback queries that were answered
	fail      map[string][]answer // what the next calls of a method get
	calls     map[string]int
}

type update struct {
	id   int
	body map[string]any
}

// said is a message of the bot's.
type said struct {
	chat              int64
	text, mode, press string // press: the data of its button
	at                time.Time
}

// answer is one that a call gets in place of a good one.
type answer struct {
	status, retryAfter int
	body               string        // "": Telegram's form of an error
	after              time.Duration // it takes so long
	fine               bool          // the call is done all the same
}

func newTelegram(t *testing.T) *telegram {
	f := &telegram{t: t, ids: 100, changed: make(chan struct{}), fail: map[string][]answer{}, calls: map[string]int{}}
	f.server = httptest.NewServer(f)
	t.Cleanup(f.server.Close)
	return f
}

func (f *telegram) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method, ok := strings.CutPrefix(r.URL.Path, "/bot"+token+"/")
	if !ok {
		answer{status: http.StatusUnauthorized}.write(w)
		return
	}
	if err := r.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		answer{status: http.StatusBadRequest}.write(w) // whoever sent it was killed
		return
	}
	if a, ok := f.failure(method); ok {
		time.Sleep(a.after)
		if !a.fine {
			a.write(w)
			return
		}
	}
	var result any
	switch method {
	case "getUpdates":
		result = f.poll(r)
	case "sendMessage":
		result = f.take(r)
	case "answerCallbackQuery":
		f.change(func() { f.rested = append(f.rested, r.FormValue("callback_query_id")) })
		result = true
	default:
		f.t.Errorf("the bot calls %s", method)
	}
	json.NewEncoder(w).Encode(map[string]any{"ok": true, "result": result})
}

func (f *telegram) failure(method string) (a answer, ok bool) {
	f.change(func() {
		f.calls[method]++
		if queue := f.fail[method]; len(queue) > 0 {
			a, ok, f.fail[method] = queue[0], true, queue[1:]
		}
	})
	return a, ok
}

// called waits until a method was called so many times, and checks that it was not called more often.
func (f *telegram) called(method string, times int) {
	f.t.Helper()
	f.until(nil, 5*time.Second, func() bool { return f.calls[method] >= times })
	f.mu.Lock()
	defer f.mu.Unlock()
	if n := f.calls[method]; n != times {
		f.t.Errorf("%s was called %d times, want %d", method, n, times)
	}
}

func (a answer) write(w http.ResponseWriter) {
	w.WriteHeader(a.status)
	if a.body != "" {
		fmt.Fprint(w, a.body)
		return
	}
	e := map[string]any{"ok": false, "error_code": a.status, "description": http.StatusText(a.status)}
	if a.retryAfter > 0 {
		e["parameters"] = map[string]int{"retry_after": a.retryAfter}
	}
	json.NewEncoder(w).Encode(e)
}

// poll confirms, and waits for updates.
func (f *telegram) poll(r *http.Request) []map[string]any {
	offset, _ := strconv.Atoi(r.FormValue("offset"))
	seconds, _ := strconv.Atoi(r.FormValue("timeout"))
	f.change(func() {
		for len(f.updates) > 0 && f.updates[0].id < offset {
			f.confirmed, f.updates = append(f.confirmed, f.updates[0]), f.updates[1:]
		}
	})
	batch := []map[string]any{}
	f.until(r.Context().Done(), time.Duration(seconds)*time.Second, func() bool {
		for _, u := range f.updates[:min(100, len(f.updates))] {
			batch = append(batch, u.body)
		}
		return len(batch) > 0
	})
	return batch
}

// take takes a message of the bot's.
func (f *telegram) take(r *http.Request) any {
	chat, _ := strconv.ParseInt(r.FormValue("chat_id"), 10, 64)
	m := said{chat: chat, text: r.FormValue("text"), mode: r.FormValue("parse_mode"), at: time.Now()}
	var markup struct {
		Keyboard [][]struct {
			Data string `json:"callback_data"`
		} `json:"inline_keyboard"`
	}
	json.Unmarshal([]byte(r.FormValue("reply_markup")), &markup)
	if len(markup.Keyboard) > 0 {
		m.press = markup.Keyboard[0][0].Data
	}
	var id int
	f.change(func() {
		f.ids++
		id = f.ids
		f.sent = append(f.sent, m)
	})
	return map[string]any{"message_id": id, "date": 1, "chat": map[string]any{"id": chat, "type": "private"}}
}

// change changes something, and wakes those who wait for a change.
func (f *telegram) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
	close(f.changed)
	f.changed = make(chan struct{})
}

// until waits until ok, which is called with the lock held; not if that takes too long.
func (f *telegram) until(done <-chan struct{}, most time.Duration, ok func() bool) bool {
	late := time.After(most)
	for {
		f.mu.Lock()
		reached, changed := ok(), f.changed
		f.mu.Unlock()
		if reached {
			return true
		}
		select {
		case <-changed:
		case <-done:
			return false
		case <-late:
			return false
		}
	}
}

// post makes an update of a message, and gives the message its id.
func (f *telegram) post(chat int64, message map[string]any) (id int) {
	f.change(func() {
		f.ids++
		id = f.ids
		kind := "private"
		if chat < 0 {
			kind = "supergroup"
		}
		message["message_id"], message["chat"] = id, map[string]any{"id": chat, "type": kind}
		message["from"] = map[string]any{"id": max(chat, 1), "first_name": "Ann <&>", "username": "ann"}
		if message["date"] == nil {
			message["date"] = 1_800_000_000 + id
		}
		f.updates = append(f.updates, update{id, map[string]any{"update_id": id, "message": message}})
	})
	return id
}

// write is a customer's, or the agents', message.
func (f *telegram) write(chat int64, text string) (id int) {
	return f.post(chat, map[string]any{"text": text})
}

// press is a press of the button by a customer.
func (f *telegram) press(chat int64, data string) {
	f.change(func() {
		f.ids++
		q := map[string]any{"id": strconv.Itoa(f.ids), "data": data, "from": map[string]any{"id": chat, "first_name": "Ann <&>", "username": "ann"}}
		f.updates = append(f.updates, update{f.ids, map[string]any{"update_id": f.ids, "callback_query": q}})
	})
}

// again delivers the last n confirmed updates once more.
func (f *telegram) again(n int) {
	f.change(func() {
		first := len(f.confirmed) - n
		f.updates = append(append([]update{}, f.confirmed[first:]...), f.updates...)
		f.confirmed = f.confirmed[:first]
	})
}

// refuse lets the next calls of a method fail.
func (f *telegram) refuse(method string, answers ...answer) {
	f.change(func() { f.fail[method] = append(f.fail[method], answers...) })
}

// next is the bot's next message.
func (f *telegram) next() (m said) {
	f.t.Helper()
	ok := f.until(nil, 20*time.Second, func() bool {
		if f.read == len(f.sent) {
			return false
		}
		m = f.sent[f.read]
		f.read++
		return true
	})
	if !ok {
		f.t.Fatal("the bot says nothing")
	}
	return m
}

// want checks the bot's next message.
func (f *telegram) want(chat int64, text string) said {
	f.t.Helper()
	m := f.next()
	if m.chat != chat || !strings.Contains(m.text, text) {
		f.t.Fatalf("the bot says %q to %d, want %q to %d", m.text, m.chat, text, chat)
	}
	return m
}

// silent checks that all updates are dealt with and nothing more was said.
func (f *telegram) silent() {
	f.t.Helper()
	if !f.until(nil, 20*time.Second, func() bool { return len(f.updates) == 0 }) {
		f.t.Fatal("the bot confirms nothing")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, m := range f.sent[f.read:] {
		f.t.Errorf("the bot says %q to %d, want silence", m.text, m.chat)
	}
	f.read = len(f.sent)
}
