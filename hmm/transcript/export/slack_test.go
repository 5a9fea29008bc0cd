package export

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"
	"time"
)

func TestSlackSample(t *testing.T) {
	for _, name := range []string{"slack/export.zip", "slack/unpacked"} {
		expect(t, sample(t, name), options(), `
D01 dana "private hello"
support bot "Carrier API is slow"
support Shop Desk "<image>"
support/1704448867.000100 dana "Hi @Shop Desk, my parcel never came & I am sad :cry: order 4711"
support/1704448867.000100 Shop Desk "Sure! One moment"
support/1704448867.000100 dana "got it, thanks"
`, "6 messages, 5 other files left out; dropped 2: 1 deleted, 1 notice")
	}
}

// zipped is an archive of files: names and contents in turn.
func zipped(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, files[i+1])
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestSlackTraps reads one export in which a broadcast stands in two files, groups and mpims are absent, names are
// given in every way, and days are out of order.
func TestSlackTraps(t *testing.T) {
	path := file(t, "export.zip", zipped(t,
		"users.json", `[{"id":"U1","name":"d","profile":{"display_name":"","real_name":"Dana"}},{"id":"U2","name":"bot","is_bot":true}]`,
		"channels.json", `[{"id":"C1","name":"help"}]`,
		"help/2024-01-06.json", `[{"type":"message","user":"U1","text":"3","ts":"1704535331.000300","thread_ts":"1704448867.000100","subtype":"thread_broadcast"}]`,
		"help/2024-01-05.json", `[
{"type":"message","user":"U2","text":"2 <#C1|help> <!here> <https://x.example> &lt;","ts":"1704448868.000100","thread_ts":"1704448867.000100","blocks":null},
{"type":"message","user":"U1","text":"3","ts":"1704535331.000300","thread_ts":"1704448867.000100"},
{"type":"message","user":"U9","text":"1","ts":"1704448867.000100","thread_ts":"1704448867.000100"},
{"type":"message","bot_id":"B1","username":"Status","text":"b","ts":"1704448867.000200","subtype":"bot_message"},
{"type":"message","user":"U1","text":"later","ts":"1704456000.000000"},
{"type":"message","user":"U1","text":"x","ts":null}]`))
	o := options()
	o.Gap = time.Hour
	expect(t, path, o, `
help bot "b"
help#2 Dana "later"
help/1704448867.000100 U9 "1"
help/1704448867.000100 bot "2 #help @here https://x.example <"
help/1704448867.000100 Dana "3"
`, "5 messages, 1 other file left out; dropped 1: 1 duplicate; skipped 1 line: 1 bad value")
}
