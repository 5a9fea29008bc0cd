package live_test

import (
	"testing"

	"intenthmm/hmm/session/store"
)

// BenchmarkPush is turns of one conversation in a memory store, against those of a session that is held
// in memory.
func BenchmarkPush(b *testing.B) {
	m, _ := models(b)
	turn := said("", "hello, where is my order? I ordered two weeks ago")
	b.Run("keeper", func(b *testing.B) {
		k := keeper(b, m, store.NewMemory(), nil)
		for b.Loop() {
			push(b, k, "a", turn)
		}
	})
	b.Run("session", func(b *testing.B) {
		s := m.NewSession()
		for b.Loop() {
			step, err := s.PushTurn(turn)
			if err != nil {
				b.Fatal(err)
			}
			step.Answer(5)
		}
	})
}
