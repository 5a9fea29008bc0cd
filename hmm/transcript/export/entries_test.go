package export

import (
	"strings"
	"testing"
)

// TestEntriesOfAnyNumber: an answer may be longer than a line may be; it is the records that may not.
func TestEntriesOfAnyNumber(t *testing.T) {
	message := `{"session_id":"s","fingerprint":1,"timestamp":1704448867000,"type":"text","from":"user","content":"x"}`
	content := `{"error":false,"data":[` + strings.Repeat(message+",", 100) + strings.Replace(message, `"x"`, `"`+strings.Repeat("y", 300)+`"`, 1) + `]}`
	o := options()
	o.MaxLine = 300
	expect(t, file(t, "m.json", content), o, "s customer \"x\"\n", "1 message; dropped 99: 99 duplicate; skipped 1 line: 1 line too long")
}

// TestEntriesInLines: a broken line among records spoils only itself, and answers may be lines, or stand in a list.
func TestEntriesInLines(t *testing.T) {
	message := func(id string) string {
		return `{"session_id":"s","fingerprint":` + id + `,"timestamp":170444886` + id + `000,"type":"text","from":"user","content":"` + id + `"}`
	}
	content := message("1") + "\n{\"session_id\n" + message("2") + "\n" + `{"data":[` + message("3") + `,` + message("4") + `]}` + "\n"
	expect(t, file(t, "m.jsonl", content), options(), `
s customer "1"
s customer "2"
s customer "3"
s customer "4"
`, "4 messages; skipped 1 line: 1 not JSON")
	expect(t, file(t, "m.json", `[`+message("2")+`,{"data":[`+message("1")+`]}]`), options(), "s customer \"1\"\ns customer \"2\"\n", "2 messages")
}
