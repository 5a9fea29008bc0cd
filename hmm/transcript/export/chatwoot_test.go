package export

import "testing"

func TestChatwootSample(t *testing.T) {
	expect(t, sample(t, "chatwoot/messages.json"), options(), `
7 customer "my parcel never came"
7 agent "Sure! **One** moment"
`, "2 messages; dropped 3: 1 empty, 1 note, 1 notice")
}

func TestChatwootTraps(t *testing.T) {
	message := func(id, more string) string {
		return `{"id":` + id + `,"inbox_id":1,"conversation_id":7,"created_at":170444886` + id + `,"private":false,"content_type":"text",` + more + `}`
	}
	content := `{"payload":[` + message("9", `"content":"<last>","message_type":1,"sender_type":"User","sender":{"name":"Desk"}`) + `,` +
		message("8", `"content":null,"message_type":0,"sender_type":"Contact","attachments":[{"file_type":"image"}]`) + `,` +
		message("7", `"content":"This message was deleted","message_type":0,"content_attributes":{"deleted":true},"sender_type":"Contact"`) + `,` +
		message("6", `"content":"Hello!","message_type":3,"sender_type":null`) + `,` +
		message("5", `"content":"auto","message_type":1,"sender_type":null`) + `,` +
		message("4", `"content":"I can help","message_type":"outgoing","sender_type":"AgentBot"`) + `,` +
		message("3", `"content":"joined","message_type":"activity"`) + `,` +
		message("2", `"content":"hi","message_type":"outgoing","sender":{"type":"user"}`) + `,` +
		message("2", `"content":"hi","message_type":"outgoing","sender":{"type":"user"}`) + `,` +
		`{"id":1,"inbox_id":1,"conversation_id":7,"created_at":"2024-01-05T09:00:00Z","message_type":"incoming","content_type":"incoming_email","content":"mail\n> old"},` +
		`{"id":1,"inbox_id":1,"created_at":1,"message_type":0,"content":"x"},{"id":1,"conversation_id":7,"message_type":0,"content":"x"}]}`
	expect(t, file(t, "m.json", content), options(), `
7 customer "mail"
7 agent "hi"
7 bot "I can help"
7 bot "auto"
7 bot "Hello!"
7 customer "<image>"
7 agent "<last>"
`, "7 messages; dropped 3: 1 deleted, 1 duplicate, 1 notice; skipped 2 lines: 1 bad value, 1 missing field")
}

func FuzzChatwoot(f *testing.F) {
	fuzz(f, "chatwoot",
		`{"payload":[{"id":1,"conversation_id":7,"inbox_id":1,"created_at":1704448867,"content":"a\n> b","content_type":"incoming_email","message_type":0,"attachments":[{"file_type":"image"}]},{"conversation_id":7,"private":true,"message_type":"activity"},7]}`,
		`{"conversation_id":1,"created_at":"x"}`+"\n{", "[]", "")
}
