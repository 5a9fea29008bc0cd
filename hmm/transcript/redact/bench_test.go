package redact

import "testing"

// chat is a conversation as they are: most turns hold nothing of anybody.
var chat = []string{
	"hello, where is my parcel?",
	"Good morning! I am happy to help. Could you give me the number of the order, please?",
	"It is 4711-23. I ordered two weeks ago, on 2024-01-05, and it should have been here by now.",
	"Thank you. And the e-mail address of the account?",
	"dana.reyes@shop.example, or call me: +49 151 0000000",
	"One moment... I see it was sent to the old address. Is that right?",
	"Nein, ich bin umgezogen. Können Sie es bitte an die neue Adresse schicken – ja?",
	"https://shop.example/track?id=12345 shows where it is. The refund goes to DE89 3704 0044 0532 0130 00.",
	"ok thanks",
	"You are welcome, Dana. Is there anything else?",
}

func BenchmarkText(b *testing.B) {
	names := []string{"Dana", "Dana Reyes", "Jörg Müller", "Ann-Kathrin", "José", "Иван", "Zoë", "Mark", "Li Lei", "Kim"}
	for _, bench := range []struct {
		name string
		r    *Redactor
	}{{"patterns", New()}, {"names", New(names...)}} {
		b.Run(bench.name, func(b *testing.B) {
			size := 0
			for _, text := range chat {
				size += len(text)
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				for _, text := range chat {
					bench.r.Text(text)
				}
			}
		})
	}
}
