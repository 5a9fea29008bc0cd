package export

import "testing"

func TestLiveChatSample(t *testing.T) {
	expect(t, sample(t, "livechat/list_archives.json"), options(), `
PJ0MRSHTDG/K600PKZON8 customer "Hi, my parcel never came"
PJ0MRSHTDG/K600PKZON8 agent "Sure!"
`, "2 messages; dropped 3: 2 notice, 1 note")
}

// TestLiveChatTraps: threads of one chat in two entries, recipients of older versions, files, cards, deleted events, a
// stranger, events out of order in microseconds.
func TestLiveChatTraps(t *testing.T) {
	expect(t, file(t, "chats.json", `{"found_chats":2,"chats":[
{"id":"C","users":[{"id":"u","name":"Dana","type":"customer"},{"id":"a","type":"agent"}],"thread":{"id":"T2","events":[
{"id":"1","type":"file","content_type":"image/png","created_at":"2024-01-06T10:00:00.000002Z","author_id":"u","recipients":"all"},
{"id":"2","type":"message","text":"first","created_at":"2024-01-06T10:00:00.000001Z","author_id":"a"},
{"id":"3","type":"message","text":"secret","created_at":"2024-01-06T10:00:01Z","author_id":"a","recipients":"agents"},
{"id":"4","type":"message","text":"gone","created_at":"2024-01-06T10:00:02Z","author_id":"a","deleted":true},
{"id":"5","type":"message","text":"who","created_at":"2024-01-06T10:00:03Z","author_id":"x"},
{"id":"6","type":"message","text":"when","author_id":"x"}]}},
{"id":"C","users":[],"threads":[{"id":"T1","events":[
{"id":"1","type":"rich_message","elements":[{"title":"A","subtitle":"b"},{"image":{}}],"created_at":"2024-01-05T10:00:00Z","author_id":"a"},
{"id":"2","type":"rich_message","elements":[{"image":{}}],"created_at":"2024-01-05T10:00:01Z","author_id":"a"}]}]},
{"id":"D","users":[]}]}`), options(), `
C/T1 a "A\nb"
C/T1 a "<card>"
C/T2 agent "first"
C/T2 customer "<image>"
C/T2 x "who"
`, "5 messages; dropped 2: 1 deleted, 1 note; skipped 2 lines: 1 bad value, 1 missing field")
}

func FuzzLiveChat(f *testing.F) {
	fuzz(f, "livechat", `{"chats":[{"id":"C","users":[{"id":"u","type":"customer"}],"thread":{"id":"T","events":[{"id":"1","type":"message","text":"a","created_at":"2024-01-06T10:00:00Z","author_id":"u","recipients":"agents"},{"type":"file","created_at":1,"deleted":true},7]}},7]}`,
		`[{"id":"C","threads":[{"events":[{"type":"rich_message","elements":[{"title":"A"}],"created_at":1}]}]}]`, "[]")
}
