package export

import "testing"

func TestDialogflowSample(t *testing.T) {
	const session = "projects/p/locations/l/agents/a/sessions/s1"
	expect(t, sample(t, "dialogflow_cx/bigquery_rows.jsonl"), options(),
		session+" customer \"my parcel never came\" [parcel.missing]\n"+
			session+" bot \"Which order?\"\n"+
			session+" customer \"4711\" [order.id]\n"+
			session+" bot \"Found it.\"\n", "4 messages")
}

// TestDialogflowTraps: JSON and numbers as texts, as bq writes them; rows of one time go by turn_position, 10 after 9;
// events and keys instead of words; answers of several messages, of a payload, of none.
func TestDialogflowTraps(t *testing.T) {
	expect(t, file(t, "rows.json", `[
{"conversation_name":"c","turn_position":"10","request_time":"2024-01-05 10:02:00 UTC","request":"{\"queryInput\":{\"dtmf\":{\"digits\":\"42\"}}}","response":"{\"queryResult\":{\"responseMessages\":[{\"payload\":{\"a\":1}}]}}"},
{"conversation_name":"c","turn_position":"9","request_time":"2024-01-05 10:02:00 UTC","request":{"queryInput":{"audio":{}}},"response":{"queryResult":{"transcript":"spoken","intent":{"displayName":"old"},"responseMessages":[{"text":{"text":["a","b"]}},{"outputAudioText":{"text":"c"}},{"endInteraction":{}}]}}},
{"conversation_name":"c","turn_position":"1","request_time":"2024-01-05T10:01:00Z","request":{"queryInput":{"event":{"event":"WELCOME"}}},"response":{"queryResult":{"triggerEvent":"WELCOME","match":{"intent":{"displayName":"Default Welcome Intent"}},"responseMessages":[{"text":{"text":["Hello"]}}]}}},
{"conversation_name":"c","turn_position":"11","request_time":"2024-01-05 10:03:00 UTC","request":{"queryInput":{"text":{"text":"typed"}}},"response":null},
{"conversation_name":"d","turn_position":"1","request":{"queryInput":{"text":{"text":"no time"}}},"response":{"queryResult":{}}},
{"conversation_name":"c","turn_position":null,"request":{}},
{"conversation_name":"c","turn_position":1,"request_time":"soon","request":{}},
{"conversation_name":"c","turn_position":1,"request":"{","response":{}}]`), options(), `
c bot "Hello"
c customer "spoken" [old]
c bot "a\nb\nc"
c customer "42"
c bot "<payload>"
c customer "typed"
d customer "no time"
`, "7 messages; dropped 3: 2 empty, 1 notice; skipped 3 lines: 1 bad value, 1 missing field, 1 not JSON")
}

func FuzzDialogflowCX(f *testing.F) {
	fuzz(f, "dialogflow-cx",
		`{"conversation_name":"c","turn_position":"1","request_time":"2024-01-05 10:02:00 UTC","request":"{\"queryInput\":{\"text\":{\"text\":\"a\"}}}","response":{"queryResult":{"match":{"intent":{"displayName":"i"}},"responseMessages":[{"text":{"text":["b"]}},{"payload":{}},7]}}}`+"\n{\n",
		`[{"conversation_name":"c","turn_position":1e300,"request":"\"\\\"{}\\\"\"","response":[]}]`, "[]")
}
