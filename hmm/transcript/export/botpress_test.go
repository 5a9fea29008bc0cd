package export

import "testing"

func TestBotpressSample(t *testing.T) {
	expect(t, sample(t, "botpress/list_messages.json"), options(), `
conv_1 customer "my parcel never came"
conv_1 bot "Which order?"
`, "2 messages")
}

func TestBotpressTraps(t *testing.T) {
	message := func(id, kind, direction, payload string) string {
		return `{"id":"m` + id + `","conversationId":"c","createdAt":"2024-01-05T10:0` + id + `:00Z","updatedAt":"2024-01-05T10:0` + id + `:00Z","type":"` + kind + `","direction":"` + direction + `","userId":"u","payload":` + payload + `}`
	}
	content := `{"messages":[` + message("9", "carousel", "outgoing", `{"items":[{"title":"Blue","subtitle":"kettle"},{"title":"Red"}]}`) + `,` +
		message("8", "bloc", "outgoing", `{"items":[{"type":"text","payload":{"text":"one"}},{"type":"markdown","payload":{"markdown":"*two*"}},{"type":"carousel","payload":{"items":[{"title":"three"}]}}]}`) + `,` +
		message("7", "image", "incoming", `{"imageUrl":"x"}`) + `,` + message("6", "custom", "incoming", `{"name":"x"}`) + `],"meta":{"nextToken":"t"}}` + "\n" +
		`{"messages":[` + message("7", "image", "incoming", `{"imageUrl":"x"}`) + `,` + message("5", "text", "incoming", `{"text":"hi","title":"no"}`) + `,` +
		`{"id":"m1","conversationId":"c","type":"text","direction":"incoming","payload":{"text":"no time"}},{"id":"m1","createdAt":"2024-01-05T10:00:00Z","direction":"incoming","payload":{}}],"meta":{}}`
	expect(t, file(t, "m.json", content), options(), `
c customer "hi"
c customer "<image>"
c bot "one\n*two*\nthree"
c bot "Blue\nkettle\nRed"
`, "4 messages; dropped 2: 1 duplicate, 1 empty; skipped 2 lines: 1 bad value, 1 missing field")
}

func FuzzBotpress(f *testing.F) {
	fuzz(f, "botpress",
		`{"messages":[{"id":"1","conversationId":"c","createdAt":"2024-01-05T10:01:00Z","type":"bloc","direction":"outgoing","payload":{"items":[{"type":"text","payload":{"text":"a"}},{"title":"b","items":[{"items":[{"text":"c"}]}]}]}},{"conversationId":"c","payload":7},7]}`,
		`{"conversationId":1,"createdAt":1,"payload":{"text":{}}}`+"\n{", "[]", "")
}
