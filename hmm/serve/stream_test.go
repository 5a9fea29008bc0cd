package serve

import (
	"testing"

	"intenthmm/hmm/live"
)

// A turn that the session was read with is not told again when its event comes.
func TestToldOnce(t *testing.T) {
	st := &stream{told: 3} // to write anything would panic
	if over, err := st.happened(live.Event{Reply: &live.Reply{Turns: 4}}, true); over || err != nil || st.told != 3 {
		t.Errorf("%v, %v, told %d", over, err, st.told)
	}
}
