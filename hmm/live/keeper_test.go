package live_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
)

// A conversation in a store is the conversation in memory, to the last bit, whatever keeper takes which
// turn.
func TestAsInMemory(t *testing.T) {
	m, _ := models(t)
	s, session := store.NewMemory(), m.NewSession()
	for i, message := range helpdesk()[:120] {
		turn := intent.TurnOf(&message)
		if i%3 > 0 {
			turn.ID = fmt.Sprint(i)
		}
		step, err := session.PushTurn(turn)
		if err != nil {
			t.Fatal(err)
		}
		got := push(t, keeper(t, m, s, nil), "a", turn)
		if diff := cmp.Diff(step.Answer(5), *got.Answer); diff != "" || got.Turns != i+1 || got.Created != (i == 0) || got.Restarted {
			t.Fatalf("turn %d: %+v (-want +got)\n%s", i, got, diff)
		}
	}
	read, err := keeper(t, m, s, nil).Read(t.Context(), "a")
	if diff := cmp.Diff(session.Last().Answer(5), *read.Answer); err != nil || diff != "" || read.Turns != 120 {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	ended, err := keeper(t, m, s, nil).End(t.Context(), "a")
	if diff := cmp.Diff(session.End(), ended.Path); err != nil || diff != "" || ended.Turns != 120 {
		t.Errorf("%v (-want +got)\n%s", err, diff)
	}
	if s.Len() != 0 {
		t.Errorf("%d conversations are left", s.Len())
	}
}

func TestRepeated(t *testing.T) {
	m, _ := models(t)
	k := keeper(t, m, store.NewMemory(), nil)
	first := push(t, k, "a", said("1", "hello"))
	push(t, k, "a", said("2", "where is my order?"))
	again := push(t, k, "a", said("1", "hello"))
	if !again.Answer.Repeated || again.Turns != 2 || again.Answer.Confidence != first.Answer.Confidence || again.Answer.Turn != 0 {
		t.Errorf("%+v, want %+v again", again, first)
	}
}

func TestCreateAndContinue(t *testing.T) {
	m, _ := models(t)
	ctx, k := t.Context(), keeper(t, m, store.NewMemory(), nil)
	_, err := k.Continue(ctx, "a", said("", "hello"))
	wants(t, err, live.ErrNotFound)
	_, err = k.Read(ctx, "a")
	wants(t, err, live.ErrNotFound)
	_, err = k.End(ctx, "a")
	wants(t, err, live.ErrNotFound)
	wants(t, k.Note(ctx, "a", nil), live.ErrNotFound)
	if r, err := k.Create(ctx, "a"); err != nil || !r.Created || r.Answer != nil {
		t.Errorf("%+v, %v", r, err)
	}
	_, err = k.Create(ctx, "a")
	wants(t, err, live.ErrExists)
	if r, err := k.Read(ctx, "a"); err != nil || r.Answer != nil || r.Turns != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := k.Continue(ctx, "a", said("", "hello")); err != nil || r.Turns != 1 || r.Created {
		t.Errorf("%+v, %v", r, err)
	}
	_, err = k.Create(ctx, "a")
	wants(t, err, live.ErrExists)
}

func TestNote(t *testing.T) {
	m, _ := models(t)
	ctx, k := t.Context(), keeper(t, m, store.NewMemory(), nil)
	push(t, k, "a", said("", "hello"))
	for _, note := range []string{"handed over", "", "again"} {
		if err := k.Note(ctx, "a", []byte(note)); err != nil {
			t.Fatal(err)
		}
		if r, _ := k.Read(ctx, "a"); string(r.Note) != note || r.Turns != 1 {
			t.Errorf("%+v, want the note %q", r, note)
		}
	}
	if r := push(t, k, "a", said("", "thanks")); string(r.Note) != "again" || r.Turns != 2 {
		t.Errorf("%+v", r)
	}
	if err := k.Note(ctx, "a", make([]byte, live.MostNote)); err != nil {
		t.Error(err)
	}
	if err := k.Note(ctx, "a", make([]byte, live.MostNote+1)); err == nil {
		t.Error("too long a note")
	}
	if e, err := k.End(ctx, "a"); err != nil || len(e.Note) != live.MostNote {
		t.Errorf("%+v, %v", e, err)
	}
}

// A conversation that was silent for too long is over, swept or not.
func TestIdle(t *testing.T) {
	m, _ := models(t)
	ctx, c, s := t.Context(), newClock(), store.NewMemory()
	k := keeper(t, m, s, c)
	push(t, k, "a", said("", "hello"))
	c.pass(30 * time.Minute)
	if r := push(t, k, "a", said("", "hello")); r.Turns != 2 || r.Created {
		t.Errorf("not over yet: %+v", r)
	}
	push(t, k, "b", said("", "hello"))
	c.pass(30*time.Minute + time.Millisecond)
	for _, err := range []error{
		k.Note(ctx, "a", nil), second(k.Read(ctx, "a")), second(k.Continue(ctx, "a", said("", "x"))), second(k.End(ctx, "a")),
	} {
		wants(t, err, live.ErrNotFound)
	}
	if r := push(t, k, "a", said("", "hello")); r.Turns != 1 || !r.Created {
		t.Errorf("over: %+v", r)
	}
	if n, err := k.Expire(ctx); n != 1 || err != nil || s.Len() != 1 {
		t.Errorf("%d expired, error %v, %d left", n, err, s.Len())
	}
}

func second[V any](_ V, err error) error { return err }

func TestForEver(t *testing.T) {
	m, _ := models(t)
	c, o := newClock(), live.DefaultOptions()
	o.Idle, o.Now = 0, c.now
	k, err := live.New(m, store.NewMemory(), o)
	if err != nil {
		t.Fatal(err)
	}
	push(t, k, "a", said("", "hello"))
	c.pass(1e6 * time.Hour)
	n, err := k.Expire(t.Context())
	if r := push(t, k, "a", said("", "hello")); r.Turns != 2 || n != 0 || err != nil {
		t.Errorf("%+v, %d, %v", r, n, err)
	}
}

func TestRun(t *testing.T) {
	m, _ := models(t)
	c, s, o := newClock(), store.NewMemory(), live.DefaultOptions()
	swept := make(chan int)
	o.Idle, o.Now, o.Swept = time.Millisecond, c.now, func(n int, err error) { swept <- n }
	k, err := live.New(m, s, o)
	if err != nil {
		t.Fatal(err)
	}
	push(t, k, "a", said("", "hello"))
	c.pass(time.Second)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { k.Run(ctx); close(done) }()
	if n := <-swept; n != 1 {
		t.Errorf("%d swept", n)
	}
	cancel()
	<-done
}

func TestBadTurn(t *testing.T) {
	here = t
	k := keeper(t, trained(t, 2, observing(encode.Vectors)), store.NewMemory(), nil)
	_, err := k.Push(t.Context(), "a", intent.Turn{Vector: []float64{1, 2, 3}})
	var bad *live.TurnError
	if !errors.As(err, &bad) {
		t.Errorf("error %v", err)
	}
	_, err = k.Read(t.Context(), "a")
	wants(t, err, live.ErrNotFound)
}

// What the store did not take is not acknowledged, and does not count; what it took without saying so
// does not count twice.
func TestStoreFails(t *testing.T) {
	m, _ := models(t)
	s, full := &flaky{Memory: store.NewMemory()}, errors.New("disk full")
	k := keeper(t, m, s, nil)
	push(t, k, "a", said("1", "hello"))
	for _, keep := range []bool{false, true} {
		for _, method := range []string{"load", "save"} {
			s.set(func(called string) error {
				if called == method {
					return full
				}
				return nil
			}, keep)
			turn := said(fmt.Sprint(method, keep), "where is my order?")
			_, err := k.Push(t.Context(), "a", turn)
			wants(t, err, full)
			s.set(nil, false)
			before, _ := k.Read(t.Context(), "a")
			r := push(t, k, "a", turn)
			if kept := keep && method == "save"; r.Answer.Repeated != kept || r.Answer.Repeated != (r.Turns == before.Turns) {
				t.Errorf("%s, keep %v: %d turns before, then %+v", method, keep, before.Turns, r)
			}
		}
	}
	s.set(func(string) error { return full }, false)
	wants(t, second(k.End(t.Context(), "a")), full)
	wants(t, second(k.Read(t.Context(), "a")), full)
	wants(t, second(k.Create(t.Context(), "b")), full)
	s.set(nil, false)
	if r, err := k.Read(t.Context(), "a"); err != nil || r.Turns != 5 {
		t.Errorf("%+v, %v", r, err)
	}
}

// Where another process was faster, the turn is taken after its turns.
func TestConflict(t *testing.T) {
	m, _ := models(t)
	s := &flaky{Memory: store.NewMemory()}
	k, other := keeper(t, m, s, nil), keeper(t, m, s.Memory, nil)
	push(t, k, "a", said("1", "hello"))
	once := sync.OnceFunc(func() { push(t, other, "a", said("2", "where is my order?")) })
	s.set(func(method string) error {
		if method == "save" {
			once()
		}
		return nil
	}, false)
	if r := push(t, k, "a", said("3", "thanks")); r.Turns != 3 || r.Answer.Turn != 2 || r.Answer.Repeated {
		t.Errorf("%+v", r)
	}
	if r, err := other.Read(t.Context(), "a"); err != nil || r.Turns != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// Four keepers, as of four processes, push the same turns to the same conversations at once: each turn
// counts once.
func TestManyKeepers(t *testing.T) {
	m, _ := models(t)
	s := store.NewMemory()
	var group sync.WaitGroup
	const turns, conversations = 7, 5
	for range 4 {
		k := keeper(t, m, s, nil)
		for i := range conversations {
			for range 2 {
				group.Go(func() {
					for n := range turns {
						if _, err := k.Push(context.Background(), fmt.Sprint(i), said(fmt.Sprint(n), "hello")); err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
	}
	group.Wait()
	for i := range conversations {
		if r, err := keeper(t, m, s, nil).Read(t.Context(), fmt.Sprint(i)); err != nil || r.Turns != turns {
			t.Errorf("%+v, %v", r, err)
		}
	}
}

// A thousand conversations at once.
func TestManyConversations(t *testing.T) {
	m, _ := models(t)
	k := keeper(t, m, store.NewMemory(), nil)
	var group sync.WaitGroup
	for i := range 1000 {
		group.Go(func() {
			for n := range 3 {
				if r, err := k.Push(context.Background(), fmt.Sprint(i), said("", "hello")); err != nil || r.Turns != n+1 {
					t.Errorf("%+v, %v", r, err)
				}
			}
		})
	}
	group.Wait()
}
