package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
)

var (
	busy    = answer{status: http.StatusTooManyRequests, retryAfter: 1}
	broken  = answer{status: http.StatusBadGateway, body: "<html>502 Bad Gateway</html>"}
	failing = answer{status: http.StatusInternalServerError}
	blocked = answer{status: http.StatusForbidden}
)

// A chat that Telegram slows down waits for as long as it says; others do not wait for it.
func TestTooManyRequests(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	o := risky(t)
	o.Patience = 50 * time.Millisecond
	start(t, tg, s, o)
	tg.refuse("sendMessage", busy)
	begun := time.Now()
	tg.write(5, script[0])
	tg.called("sendMessage", 1)
	tg.write(6, script[0])
	if m := tg.next(); m.chat != 6 || m.at.Sub(begun) > 800*time.Millisecond {
		t.Errorf("after %v the bot answers %d, want 6 at once", m.at.Sub(begun), m.chat)
	}
	if m := tg.next(); m.chat != 5 || m.at.Sub(begun) < time.Second {
		t.Errorf("after %v the bot answers %d, want 5 after a second", m.at.Sub(begun), m.chat)
	}
	tg.silent()
}

// Failures of the network and of servers are tried again, refusals are not, and neither stops the bot.
func TestServerErrors(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	// before the bot's first poll, which would else be waiting for the message
	tg.refuse("getUpdates", failing, broken, answer{status: http.StatusConflict}, busy, answer{status: 200, body: `{"ok":true,"result":[{"update`})
	tg.refuse("sendMessage", failing, broken)
	tg.write(5, script[0])
	begun := time.Now()
	start(t, tg, s, risky(t))
	if m := tg.next(); !isReply(m.text) || m.at.Sub(begun) < time.Second {
		t.Errorf("answered with %q after %v, want an answer after a second: one poll is told to wait for it", m.text, m.at.Sub(begun))
	}
	tg.silent()
	tg.called("sendMessage", 3)
	tg.refuse("sendMessage", blocked)
	tg.write(5, script[1])
	tg.silent()
	tg.called("sendMessage", 4)
	tg.refuse("sendMessage", failing, failing, failing, failing, failing, failing)
	tg.write(5, script[1])
	tg.silent()
	tg.called("sendMessage", 4+tries)
	tg.write(5, script[3])
	tg.next()
	tg.silent()
	if n := turns(t, s, 5); n != 4 {
		t.Errorf("%d turns, want 4: an answer that cannot be sent is no reason to forget the turn", n)
	}
}

// If the agents cannot be told, the customer is, and the bot stays with them.
func TestNoAgents(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	start(t, tg, s, risky(t))
	play(t, tg, 5)
	tg.refuse("sendMessage", blocked)
	tg.press(5, wantsPerson)
	tg.want(5, sayNobody)
	tg.write(5, script[3])
	if m := tg.next(); m.chat != 5 {
		t.Errorf("the bot says %q to %d", m.text, m.chat)
	}
	tg.refuse("answerCallbackQuery", answer{status: http.StatusBadRequest}) // the query is too old
	tg.press(5, wantsPerson)
	tg.want(agents, "/close_5")
	tg.want(5, sayHandedOver)
	tg.write(5, script[3])
	tg.silent()
}

// A token that Telegram does not know ends the bot before it says that it has started, with an error that
// says where the token is from and does not tell it.
func TestWrongToken(t *testing.T) {
	tg := newTelegram(t)
	var log strings.Builder
	b, err := newBot(model(t), store.NewMemory(), tg.server.URL, "9:wrong", risky(t), slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.run(t.Context()); err == nil || !strings.Contains(err.Error(), "TELEGRAM_TOKEN") || !strings.Contains(err.Error(), "401") || strings.Contains(err.Error(), "wrong") {
		t.Errorf("%v", err)
	}
	if log.String() != "" {
		t.Errorf("the log: %s", log.String())
	}
}

// The bot says that it has started once Telegram has answered: at once, though nobody has written, and once.
func TestStarted(t *testing.T) {
	tg := newTelegram(t)
	tg.refuse("getUpdates", failing)
	started := make(chan string, 10)
	b, err := newBot(model(t), store.NewMemory(), tg.server.URL, token, risky(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	b.updates.pause = time.Millisecond
	b.updates.begun = func() {
		tg.mu.Lock()
		defer tg.mu.Unlock()
		started <- fmt.Sprintf("after %d polls", tg.calls["getUpdates"])
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.run(ctx) }()
	select {
	case got := <-started:
		if got != "after 2 polls" {
			t.Errorf("started %s, want 2", got)
		}
	case <-time.After(hold / 2):
		t.Error("not started, though Telegram answers")
	}
	tg.write(5, script[0])
	tg.next()
	cancel()
	if err := <-done; err != nil || len(started) > 0 {
		t.Errorf("error %v, started %d times more", err, len(started))
	}
}

// No error that is logged has the token in it.
func TestTokenIsNotLogged(t *testing.T) {
	tg := newTelegram(t)
	tg.server.Close()
	var log strings.Builder
	b, err := newBot(model(t), store.NewMemory(), tg.server.URL, token, risky(t), slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	b.updates.pause, b.send.pause = time.Millisecond, time.Millisecond
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := b.run(ctx); err != nil {
		t.Fatal(err)
	}
	err = b.send.text(t.Context(), 5, "hello")
	if !strings.Contains(log.String(), "refused") || err == nil {
		t.Errorf("no failure: %v, %s", err, log.String())
	}
	if strings.Contains(log.String()+err.Error(), "secret") {
		t.Errorf("the token is told: %v\n%s", err, log.String())
	}
}

// fullStore is one that cannot save for a while.
type fullStore struct {
	store.Store
	full bool
}

func (s *fullStore) Save(ctx context.Context, id string, r store.Record) error {
	if s.full {
		return context.DeadlineExceeded
	}
	return s.Store.Save(ctx, id, r)
}

// While the store fails the customer is asked to say it again, and can.
func TestStoreFails(t *testing.T) {
	tg, s := newTelegram(t), &fullStore{Store: store.NewMemory(), full: true}
	stop := start(t, tg, s, risky(t))
	tg.write(5, script[0])
	tg.want(5, sayAgain)
	tg.silent()
	stop()
	s.full = false
	start(t, tg, s, risky(t))
	tg.write(5, script[0])
	tg.next()
	tg.silent()
	if n := turns(t, s, 5); n != 1 {
		t.Errorf("%d turns, want 1", n)
	}
}

// A model without the outcome is refused, and told how to mark one.
func TestNoOutcome(t *testing.T) {
	o := risky(t)
	o.Outcome = "abandoned"
	_, err := newBot(model(t), store.NewMemory(), "http://localhost", token, o, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), `"abandoned", only with ["hand-off"]`) || !strings.Contains(err.Error(), "STATE=abandoned --outcome") {
		t.Errorf("%v", err)
	}
}

// A turn that was taken in before a crash, but not answered, is answered and not counted twice.
func TestTakenNotAnswered(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	stop := start(t, tg, s, risky(t))
	tg.write(5, script[0])
	tg.next()
	tg.silent()
	stop()
	k, err := live.New(model(t), s, live.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	id := tg.write(5, script[1])
	if _, err := k.Push(t.Context(), conversationID(5), intent.Turn{ID: strconv.Itoa(id), Speaker: speaker, Text: script[1]}); err != nil {
		t.Fatal(err)
	}
	start(t, tg, s, risky(t))
	tg.next()
	tg.silent()
	if n := turns(t, s, 5); n != 2 {
		t.Errorf("%d turns, want 2", n)
	}
}

// Options that cannot be are named.
func TestOptions(t *testing.T) {
	good := risky(t)
	if err := good.check("m.json", token); err != nil {
		t.Error(err)
	}
	if err := (options{}).check("", ""); err == nil || !strings.Contains(err.Error(), "-model") || !strings.Contains(err.Error(), "TELEGRAM_TOKEN") || !strings.Contains(err.Error(), "-agents") {
		t.Errorf("nothing is given: %v", err)
	}
	if err := good.check("", token); err == nil || !strings.Contains(err.Error(), "-model") || strings.Contains(err.Error(), "TELEGRAM_TOKEN") {
		t.Errorf("no model: %v", err)
	}
	for want, change := range map[string]func(*options){
		"threshold of 0,": func(o *options) { o.Threshold = 0 },
		"threshold of 2,": func(o *options) { o.Threshold = 2 },
		"-agents":         func(o *options) { o.Agents = 0 },
		"idle for -1":     func(o *options) { o.Idle = -1 },
	} {
		o := good
		change(&o)
		if err := o.check("m.json", token); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// A poll confirms what was before it, and one without updates leaves nothing to confirm.
func TestPollConfirms(t *testing.T) {
	tg := newTelegram(t)
	b, err := newBot(model(t), store.NewMemory(), tg.server.URL, token, risky(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	first := tg.write(5, script[0])
	batch, next, err := b.updates.poll(t.Context(), 0, b.updates.hold)
	if err != nil || len(batch) != 1 || next != int64(first)+1 {
		t.Fatalf("%d updates, next %d, %v", len(batch), next, err)
	}
	batch, next, err = b.updates.poll(t.Context(), next, 0)
	if err != nil || len(batch) != 0 || next != 0 || len(tg.updates) != 0 {
		t.Errorf("%d updates, next %d, %v; %d are not confirmed", len(batch), next, err, len(tg.updates))
	}
}
