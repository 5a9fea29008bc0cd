package export

import "testing"

func TestIntercomSample(t *testing.T) {
	expect(t, sample(t, "intercom/conversation.json"), options(), `
147 customer "Hi, my parcel never came"
147 agent "Sure! One moment\nplease"
147 agent "Bye"
`, "3 messages; dropped 2: 1 note, 1 notice")
}

func TestIntercomTraps(t *testing.T) {
	conversation := func(id, source, parts string) string {
		return `{"type":"conversation","id":"` + id + `","created_at":1704448867,"source":{"delivered_as":"x","id":"99",` + source + `},"conversation_parts":{"total_count":600,"conversation_parts":[` + parts + `]}}`
	}
	part := func(at, kind, author, more string) string {
		return `{"id":"5","created_at":` + at + `,"part_type":"` + kind + `","author":` + author + `,` + more + `}`
	}
	user, admin := `{"type":"lead","id":"u"}`, `{"type":"admin","id":"a","name":"Desk"}`
	limited := "1 × a conversation was taken as it stands although Intercom left parts of it out (it gives at most 500)"
	for _, c := range []struct {
		name, content, messages, summary string
		guessed                          []string
	}{
		{"parts within a second of their source, out of order", conversation("1", `"body":"<p>0</p>","author":`+user,
			part("1704448868", "comment", admin, `"body":"2"`)+`,`+part("1704448867", "comment", `{"type":"bot","id":"b"}`, `"body":"1"`)),
			"1 customer \"0\"\n1 bot \"1\"\n1 agent \"2\"\n", "3 messages", []string{limited}},
		{"redacted, notes, no body, pictures, files, an agent that is a program", conversation("1", `"body":"","subject":"Parcel","author":`+user,
			part("1704448868", "comment", user, `"body":"gone","redacted":true`)+`,`+part("1704448869", "note_and_reopen", admin, `"body":"x"`)+`,`+
				part("1704448870", "close", admin, `"body":null`)+`,`+part("1704448871", "comment", admin, `"body":"<p><img src=\"x\"></p>"`)+`,`+
				part("1704448872", "comment", user, `"body":null,"attachments":[{"content_type":"audio/ogg"}]`)+`,`+
				part("1704448873", "comment", `{"type":"admin","id":"f","from_ai_agent":true}`, `"body":"&lt;b&gt; &amp; c"`)+`,`+
				part("1704448874", "assignment", admin, `"body":"<p>yours</p>"`)+`,`+part("1704448875", "open", user, `"body":"<p>again</p>"`)+`,`+
				part("1704448876", "comment", admin, `"body":""`)),
			"1 customer \"Parcel\"\n1 agent \"<image>\"\n1 customer \"<audio>\"\n1 bot \"<b> & c\"\n1 customer \"again\"\n",
			"5 messages; dropped 5: 2 notice, 1 deleted, 1 empty, 1 note", []string{limited}},
		{"a page of conversations, and lines", `{"type":"conversation.list","conversations":[{"id":"1","created_at":1704448867,"source":{"delivered_as":"x","body":"a","author":` + user + `}},{"id":"2","created_at":null,"source":{"body":"b"}},{"type":"x"}]}`,
			"1 customer \"a\"\n", "1 message; skipped 2 lines: 1 bad value, 1 missing field", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, file(t, "i.json", c.content), options(), c.messages, c.summary, c.guessed...)
		})
	}
}

func FuzzIntercom(f *testing.F) {
	fuzz(f, "intercom",
		`{"conversations":[{"id":"1","created_at":1704448867,"source":{"body":"<p>a","author":{"type":"user"}},"conversation_parts":{"total_count":3,"conversation_parts":[{"part_type":"comment","body":"<img>","created_at":2,"author":{"type":"admin","from_ai_agent":true}},{"part_type":"note"},7]}}]}`,
		`{"id":1,"source":[],"conversation_parts":[]}`+"\n{", "[null]", "")
}
