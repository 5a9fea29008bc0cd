package page_test

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"intenthmm/hmm/transcript"
)

// tab is a page in the browser. What goes wrong in it unasked fails the test.
type tab struct {
	testing.TB
	ctx context.Context

	mu       sync.Mutex
	problems []string // errors in the console, requests to other hosts
}

// An action is a step in a tab that has no value.
type action = chromedp.Action[chromedp.Void]

// open opens an address in a tab of its own, with a window of a size, after some first actions.
func open(t testing.TB, address string, width, height int64, first ...action) *tab {
	t.Helper()
	origin, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	b := &tab{TB: t}
	ctx, cancel := chromedp.NewContext(browser(t), chromedp.WithListener(func(event any) { b.observe(event, origin.Host) }))
	b.ctx = ctx
	t.Cleanup(func() {
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Errorf("in the browser: %s", p)
		}
	})
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, height)); err != nil {
		t.Fatal(err)
	}
	b.do(append(first, chromedp.Navigate(address))...)
	return b
}

// ready opens the page of a fake and waits until it can be typed into.
func ready(t testing.TB, address string, width, height int64, first ...action) *tab {
	t.Helper()
	b := open(t, address, width, height, first...)
	b.await(`!document.querySelector("#compose").inert && document.querySelector("#flow svg") !== null`)
	return b
}

// observe keeps what no page should do.
func (b *tab) observe(event any, host string) {
	problem := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		problem = fmt.Sprintf("console: %s %s", e.Type, e.Args[0].Value)
	case *runtime.EventExceptionThrown:
		problem = fmt.Sprintf("exception: %s %s", e.ExceptionDetails.Text, e.ExceptionDetails.Exception.Description)
	case *log.EventEntryAdded:
		problem = fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL)
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Host != host {
			problem = "request to another host: " + e.Request.URL
		}
	}
	if problem != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.problems = append(b.problems, problem)
	}
}

// expectProblem takes away the console's notes of a kind, of which there must be some.
func (b *tab) expectProblem(kind string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	others := slices.DeleteFunc(slices.Clone(b.problems), func(p string) bool { return strings.Contains(p, kind) })
	if len(others) == len(b.problems) {
		b.Errorf("of %q there was nothing in the console", kind)
	}
	b.problems = others
}

func (b *tab) do(actions ...action) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.Fatal(err)
	}
}

// run is the value of an action.
func run[T any](b *tab, a chromedp.Action[T]) T {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, a)
	if err != nil {
		b.Fatal(err)
	}
	return v
}

// evaluate is the value of an expression in the page.
func evaluate[T any](b *tab, expression string) T {
	b.Helper()
	return run(b, chromedp.Evaluate[T](expression))
}

// await waits until a condition holds in the page.
func (b *tab) await(condition string) {
	b.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if evaluate[bool](b, condition) {
			return
		}
	}
	b.Fatalf("never came true: %s\nthe page says:\n%s", condition, evaluate[string](b, "document.body.innerText"))
}

// call is a command of the browser's protocol.
func call[P, R any](command cdp.Command[P, R], params P) action {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// enter presses the Enter key, as one event: a page that takes it keeps it from what has the focus.
func (b *tab) enter() {
	b.Helper()
	down := input.DispatchKeyEventParams{Type: kb.KeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13}
	up := input.DispatchKeyEventParams{Type: kb.KeyUp, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13}
	b.do(call(input.DispatchKeyEvent, down), call(input.DispatchKeyEvent, up))
}

// press presses keys, one after another, in whatever has the focus.
func (b *tab) press(keys ...string) {
	b.Helper()
	for _, k := range keys {
		b.do(chromedp.KeyEvent(k))
	}
}

// say types a turn and sends it, and waits until the page shows so many turns.
func (b *tab) say(text string, turns int) {
	b.Helper()
	b.do(chromedp.Focus(chromedp.CSS("#text")))
	b.do(call(input.InsertText, input.InsertTextParams{Text: text}))
	b.enter()
	b.await(fmt.Sprintf(`document.querySelectorAll("#turns > li .chip").length === %d && document.querySelector("#text").value === ""`, turns))
}

// as chooses a speaker.
func (b *tab) as(speaker string) {
	b.Helper()
	b.do(chromedp.Click(chromedp.CSS(fmt.Sprintf("#speakers input[value=%q]", speaker))))
}

// talk types messages, each as its speaker.
func (b *tab) talk(messages []transcript.Message) {
	b.Helper()
	before := len(b.chips())
	for i := range messages {
		b.as(messages[i].Speaker)
		b.say(messages[i].Text, before+i+1)
	}
}

// chips are the intents of the turns as the page shows them, with "?" where they may change.
func (b *tab) chips() []string {
	b.Helper()
	return evaluate[[]string](b, `[...document.querySelectorAll("#turns .chip")].map((chip) => chip.querySelector(".name").textContent + (chip.classList.contains("unsettled") ? "?" : ""))`)
}

// text is the text of an element.
func (b *tab) text(selector string) string {
	b.Helper()
	return evaluate[string](b, fmt.Sprintf("document.querySelector(%q).textContent", selector))
}

// medium makes the browser prefer something, such as a colour scheme.
func medium(name, value string) action {
	return call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: name, Value: value}},
	})
}
