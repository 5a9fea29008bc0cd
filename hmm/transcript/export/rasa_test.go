package export

import (
	"testing"
	"time"
)

func TestRasaSample(t *testing.T) {
	expect(t, sample(t, "rasa/tracker.json"), options(), `
user-7 customer "my parcel never came" [report_missing]
user-7 bot "Which order?" [utter_ask_order]
user-7 customer "4711" [inform]
user-7 bot "<image>"
`, "4 messages; dropped 6: 4 tool, 2 notice")
}

// TestRasaCuts: each of the three marks begins a conversation, and no number of them in a row leaves an empty one.
func TestRasaCuts(t *testing.T) {
	expect(t, file(t, "t.json", `[{"sender_id":"u","events":[
{"event":"action","timestamp":1,"name":"action_session_start"},{"event":"session_started","timestamp":1},
{"event":"user","timestamp":2,"text":"a"},
{"event":"restart","timestamp":3},{"event":"action","timestamp":3,"name":"action_restart"},
{"event":"user","timestamp":4,"text":"b"},
{"event":"action","timestamp":5,"name":"action_session_start"},
{"event":"user","timestamp":6,"text":"c"},
{"event":"session_started","timestamp":7},{"event":"user","timestamp":8,"text":"d"}]},
{"sender_id":"v","events":[{"event":"user","timestamp":1,"text":"e"}]},
{"sender_id":"w","events":null}]`), options(), `
u customer "a"
u#2 customer "b"
u#3 customer "c"
u#4 customer "d"
v customer "e"
`, "5 messages; dropped 6: 3 notice, 3 tool; skipped 1 line: 1 missing field")
}

// TestRasaSymbols: an intent in the text alone, an action without utter_action, an action of before the user spoke, a pause between an action and its message,
// a person who answers.
func TestRasaSymbols(t *testing.T) {
	expect(t, file(t, "t.json", `{"events":[
{"event":"user","timestamp":1,"text":"/greet{\"x\":1}","parse_data":{"intent":{"name":null}}},
{"event":"action","timestamp":1,"name":"action_look"},
{"event":"slot","timestamp":1,"name":"x","value":1},
{"event":"bot","timestamp":1,"text":"found","data":{"buttons":null},"metadata":{}},
{"event":"action","timestamp":1,"name":"action_listen"},
{"event":"bot","timestamp":1,"text":"still","metadata":{}},
{"event":"bot","timestamp":1,"text":"more","metadata":{"utter_action":"utter_more"}},
{"event":"user","timestamp":2,"text":"/stay","parse_data":{"intent":{"name":"stay"}}},
{"event":"bot","timestamp":3,"text":null,"data":{"custom":{"a":1},"image":"","elements":[]}},
{"event":"agent","timestamp":4,"text":"a person"},
{"event":"bot","timestamp":5,"text":null,"data":{"buttons":[{"title":"Yes","payload":"/yes"}]}},
{"event":"bot","timestamp":5,"text":"or not?","data":{"buttons":null}},
{"event":"user","timestamp":6,"text":"/yes","parse_data":{"intent":{"name":"yes"}}},
{"event":"user","timestamp":7,"text":"/yes","parse_data":{"intent":{"name":"yes"}}},
{"event":"bot","timestamp":8,"text":null,"data":{}},
{"event":"user","timestamp":"x","text":"no"}],"sender_id":"s"}`), options(), `
s customer "/greet{\"x\":1}" [greet]
s bot "found" [action_look]
s bot "still" [action_look]
s bot "more" [utter_more]
s customer "/stay" [stay]
s bot "<custom>"
s agent "a person"
s bot "<buttons>"
s bot "or not?"
s customer "Yes" [yes]
s customer "/yes" [yes]
`, "11 messages; dropped 4: 3 tool, 1 empty; skipped 1 line: 1 bad value")
}

// TestRasaLines: events of brokers alternate between senders, whose buttons and actions stay apart.
func TestRasaLines(t *testing.T) {
	path := file(t, "events.jsonl", `{"sender_id":"a","event":"bot","timestamp":1,"text":"1?","data":{"buttons":[{"title":"One","payload":"/p"}]}}
{"sender_id":"b","event":"action","timestamp":1,"name":"action_b"}
{"sender_id":"b","event":"user","timestamp":2,"text":"/p","parse_data":{"intent":{"name":"p"}}}
{"sender_id":"a","event":"user","timestamp":3,"text":"/p","parse_data":{"intent":{"name":"p"}}}
{"event":"user","timestamp":3,"text":"nobody"}
{"sender_id":"a","event":"bot","timestamp":7203,"text":"later"}
`)
	o := options()
	expect(t, path, o, `
a bot "1?"
a customer "One" [p]
a bot "later"
b customer "/p" [p]
`, "4 messages; dropped 1: 1 tool; skipped 1 line: 1 missing field")
	if got, want := times(t, path), "1970-01-01T00:00:01Z 1970-01-01T00:00:03Z 1970-01-01T02:00:03Z 1970-01-01T00:00:02Z"; got != want {
		t.Errorf("times %s, want %s", got, want)
	}
	o.Gap = time.Hour
	expect(t, path, o, `
a bot "1?"
a customer "One" [p]
a#2 bot "later"
b customer "/p" [p]
`, "4 messages; dropped 1: 1 tool; skipped 1 line: 1 missing field")
}

func FuzzRasa(f *testing.F) {
	fuzz(f, "rasa",
		`[{"sender_id":"u","events":[{"event":"session_started","timestamp":1},{"event":"bot","timestamp":1.5,"text":null,"data":{"buttons":[{"title":"One","payload":"/p"}]}},{"event":"user","timestamp":2,"text":"/p","parse_data":{"intent":{"name":"p"}}},{"event":"restart"}]},7]`,
		`{"sender_id":"a","event":"action","timestamp":"x","name":"utter_a"}`+"\n{\n"+`{"sender_id":"a","event":"agent","text":"\u0000"}`, "[]")
}
