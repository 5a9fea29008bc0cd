package live_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
)

// A follower is told every turn once, in order, whoever pushes, and the end.
func TestFollow(t *testing.T) {
	m, _ := models(t)
	k := keeper(t, m, store.NewMemory(), nil)
	f, other := k.Follow("a", 1000), k.Follow("b", 10)
	var group sync.WaitGroup
	for i := range 4 {
		group.Go(func() {
			for n := range 25 {
				push(t, k, "a", said(fmt.Sprint(i, " ", n), "hello"))
			}
		})
	}
	group.Wait()
	push(t, k, "a", said("last", "hello"))
	push(t, k, "a", said("last", "hello"))
	if _, err := k.End(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	for n := range 101 {
		if e := <-f.Events(); e.Reply == nil || e.Reply.Answer.Turn != n || e.Reply.Answer.Repeated {
			t.Fatalf("event %d: %+v", n, e)
		}
	}
	if e := <-f.Events(); e.Ended == nil || e.Ended.Turns != 101 {
		t.Errorf("%+v", e)
	}
	f.Close()
	f.Close()
	if _, open := <-f.Events(); open {
		t.Error("an event after Close")
	}
	if len(other.Events()) != 0 {
		t.Error("a follower of another conversation was told")
	}
}

// A slow follower is dropped, and no push waits for it.
func TestSlowFollower(t *testing.T) {
	m, _ := models(t)
	k := keeper(t, m, store.NewMemory(), nil)
	slow, fast := k.Follow("a", 2), k.Follow("a", 5)
	for range 5 {
		push(t, k, "a", said("", "hello"))
	}
	for f, want := range map[*live.Follower]int{slow: 2, fast: 5} {
		n := len(f.Events())
		f.Close()
		for range f.Events() {
		}
		if n != want {
			t.Errorf("%d events, want %d", n, want)
		}
	}
}

func TestLimit(t *testing.T) {
	m, _ := models(t)
	o := live.DefaultOptions()
	o.Limit = 2
	k, err := live.New(m, store.NewMemory(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	push(t, k, "a", said("", "hello"))
	push(t, k, "b", said("", "hello"))
	wants(t, second(k.Push(ctx, "c", said("", "hello"))), live.ErrFull)
	wants(t, second(k.Create(ctx, "c")), live.ErrFull)
	push(t, k, "a", said("", "hello"))
	if _, err := k.End(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	push(t, k, "c", said("", "hello"))
	if n, counted := k.Len(); n != 2 || !counted {
		t.Errorf("%d, %v", n, counted)
	}
}

// What the model does not observe is no turn, but nothing is.
func TestFits(t *testing.T) {
	m, _ := models(t)
	k := keeper(t, m, store.NewMemory(), nil)
	push(t, k, "a", intent.Turn{Speaker: "customer"})
	push(t, k, "a", intent.Turn{Text: "hello", Symbol: "greeting"})
	for _, bad := range []intent.Turn{{Symbol: "greeting"}, {Vector: []float64{1}}} {
		if _, err := k.Push(t.Context(), "a", bad); err == nil || err.Error() != "live: bad turn: the model observes words: expected a text" {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// A model that observes the vectors of words takes texts, and makes the vectors itself.
func TestFitsWordVectors(t *testing.T) {
	o := observing(encode.Vectors)
	o.WordVectors = lengths{}
	k := keeper(t, trained(t, 2, o), store.NewMemory(), nil)
	push(t, k, "a", said("", "hello, where is my order?"))
	if _, err := k.Push(t.Context(), "a", intent.Turn{Vector: []float64{1, 2}}); err == nil || err.Error() != "live: bad turn: the model observes words: expected a text" {
		t.Error(err)
	}
}
