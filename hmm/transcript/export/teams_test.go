package export

import (
	"archive/tar"
	"bytes"
	"os"
	"testing"
)

func TestTeamsSamples(t *testing.T) {
	expect(t, sample(t, "teams/graph_messages.json"), options(), `
19:x@thread.v2 Dana Reyes "Hi, my parcel never came"
19:x@thread.v2 Shop Desk "Sure! Dana"
`, "2 messages; dropped 1: 1 notice")
	personal := `
19:x@thread.skype 8:live:dana "Hi, my parcel never came"
19:x@thread.skype Shop Desk "Sure! link"
`
	path := sample(t, "teams/personal_export_messages.json")
	expect(t, path, options(), personal, "2 messages; dropped 1: 1 notice")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, file(t, "export.tar", taped(t, "messages.json", string(content))), options(), personal, "2 messages; dropped 1: 1 notice")
}

// TestTeamsTar: the list of devices that lies in the archive too is no log, and no bad record.
func TestTeamsTar(t *testing.T) {
	content := taped(t, "endpoints.json", `{"userId":"x","exportDate":"y","endpoints":[]}`, "media/messages.txt", "hello", "media/x.jpg", "x",
		"messages.json", `{"userId":"x","exportDate":"y","conversations":[{"id":"c","MessageList":[{"id":"1","originalarrivaltime":"2024-01-05T10:01:00Z","messagetype":"Text","content":"x","from":"8:a"}]}]}`)
	o := options()
	o.Strict = true
	expect(t, file(t, "export.tar", content), o, "c 8:a \"x\"\n", "1 message, 3 other files left out")
}

// taped is a tar archive of files: names and contents in turn.
func taped(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := tar.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		if err := z.WriteHeader(&tar.Header{Name: files[i], Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(files[i+1]))}); err != nil {
			t.Fatal(err)
		}
		z.Write([]byte(files[i+1]))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTeamsGraphTraps(t *testing.T) {
	message := func(id, more string) string {
		return `{"id":"` + id + `","messageType":"message","createdDateTime":"2024-01-05T10:0` + id + `:00Z","from":{"user":{"displayName":"Dana","id":"u"}},` + more + `}`
	}
	text := func(s string) string { return `"body":{"contentType":"text","content":"` + s + `"}` }
	html := func(s string) string { return `"chatId":"c","body":{"contentType":"html","content":"` + s + `"}` }
	channel := `"channelIdentity":{"teamId":"t","channelId":"19:ch"},`
	for _, c := range []struct{ name, content, messages, summary string }{
		{"threads of a channel, beside each other and inside", `{"value":[` +
			message("5", channel+`"replyToId":"1",`+text("1b")) + `,` + message("4", channel+`"replyToId":null,`+text("2a")+`,"replies":[`+message("6", channel+`"replyToId":"4",`+text("2b"))+`]`) + `,` +
			message("1", channel+text("1a")) + `]}`,
			"19:ch/1 Dana \"1a\"\n19:ch/1 Dana \"1b\"\n19:ch/4 Dana \"2a\"\n19:ch/4 Dana \"2b\"\n", "4 messages"},
		{"neither chat nor channel", `[` + message("2", `"replyToId":"1",`+text("b")) + `,` + message("1", text("a")) + `]`, "g Dana \"a\"\ng/1 Dana \"b\"\n", "2 messages"},
		{"deleted, edited, a program, a user without a name", `{"value":[` +
			message("1", html("gone")+`,"deletedDateTime":"2024-01-05T10:09:00Z"`) + `,` +
			message("2", html("new")+`,"lastModifiedDateTime":"2024-01-05T10:09:00Z"`) + `,` + message("2", html("old")+`,"lastModifiedDateTime":"2024-01-05T10:02:00Z"`) + `,` +
			`{"id":"3","messageType":"message","createdDateTime":"2024-01-05T10:03:00Z","from":{"user":null,"application":{"displayName":"Helper"}},` + html("hi") + `},` +
			`{"id":"4","messageType":"message","createdDateTime":"2024-01-05T10:04:00Z","from":{"user":{"id":"u7","displayName":null}},` + html("yo") + `}]}`,
			"c Dana \"new\"\nc bot \"hi\"\nc u7 \"yo\"\n", "3 messages; dropped 2: 1 deleted, 1 duplicate"},
		{"quotations, emoji, pictures, files, cards", `{"value":[` +
			message("1", html(`<blockquote>old</blockquote><p>yes <emoji id=\"like\" alt=\"👍\"></emoji></p>`)+`,"attachments":[{"contentType":"messageReference","content":"old"}]`) + `,` +
			message("2", html(`<img alt=\"image\" src=\"x\">`)) + `,` +
			message("3", html(`<attachment id=\"1\"></attachment>`)+`,"attachments":[{"contentType":"reference","name":"label.pdf"}]`) + `,` +
			message("4", html(``)+`,"attachments":[{"contentType":"application/vnd.microsoft.card.adaptive"}]`) + `,` +
			message("5", html(`<attachment id=\"1\"></attachment>`)+`,"attachments":[{"contentType":"messageReference"}]`) + `]}`,
			"c Dana \"yes 👍\"\nc Dana \"<image>\"\nc Dana \"<file>\"\nc Dana \"<card>\"\n", "4 messages; dropped 1: 1 empty"},
		{"a message without an id, and one without a time", `{"value":[{"messageType":"message","createdDateTime":"2024-01-05T10:09:00Z","body":{}},{"id":"1","messageType":"message"},` + message("1", html("a")) + `]}`,
			"c Dana \"a\"\n", "1 message; skipped 2 lines: 1 bad value, 1 missing field"},
	} {
		t.Run(c.name, func(t *testing.T) { expect(t, file(t, "g.json", c.content), options(), c.messages, c.summary) })
	}
}

func TestTeamsExportTraps(t *testing.T) {
	message := func(id, kind, content, more string) string {
		return `{"id":"` + id + `","originalarrivaltime":"2024-01-05T10:0` + id + `:00Z","messagetype":"` + kind + `","content":"` + content + `","conversationid":"c2","from":"8:live:dana"` + more + `}`
	}
	content := `{"userId":"8:live:dana","exportDate":"2024-02-01T00:00","conversations":[{"id":"c1","MessageList":[` +
		message("5", "RichText", `<quote author=\"x\"><legacyquote>[10:01] x: </legacyquote>old<legacyquote>\n\n&lt;&lt;&lt; </legacyquote></quote>new &amp; fine`, "") + `,` +
		message("4", "Text", `a < b`, "") + `,` + message("3", "RichText/UriObject", `<URIObject>x</URIObject>`, "") + `,` +
		message("2", "RichText/Html", `bye`, `,"properties":{"deletetime":"1704448867000"}`) + `,` +
		message("1", "RichText", ``, "") + `,` + message("0", "ThreadActivity/AddMember", `<x/>`, "") + `]},` +
		`{"MessageList":[{"id":"1","originalarrivaltime":"2024-01-05T10:01:00Z","messagetype":"RichText","content":"beep","conversationid":"c2","from":"28:helper"},{"id":"2","messagetype":"Text","content":"no time","conversationid":"c2"},{"messagetype":"Text"}]}]}`
	expect(t, file(t, "messages.json", content), options(), `
c1 8:live:dana "<image>"
c1 8:live:dana "a < b"
c1 8:live:dana "new & fine"
c2 bot "beep"
`, "4 messages; dropped 3: 1 deleted, 1 empty, 1 notice; skipped 2 lines: 1 bad value, 1 missing field")
}

func FuzzTeams(f *testing.F) {
	fuzz(f, "teams",
		`{"value":[{"id":"1","messageType":"message","createdDateTime":"2024-01-05T10:01:00Z","from":null,"body":{"contentType":"html","content":"<emoji alt='x'><img itemtype='/Emoji' alt=y><quote>z"},"attachments":[{"contentType":"image/png"}],"replies":[{"id":"2","replies":[{}]}]}]}`,
		`{"userId":"u","exportDate":"d","conversations":[{"id":"c","MessageList":[{"id":"1","originalarrivaltime":"2024-01-05T10:01:00Z","messagetype":"RichText","content":"<quote>a</quote>b","from":"28:x","properties":{"edittime":"1"}},7]},{"MessageList":{}},[]]}`, "[{}]", "")
}
