package export

import "testing"

const noAgent = "1 × a comment by neither requester nor assignee was taken for an agent's"

func TestZendeskSamples(t *testing.T) {
	expect(t, sample(t, "zendesk/chat.json"), options(), `
2401.10000.abc customer "Hi, my parcel never came"
2401.10000.abc bot "We answer in 1 min"
2401.10000.abc agent "Sure!"
`, "3 messages; dropped 3: 3 notice")
	expect(t, sample(t, "zendesk/tickets_export.json"), options(), `
35436 customer "Hi, my parcel never came"
35436 agent "Sure!"
`, "2 messages; dropped 1: 1 note")
}

func TestZendeskTraps(t *testing.T) {
	chat := func(id, text string) string {
		return `{"id":"` + id + `","visitor":{"name":"Dana"},"department_name":null,"history":[{"type":"chat.msg","timestamp":"2024-01-05T10:01:07Z","nick":"visitor","msg":"` + text + `"}]}`
	}
	for _, c := range []struct {
		name, content, messages, summary string
		guessed                          []string
	}{
		{"an answer of the API, which overlaps with the next", `{"chats":[` + chat("1", "a") + `,` + chat("2", "b") + `],"count":2}` + "\n" + `{"chats":[` + chat("2", "b") + `,` + chat("3", "c") + `]}`,
			"1 customer \"a\"\n2 customer \"b\"\n3 customer \"c\"\n", "3 messages; dropped 1: 1 duplicate", nil},
		{"lines of one second stay in order; a broken one between chats", `{"id":"1","visitor":{},"agent_names":[],"history":[` +
			`{"type":"chat.msg","timestamp":"2024-01-05T10:01:07Z","nick":"visitor:v","msg":"1","msg_id":"99"},{"type":"chat.triggered","timestamp":"2024-01-05T10:01:07Z","nick":"agent:trigger","msg":"2","msg_id":"5"},` +
			`{"type":"chat.msg","timestamp":"2024-01-05T10:01:07Z","nick":"x","sender_type":"Agent","msg":"3"},{"type":"chat.file","timestamp":"2024-01-05T10:01:08Z","nick":"agent:7","attachment":{"mime_type":"image/png"}}]}` + "\n{\n" + chat("2", "b") + "\n",
			"1 customer \"1\"\n1 bot \"2\"\n1 agent \"3\"\n1 agent \"<image>\"\n2 customer \"b\"\n", "5 messages; skipped 1 line: 1 not JSON", nil},
		{"a message left while nobody was there", `[{"id":"1","type":"offline_msg","visitor":{"name":"Dana"},"department_name":"","message":"call me","timestamp":"2024-01-05T10:01:07Z"}]`,
			"1 customer \"call me\"\n", "1 message", nil},
		{"tickets, one a line", `{"id":1,"requester_id":10,"assignee_id":20,"subject":"s","status":"open","comments":[` +
			`{"author_id":10,"plain_body":"a","public":true,"created_at":"2024-01-05T10:01:07Z"},{"author_id":30,"body":"secret","public":false,"created_at":"2024-01-05T10:02:07Z"},` +
			`{"author_id":30,"body":"b","created_at":"2024-01-05T10:03:07Z"},{"author_id":40,"body":"","html_body":"<p>c<br>d</p><blockquote>old</blockquote>","public":true,"created_at":"2024-01-05T10:04:07Z"},` +
			`{"author_id":10,"body":"","public":true,"created_at":"2024-01-05T10:05:07Z","attachments":[{"content_type":"image/jpeg"}]}]}` + "\n" +
			`{"ticket":{"id":2,"requester":{"id":10},"comments":[{"author":{"id":10},"body":"e","public":true,"created_at":"2024-01-05T10:01:07Z"}]}}` + "\n{\"ticket\":{\"subject\":\"x\"}}\n{\"id\":3}\n",
			"1 customer \"a\"\n1 agent \"b\"\n1 agent \"c\\nd\"\n1 customer \"<image>\"\n2 customer \"e\"\n", "5 messages; dropped 1: 1 note; skipped 2 lines: 2 missing field", []string{noAgent}},
		{"a comment without a time", `{"tickets":[{"id":1,"requester_id":10,"comments":[{"author_id":10,"public":true,"body":"a"}]}]}`, "", "0 messages; skipped 1 line: 1 bad value", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, file(t, "z.json", c.content), options(), c.messages, c.summary, c.guessed...)
		})
	}
}

func FuzzZendesk(f *testing.F) {
	fuzz(f, "zendesk",
		`{"chats":[{"id":"1","history":[{"type":"chat.msg","timestamp":"2024-01-05T10:01:07Z","nick":"visitor","msg":"a"},{"type":"chat.file","timestamp":1,"attachment":[]},7]}]}`,
		`{"ticket":{"id":1,"requester_id":1,"comments":[{"author_id":1,"body":"a\n--\nb","public":true,"created_at":"2024-01-05T10:01:07Z"},{"html_body":"<p>x","created_at":1},{"public":false}]}}`+"\n{\n[{\"id\":2,\"message\":\"m\",\"timestamp\":3}]", "{}", "")
}
