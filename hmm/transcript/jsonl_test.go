package transcript

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestJSONL(t *testing.T) {
	text := []Field{FieldText}
	strict := &Options{Require: text, Strict: true}
	short := &Options{Require: text, MaxLine: 60}
	mapped := &Options{Require: text, Map: map[Field]string{
		FieldConversation: "ticket", FieldText: "Body", FieldLabel: "intent"}}

	const a = `{"conversation_id":"a","text":"hi"}`
	const wantOne = `: not an object: found `
	for _, c := range []lineCase{
		{
			name: "all fields",
			content: `{"conversation_id":"a","turn":3,"speaker":"agent","time":"10:01","text":"hi","symbol":"greet","vector":[1,-2.5e1],"label":"g"}
{"extra":{"deep":[{"x":"]}"}]},"conversation_id":"a","text":"x"}`,
			messages: []string{`1: a#3 agent@10:01 "hi" [greet] [1 -25] =g`, `2: a "x"`},
		},
		{
			name: "numbers and booleans are texts",
			content: `{"conversation_id":17,"turn":"4","speaker":true,"time":1.5e3,"text":false}
{"conversation_id":17,"turn":5.0,"text":12}`,
			messages: []string{`1: 17#4 true@1.5e3 "false"`, `2: 17#5 "12"`},
		},
		{
			name:     "escapes",
			content:  `{"conversation\u005fid":"a","text":"\"\\\/\b\f\n\r\t \u00e9\u20AC \ud83d\ude00 \ud83d x \ude00 \ud83d\u0041"}`,
			messages: []string{`1: a "\"\\/\b\f\n\r\t é€ 😀 � x � �A"`},
		},
		{
			name:     "byte order mark, CRLF, blank lines, no last line end",
			content:  "\ufeff" + a + "\r\n\r\n  \t\n\n" + a,
			messages: []string{`1: a "hi"`, `5: a "hi"`},
		},
		{
			name: "the better name wins, wherever it stands",
			content: `{"body":"worse","text":"better","session_id":"worse","conversation_id":"better"}
{"Text":"folded","body":"exact","CONVERSATION":"folded"}
{"text":null,"message":"null is missing","conversation_id":"a"}
{"text":"first","text":"last","conversation_id":"a"}`,
			messages: []string{`1: better "better"`, `2: folded "exact"`, `3: a "null is missing"`, `4: a "last"`},
		},
		{
			name: "mapped names take the place of the default ones",
			opts: mapped,
			content: `{"ticket":1,"body":"hi","text":"no","intent":"greet"}
{"conversation_id":1,"Body":"hi"}
{"TICKET":1,"text":"hi"}`,
			messages: []string{`1: 1 "hi" [greet] =greet`},
			problems: []string{
				`chats.jsonl:2: missing field "conversation": expected ticket; have conversation_id, Body`,
				`chats.jsonl:3: missing field "text": expected Body; have TICKET, text`,
			},
		},
		{
			name: "a missing field",
			content: `{"conversation_id":"a","speaker":"bot"}
{"text":"hi"}
{"conversation_id":"","text":"hi"}
{"conversation_id":null,"text":"hi"}
{}`,
			problems: []string{
				`chats.jsonl:1: missing field "text": expected one of text, utterance, message, content, body; have conversation_id, speaker`,
				`chats.jsonl:2: missing field "conversation": expected one of conversation_id, conversation, conv_id, dialogue_id, session_id, thread_id; have text`,
				`chats.jsonl:3: missing field "conversation_id": it is there, and empty: expected a value`,
				`chats.jsonl:4: missing field "conversation_id": it is there, and empty: expected a value`,
				`chats.jsonl:5: missing field "conversation": expected one of conversation_id, conversation, conv_id, dialogue_id, session_id, thread_id; have none`,
			},
		},
		{
			name:     "many keys are cut short in errors",
			content:  `{"text":"hi"` + strings.Repeat(`,"x":1`, 31) + `}`,
			problems: []string{`chats.jsonl:1: missing field "conversation": expected one of conversation_id, conversation, conv_id, dialogue_id, session_id, thread_id; have text` + strings.Repeat(", x", 15) + ` and 16 more`},
		},
		{
			name: "required fields",
			opts: &Options{Require: []Field{FieldSymbol, FieldVector}},
			content: `{"conversation_id":"a","symbol":"s","vector":[1]}
{"conversation_id":"a","symbol":"","vector":[1]}
{"conversation_id":"a","symbol":"s","vector":[ ]}`,
			messages: []string{`1: a "" [s] [1]`},
			problems: []string{
				`chats.jsonl:2: missing field "symbol": it is there, and empty: expected a value`,
				`chats.jsonl:3: missing field "vector": it is there, and empty: expected a value`,
			},
		},
		{
			name:     "the zero options require only a conversation",
			opts:     &Options{},
			content:  `{"conv_id":"a","intent":"x"}`,
			messages: []string{`1: a "" [x]`},
		},
		{
			name:    "not JSON",
			content: a + "\n" + `{"conversation_id":"a","te` + "\n" + a + " x\n" + a + a + "\nhello\n" + a,
			messages: []string{
				`1: a "hi"`, `6: a "hi"`,
			},
			problems: []string{
				`chats.jsonl:2: not JSON: unexpected end of JSON input (byte 26 of the line): expected one JSON object a line`,
				`chats.jsonl:3: not JSON: invalid character 'x' after top-level value (byte 37 of the line): expected one JSON object a line`,
				`chats.jsonl:4: not JSON: invalid character '{' after top-level value (byte 36 of the line): expected one JSON object a line`,
				`chats.jsonl:5: not JSON: invalid character 'h' looking for beginning of value (byte 1 of the line): expected one JSON object a line`,
			},
		},
		{
			name:    "not an object",
			content: "[1,2]\n17\n\"x\"\nnull\ntrue\n",
			problems: []string{
				`chats.jsonl:1` + wantOne + `a list: expected one JSON object a line`,
				`chats.jsonl:2` + wantOne + `a number: expected one JSON object a line`,
				`chats.jsonl:3` + wantOne + `a text: expected one JSON object a line`,
				`chats.jsonl:4` + wantOne + `null: expected one JSON object a line`,
				`chats.jsonl:5` + wantOne + `a boolean: expected one JSON object a line`,
			},
		},
		{
			name: "values that are no text",
			content: `{"conversation_id":["a"],"text":"hi"}
{"conversation_id":"a","text":{"en":"hi"}}
{"conversation_id":"a","text":"hi","turn":"last"}
{"conversation_id":"a","text":"hi","turn":1.5}`,
			problems: []string{
				`chats.jsonl:1: bad value: conversation is a list: expected a text, a number or a boolean`,
				`chats.jsonl:2: bad value: text is an object: expected a text, a number or a boolean`,
				`chats.jsonl:3: bad value: turn is "last": expected a whole number (map "turn=" to read the log without turn numbers)`,
				`chats.jsonl:4: bad value: turn is "1.5": expected a whole number (map "turn=" to read the log without turn numbers)`,
			},
		},
		{
			name:     "a field mapped to nothing cannot be required",
			opts:     &Options{Require: text, Map: map[Field]string{FieldText: ""}},
			content:  oneLine,
			problems: []string{`chats.jsonl:1: missing field "text": expected nothing, because it is mapped to no column; have conversation_id, text`},
		},
		{
			name:     "a field mapped to nothing is not read",
			opts:     &Options{Map: map[Field]string{FieldTurn: ""}},
			content:  `{"conversation_id":"a","text":"hi","turn":"last"}`,
			messages: []string{`1: a "hi"`},
		},
		{
			name: "vectors",
			content: `{"conversation_id":"a","text":"","vector":[1,2]}
{"conversation_id":"a","text":"","vector":"3 4"}
{"conversation_id":"a","text":"x","vector":[]}
{"conversation_id":"a","text":"","vector":[1,2,3]}
{"conversation_id":"a","text":"","vector":[1,1e999]}
{"conversation_id":"a","text":"","vector":"1,NaN"}
{"conversation_id":"a","text":"","vector":["1",2]}
{"conversation_id":"a","text":"","vector":[1,NaN]}
{"conversation_id":"a","text":"","vector":{"x":1}}`,
			messages: []string{`1: a "" [1 2]`, `2: a "" [3 4]`, `3: a "x"`},
			problems: []string{
				`chats.jsonl:4: bad vector: found 3 numbers: expected 2, as in the first vector read`,
				`chats.jsonl:5: bad vector: number 2 is "1e999": expected a finite number`,
				`chats.jsonl:6: bad vector: number 2 is "NaN": expected a finite number`,
				`chats.jsonl:7: bad vector: number 1 is "\"1\"": expected a finite number`,
				`chats.jsonl:8: not JSON: invalid character 'N' looking for beginning of value (byte 46 of the line): expected one JSON object a line`,
				`chats.jsonl:9: bad vector: found an object: expected a list of numbers`,
			},
		},
		{
			name:     "a line in Latin-1",
			content:  a + "\n{\"conversation_id\":\"a\",\"text\":\"gr\xfc\xdfe\"}\n" + a,
			messages: []string{`1: a "hi"`, `3: a "hi"`},
			problems: []string{`chats.jsonl:2: not UTF-8: byte 34 of 38, in "\"text\":\"gr\xfc\xdfe\"}"…: expected UTF-8 (is the file in Latin-1?)`},
		},
		{
			name:     "a line too long",
			opts:     short,
			content:  a + "\n{\"conversation_id\":\"a\",\"text\":\"" + strings.Repeat("x", 3*bufferSize) + "\"}\n" + a + "\n" + strings.Repeat("y", 61) + "\n" + a,
			messages: []string{`1: a "hi"`, `3: a "hi"`, `5: a "hi"`},
			problems: []string{
				`chats.jsonl:2: line too long: expected at most 60 bytes`,
				`chats.jsonl:4: line too long: expected at most 60 bytes`,
			},
		},
		{
			name:     "a line longer than the buffer",
			content:  `{"conversation_id":"a","text":"` + strings.Repeat("x", 3*bufferSize) + `","label":"l"}` + "\r\n" + a,
			opts:     &Options{Map: map[Field]string{FieldText: "label"}},
			messages: []string{`1: a "l" =l`},
		},
		{
			name:     "strict stops at the first bad line",
			opts:     strict,
			content:  a + "\n[]\n" + a,
			messages: []string{`1: a "hi"`},
			problems: []string{`chats.jsonl:2: not an object: found a list: expected one JSON object a line`},
			err:      `chats.jsonl:2: not an object: found a list: expected one JSON object a line`,
		},
		{
			name: "an array over several lines", file: "chats.json",
			content: "[\n" + a + ",\n" + a + "\n]\n",
			err:     `chats.json: a JSON array: expected JSON lines: one object a line, without brackets around them and commas between them`,
		},
		{
			name: "an array on one line, under another name", file: "chats.log",
			content: "[" + a + "," + a + "]",
			err:     `chats.log: a JSON array: expected JSON lines: one object a line, without brackets around them and commas between them`,
		},
		{
			name: "an array of anything in .json", file: "chats.json",
			content: "[1]",
			err:     `chats.json: a JSON array: expected JSON lines: one object a line, without brackets around them and commas between them`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.file == "" {
				c.file = "chats.jsonl"
			}
			c.run(t)
		})
	}
}

// TestEscapesInEveryField: each field with escapes in it is its own text, whichever others have some.
func TestEscapesInEveryField(t *testing.T) {
	c := lineCase{file: "x.jsonl",
		content:  `{"conversation_id":"c\u0041c","speaker":"s\"\"s","time":"t\/t","text":"long\nlong","symbol":"y\u00e9","label":"l\\"}` + "\n",
		messages: []string{`1: cAc s""s@t/t "long\nlong" [yé] =l\`}}
	c.run(t)
}

// TestScannerAgreesWithEncodingJSON holds the scanner against the standard library on the corners of
// the grammar. FuzzScanner goes on where this list ends.
func TestScannerAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range append(scannerSeeds(),
		strings.Repeat("[", maxDepth)+strings.Repeat("]", maxDepth),
		strings.Repeat("[", maxDepth+1)+strings.Repeat("]", maxDepth+1),
		strings.Repeat(`{"a":`, maxDepth)+"1"+strings.Repeat("}", maxDepth),
		strings.Repeat(`{"a":`, maxDepth+1)+"1"+strings.Repeat("}", maxDepth+1),
		strings.Repeat("[", 1<<20),
	) {
		var s scanner
		if _, got := s.whole([]byte(text), nil); got != json.Valid([]byte(text)) {
			t.Errorf("scanner says %v of %s", got, quote(text))
		}
	}
}

func scannerSeeds() []string {
	return []string{
		``, ` `, `{}`, ` { } `, `[]`, `[ ]`, `null`, `nul`, `nullx`, `true`, `false`, `tru e`,
		`{"a":1}`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a":1 "b":2}`, `{"a":[{"b":null}]}`,
		`[1,2]`, `[1,]`, `[,1]`, `[1 2]`, `[1`, `{"a":1`, `]`, `}`, `{]`, `[}`, `{"a":1}}`, `{} {}`,
		`0`, `-0`, `00`, `01`, `-`, `+1`, `1.`, `.1`, `1.5`, `1e5`, `1E+5`, `1e-5`, `1e`, `1e+`, `1.e1`, `0x1`, `NaN`, `-Infinity`,
		`""`, `"`, `"\"`, `"\\"`, `"\x"`, `"\u12"`, `"\u12g4"`, `"\u00e9"`, `"\ud83d\ude00"`, "\"\t\"", "\"\x00\"", "\"\x7f\"", "\"\xff\"", `'a'`,
		"{\"a\":\r\n1}", "\v1", "\ufeff1", "1\x00",
	}
}
