package export

import (
	"strconv"
	"testing"
)

func TestLexSample(t *testing.T) {
	expect(t, sample(t, "lex_v2/conversation_log.jsonl"), options(), `
s1 customer "my parcel never came" [MissingParcel]
s1 bot "Which order?"
s1 customer "hmm" [FallbackIntent]
`, "3 messages")
}

// lexLog is the log of one request, with its bot's answer in SSML and a card.
const lexLog = `{"timestamp":"2024-01-05T10:01:07.000Z","sessionId":"s","requestId":"r1","inputTranscript":"hi",` +
	`"interpretations":[{"intent":{"name":"Greet"}}],"messages":[{"contentType":"SSML","content":"<speak>Good <b>day</b></speak>"},{"contentType":"ImageResponseCard","imageResponseCard":{}}]}`

// TestLexEnvelopes: every envelope of CloudWatch holds the same two turns; a line that is delivered twice counts once.
func TestLexEnvelopes(t *testing.T) {
	quoted := strconv.Quote(lexLog)
	want := `
s customer "hi" [Greet]
s bot "Good day"
`
	for name, content := range map[string]string{
		"bare.jsonl":     lexLog + "\n",
		"console.json":   `[{"@timestamp":"2024-01-05 10:01:07.000","@message":` + lexLog + `}]`,
		"text.json":      `[{"@message":` + quoted + `,"@timestamp":"2024-01-05 10:01:07.000"}]`,
		"results.json":   `{"results":[[{"field":"@timestamp","value":"x"},{"field":"@message","value":` + quoted + `}]],"status":"Complete"}`,
		"events.json":    "{\n\"events\":[\n{\"timestamp\":1704448867000,\"message\":" + quoted + "}]}",
		"logEvents.json": `{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":` + quoted + `}]}`,
		"s3.log":         "2024-01-05T10:01:07.000Z " + lexLog + "\n\n",
	} {
		t.Run(name, func(t *testing.T) { expect(t, file(t, name, content), options(), want, "2 messages") })
	}
	expect(t, file(t, "twice.jsonl", lexLog+"\n"+lexLog+"\n"), options(), want, "2 messages; dropped 2: 2 duplicate")
}

// TestLexTraps: out of order, an answer of nothing, a card alone, lines of other logs, no time.
func TestLexTraps(t *testing.T) {
	expect(t, file(t, "log.jsonl", `{"timestamp":"2024-01-05T10:01:09.000Z","sessionId":"s","requestId":"r2","inputTranscript":"second","messages":[]}
{"timestamp":"2024-01-05T10:01:07.000Z","sessionId":"s","requestId":"r1","inputTranscript":"first","missedUtterance":true,"sessionState":{"intent":{"name":"A"}},"interpretations":[{"intent":{"name":"B"}}],"messages":[{"contentType":"ImageResponseCard"}]}
{"timestamp":"2024-01-05T10:01:10.000Z","sessionId":"s","inputTranscript":""}
{"sessionId":"s","inputTranscript":"when"}
{"timestamp":"2024-01-05T10:01:10.000Z","recordId":"audio"}
START RequestId
`), options(), `
s customer "first" [A]
s bot "<card>"
s customer "second"
`, "3 messages; dropped 2: 2 empty; skipped 3 lines: 1 bad value, 1 missing field, 1 not JSON")
}

func FuzzLexV2(f *testing.F) {
	quoted := strconv.Quote(lexLog)
	fuzz(f, "lex-v2", lexLog+"\n{\n", `{"results":[[{"field":"@message","value":`+quoted+`}],[]],"events":[{"message":`+quoted+`},7]}`,
		`[{"@message":`+strconv.Quote(quoted)+`},{"logEvents":[{"message":null}]}]`, "2024-01-05T10:01:07.000Z "+lexLog+"\n2\n", "[]")
}
