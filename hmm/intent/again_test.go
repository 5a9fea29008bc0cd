package intent_test

import "testing"

// TestQuoted: training data hold all that the file quotes, other data and other places none of it.
func TestQuoted(t *testing.T) {
	messages, m := helpdeskModel(t)
	conversations := group(t, messages)
	if n := m.Quoted(conversations); n != 2*len(m.States) {
		t.Errorf("%d turns of the training data are quoted, want %d", n, 2*len(m.States))
	}
	for i := range conversations {
		conversations[i].ID += "x"
	}
	if n := m.Quoted(conversations); n != 0 {
		t.Errorf("%d turns of conversations with other IDs are quoted", n)
	}
}
