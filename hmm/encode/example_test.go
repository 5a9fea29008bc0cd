package encode_test

import (
	"context"
	"fmt"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

func ExampleBuilder() {
	o := encode.DefaultOptions()
	o.MinTurns, o.Text.Addresses, o.Text.Pairs = 1, true, true
	b, err := encode.NewBuilder(o)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"Where is my parcel?", "See https://shop.example/parcel", "我要退款"} {
		if _, _, err := b.Add(&transcript.Message{Conversation: "c17", Text: text}); err != nil {
			fmt.Println(err)
			return
		}
	}
	e, _, err := b.Finish(context.Background(), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var turn emission.Turn
	err = e.NewSession().Encode(&turn, &transcript.Message{Text: "我要 my invoice, http://other.example"})
	for _, w := range turn.Words {
		fmt.Printf("%q ", e.Terms.Term(int(w.Word)))
	}
	fmt.Println(err)
	// Output: "我要" "^<我要$" "^我要>$" "my" "^<my$" "^my>$" "" "<url>" "^我要" "<url>$" <nil>
}
