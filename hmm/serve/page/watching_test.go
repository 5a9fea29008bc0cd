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

// TestNothingToWatch: a conversation that is not there is said in words, and the one that runs goes on.
func TestNothingToWatch(t *testing.T) {
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000)
	b.say("hello", 1)
	id := b.text("#id")
	b.do(chromedp.SendKeys(chromedp.CSS("#watch-id"), "nobody"))
	b.enter()
	b.await(`document.querySelector("[role=alert]").textContent.includes("no conversation “nobody”")`)
	b.expectProblem("status of 404")
	if got, at := b.text("#id"), evaluate[string](b, "location.search"); got != id || at != "?conversation="+id {
		t.Errorf("the page shows %q at %q, expected to stay with %q", got, at, id)
	}
	b.say("where is my parcel?", 2)
}

// TestNothingAtAddress: where the address names a conversation that is not there, the page says so and is ready
// for a new one.
func TestNothingAtAddress(t *testing.T) {
	b := ready(t, newSite(t, trained(t, 12), "").URL+"/?conversation=nobody", 1440, 1000)
	b.await(`document.querySelector("[role=alert]").textContent.includes("no conversation “nobody”") && location.search === ""`)
	b.expectProblem("status of 404")
	b.say("hello", 1)
}

// TestEnded: after the end the panels say that what they show is from before it.
func TestEnded(t *testing.T) {
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000)
	b.talk(conversations(t)[0].Messages[:3])
	panels := map[string]string{"#now-facts": "given turns 1 to 3, not the end", "#next-facts": "before the end: ", "#outlook-facts": "before the end: "}
	for panel, says := range panels {
		if got := b.text(panel); strings.Contains(got, "the end") {
			t.Errorf("%s says %q before %q", panel, got, says)
		}
	}
	b.do(chromedp.Click(chromedp.CSS("#end")))
	b.await(`document.querySelector("#link").textContent === "ended"`)
	for panel, says := range panels {
		if got := b.text(panel); !strings.HasPrefix(got, says) {
			t.Errorf("%s says %q, expected %q", panel, got, says)
		}
	}
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
