package export

import "testing"

const (
	noZone = "a time without a zone was taken for UTC"
	byDay  = "an open chat was cut by day (a gap was not given)"
)

func TestWhatsAppSamples(t *testing.T) {
	for _, c := range []struct {
		name, messages, summary string
		guessed                 []string
	}{
		{"android_us", `
android_us Dana Reyes "Hi, my parcel never came\nOrder is 4711: blue kettle\ncan you look?"
android_us Shop Desk "Sure! One moment"
android_us Shop Desk "<media>"
android_us +49 151 0000000 "I am the courier, I left it at 12:30 - door B"
android_us Dana Reyes "got it, thanks"
android_us#2 Sam "POLL:\nHappy with the answer?\nOPTION: Yes (1 vote)\nOPTION: No (0 votes)"
`, "6 messages; dropped 5: 3 notice, 1 deleted, 1 empty", []string{"11 × " + noZone, "1 × " + byDay}},
		{"android_de", `
android_de Dana Reyes "Hallo, mein Paket fehlt"
android_de Shop Desk "<media>"
android_de#2 Shop Desk "Gibt es Neuigkeiten?"
`, "3 messages; dropped 1: 1 notice", []string{"4 × " + noZone, "1 × " + byDay}},
		{"android_es", `
android_es Dana Reyes "Hola, mi paquete no llegó"
android_es Shop Desk "Un momento"
`, "2 messages", []string{"2 × " + noZone, "1 × days were taken to stand before months"}},
		{"ios_uk", `
ios_uk Dana Reyes "Hi, my parcel never came\nOrder is 4711"
ios_uk Shop Desk "Sure! One moment"
ios_uk Shop Desk "<image>"
ios_uk Dana Reyes "<image>"
ios_uk Dana Reyes "[not a timestamp] see: https://example.com/a:b"
`, "5 messages; dropped 2: 1 deleted, 1 notice", []string{"7 × " + noZone, "1 × days were taken to stand before months"}},
		{"ios_us_12h", `
ios_us_12h Dana Reyes "Hi, my parcel never came"
ios_us_12h Shop Desk "Sure!"
ios_us_12h#2 Dana Reyes "any news?"
`, "3 messages", []string{"3 × " + noZone, "1 × " + byDay}},
		{"ambiguous_dates", `
ambiguous_dates Dana Reyes "day or month first? nothing above 12 here"
ambiguous_dates#2 Shop Desk "order must be increasing: use it to decide"
ambiguous_dates#3 Dana Reyes "(d/m: 3 Apr, 4 Apr, 2 May rises; m/d: Mar 4, Apr 4, Feb 5 falls)"
`, "3 messages", []string{"3 × " + noZone, "2 × " + byDay}},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, sample(t, "whatsapp/"+c.name+".txt"), options(), c.messages, c.summary, c.guessed...)
		})
	}
}

// TestWhatsAppDates reads the days that the lines of a chat fall on.
func TestWhatsAppDates(t *testing.T) {
	for _, c := range []struct{ name, lines, times string }{
		{"a part above 12, at the end", "1/2/24, 10:00 - A: x\n2/13/24, 10:00 - A: y\n", "2024-01-02T10:00:00Z 2024-02-13T10:00:00Z"},
		{"rising only with the day first", "3/4/24, 10:01 - A: x\n4/4/24, 10:02 - A: y\n2/5/24, 10:03 - A: z\n", "2024-04-03T10:01:00Z 2024-04-04T10:02:00Z 2024-05-02T10:03:00Z"},
		{"undecidable, short years", "3/4/24, 10:01 - A: x\n", "2024-03-04T10:01:00Z"},
		{"undecidable, long years", "3/4/2024, 10:01 - A: x\n", "2024-04-03T10:01:00Z"},
		{"dots", "3.4.24, 10:01 - A: x\n", "2024-04-03T10:01:00Z"},
		{"the year first", "2024-01-05, 10:01 - A: x\n2024/01/06, 10:01 - A: x\n", "2024-01-05T10:01:00Z 2024-01-06T10:01:00Z"},
		{"Finnish", "5.1.2024 klo 10.01 - A: x\n", "2024-01-05T10:01:00Z"},
		{"noon and midnight", "1/13/24, 12:01 AM - A: x\n1/13/24, 12:01\u202fPM - A: x\n1/13/24, 1:01 p. m. - A: x\n", "2024-01-13T00:01:00Z 2024-01-13T12:01:00Z 2024-01-13T13:01:00Z"},
	} {
		if got := times(t, file(t, "chat.txt", c.lines)); got != c.times {
			t.Errorf("%s\n got %s\nwant %s", c.name, got, c.times)
		}
	}
}

func TestWhatsAppTraps(t *testing.T) {
	for _, c := range []struct{ name, content, messages, summary string }{
		{"a body with a date and a colon", "05.01.24, 10:01 - A: on 05.01.24: come\nor at 10:01 - door B: no\n", `chat A "on 05.01.24: come\nor at 10:01 - door B: no"`, "1 message"},
		{"a name with a dash and a phone", "05.01.24, 10:01 - Jean-Luc - Shop: hi\n05.01.24, 10:01 - \u202a+49 151 0000000\u202c: yo\n", "chat Jean-Luc - Shop \"hi\"\nchat +49 151 0000000 \"yo\"", "2 messages"},
		{"not a contact", "05.01.24, 10:01 - ~\u202fSam: hi\n", `chat Sam "hi"`, "1 message"},
		{"a caption", "05.01.24, 10:01 - A: IMG-1.jpg (file attached)\nlook\n05.01.24, 10:02 - A: PTT-1.opus (Datei angehängt)\n", "chat A \"look\"\nchat A \"<audio>\"", "2 messages"},
		{"an attachment from iOS", "\u200e[05.01.24, 10:01:07] A: \u200e<attached: 1-VIDEO.mp4>\r\n", `chat A "<video>"`, "1 message"},
		{"edited", "05.01.24, 10:01 - A: yes <This message was edited>\n", `chat A "yes"`, "1 message"},
		{"deleted", "05.01.24, 10:01 - A: ok\n05.01.24, 10:01 - A: Diese Nachricht wurde gelöscht.\n", `chat A "ok"`, "1 message; dropped 1: 1 deleted"},
		{"the group speaks on iOS", "[05.01.24, 10:01:07] A: ok\n[05.01.24, 10:01:07] Group: \u200eA left\n", `chat A "ok"`, "1 message; dropped 1: 1 notice"},
		{"lines without a date before the first", "\ufeff\n05.01.24, 10:01 - A: ok\n", `chat A "ok"`, "1 message"},
		{"no such month", "13.13.24, 10:01 - A: x\n05.01.24, 10:01 - A: ok\n", `chat A "ok"`, "1 message; skipped 1 line: 1 bad value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, s := read(t, file(t, "chat.txt", c.content), options())
			if got != c.messages+"\n" {
				t.Errorf("messages\n got %s\nwant %s", got, c.messages)
			}
			checkSummary(t, s, c.summary)
		})
	}
}
