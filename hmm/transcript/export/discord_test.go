package export

import "testing"

const likeNotice = "1 × a row that reads like a notice of Discord was taken for one"

func TestDiscordSamples(t *testing.T) {
	expect(t, sample(t, "discord/export.json"), options(), `
9 Dana "Hi, my parcel never came 😢\nOrder 4711"
9 Shop Desk "Sure!"
9 Shop Desk "<image>"
9 bot "!ticket open"
`, "4 messages; dropped 1: 1 notice")
	expect(t, sample(t, "discord/export.csv"), options(), `
export dana#0000 "Hi, my parcel never came 😢\nOrder 4711"
export desk#0000 "Sure!"
export desk#0000 "<image>"
export Dyno#0000 "!ticket open"
`, "4 messages; dropped 1: 1 notice", likeNotice)
}

func TestDiscordJSONTraps(t *testing.T) {
	head := `{"guild":{"id":"8"},"channel":{"id":"9","name":"help"},"dateRange":{},"messages":[`
	for _, c := range []struct{ name, content, messages, summary string }{
		{"the newest first, numbers that are longer, equal times", head + `
{"id":"10","type":"Default","timestamp":"2024-01-05T10:02:00+00:00","content":"3","author":{"name":"a","isBot":false}},
{"id":"9","type":"Default","timestamp":"2024-01-05T11:02:00+01:00","content":"2","author":{"name":"a"}},
{"id":"8","type":"Reply","timestamp":"2024-01-05T10:01:00+00:00","content":"1","author":{"name":"a","nickname":null}}]}`,
			"9 a \"1\"\n9 a \"2\"\n9 a \"3\"\n", "3 messages"},
		{"two versions of one message", head + `
{"id":"1","type":"Default","timestamp":"2024-01-05T10:02:00Z","timestampEdited":"2024-01-05T10:03:00Z","content":"new","author":{"name":"a"}},
{"id":"1","type":"Default","timestamp":"2024-01-05T10:02:00Z","timestampEdited":null,"content":"old","author":{"name":"a"}}]}`,
			"9 a \"new\"\n", "1 message; dropped 1: 1 duplicate"},
		{"cards, stickers, what is passed on, commands", head + `
{"id":"1","type":"20","timestamp":"2024-01-05T10:01:00Z","content":"","author":{"name":"b","isBot":true},"embeds":[{"title":"Order","description":"4711"}]},
{"id":"2","type":"Default","timestamp":"2024-01-05T10:02:00Z","content":"","author":{"name":"a"},"stickers":[{"id":"1"}]},
{"id":"3","type":"Default","timestamp":"2024-01-05T10:03:00Z","content":"","author":{"name":"a"},"forwardedMessage":{"content":"fwd","attachments":[]}},
{"id":"4","type":"Default","timestamp":"2024-01-05T10:04:00Z","content":"","author":{"name":"a"},"forwardedMessage":{"content":"","attachments":[{"fileName":"x.mp4"}]}},
{"id":"5","type":"ChannelPinnedMessage","timestamp":"2024-01-05T10:05:00Z","content":"Pinned a message.","author":{"name":"a"}},
{"id":"6","type":"Default","timestamp":"2024-01-05T10:06:00Z","content":"see","author":{"id":"77"},"embeds":[{"title":"preview"}]}]}`,
			"9 bot \"Order\\n4711\"\n9 a \"<sticker>\"\n9 a \"fwd\"\n9 a \"<video>\"\n9 77 \"see\"\n", "5 messages; dropped 1: 1 notice"},
		{"bad messages", head + `{"id":"1","type":"Default","content":"no time","author":{}},{"type":"Default"},7,{"id":"2","type":"Default","timestamp":"2024-01-05T10:01:00Z","content":"x","author":{"name":"a"}}]}`,
			"9 a \"x\"\n", "1 message; skipped 3 lines: 2 missing field, 1 bad value"},
	} {
		t.Run(c.name, func(t *testing.T) { expect(t, file(t, "c.json", c.content), options(), c.messages, c.summary) })
	}
}

func TestDiscordCSVTraps(t *testing.T) {
	head := discordHeader + "\n"
	for _, c := range []struct {
		name, content, messages, summary string
		guessed                          []string
	}{
		{"line ends, quotation marks and commas in a text; the newest first", "\ufeff" + discordHeader + "\r\n" +
			`"1","a","2024-01-05T10:02:00+00:00","2 ""q"", x` + "\r\n" + `y","",""` + "\r\n" + `"1","a","2024-01-05T10:01:00+00:00","1","",""` + "\r\n",
			"c a \"1\"\nc a \"2 \\\"q\\\", x\\ny\"\n", "2 messages", nil},
		{"attachments", head + `"1","","2024-01-05T10:02:00Z","","https://x.example/a.mp3?ex=1,https://x.example/b.png",""` + "\n", "c 1 \"<audio>\"\n", "1 message", nil},
		{"a text that only begins like a notice", head + `"1","a","2024-01-05T10:02:00Z","Joined the server. And now?","",""` + "\n" + `"1","a","2024-01-05T10:03:00Z","Started a call that lasted 12 minutes.","",""` + "\n",
			"c a \"Joined the server. And now?\"\n", "1 message; dropped 1: 1 notice", []string{likeNotice}},
		{"dates of an older version", head + `"1","a","05-Jan-24 10:02 PM","x","",""` + "\n", "c a \"x\"\n", "1 message", []string{"1 × " + noZone}},
		{"bad rows", head + `"1","a","2024-01-05T10:02:00Z","x","",""` + "\n" + `"1","a","yesterday","x","",""` + "\n" + `"1","a"` + "\n", "c a \"x\"\n",
			"1 message; skipped 2 lines: 1 bad value, 1 wrong number of fields", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, file(t, "c.csv", c.content), options(), c.messages, c.summary, c.guessed...)
		})
	}
	if got, want := times(t, file(t, "c.csv", head+`"1","a","05-Jan-24 10:02 PM","x","",""`+"\n"+`"1","a","13/1/2024 10:02","x","",""`+"\n")), "2024-01-05T22:02:00Z 2024-01-13T10:02:00Z"; got != want {
		t.Errorf("times\n got %s\nwant %s", got, want)
	}
}

func FuzzDiscord(f *testing.F) {
	fuzz(f, "discord",
		`{"guild":{"id":"8"},"channel":{"id":"9"},"messages":[{"id":"1","type":"Default","timestamp":"2024-01-05T10:01:00Z","content":"","author":{"isBot":true},"embeds":[{"title":"t"}],"attachments":[{"fileName":"a.png"}]},{"id":2},7]}`,
		discordHeader+"\n\"1\",\"a\",\"05-Jan-24 10:02 PM\",\"x\n\"\"y\"\"\",\"u.png?x,v\",\"\"\r\n\"1\"\n\"\xff\",\"\",\"1\",\"z\",\"\",\"\"\n", discordHeader+"\n\"", "AuthorID\n1\n", "")
}
