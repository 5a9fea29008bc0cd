package page_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"intenthmm/hmm/intent"
)

// TestNothingSticksOut: from a phone's width to a screen's, with few states and with many of long names, the
// page is not wider than its window, and no name runs out of its node.
func TestNothingSticksOut(t *testing.T) {
	for name, m := range map[string]*intent.Model{"12 states": trained(t, 12), "40 states": renamed(t, trained(t, 40))} {
		t.Run(name, func(t *testing.T) {
			b := ready(t, newSite(t, m, "").URL, 1440, 1000)
			b.talk(conversations(t)[0].Messages[:5])
			for _, width := range []int64{360, 720, 1000, 1440, 1900} {
				b.do(chromedp.EmulateViewport(width, 900))
				b.await(`document.querySelector("#flow svg").clientWidth <= document.querySelector("#flow").clientWidth`)
				if out := evaluate[int](b, `document.documentElement.scrollWidth - innerWidth`); out > 0 {
					t.Errorf("at %d pixels the page is %d too wide", width, out)
				}
				if out := evaluate[[]string](b, overfull); len(out) > 0 {
					t.Errorf("at %d pixels these names run out of their nodes: %q", width, out)
				}
				if before := evaluate[bool](b, fmt.Sprintf(startFirst, map[bool]string{true: "left", false: "top"}[width >= 1000])); !before {
					t.Errorf("at %d pixels the start does not stand before the states", width)
				}
				if n := evaluate[int](b, `document.querySelectorAll("#flow .node").length`); n != len(m.States) {
					t.Errorf("%d nodes, expected %d", n, len(m.States))
				}
			}
		})
	}
}

// startFirst is whether the start is nearer to an edge of the graph than all states.
const startFirst = `((edge) => {
	const at = (node) => node.getBoundingClientRect()[edge];
	const start = at(document.querySelector("#flow .terminal"));
	return [...document.querySelectorAll("#flow .node")].every((node) => start < at(node));
})(%q)`

// overfull are the texts of nodes that are wider than their node or lie over another text of it.
const overfull = `[...document.querySelectorAll(".node")].flatMap((node) => {
	const box = node.querySelector(".paper").getBoundingClientRect();
	return [...node.querySelectorAll("text")].filter((text) => {
		const r = text.getBoundingClientRect();
		return text.textContent !== "" && (r.left < box.left || r.right > box.right || r.top < box.top || r.bottom > box.bottom);
	}).map((text) => text.textContent);
})`

// TestSchemes: every text has enough contrast, in light and in dark; nothing moves where motion is unwanted.
func TestSchemes(t *testing.T) {
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000, medium("prefers-color-scheme", scheme))
			b.talk(conversations(t)[0].Messages[:4])
			b.say("zyx wvut qponm lkji hgfe", 5)
			b.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll("details").forEach((d) => { d.open = true; })`))
			if low := evaluate[[]string](b, lowContrast); len(low) > 0 {
				t.Errorf("these have too little contrast: %q", low)
			}
			dark := evaluate[float64](b, `getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number)[0]`) < 128
			if dark != (scheme == "dark") {
				t.Errorf("the ground is dark: %v", dark)
			}
		})
	}
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000, medium("prefers-reduced-motion", "reduce"))
	if got := evaluate[string](b, `getComputedStyle(document.querySelector("#turns-box")).scrollBehavior`); got != "auto" {
		t.Errorf("the turns scroll %s where motion is unwanted", got)
	}
}

// lowContrast are the texts whose contrast with what is below them is less than 4.5 to 1, as WCAG 2 counts.
const lowContrast = `(() => {
	const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
	const rgba = (color) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		return [...canvas.getImageData(0, 0, 1, 1).data].map((x) => x / 255);
	};
	const linear = (x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
	const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
	const ground = (node) => {
		for (; node; node = node.parentElement) {
			const color = rgba(getComputedStyle(node).backgroundColor);
			if (color[3] > 0.99) return color;
		}
		return [1, 1, 1];
	};
	const low = [];
	for (const node of document.querySelectorAll("body *")) {
		const text = [...node.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join("");
		if (text === "" || node.closest("[inert], .unseen, noscript, title") || node.getClientRects().length === 0) continue;
		const style = getComputedStyle(node);
		const a = luminance(rgba(node.namespaceURI.endsWith("svg") ? style.fill : style.color));
		const b = luminance(ground(node));
		const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
		if (ratio < 4.5) low.push(text + " " + ratio.toFixed(2));
	}
	return low;
})()`
