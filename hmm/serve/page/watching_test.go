package page_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestWatching: a second tab sees turns as they come, also after the server dropped its connection.
func TestWatching(t *testing.T) {
	m := trained(t, 12)
	s := newSite(t, m, "")
	messages := conversations(t)[0].Messages
	b := ready(t, s.URL, 1440, 1000)
	b.talk(messages[:2])
	id := b.text("#id")

	watcher := ready(t, s.URL, 1440, 1000)
	watcher.do(chromedp.SendKeys(chromedp.CSS("#watch-id"), id))
	watcher.enter()
	watcher.await(`document.querySelectorAll("#turns > li").length === 2 && document.querySelector("#link").textContent === "live"`)
	if got := watcher.text("#turns .said"); !strings.Contains(got, "elsewhere") {
		t.Errorf("a turn that was said in another tab reads %q", got)
	}
	b.talk(messages[2:3])
	watcher.await(`document.querySelectorAll("#turns > li").length === 3`)
	answers := answersTo(t, m, messages)
	if got, want := watcher.chips()[2], shown(answers[:3])[2]; got != want {
		t.Errorf("the watcher sees %q, expected %q", got, want)
	}
	if got := watcher.text("#posterior li .name"); got != answers[2].Intent {
		t.Errorf("the watcher's first bar is of %q, expected %q", got, answers[2].Intent)
	}

	s.CloseClientConnections()
	watcher.await(`document.querySelector("#link").dataset.state === "waiting"`)
	b.talk(messages[3:4])
	watcher.await(`document.querySelectorAll("#turns > li").length === 4 && document.querySelector("#link").textContent === "live"`)
	for _, cut := range []*tab{b, watcher} {
		cut.await(`document.querySelector("#link").textContent === "live"`)
		cut.expectProblem("net::ERR_INCOMPLETE_CHUNKED_ENCODING")
	}

	b.do(chromedp.Click(chromedp.CSS("#end")))
	watcher.await(`document.querySelector("#link").textContent === "ended" && document.querySelector("#compose").inert`)
	for _, chip := range watcher.chips() {
		if strings.HasSuffix(chip, "?") {
			t.Errorf("%s of a conversation that has ended", chip)
		}
	}
}

// TestNothingToWatch: a conversation that is not there is said in words.
func TestNothingToWatch(t *testing.T) {
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000)
	b.do(chromedp.SendKeys(chromedp.CSS("#watch-id"), "nobody"))
	b.enter()
	b.await(`document.querySelector("[role=alert]").textContent.includes("no conversation “nobody”")`)
	b.expectProblem("status of 404")
}

// TestAddress: a conversation's address shows it, and going back leaves it.
func TestAddress(t *testing.T) {
	m := trained(t, 12)
	b := ready(t, newSite(t, m, "").URL, 1440, 1000)
	b.talk(conversations(t)[0].Messages[:3])
	b.do(chromedp.Reload())
	b.await(`document.querySelectorAll("#turns > li").length === 3`)
	b.do(chromedp.Evaluate[chromedp.Void](`history.back()`))
	b.await(`document.querySelectorAll("#turns > li").length === 0 && document.querySelector("#id").textContent === "not begun"`)
}
