package page_test

import (
	"testing"

	"github.com/chromedp/chromedp"

	"intenthmm/hmm/transcript"
)

// TestRefusedTurn: what the server says is shown, the text stays, and the turn is not counted twice.
func TestRefusedTurn(t *testing.T) {
	s := newSite(t, trained(t, 12), "")
	b := ready(t, s.URL, 1440, 1000)
	b.say("hello", 1)
	s.set(func() { s.full = true })
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "where is my parcel?"))
	b.enter()
	b.await(`document.querySelector("[role=alert]").textContent.includes("disk is full")`)
	b.expectProblem("status of 507")
	if got := evaluate[string](b, `document.querySelector("#text").value`); got != "where is my parcel?" {
		t.Errorf("of the refused text %q is left", got)
	}
	s.set(func() { s.full = false })
	b.enter()
	b.await(`document.querySelectorAll("#turns > li").length === 2 && document.querySelector("[role=alert]").textContent === ""`)
}

// TestTypingOn: what was sent leaves the box at once, and what is typed while the answer is awaited stays in it,
// whether the turn is taken or refused.
func TestTypingOn(t *testing.T) {
	s := newSite(t, trained(t, 12), "")
	b := ready(t, s.URL, 1440, 1000)
	b.say("hello", 1)
	sendHeld := func(text, next string, full bool) {
		t.Helper()
		held := make(chan struct{})
		s.set(func() { s.held, s.full = held, full })
		b.press(text)
		b.enter()
		b.await(`document.querySelector("#send").disabled && document.querySelector("#text").value === ""`)
		b.press(next)
		s.set(func() { s.held = nil })
		close(held)
		b.await(`!document.querySelector("#send").disabled`)
		if got := evaluate[string](b, `document.querySelector("#text").value`); got != next {
			t.Errorf("of what was typed meanwhile %q is left, expected %q", got, next)
		}
	}
	sendHeld("where is my parcel?", "thank you", false)
	if got := b.text("#turns li:last-child .said"); got != "where is my parcel?" {
		t.Errorf("the turn reads %q", got)
	}
	sendHeld("", "bye", true)
	b.await(`document.querySelector("[role=alert]").textContent.includes("“thank you” was not sent. ")`)
	b.expectProblem("status of 507")
	if n := len(b.chips()); n != 2 {
		t.Errorf("%d turns, expected 2", n)
	}
}

// TestLostAnswer: a turn whose answer was lost is sent again as the same turn.
func TestLostAnswer(t *testing.T) {
	s := newSite(t, trained(t, 12), "")
	b := ready(t, s.URL, 1440, 1000)
	b.say("hello", 1)
	s.set(func() { s.losing = true })
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "where is my parcel?"))
	b.enter()
	b.await(`document.querySelector("[role=alert]").textContent.includes("cannot be reached")`)
	b.expectProblem("net::ERR_EMPTY_RESPONSE")
	s.set(func() { s.losing = false })
	b.enter()
	b.await(`document.querySelector("#text").value === "" && document.querySelector("[role=alert]").textContent === ""`)
	b.say("thank you", 3)
	if got := b.text("#turns li:nth-child(2) .said"); got != "where is my parcel?" {
		t.Errorf("the turn that was sent twice reads %q", got)
	}
}

// TestAnew: a conversation whose model the server does not know any more begins anew, and the page says so.
func TestAnew(t *testing.T) {
	s := newSite(t, trained(t, 12), "")
	b := ready(t, s.URL, 1440, 1000)
	b.talk(conversations(t)[0].Messages[:3])
	b.await(`document.querySelectorAll("#flow .node").length === 12`)
	other := trained(t, 40)
	s.restart(other)
	b.say("hello", 1)
	b.await(`document.querySelector("[role=alert]").textContent.includes("began anew") && document.querySelectorAll("#flow .node").length === 40`)
	if got, want := b.text("#posterior li .name"), answersTo(t, other, []transcript.Message{{Speaker: b.text("#turns .who span"), Text: "hello"}})[0].Intent; got != want {
		t.Errorf("the first bar is of %q, expected %q", got, want)
	}
}

// TestToken: a server that wants a token gets it, with every request and with the events.
func TestToken(t *testing.T) {
	b := open(t, newSite(t, trained(t, 12), "secret").URL, 1440, 1000)
	b.await(`!document.querySelector("#token").hidden && document.activeElement.id === "token-value"`)
	if label, alert := b.text("#token-label"), b.text("[role=alert]"); label != "This server asks for a token" || alert != "" {
		t.Errorf("without a token the page says %q and %q", label, alert)
	}
	b.press("wrong")
	b.enter()
	b.await(`!document.querySelector("#token").hidden && document.querySelector("#token-value").value === "" && document.activeElement.id === "token-value"`)
	b.await(`document.querySelector("#token-label").textContent === "That is not this server's token" && document.querySelector("[role=alert]").textContent === ""`)
	b.press("secret")
	b.enter()
	b.await(`!document.querySelector("#compose").inert`)
	b.expectProblem("status of 401")
	b.say("hello", 1)
	b.await(`document.querySelector("#link").textContent === "live"`)
}
