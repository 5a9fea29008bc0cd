package export

import "testing"

func TestCrispSample(t *testing.T) {
	expect(t, sample(t, "crisp/messages.json"), options(), `
session_1 customer "my parcel never came"
session_1 agent "<image>"
`, "2 messages; dropped 1: 1 note")
}

func TestCrispTraps(t *testing.T) {
	message := func(id, kind, from, content, more string) string {
		return `{"session_id":"s","fingerprint":` + id + `,"timestamp":170444886` + id + `123,"type":"` + kind + `","from":"` + from + `","content":` + content + more + `}`
	}
	content := `{"error":false,"data":[` + message("9", "event", "user", `{"namespace":"state:resolved"}`, "") + `,` +
		message("8", "audio", "user", `{"url":"x","duration":3}`, "") + `,` + message("7", "animation", "operator", `{"url":"x"}`, "") + `]}` + "\n" +
		`{"error":false,"data":[` + message("7", "animation", "operator", `{"url":"x"}`, "") + `,` +
		message("6", "picker", "operator", `{"id":"p","text":"Which?","choices":[{"label":"a"}]}`, `,"automated":true`) + `,` +
		message("5", "text", "user", `"mail\nOn Jan 5, a@x.example wrote:\n> old"`, `,"origin":"email"`) + `,` +
		message("4", "note", "operator", `"secret"`, "") + `,{"session_id":"s","fingerprint":1,"type":"text","from":"user","content":"no time"},{"from":"user","content":"x"}]}`
	expect(t, file(t, "m.json", content), options(), `
s customer "mail"
s bot "Which?"
s agent "<image>"
s customer "<audio>"
`, "4 messages; dropped 3: 1 duplicate, 1 note, 1 notice; skipped 2 lines: 1 bad value, 1 missing field")
}

func FuzzCrisp(f *testing.F) {
	fuzz(f, "crisp",
		`{"data":[{"session_id":"s","fingerprint":1,"timestamp":1704448867000,"type":"file","from":"operator","automated":true,"content":{"type":"image/png"}},{"session_id":"s","type":"text","from":"user","content":"a","timestamp":2,"origin":"email"},{"session_id":7},7]}`,
		`{"session_id":1,"content":[],"timestamp":"x"}`+"\n{", "[]", "")
}
