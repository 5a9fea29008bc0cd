package page_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/serve/page"
)

// fake is a server of conversations with the HTTP interface that the page asks for, in memory.
type fake struct {
	model *intent.Model
	token string // "": anybody may ask
	mux   *http.ServeMux

	mu       sync.Mutex
	sessions map[string]*talk
	created  int
	failing  bool // pushes are refused
}

// talk is a conversation and those who follow it.
type talk struct {
	session   *intent.Session
	followers map[chan string]bool
}

type object = map[string]any

func newFake(m *intent.Model, token string) *fake {
	f := &fake{model: m, token: token, mux: http.NewServeMux(), sessions: map[string]*talk{}}
	f.mux.Handle("GET /", http.FileServerFS(page.Files()))
	f.mux.HandleFunc("GET /v1/model", f.describe)
	f.mux.HandleFunc("POST /v1/sessions", f.create)
	f.mux.HandleFunc("POST /v1/sessions/{id}/turns", f.push)
	f.mux.HandleFunc("GET /v1/sessions/{id}", f.read)
	f.mux.HandleFunc("DELETE /v1/sessions/{id}", f.end)
	f.mux.HandleFunc("GET /v1/sessions/{id}/events", f.events)
	return f
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'self'")
	if strings.HasPrefix(r.URL.Path, "/v1/") && f.token != "" && r.Header.Get("Authorization") != "Bearer "+f.token {
		problem(w, http.StatusUnauthorized, "a bearer token was expected")
		return
	}
	f.mux.ServeHTTP(w, r)
}

func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(v)
}

func problem(w http.ResponseWriter, status int, detail string) {
	answer(w, status, object{"status": status, "title": http.StatusText(status), "detail": detail})
}

// find is a conversation; the caller holds the lock.
func (f *fake) find(w http.ResponseWriter, r *http.Request) *talk {
	t := f.sessions[r.PathValue("id")]
	if t == nil {
		problem(w, http.StatusNotFound, "there is no such session")
	}
	return t
}

func (f *fake) describe(w http.ResponseWriter, r *http.Request) {
	m := f.model
	shares, chain := m.Shares(), m.HMM.Chain
	var states []object
	for i, s := range m.States {
		next, stop := m.Next(i, len(m.States))
		for len(next) > 0 && next[len(next)-1].Probability < 0.01 {
			next = next[:len(next)-1]
		}
		states = append(states, object{"state": i, "name": s.Name, "outcome": s.Outcome, "ends_as": s.EndsAs,
			"share": shares[i], "place": s.Place, "next": next, "stop": stop, "start": chain.Start[i]})
	}
	speakers := []string{}
	for i := 1; m.Encoder.Speakers != nil && i < m.Encoder.Speakers.Len(); i++ {
		speakers = append(speakers, m.Encoder.Speakers.Term(i))
	}
	answer(w, http.StatusOK, object{"model": "helpdesk", "states": states, "observes": m.Encoder.Options.Observe,
		"speakers": speakers, "horizon": m.SessionOptions().Horizon})
}

func (f *fake) create(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.created++
	id := fmt.Sprintf("c%d", f.created)
	f.sessions[id] = &talk{f.model.NewSession(), map[chan string]bool{}}
	answer(w, http.StatusCreated, object{"id": id, "model": "helpdesk"})
}

func (f *fake) push(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.find(w, r)
	if t == nil {
		return
	}
	if f.failing {
		problem(w, http.StatusInsufficientStorage, "the disk is full: the turn was not taken")
		return
	}
	var turn intent.Turn
	if err := json.NewDecoder(r.Body).Decode(&turn); err != nil {
		problem(w, http.StatusBadRequest, err.Error())
		return
	}
	step, err := t.session.PushTurn(turn)
	if err != nil {
		problem(w, http.StatusUnprocessableEntity, err.Error())
		return
	}
	reply := object{"session": r.PathValue("id"), "model": "helpdesk", "step": step.Answer(8)}
	if !step.Repeated {
		t.tell("step", step.Turn, reply)
	}
	answer(w, http.StatusOK, reply)
}

func (f *fake) read(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.find(w, r)
	if t == nil {
		return
	}
	reply := object{"session": r.PathValue("id"), "model": "helpdesk", "turns": t.session.Turns(), "step": nil}
	if step := t.session.Last(); step != nil {
		reply["step"] = step.Answer(8)
	}
	answer(w, http.StatusOK, reply)
}

func (f *fake) end(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	t := f.find(w, r)
	if t == nil {
		return
	}
	reply := object{"session": r.PathValue("id"), "turns": t.session.Turns(), "path": t.session.End()}
	t.tell("end", t.session.Turns(), reply)
	delete(f.sessions, r.PathValue("id"))
	answer(w, http.StatusOK, reply)
}

// tell tells the followers; the caller holds the lock.
func (t *talk) tell(name string, id int, v any) {
	for follower := range t.followers {
		follower <- event(name, id, v)
	}
}

func event(name string, id int, v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("event: %s\nid: %d\ndata: %s\n\n", name, id, data)
}

func (f *fake) events(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	t := f.find(w, r)
	if t == nil {
		f.mu.Unlock()
		return
	}
	mine := make(chan string, 100)
	t.followers[mine] = true
	last := t.session.Last()
	if last != nil && r.Header.Get("Last-Event-ID") != fmt.Sprint(last.Turn) {
		mine <- event("step", last.Turn, object{"session": r.PathValue("id"), "model": "helpdesk", "step": last.Answer(8)})
	}
	f.mu.Unlock()
	defer func() {
		f.mu.Lock()
		delete(t.followers, mine)
		f.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, ": welcome\n\n")
	for {
		if http.NewResponseController(w).Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case e, open := <-mine:
			if !open {
				return
			}
			fmt.Fprint(w, e)
		}
	}
}

// hangUp ends the streams of all followers, as a server that is restarted does.
func (f *fake) hangUp() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, t := range f.sessions {
		for follower := range t.followers {
			close(follower)
			delete(t.followers, follower)
		}
	}
}

// set changes the fake while it serves.
func (f *fake) set(change func(*fake)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}
