package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestCSV(t *testing.T) {
	const head = "conversation_id,speaker,text\n"
	strict := &Options{Strict: true}
	german := &Options{Map: map[Field]string{
		FieldConversation: "ticket", FieldTime: "Datum", FieldSpeaker: "Von", FieldText: "Nachricht"}}

	for _, c := range []lineCase{
		{
			name:     "plain",
			content:  head + "a,bot,hi\nb,,x\n",
			messages: []string{`2: a bot "hi"`, `3: b "x"`},
		},
		{
			name:     "byte order mark, CRLF, blank lines, no last line end",
			content:  "\ufeffconversation_id,text\r\n\r\na,hi\r\n  \r\nb,\"x\r\ny\"\r\n\nc,z",
			messages: []string{`3: a "hi"`, `5: b "x\ny"`, `8: c "z"`},
		},
		{
			name:     "quotes",
			content:  head + `a,"b,c","say ""hi"""` + "\n" + `"a",b,5" pipe` + "\n" + `a,"",""""` + "\n",
			messages: []string{`2: a b,c "say \"hi\""`, `3: a b "5\" pipe"`, `4: a "\""`},
		},
		{
			name:     "quoted line ends count as lines",
			content:  head + "a,b,\"one\n\n\nfour\"\nb,\"x\ny\",z\nc,d,e\n",
			messages: []string{`2: a b "one\n\n\nfour"`, "6: b x\ny \"z\"", `8: c d "e"`},
		},
		{
			name:     "a quoted header with line ends in it",
			content:  "\"conversation_id\",\"the\nnotes\",\" text \"\na,b,c\n",
			messages: []string{`3: a "c"`},
		},
		{
			name:     "semicolons, by a map",
			opts:     german,
			content:  "Ticket;Datum;Von;Nachricht\nT1;05.01.2024 10:01;Kunde;hallo, Welt\n",
			messages: []string{`2: T1 Kunde@2024-01-05T10:01:00Z "hallo, Welt"`},
		},
		{
			name:     "bars",
			content:  "conversation_id|text\na|b, c; d\n",
			messages: []string{`2: a "b, c; d"`},
		},
		{
			name:     "tabs in a .csv",
			content:  "conversation_id\ttext\na\tb, c; d\n",
			messages: []string{`2: a "b, c; d"`},
		},
		{
			name:     "the delimiter is looked for outside quotes",
			content:  "conversation_id;\"a,b,c,d\";text\na;b;c,d\n",
			messages: []string{`2: a "c,d"`},
		},
		{
			name: "a .tsv has tabs", file: "chats.tsv",
			content:  "conversation_id\ttext\ta,b,c,d\na\tb\t\n\t\t\n",
			opts:     &Options{Require: []Field{FieldText}},
			messages: []string{`2: a "b"`},
			problems: []string{`chats.tsv:3: missing field "conversation_id": it is there, and empty: expected a value`},
		},
		{
			name:     "vectors, turns, labels",
			opts:     &Options{},
			content:  "conv_id,turn,intent,embedding,label\na,0,x,1 2,\na,1.0,y,\"[3,4]\",l\na,,z,,\na,x,,,\na,,,1 2 3,\na,,,[1,\na,,,1 inf,\n",
			messages: []string{`2: a#0 "" [x] [1 2]`, `3: a#1 "" [y] [3 4] =l`, `4: a "" [z]`},
			problems: []string{
				`chats.csv:5: bad value: turn is "x": expected a whole number (map "turn=" to read the log without turn numbers)`,
				`chats.csv:6: bad vector: found 3 numbers: expected 2, as in the first vector read`,
				`chats.csv:7: bad vector: "[1" has no closing "]"`,
				`chats.csv:8: bad vector: number 2 is "inf": expected a finite number`,
			},
		},
		{
			name:     "of two columns of one name the first is read, of two names the better",
			content:  "body,text,Text,text,conversation_id\n1,2,3,4,a\n",
			messages: []string{`2: a "2"`},
		},
		{
			name:     "ragged rows",
			content:  head + "a,b\na,b,c,d\na,b,\"c\nc\",d\na,b,c\n",
			messages: []string{`6: a b "c"`},
			problems: []string{
				`chats.csv:2: wrong number of fields: found 2 fields: expected 3, as in the header`,
				`chats.csv:3: wrong number of fields: found 4 fields: expected 3, as in the header`,
				`chats.csv:4: wrong number of fields: found 4 fields: expected 3, as in the header`,
			},
		},
		{
			name:     "a quote left open costs only its own line",
			content:  head + "a,b,\"oops\nb,c,d\nc,\"x\ny\",z\nd,e,f\n",
			messages: []string{`3: b c "d"`, "4: c x\ny \"z\"", `6: d e "f"`},
			problems: []string{`chats.csv:2: bad quoting: field 3 has a quote inside it that is not doubled`},
		},
		{
			name:     "quotes left open inside each other",
			content:  "conversation_id,text,x,y,z\na,\"b\np,q,r\",s,\"t\nu\",\"v\n\"w\"w\na,hi,1,2,3\n",
			messages: []string{`6: a "hi"`},
			problems: []string{
				`chats.csv:2: bad quoting: field 5 has a quote inside it that is not doubled`,
				`chats.csv:3: bad quoting: field 6 of 5 opens a quote that is not closed`,
				`chats.csv:4: bad quoting: field 2 has a quote inside it that is not doubled`,
				`chats.csv:5: bad quoting: field 1 has a quote inside it that is not doubled`,
			},
		},
		{
			name:     "a quote left open until the end",
			content:  head + "a,\"b,oops\nb,c,d\nc,d,e",
			messages: []string{`3: b c "d"`, `4: c d "e"`},
			problems: []string{`chats.csv:2: bad quoting: field 2 opens a quote that is not closed before the end of the file`},
		},
		{
			name:     "a quote left open beyond the last field",
			content:  head + "a,b,c,\"d\ne,f,g\n",
			messages: []string{`3: e f "g"`},
			problems: []string{`chats.csv:2: bad quoting: field 4 of 3 opens a quote that is not closed`},
		},
		{
			name:     "a quote left open for longer than a line may be",
			opts:     &Options{MaxLine: 40},
			content:  head + "a,b,\"oops\n" + strings.Repeat("c,d,e\n", 10),
			messages: numbered(3, 12, `c d "e"`),
			problems: []string{`chats.csv:2: bad quoting: field 3 opens a quote that is not closed within 40 bytes`},
		},
		{
			name:     "rows too long",
			opts:     &Options{MaxLine: 40},
			content:  head + "a,b," + strings.Repeat("x", 50) + "\na,b,c\nd,e,\"" + strings.Repeat("x\n", 10) + strings.Repeat("x", 50) + "\"\nf,g,h\n",
			messages: []string{`3: a b "c"`, `15: f g "h"`},
			problems: []string{
				`chats.csv:2: line too long: expected at most 40 bytes`,
				`chats.csv:4: line too long: expected at most 40 bytes`,
			},
		},
		{
			name:     "a row in Latin-1",
			content:  head + "a,b,gr\xfc\xdfe\na,b,\"x\n\xfc\"\na,b,c\n",
			messages: []string{`2: a b "grüße"`, `3: a b "x\nü"`, `5: a b "c"`},
		},
		{
			name:     "a damaged row of a file in UTF-8",
			content:  head + "a,b,größe\na,b,gr\xfc\xdfe\na,b,c\n",
			messages: []string{`2: a b "größe"`, `4: a b "c"`},
			problems: []string{
				`chats.csv:3: not UTF-8: byte 7 of 9, in "a,b,gr\xfc\xdfe"…: expected UTF-8 (is the file in Latin-1?)`,
			},
		},
		{
			name:    "a mapped column that is not there",
			opts:    &Options{Map: map[Field]string{FieldLabel: "gold"}},
			content: head + "a,b,c\n",
			err:     `chats.csv:1: missing column: for field label: expected gold; the header has conversation_id, speaker, text`,
		},
		{
			name:    "a required column that is not there",
			content: "\nconversation_id;nachricht\na;b\n",
			err:     `chats.csv:2: missing column: for field text: expected one of text, utterance, message, content, body; the header has conversation_id, nachricht: name its columns, as in --map "text=nachricht"`,
		},
		{
			name:    "no header",
			opts:    &Options{},
			content: "a,b,c\n",
			err:     `chats.csv:1: missing column: for field conversation: expected one of conversation_id, conversation, conv_id, dialogue_id, session_id, thread_id; the header has a, b, c: name its columns, as in --map "conversation=a", or put a header above it if that is a record`,
		},
		{
			name:    "a header that is badly quoted",
			content: "\"conversation_id\"x,text\na,b\n",
			err:     `chats.csv:1: bad header: bad quoting: field 1 has a quote inside it that is not doubled`,
		},
		{
			name:    "only a header",
			content: head + "\n",
			err:     `chats.csv: no lines: found only a header or blank lines`,
		},
		{
			name:     "strict stops at the first bad row",
			opts:     strict,
			content:  head + "a,b,c\na,b\na,b,c\n",
			messages: []string{`2: a b "c"`},
			problems: []string{`chats.csv:3: wrong number of fields: found 2 fields: expected 3, as in the header`},
			err:      `chats.csv:3: wrong number of fields: found 2 fields: expected 3, as in the header`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.file == "" {
				c.file = "chats.csv"
			}
			c.run(t)
		})
	}
}

// numbered repeats a shown message for lines from to to, both included.
func numbered(from, to int, shown string) []string {
	var list []string
	for n := from; n <= to; n++ {
		list = append(list, fmt.Sprintf("%d: %s", n, shown))
	}
	return list
}

// TestCSVGivesUpLinesInLinearTime reads rows that each open a quote which nothing closes.
func TestCSVGivesUpLinesInLinearTime(t *testing.T) {
	for name, row := range map[string]string{
		"opened and reopened": "x\",y,\"z\n",
		"opened":              "x,\"y\n",
		"opened once":         "x,y\n",
	} {
		t.Run(name, func(t *testing.T) {
			content := "conversation_id,text,speaker\n\"" + strings.Repeat(row, 200_000)
			start := time.Now()
			r := New([]string{write(t, "chats.csv", content)}, nil, Options{})
			if _, err := drain(t, r); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%d bytes took %v", len(content), took)
			}
		})
	}
}
