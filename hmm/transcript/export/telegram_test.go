package export

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTelegramSamples(t *testing.T) {
	for _, name := range []string{"telegram/single_chat/result.json", "telegram/full_account/result.json"} {
		expect(t, sample(t, name), options(), `
4242 Dana Reyes "Hi, my parcel never came"
4242 user101 "Sure! See https://example.com or @dana"
4242 Shop Desk "<image>"
4242 Dana Reyes "<sticker>"
`, "4 messages; dropped 1: 1 notice")
	}
}

func TestTelegramTraps(t *testing.T) {
	message := func(id, more string) string {
		return `{"id":` + id + `,"type":"message","date":"2024-01-05T10:0` + id + `:00",` + more + `}`
	}
	for _, c := range []struct {
		name, content, messages, summary string
		guessed                          []string
	}{
		{"an old file: no Unix times, no entities, numbers for people",
			`{"name":"Help","type":"personal_chat","id":7,"messages":[` + message("1", `"edited":"1970-01-01T01:00:00","from":"Dana","from_id":100,"text":["a ",{"type":"bold","text":"b"},"\nc"]`) + `,` +
				message("2", `"from":null,"from_id":101,"text":"d"`) + `]}`,
			"7 Dana \"a b\\nc\"\n7 101 \"d\"\n", "2 messages", []string{"2 × " + noZone}},
		{"entities alone", `{"id":7,"messages":[` + message("1", `"date_unixtime":"1704448867","from":"A","from_id":"user1","text":"","text_entities":[{"type":"plain","text":"x"},{"type":"custom_emoji","text":"😀"}]`) + `]}`,
			"7 A \"x😀\"\n", "1 message", nil},
		{"a bot's chat", `{"name":"Shop","type":"bot_chat","id":55,"messages":[` + message("1", `"date_unixtime":"1704448860","from":"Dana","from_id":"user100","text":"/start"`) + `,` +
			message("2", `"date_unixtime":"1704448867","from":"Shop","from_id":"user55","text":"hello"`) + `]}`,
			"55 customer \"/start\"\n55 bot \"hello\"\n", "2 messages", nil},
		{"media", `{"id":7,"messages":[` +
			message("1", `"date_unixtime":"1","from":"A","from_id":"user1","text":"","file":"x","media_type":"voice_message"`) + `,` +
			message("2", `"date_unixtime":"2","from":"A","from_id":"user1","text":"","file":"x","media_type":"video_file"`) + `,` +
			message("3", `"date_unixtime":"3","from":"A","from_id":"user1","text":"","file":"x","mime_type":"application/pdf"`) + `,` +
			message("4", `"date_unixtime":"4","from":"A","from_id":"user1","text":"","location_information":{}`) + `,` +
			message("5", `"date_unixtime":"5","from":"A","from_id":"user1","text":"","contact_information":{}`) + `,` +
			message("6", `"date_unixtime":"6","from":"A","from_id":"user1","text":"","poll":{"question":"Happy?"}`) + `,` +
			message("7", `"date_unixtime":"7","from":"A","from_id":"user1","text":"look","photo":"x"`) + `,` +
			message("8", `"date_unixtime":"8","from":"A","from_id":"user1","text":"","media_type":"animation","file":"x"`) + `]}`,
			"7 A \"<audio>\"\n7 A \"<video>\"\n7 A \"<file>\"\n7 A \"<location>\"\n7 A \"<contact>\"\n7 A \"Happy?\"\n7 A \"look\"\n7 A \"<image>\"\n", "8 messages", nil},
		{"an account with much before its chats, names given twice, a chat that was left",
			`{"about":"Here","contacts":{"about":"","list":[{"user_id":1}]},"chats":{"about":"","list":[
{"name":"Dana","type":"personal_chat","id":1,"messages":[` + message("1", `"date_unixtime":"1704448867","from":"Dana","from_id":"user1","text":"a","text_entities":[]`) + `]},
{"name":"Dana","type":"personal_chat","id":2,"messages":[` + message("1", `"date_unixtime":"1704448867","from":"Dana","from_id":"user2","text":"b"`) + `]},
{"name":null,"messages":[` + message("1", `"date_unixtime":"1704448867","from":null,"from_id":"user3","text":"c"`) + `]}]},
"left_chats":{"list":[{"name":"Old","id":9,"messages":[` + message("1", `"date_unixtime":"1704448867","from":"B","from_id":"user4","text":"d"`) + `]}]}}`,
			"1 Dana \"a\"\n2 Dana \"b\"\nchat 3 user3 \"c\"\n9 B \"d\"\n", "4 messages",
			[]string{"1 × a chat without id and name before its messages goes by its place in the file"}},
		{"bad messages", `{"id":7,"messages":[null,` + message("1", `"from":"A","from_id":"user1","text":"x"`) + `,{"id":2,"type":"message","date":"soon","from":"A","text":"y"}]}`,
			"7 A \"x\"\n", "1 message; skipped 2 lines: 1 bad value, 1 not an object", []string{"1 × " + noZone}},
		{"days apart", `{"id":7,"messages":[` + message("1", `"date_unixtime":"1704448867","from":"A","text":"x"`) + `,` + message("2", `"date_unixtime":"1704548867","from":"A","text":"y"`) + `]}`,
			"7 A \"x\"\n7#2 A \"y\"\n", "2 messages", []string{"1 × " + byDay}},
	} {
		t.Run(c.name, func(t *testing.T) {
			expect(t, file(t, "result.json", c.content), options(), c.messages, c.summary, c.guessed...)
		})
	}
}

// TestTelegramAccount finds chats that stand behind what is looked at to tell the format.
func TestTelegramAccount(t *testing.T) {
	people := strings.Repeat(`{"user_id":1,"first_name":"Dana"},`, 1000)
	content := `{"about":"Here","contacts":{"about":"","list":[` + people + `{}]},"chats":{"list":[{"id":7,"messages":[
{"id":1,"type":"message","date":"x","date_unixtime":"1704448867","from":"A","text":"x"}]}]}}`
	expect(t, file(t, "result.json", content), options(), "7 A \"x\"\n", "1 message")
}

// TestTelegramFolder: what people sent each other lies beside result.json and is not read.
func TestTelegramFolder(t *testing.T) {
	result := `{"id":7,"messages":[{"id":1,"type":"message","date":"x","date_unixtime":"1704448867","from":"A","text":"x"}]}`
	archive := file(t, "export.zip", zipped(t, "ChatExport/result.json", result, "ChatExport/files/prices.csv", "conversation_id,text\n1,no talk\n"))
	expect(t, archive, options(), "7 A \"x\"\n", "1 message, 1 other file left out")
	folder := filepath.Dir(file(t, "result.json", result))
	if err := os.Mkdir(filepath.Join(folder, "files"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "files", "other.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	expect(t, folder, options(), "7 A \"x\"\n", "1 message, 1 other file left out")
}

func FuzzTelegram(f *testing.F) {
	fuzz(f, "telegram",
		`{"name":"H","type":"bot_chat","id":7,"messages":[{"id":1,"type":"message","date":"2024-01-05T10:01:07","from":null,"from_id":7,"text":["a",{"type":"link","text":"b"}]},{"id":2,"type":"service"},7]}`,
		`{"about":"","chats":{"list":[{"messages":[{"type":"message","date_unixtime":"1704448867","text":"","photo":"x"}]},[],{"id":{}}]},"left_chats":[]}`, `{"messages":`, "[]", "")
}
