package intent

import (
	"testing"

	"intenthmm/hmm/transcript"
)

func TestFingerprintAllocatesNothing(t *testing.T) {
	f := newFingerprint()
	m := &transcript.Message{Conversation: "c1", Speaker: "customer", Text: "where is my parcel?", Vector: []float64{1, 2}}
	f.add(m)
	if got := testing.AllocsPerRun(100, func() { f.add(m) }); got > 0 {
		t.Errorf("%v allocations a message", got)
	}
}
