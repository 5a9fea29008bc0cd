package transcript_test

import (
	"fmt"
	"log"
	"strings"

	"intenthmm/hmm/transcript"
)

// A log with German column names, one broken line, and two conversations that overlap in time.
func Example() {
	chats := `Ticket;Von;Nachricht
T1;Kunde;Wo ist mein Paket?
T2;Kunde;Hallo
T1;Berater
T1;Berater;"Unterwegs,
sagt die Post."
`
	opts := transcript.DefaultOptions()
	var err error
	opts.Map, err = transcript.ParseMap("conversation=ticket,speaker=von,text=nachricht")
	if err != nil {
		log.Fatal(err)
	}
	reader := transcript.New([]string{"-"}, strings.NewReader(chats), opts)
	conversations, err := transcript.Group(reader.Messages())
	if err != nil {
		log.Fatal(err)
	}
	for _, c := range conversations {
		for _, m := range c.Messages {
			fmt.Printf("%s %s: %q\n", c.ID, m.Speaker, m.Text)
		}
	}
	summary := reader.Summary()
	fmt.Println(summary)
	fmt.Println(summary.Problems[0])
	// Output:
	// T1 Kunde: "Wo ist mein Paket?"
	// T1 Berater: "Unterwegs,\nsagt die Post."
	// T2 Kunde: "Hallo"
	// 3 messages from 1 file; skipped 1 line: 1 wrong number of fields
	// stdin:4: wrong number of fields: found 2 fields: expected 3, as in the header
}

func ExampleReader_Messages() {
	chats := `{"conversation_id": 17, "speaker": "customer", "text": "hi"}
{"conversation_id": 17, "speaker": "bot", "text": "Hello!"}
`
	reader := transcript.New([]string{"-"}, strings.NewReader(chats), transcript.DefaultOptions())
	for m, err := range reader.Messages() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m.Line, m.Conversation, m.Speaker, m.Text)
	}
	if err := reader.Summary().Err(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// 1 17 customer hi
	// 2 17 bot Hello!
}

func ExampleParseMap() {
	m, _ := transcript.ParseMap("conversation=ticket, text=body")
	fmt.Println(m[transcript.FieldConversation], m[transcript.FieldText])

	_, err := transcript.ParseMap("txt=body")
	fmt.Println(err)
	// Output:
	// ticket body
	// map entry "txt=body": unknown field "txt": expected one of conversation, turn, speaker, time, text, symbol, vector, label, title
}
