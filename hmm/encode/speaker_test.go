package encode

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/transcript"
)

// chats is n conversations of one turn for each speaker in who(i).
func chats(n int, who func(i int) []string) []transcript.Message {
	var messages []transcript.Message
	for i := range n {
		for _, speaker := range who(i) {
			messages = append(messages, transcript.Message{Conversation: fmt.Sprint(i), Speaker: speaker, Text: "hi"})
		}
	}
	return messages
}

func TestSpeakers(t *testing.T) {
	for _, c := range []struct {
		what string
		n    int
		who  func(i int) []string
		want []string // nil: speakers are not observed
	}{
		{"two roles, the more frequent first", 4, func(i int) []string { return []string{"Customer", "agent"}[:1+i%2] }, []string{"customer", "agent"}},
		{"equally frequent by name", 4, func(int) []string { return []string{"b", "a"} }, []string{"a", "b"}},
		{"one role only tells nothing", 4, func(int) []string { return []string{"customer"} }, nil},
		{"none", 4, func(int) []string { return []string{""} }, nil},
		{"blanks are none", 4, func(int) []string { return []string{" ", "\t", ""} }, nil},
		{"one role and someone else", 40, func(i int) []string {
			if i == 7 {
				return []string{"agent", "boss"}
			}
			return []string{"agent"}
		}, []string{"agent"}},
		{"spelling", 4, func(i int) []string { return []string{"Agent", "AGENT ", " agent", "ÄRZTIN", "ärztin"} }, []string{"agent", "ärztin"}},
		{"at 5 % a role", 40, func(i int) []string {
			if i < 2 {
				return []string{"agent", "bot", "bot", "bot"}
			}
			return []string{"agent", "x" + fmt.Sprint(i)}
		}, []string{"agent", "bot"}},
		{"below 5 % a person, however much they say", 41, func(i int) []string {
			if i < 2 {
				return []string{"agent", "bot", "bot", "bot"}
			}
			return []string{"agent", "x" + fmt.Sprint(i)}
		}, []string{"agent"}},
		{"people only", 41, func(i int) []string { return []string{fmt.Sprint("nick", i)} }, nil},
		{"at most 16", 3, func(i int) []string {
			var who []string
			for s := range 20 - 4*min(i, 1) {
				who = append(who, fmt.Sprintf("s%02d", s))
			}
			return who
		}, []string{"s00", "s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08", "s09", "s10", "s11", "s12", "s13", "s14", "s15"}},
	} {
		messages := chats(c.n, c.who)
		o := DefaultOptions()
		o.MinTurns = 1
		e, turns, _ := build(t, o, messages)
		same(t, reread(t, e), messages, turns)
		if (e.Speakers == nil) != (c.want == nil) {
			t.Errorf("%s: speakers observed: %v", c.what, e.Speakers != nil)
			continue
		}
		var got []string
		for i := 1; e.Speakers != nil && i < e.Speakers.Len(); i++ {
			got = append(got, e.Speakers.Term(i))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: roles %q, want %q", c.what, got, c.want)
		}
		for i, turn := range turns {
			name := strings.ToLower(strings.TrimSpace(messages[i].Speaker))
			want := -1
			if name != "" && c.want != nil {
				want = slices.Index(c.want, name) + 1
			}
			if int(turn.Speaker) != want {
				t.Fatalf("%s: speaker %q is %d, want %d", c.what, messages[i].Speaker, turn.Speaker, want)
			}
		}
	}
}

func TestSpeakerIsAnOption(t *testing.T) {
	o := DefaultOptions()
	o.Speaker = false
	e, turns, _ := build(t, o, chats(3, func(int) []string { return []string{"a", "b"} }))
	if e.Speakers != nil || turns[0].Speaker != -1 {
		t.Errorf("speakers are observed: %+v", turns[0])
	}
}
