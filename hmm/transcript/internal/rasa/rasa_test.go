package rasa

import (
	"strconv"
	"strings"
	"testing"
)

// TestBounds: neither senders nor buttons are remembered without end.
func TestBounds(t *testing.T) {
	r := New(nil)
	for i := range 3 * maxTalks {
		r.talk(strconv.Itoa(i))
	}
	if len(r.talks) > maxTalks {
		t.Errorf("%d talks are remembered", len(r.talks))
	}
	talk := &talk{}
	for i := range 3 * maxButtons {
		talk.offer(strconv.Itoa(i), "title")
	}
	talk.offer("long", strings.Repeat("x", maxName))
	if len(talk.buttons) != maxButtons || talk.buttons["long"] != "" || talk.buttons["0"] != "title" {
		t.Errorf("%d buttons are remembered: %v", len(talk.buttons), talk.buttons)
	}
}
