package main

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session"
	"intenthmm/hmm/session/store"
)

// The largest card is a message that Telegram takes, whatever people are called and intents are named.
func TestLargestCard(t *testing.T) {
	keeper, err := live.New(model(t), store.NewMemory(), live.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	b := &customerBot{options: risky(t), keeper: keeper}
	name := strings.Repeat("😀 \n<", 100)
	a := &intent.Answer{Doubts: session.Doubts(7).Names()}
	c := &chat{id: 5, reply: live.Reply{Answer: a, Turns: 1000}, begun: true}
	long := *model(t)
	long.States = slices.Clone(long.States)
	for i := range long.States {
		long.States[i].Name = name
	}
	if err := keeper.Reload(&long); err != nil {
		t.Fatal(err)
	}
	for i := range 64 {
		a.Unsettled = append(a.Unsettled, intent.PathTurn{Turn: 936 + i, State: i % 14})
		a.Posterior = append(a.Posterior, 1)
		a.Outcomes = append(a.Outcomes, intent.Risk{Name: name})
	}
	m := b.card(c, models.User{ID: 5, FirstName: name, LastName: name, Username: name})
	if n := len(utf16.Encode([]rune(m.Text))); n > 4096 { // before the marks are taken out, which makes it shorter
		t.Errorf("%d characters", n)
	}
	if strings.Count(m.Text, "\n") != 5+mostOutcomes || strings.Contains(m.Text, "😀 <") {
		t.Errorf("the card is\n%s", m.Text)
	}
	if !strings.Contains(m.Text, "(12 of 1000 turns)") || !strings.Contains(m.Text, "impossible for the model; doubts: impossible, surprising, unfamiliar") {
		t.Errorf("the card is\n%s", m.Text)
	}
}

// A path is the settled turns and those that may change; without the settled ones where those are another
// conversation's.
func TestPathOfCard(t *testing.T) {
	m := &intent.Model{States: []intent.State{{Name: "a"}, {Name: "b"}}}
	a := &intent.Answer{Unsettled: settled(2, 1, session.None)}
	for _, c := range []struct {
		note note
		want string
	}{
		{note{First: 0, Settled: []int{0, 1}}, "a b b ?"},
		{note{First: 1, Settled: []int{0}}, "a b ?"},
		{note{First: 5, Settled: []int{0}}, "b ?"},
		{note{First: 1, Settled: []int{7}}, "? b ?"},
	} {
		if got := strings.Join(path(&c.note, a, m), " "); got != c.want {
			t.Errorf("%+v: %s, want %s", c.note, got, c.want)
		}
	}
	if got := path(&note{Settled: []int{0, 1}}, &intent.Answer{}, m); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("all is settled: %v", got)
	}
}

// The likeliest intents come first.
func TestIntentsOfCard(t *testing.T) {
	m := &intent.Model{States: []intent.State{{Name: "a"}, {Name: "b"}, {Name: "c"}, {Name: "d"}}}
	if got, want := strings.Join(intents([]float64{0.1, 0.6, 0, 0.3}, m), ", "), "b 60 %, d 30 %, a 10 %"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
