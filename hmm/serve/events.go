package serve

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"intenthmm/hmm/live"
)

// streamRoom is how many events a listener may leave unread before it is dropped.
const streamRoom = 64

// A stream is one client's server-sent events of a session:
//
//	step     a turn was taken: the answer of its push; its id is the number of the turn
//	missed   turns between Last-Event-ID and the next step: they cannot be told again
//	end      the session ended: the answer of its DELETE, or that it is over
//	dropped  the client did not read fast enough
//	closing  the server shuts down: connect again
//
// and comments as heartbeats. Events of the server's own pushes come at once; those of another process
// on the same store are noticed at the heartbeats.
type stream struct {
	server  *Server
	session string
	w       http.ResponseWriter
	control *http.ResponseController
	told    int // the last turn that the client knows; -1: none
	seen    int // the last turn that was in the store at the heartbeat before
}

// events answers GET /v1/sessions/{id}/events.
func (s *Server) events(w http.ResponseWriter, r *http.Request) error {
	select {
	case s.streams <- struct{}{}:
		defer func() { <-s.streams }()
	default:
		return problem{Status: http.StatusServiceUnavailable, Code: "streams", Detail: "as many streams are open as there may be", after: 10 * time.Second}
	}
	after, err := lastEventID(r)
	if err != nil {
		return err
	}
	id := r.PathValue("id")
	f := s.keeper.Follow(id, streamRoom) // before the session is read, so that no turn falls between
	defer f.Close()
	ctx, cancel := s.forStore(r)
	defer cancel()
	now, err := s.current(ctx, id)
	if err != nil {
		return err
	}
	if r.Method == http.MethodHead { // a stream without events would tell nothing, and never end
		w.Header().Set("Content-Type", "text/event-stream")
		return nil
	}
	st := &stream{server: s, session: id, w: w, control: http.NewResponseController(w), seen: -1}
	s.metrics.streams.Inc()
	defer s.metrics.streams.Dec()
	if err := st.open(now, after); err != nil {
		return nil // the client is gone, and nobody is there to be told
	}
	st.run(r, f)
	return nil
}

// lastEventID is the turn that a client that comes back was told last, -1 for one that is new.
func lastEventID(r *http.Request) (int, error) {
	header := r.Header.Get("Last-Event-ID")
	if header == "" {
		return -1, nil
	}
	turn, err := strconv.Atoi(header)
	if err != nil || turn < 0 {
		return 0, problem{Status: http.StatusBadRequest, Code: "last_event_id", Detail: fmt.Sprintf("Last-Event-ID is %.20q, expected the number of a turn", header)}
	}
	return turn, nil
}

// open begins the answer with where the session stands.
func (st *stream) open(now live.Reply, after int) error {
	h := st.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // some proxies hold answers back otherwise
	st.w.WriteHeader(http.StatusOK)
	if err := st.write("retry: 2000\n: follows " + st.session + "\n\n"); err != nil {
		return err
	}
	st.told = after
	if after >= now.Turns { // the session began anew since
		st.told = -1
	}
	return st.catchUp(now)
}

// catchUp tells the last turn, and which before it cannot be told, if the client does not know it.
func (st *stream) catchUp(now live.Reply) error {
	last := now.Turns - 1
	if last <= st.told {
		return nil
	}
	if missed := st.told + 1; st.told >= 0 && missed < last {
		if err := st.event("missed", -1, map[string]int{"from": missed, "to": last - 1}); err != nil {
			return err
		}
	}
	return st.step(now)
}

func (st *stream) step(r live.Reply) error {
	st.told = r.Turns - 1
	return st.event("step", st.told, stateOf(r))
}

// run tells events until the client, the session or the server ends.
func (st *stream) run(r *http.Request, f *live.Follower) {
	beat := time.NewTicker(st.server.options.Heartbeat)
	defer beat.Stop()
	for over := false; !over; {
		var err error
		select {
		case <-r.Context().Done():
			return
		case <-st.server.closing:
			st.event("closing", -1, map[string]string{"session": st.session})
			return
		case e, open := <-f.Events():
			over, err = st.happened(e, open)
		case <-beat.C:
			over, err = st.beat(r)
		}
		if err != nil {
			return
		}
	}
}

// happened tells an event; there is none if the follower was dropped.
func (st *stream) happened(e live.Event, open bool) (over bool, err error) {
	switch {
	case !open:
		st.server.metrics.dropped.Inc()
		return true, st.event("dropped", -1, map[string]string{"session": st.session, "reason": "events were not read fast enough: connect again"})
	case e.Ended != nil:
		return true, st.event("end", -1, endingOf(*e.Ended))
	case e.Reply.Created || e.Reply.Restarted || e.Reply.Turns-1 > st.told:
		return false, st.step(*e.Reply)
	}
	return false, nil
}

// beat shows the client that the stream is alive, and tells what another process did with the session:
// what is in the store since the heartbeat before was not done here, or it would have been told.
func (st *stream) beat(r *http.Request) (over bool, err error) {
	ctx, cancel := st.server.forStore(r)
	defer cancel()
	now, err := st.server.keeper.Read(ctx, st.session)
	switch {
	case gone(err):
		return true, st.event("end", -1, map[string]string{"session": st.session, "reason": "expired"})
	case err == nil && st.told < st.seen:
		if err := st.catchUp(now); err != nil {
			return false, err
		}
	}
	if err == nil {
		st.seen = now.Turns - 1
	}
	return false, st.write(":\n\n")
}

// event writes an event; turn is its id, -1 for none.
func (st *stream) event(name string, turn int, data any) error {
	text, err := json.Marshal(data)
	if err != nil {
		panic("serve: an event that is no JSON: " + err.Error())
	}
	id := ""
	if turn >= 0 {
		id = fmt.Sprintf("id: %d\n", turn)
	}
	return st.write(fmt.Sprintf("event: %s\n%sdata: %s\n\n", name, id, text))
}

// write sends text at once, to a client that has some time to take it.
func (st *stream) write(text string) error {
	if err := st.control.SetWriteDeadline(time.Now().Add(st.server.options.Write)); err != nil {
		return err
	}
	if _, err := st.w.Write([]byte(text)); err != nil {
		return err
	}
	return st.control.Flush()
}
