package encode

import (
	"context"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// BenchmarkFinish places the turns of a large log, from words on.
func BenchmarkFinish(b *testing.B) {
	messages := samples.Read(b, samples.Large(b, "multiwoz21_valtest"))
	for _, observe := range []Observe{Words, LSA, Codes} {
		b.Run(string(observe), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				o := DefaultOptions()
				o.Observe = observe
				builder, err := NewBuilder(o)
				if err != nil {
					b.Fatal(err)
				}
				for i := range messages {
					builder.Add(&messages[i])
				}
				b.StartTimer()
				if _, _, err := builder.Finish(context.Background(), nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPlace encodes one message.
func BenchmarkPlace(b *testing.B) {
	e := map[Observe]*Encoder{}
	for _, observe := range []Observe{Words, LSA, Codes} {
		o := DefaultOptions()
		o.Observe = observe
		e[observe], _, _ = build(b, o, helpdesk(b))
	}
	m := transcript.Message{Text: "hello, my order has not come and I would like to know where it is"}
	for observe, e := range e {
		b.Run(string(observe), func(b *testing.B) {
			s := e.NewSession()
			var turn emission.Turn
			b.ReportAllocs()
			for b.Loop() {
				if err := s.Encode(&turn, &m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
