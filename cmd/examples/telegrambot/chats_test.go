package main

import (
	"slices"
	"testing"
)

// The tasks of a chat are done in order, those of others meanwhile, and a full line takes no more.
func TestChats(t *testing.T) {
	c := newChats()
	hold, begun, other := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var done []int
	c.add(1, func() { close(begun); <-hold })
	<-begun
	for i := range mostWaiting {
		if !c.add(1, func() { done = append(done, i) }) {
			t.Fatalf("no room for task %d", i)
		}
	}
	if c.add(1, func() { t.Error("a task that was not taken is done") }) {
		t.Error("the line has no end")
	}
	c.add(2, func() { close(other) })
	<-other
	close(hold)
	c.wait()
	if len(done) != mostWaiting || !slices.IsSorted(done) {
		t.Errorf("done: %v", done)
	}
	if len(c.waiting) != 0 {
		t.Errorf("%d chats are kept", len(c.waiting))
	}
}

func TestCloses(t *testing.T) {
	for text, want := range map[string]int64{
		"/close_5": 5, "/close 5": 5, "/close_5@shopbot": 5, "/close  5 ": 5, "/close": 0, "/close@shopbot": 0, "/close x": 0, "/close_": 0,
	} {
		if got, ok := closes(text); got != want || !ok {
			t.Errorf("%q: %d, %t, want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "close 5", "/closes 5", "please /close 5", "/open_5"} {
		if _, ok := closes(text); ok {
			t.Errorf("%q closes", text)
		}
	}
}
