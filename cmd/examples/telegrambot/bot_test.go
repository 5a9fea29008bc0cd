package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"intenthmm/hmm/session/store"
)

// isReply reports whether a text is what is said to a turn that is no reason for an offer.
func isReply(text string) bool {
	return strings.HasPrefix(text, "Thank you. I take this to be about: ") || text == sayUnsure
}

// play writes lines of the script up to the offer, and reads the answers.
func play(t *testing.T, tg *telegram, chat int64) {
	t.Helper()
	for _, text := range script[:2] {
		tg.write(chat, text)
		if m := tg.next(); m.chat != chat || !isReply(m.text) || m.press != "" {
			t.Fatalf("%q is answered with %+v", text, m)
		}
	}
	tg.write(chat, script[2])
	if m := tg.want(chat, sayOffer); m.press != wantsPerson {
		t.Fatalf("the offer has the button %q", m.press)
	}
}

// A whole conversation: greeting, answers, the offer at the turn where the risk is high and not before,
// the card, silence, the agent's /close, and answers again.
func TestConversation(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	stop := start(t, tg, s, risky(t))
	tg.write(5, "/start")
	tg.want(5, sayGreeting)
	play(t, tg, 5)
	tg.press(5, wantsPerson)
	card := tg.want(agents, "talk to a person")
	tg.want(5, sayHandedOver)
	checkCard(t, card)

	tg.write(5, script[3])
	tg.write(5, "/start")
	tg.post(5, map[string]any{"sticker": map[string]any{"file_id": "f"}})
	tg.silent()
	tg.press(5, wantsPerson)
	tg.silent()
	if n := turns(t, s, 5); n != 3 {
		t.Errorf("%d turns after the hand-off, want 3", n)
	}

	tg.write(6, script[0])
	if m := tg.next(); m.chat != 6 || !isReply(m.text) {
		t.Errorf("another customer is answered with %+v", m)
	}
	tg.write(6, "/close_5") // is for agents
	tg.want(6, sayGreeting)
	tg.write(5, script[3])
	tg.write(agents, "hello everybody")
	tg.write(agents, "/close_6")
	tg.want(agents, "no open hand-off of customer 6")
	tg.write(agents, "/close")
	tg.want(agents, sayWhichClose)
	tg.write(agents, "/close_5@shopbot")
	tg.want(5, sayBack)
	tg.want(agents, "customer 5 again")
	play(t, tg, 5)
	tg.silent()
	stop()
	if n := turns(t, s, 5); n != 3 {
		t.Errorf("%d turns after /close, want 3 of a new conversation", n)
	}
	if len(tg.rested) != 2 {
		t.Errorf("%d presses came to rest, want 2", len(tg.rested))
	}
}

func checkCard(t *testing.T, card said) {
	t.Helper()
	_, path := expected(t)
	for _, want := range []string{
		`<a href="tg://user?id=5">Ann &lt;&amp;&gt;</a> @ann`,
		"Path (3 of 3 turns): " + strings.Join(path, " → "),
		"Now: asks for a person ", "nats, more than ", "hand-off: ", " within 5 turns, ", "/close_5",
	} {
		if !strings.Contains(card.text, want) {
			t.Errorf("the card lacks %q:\n%s", want, card.text)
		}
	}
	if card.mode != "HTML" {
		t.Errorf("the card's mode is %q", card.mode)
	}
}

// The offer comes when the risk becomes high, not again while it stays so, and again when it has been low.
func TestOfferWhenRiskRises(t *testing.T) {
	o := risky(t)
	risks, _ := expected(t)
	sorted := slices.Sorted(slices.Values(risks)) // three turns are above: two in a row, and a later one
	o.Threshold = (sorted[len(sorted)-3] + sorted[len(sorted)-4]) / 2
	tg := newTelegram(t)
	start(t, tg, store.NewMemory(), o)
	before, offers, stayed := false, 0, 0
	for i, text := range script {
		tg.write(5, text)
		m := tg.next()
		high := risks[i] >= o.Threshold
		if offered := m.text == sayOffer; offered != (high && !before) {
			t.Errorf("turn %d, risk %.2f, threshold %.2f: %q", i, risks[i], o.Threshold, m.text)
		} else if offered {
			offers++
		}
		if high && before {
			stayed++
		}
		before = high
	}
	tg.silent()
	if offers != 2 || stayed == 0 {
		t.Errorf("%d offers, want 2, and the risk stayed high %d times, want some: %.2f", offers, stayed, risks)
	}
}

// What is no text: media are answered and are no turns, captions are, groups and what is edited are
// nobody's.
func TestWhatIsNoTurn(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	start(t, tg, s, risky(t))
	tg.post(5, map[string]any{"sticker": map[string]any{"file_id": "f"}})
	tg.want(5, sayWordsOnly)
	tg.post(5, map[string]any{"photo": []any{map[string]any{"file_id": "f"}}})
	tg.want(5, sayWordsOnly)
	tg.write(5, "/help")
	tg.want(5, sayGreeting)
	tg.post(5, map[string]any{"pinned_message": map[string]any{"message_id": 1, "date": 1, "chat": map[string]any{"id": 5, "type": "private"}}})
	tg.write(-7, "/start")
	tg.write(-7, script[2])
	tg.write(-7, "/close_5")
	tg.press(5, "another button")
	tg.change(func() {
		tg.ids++
		tg.updates = append(tg.updates,
			update{tg.ids, map[string]any{"update_id": tg.ids, "edited_message": map[string]any{"message_id": 1}}},
			update{tg.ids + 1, map[string]any{"update_id": tg.ids + 1, "message": "what the client cannot read"}})
		tg.ids++
	})
	tg.silent()
	if n := turns(t, s, 5); n != 0 {
		t.Errorf("%d turns, want none", n)
	}
	tg.post(5, map[string]any{"photo": []any{map[string]any{"file_id": "f"}}, "caption": "my order is broken"})
	tg.next()
	tg.write(5, strings.Repeat("where is my order? ", 215)) // 4085 characters, Telegram's limit is 4096
	tg.next()
	tg.silent()
	if n := turns(t, s, 5); n != 2 {
		t.Errorf("%d turns, want 2", n)
	}
}

// A customer who was silent for long, or says /start, begins anew.
func TestNewConversation(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	start(t, tg, s, risky(t))
	at := 1_800_000_000
	write := func(text string, after time.Duration, want int) {
		t.Helper()
		at += int(after.Seconds())
		tg.post(5, map[string]any{"text": text, "date": at})
		tg.next()
		tg.silent()
		if n := turns(t, s, 5); n != want {
			t.Errorf("%d turns after %q, want %d", n, text, want)
		}
	}
	write("hi", 0, 1)
	write("where is my order?", 29*time.Minute, 2)
	write("hi", 31*time.Minute, 1)
	write("where is my order?", time.Minute, 2)
	write("/start again", time.Minute, 0)
	write("where is my order?", time.Minute, 1)
}

// Many customers at the same time: each has a conversation of their own, answered in order.
func TestManyChats(t *testing.T) {
	tg, s := newTelegram(t), newFile(t)
	o := risky(t)
	start(t, tg, s, o)
	const chats, each = 40, 5
	for i := range each {
		for chat := range int64(chats) {
			tg.write(10+chat, script[i])
		}
	}
	answers := map[int64][]string{}
	for range chats * each {
		m := tg.next()
		answers[m.chat] = append(answers[m.chat], m.text)
	}
	tg.silent()
	for chat, texts := range answers {
		if got, want := fmt.Sprint(texts), fmt.Sprint(answers[10]); got != want {
			t.Errorf("chat %d is answered %s, chat 10 %s", chat, got, want)
		}
		if n := turns(t, s, chat); n != each {
			t.Errorf("chat %d has %d turns, want %d", chat, n, each)
		}
	}
}

// A button below an offer whose conversation is gone still leads to a person.
func TestPressWithoutConversation(t *testing.T) {
	tg, s := newTelegram(t), store.NewMemory()
	start(t, tg, s, risky(t))
	tg.press(5, wantsPerson)
	if card := tg.want(agents, "/close_5"); strings.Contains(card.text, "Path") {
		t.Errorf("a path of nothing: %s", card.text)
	}
	tg.want(5, sayHandedOver)
	tg.write(5, script[0])
	tg.silent()
}
