package export

import "testing"

const phoneGuess = "an author with a phone number was taken for the customer"

func TestTwilioSample(t *testing.T) {
	expect(t, sample(t, "twilio/messages.json"), options(), `
CH00000000000000000000000000000000 customer "my parcel never came"
CH00000000000000000000000000000000 system "<image>"
`, "2 messages", "1 × "+phoneGuess)
}

// TestTwilioTraps: indices with gaps order messages of one second, 10 after 9; a list of pages; an edited message;
// bodies of null.
func TestTwilioTraps(t *testing.T) {
	expect(t, file(t, "pages.json", `[{"meta":{},"messages":[
{"conversation_sid":"CH1","index":10,"author":"dana","body":"ten","date_created":"2024-01-05T10:01:07Z"},
{"conversation_sid":"CH1","index":9,"author":"whatsapp:+15550001111","body":"nine, edited","date_created":"2024-01-05T10:01:07Z","date_updated":"2024-01-05T10:05:00Z"},
{"conversation_sid":"CH1","index":3,"author":"system","body":null,"media":null,"date_created":"2024-01-05T10:01:07Z"}]},
{"messages":[
{"conversation_sid":"CH1","index":9,"author":"whatsapp:+15550001111","body":"nine","date_created":"2024-01-05T10:01:07Z"},
{"conversation_sid":"CH0","index":0,"author":"dana","body":null,"media":[{"content_type":"application/pdf"},{"content_type":"image/png"}],"date_created":"2024-01-05T10:01:07Z"},
{"index":0,"body":"lost","date_created":"2024-01-05T10:01:07Z"},
{"conversation_sid":"CH0","index":1,"body":"when","date_created":null}]}]`), options(), `
CH0 dana "<file>"
CH1 customer "nine, edited"
CH1 dana "ten"
`, "3 messages; dropped 2: 1 duplicate, 1 empty; skipped 2 lines: 1 bad value, 1 missing field", "2 × "+phoneGuess)
}

// TestTwilioCommandLine: a bare list in camel case; pages one after the other.
func TestTwilioCommandLine(t *testing.T) {
	expect(t, file(t, "cli.json", `[{"conversationSid":"CH1","index":0,"author":"dana","body":"hi","media":[{"contentType":"audio/ogg"}],"dateCreated":"2024-01-05T10:01:07.000Z"}]`), options(), `
CH1 dana "hi"
`, "1 message")
	page := `{"messages":[{"conversation_sid":"CH1","index":0,"author":"dana","body":"hi","date_created":"2024-01-05T10:01:07Z"}]}`
	expect(t, file(t, "pages.json", page+"\n"+page), options(), `
CH1 dana "hi"
`, "1 message; dropped 1: 1 duplicate")
}

func FuzzTwilio(f *testing.F) {
	fuzz(f, "twilio", `{"meta":{},"messages":[{"conversation_sid":"C","index":1,"author":"x:+1","body":"a","media":[{"content_type":"image/png"}],"date_created":"2024-01-05T10:01:07Z","date_updated":"2024"},7]}{"messages":7}`,
		`[{"conversationSid":"C","index":"9","dateCreated":0,"body":null},{"messages":[{}]}] "x"`, "[]")
}
