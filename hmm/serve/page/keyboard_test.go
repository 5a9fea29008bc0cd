package page_test

import (
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeyboard: everything is reached with Tab, seen to have the focus, and works without a mouse.
func TestKeyboard(t *testing.T) {
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000)
	var reached []string
	for range 40 {
		b.press(kb.Tab)
		at := evaluate[[2]string](b, `[document.activeElement.id || document.activeElement.className || document.activeElement.name || document.activeElement.tagName, getComputedStyle(document.activeElement.name === "speaker" ? document.activeElement.nextElementSibling : document.activeElement).outlineStyle]`)
		if at[0] == "BODY" {
			break
		}
		if at[1] == "none" {
			t.Errorf("%s has the focus, but does not show it", at[0])
		}
		reached = append(reached, at[0])
	}
	for _, id := range []string{"skip", "watch-id", "new", "turns-box", "speaker", "text", "send", "threshold", "SUMMARY"} {
		if !slices.Contains(reached, id) {
			t.Errorf("Tab does not reach %s, only %q", id, reached)
		}
	}
	b.do(chromedp.Focus(chromedp.CSS("#text")))
	b.press("hi there")
	b.enter()
	b.await(`document.querySelectorAll("#turns > li").length === 1 && document.querySelector("#text").value === ""`)
	first := b.text("#turns .who span")
	b.do(chromedp.KeyEvent("s", chromedp.KeyModifiers(chromedp.ModifierAlt)))
	b.press("and hello")
	b.enter()
	b.await(`document.querySelectorAll("#turns > li").length === 2`)
	if second := b.text("#turns li:last-child .who span"); second == first {
		t.Errorf("both turns are of %s", first)
	}
}
