package page_test

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/serve/page"
	"intenthmm/hmm/session"
	"intenthmm/hmm/transcript"
)

// ready opens the page of a fake and waits until it can be typed into.
func ready(t testing.TB, address string, width, height int64, first ...action) *tab {
	t.Helper()
	b := open(t, address, width, height, first...)
	b.await(`!document.querySelector("#compose").inert && document.querySelector("#flow svg") !== null`)
	return b
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

// shown are the chips that answers make, as tab.chips has them.
func shown(answers []intent.Answer) []string {
	chips := make([]string, len(answers))
	for _, a := range answers {
		for _, t := range a.Settled {
			chips[t.Turn] = t.Intent
		}
		for _, t := range a.Unsettled {
			chips[t.Turn] = t.Intent + "?"
		}
	}
	return chips
}

// TestTyping: what the page shows after each turn is what a session of the library says.
func TestTyping(t *testing.T) {
	m := trained(t, 12)
	b := ready(t, serve(t, newFake(m, "")), 1440, 1000)
	messages, answers := turning(t, m)
	for n := range messages {
		b.talk(messages[n : n+1])
		a := answers[n]
		if got, want := b.chips(), shown(answers[:n+1]); !slices.Equal(got, want) {
			t.Fatalf("turn %d: the intents are %q, expected %q", n+1, got, want)
		}
		if got := b.text("#posterior li .name"); got != a.Intent {
			t.Errorf("turn %d: the first bar is of %q, expected %q", n+1, got, a.Intent)
		}
		if got := b.text("#next li .name"); got != a.Next[0].Intent {
			t.Errorf("turn %d: next is %q, expected %q", n+1, got, a.Next[0].Intent)
		}
		if got := b.text(".node.present title"); !strings.HasPrefix(got, a.Intent+",") {
			t.Errorf("turn %d: the graph lights up %q, expected %q", n+1, got, a.Intent)
		}
		if got, want := b.text("#surprise-facts"), fmt.Sprintf("%.1f nats, more than %d %%", *a.Surprise, int(*a.Percentile)); !strings.HasPrefix(got, want) {
			t.Errorf("turn %d: the surprise is %q, expected %q", n+1, got, want)
		}
		if got := b.text("#announce"); !strings.HasPrefix(got, fmt.Sprintf("Turn %d, %s: %s, ", n+1, messages[n].Speaker, a.Intent)) {
			t.Errorf("turn %d: those who hear the page hear %q", n+1, got)
		}
	}
	if got := evaluate[int](b, `document.querySelectorAll("#turns .was").length`); got == 0 {
		t.Error("no turn says which intent it had before")
	}
	if !strings.Contains(b.text("#announce"), " is now ") {
		t.Error("those who hear the page do not hear that an earlier intent changed")
	}
	last := answers[len(answers)-1]
	for i, want := range last.Outcomes {
		expression := fmt.Sprintf(`[...document.querySelectorAll("#outlook [role=meter]")].slice(%d, %d).map((meter) => Number(meter.getAttribute("aria-valuenow")))`, 2*i, 2*i+2)
		if got := evaluate[[]float64](b, expression); abs(got[0]-100*want.Within) > 0.51 || abs(got[1]-100*want.Ever) > 0.51 {
			t.Errorf("%s is %v percent, expected %+v", want.Name, got, want)
		}
	}
	if got, want := b.text("#outlook-facts"), fmt.Sprintf("%.0f more turns", *last.Remaining); *last.Remaining > 10 && !strings.HasPrefix(got, want) {
		t.Errorf("%q, expected %q", got, want)
	}
}

func abs(x float64) float64 { return max(x, -x) }

// TestBars: all bars are those of the posterior, in order, once all are asked for.
func TestBars(t *testing.T) {
	m := trained(t, 12)
	b := ready(t, serve(t, newFake(m, "")), 1440, 1000)
	messages := conversations(t)[0].Messages[:3]
	b.talk(messages)
	b.do(chromedp.Click(chromedp.CSS("#posterior button")))
	b.await(`document.querySelectorAll("#posterior li").length === 12`)
	posterior := answersTo(t, m, messages)[2].Posterior
	order := make([]int, len(posterior))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if posterior[i] > posterior[j] {
			return -1
		}
		return 1
	})
	widths := evaluate[[]float64](b, `[...document.querySelectorAll("#posterior .fill")].map((fill) => fill.clientWidth / fill.parentElement.clientWidth)`)
	for i, state := range order {
		if abs(widths[i]-posterior[state]) > 0.01 {
			t.Errorf("bar %d is %.3f long, expected %.3f", i, widths[i], posterior[state])
		}
	}
}

// TestHostileText: what is said is text, whatever it looks like.
func TestHostileText(t *testing.T) {
	b := ready(t, serve(t, newFake(trained(t, 12), "")), 1440, 1000)
	const text = `<img src=x onerror="document.title='owned'"><b>bold</b> & "quoted"`
	b.say(text, 1)
	if got := b.text("#turns .said"); got != text {
		t.Errorf("the turn reads %q", got)
	}
	if evaluate[bool](b, `document.querySelector("#turns img, #turns b") !== null || document.title === "owned"`) {
		t.Error("what was said became HTML")
	}
}

// TestDoubts: a turn that the model does not know is doubted in words.
func TestDoubts(t *testing.T) {
	b := ready(t, serve(t, newFake(trained(t, 12), "")), 1440, 1000)
	b.say("zyx wvut qponm lkji hgfe", 1)
	if got := b.text("#doubts"); !strings.Contains(got, "does not know 100 % of the words") {
		t.Errorf("the doubts are %q", got)
	}
	if got := b.text("#turns .doubt"); got != "unfamiliar" {
		t.Errorf("the turn is marked %q", got)
	}
}

// TestWatching: a second tab sees turns as they come, also after the server dropped its connection.
func TestWatching(t *testing.T) {
	m := trained(t, 12)
	f := newFake(m, "")
	address := serve(t, f)
	messages := conversations(t)[0].Messages
	b := ready(t, address, 1440, 1000)
	b.talk(messages[:2])
	id := b.text("#id")

	watcher := ready(t, address, 1440, 1000)
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

	f.hangUp()
	watcher.await(`document.querySelector("#link").dataset.state === "waiting"`)
	b.talk(messages[3:4])
	watcher.await(`document.querySelectorAll("#turns > li").length === 4 && document.querySelector("#link").textContent === "live"`)

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
	b := ready(t, serve(t, newFake(trained(t, 12), "")), 1440, 1000)
	b.do(chromedp.SendKeys(chromedp.CSS("#watch-id"), "nobody"))
	b.enter()
	b.await(`document.querySelector("[role=alert]").textContent.includes("no conversation “nobody”")`)
	b.expectRefusals(404)
}

// TestRefusedTurn: what the server says is shown, the text stays, and the turn is not counted twice.
func TestRefusedTurn(t *testing.T) {
	f := newFake(trained(t, 12), "")
	b := ready(t, serve(t, f), 1440, 1000)
	b.say("hello", 1)
	f.set(func(f *fake) { f.failing = true })
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), "where is my parcel?"))
	b.enter()
	b.await(`document.querySelector("[role=alert]").textContent.includes("the disk is full")`)
	b.expectRefusals(507)
	if got := evaluate[string](b, `document.querySelector("#text").value`); got != "where is my parcel?" {
		t.Errorf("of the refused text %q is left", got)
	}
	f.set(func(f *fake) { f.failing = false })
	b.enter()
	b.await(`document.querySelectorAll("#turns > li").length === 2 && document.querySelector("[role=alert]").textContent === ""`)
}

// TestToken: a server that wants a token gets it, with every request and with the events.
func TestToken(t *testing.T) {
	b := open(t, serve(t, newFake(trained(t, 12), "secret")), 1440, 1000)
	b.await(`!document.querySelector("#token").hidden && document.activeElement.id === "token-value"`)
	b.press("wrong")
	b.enter()
	b.await(`!document.querySelector("#token").hidden && document.querySelector("#token-value").value === "" && document.activeElement.id === "token-value"`)
	b.press("secret")
	b.enter()
	b.await(`!document.querySelector("#compose").inert`)
	b.expectRefusals(401)
	b.say("hello", 1)
	b.await(`document.querySelector("#link").textContent === "live"`)
}

// TestKeyboard: everything is reached with Tab, seen to have the focus, and works without a mouse.
func TestKeyboard(t *testing.T) {
	b := ready(t, serve(t, newFake(trained(t, 12), "")), 1440, 1000)
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

// TestAddress: a conversation's address shows it, and going back leaves it.
func TestAddress(t *testing.T) {
	m := trained(t, 12)
	b := ready(t, serve(t, newFake(m, "")), 1440, 1000)
	b.talk(conversations(t)[0].Messages[:3])
	b.do(chromedp.Reload())
	b.await(`document.querySelectorAll("#turns > li").length === 3`)
	b.do(chromedp.Evaluate[chromedp.Void](`history.back()`))
	b.await(`document.querySelectorAll("#turns > li").length === 0 && document.querySelector("#id").textContent === "not begun"`)
}

// TestNothingSticksOut: from a phone's width to a screen's, with few states and with many of long names, the
// page is not wider than its window, and no name runs out of its node.
func TestNothingSticksOut(t *testing.T) {
	for name, m := range map[string]*intent.Model{"12 states": trained(t, 12), "40 states": renamed(t, trained(t, 40))} {
		t.Run(name, func(t *testing.T) {
			b := ready(t, serve(t, newFake(m, "")), 1440, 1000)
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
				if n := evaluate[int](b, `document.querySelectorAll("#flow .node").length`); n != len(m.States) {
					t.Errorf("%d nodes, expected %d", n, len(m.States))
				}
			}
		})
	}
}

// overfull are the texts of nodes that are wider than their node or lie over another text of it.
const overfull = `[...document.querySelectorAll(".node")].flatMap((node) => {
	const box = node.querySelector(".paper").getBoundingClientRect();
	return [...node.querySelectorAll("text")].filter((text) => {
		const r = text.getBoundingClientRect();
		return text.textContent !== "" && (r.left < box.left || r.right > box.right || r.top < box.top || r.bottom > box.bottom);
	}).map((text) => text.textContent);
})`

// TestGraph: the threshold decides on the moves, the walk does not.
func TestGraph(t *testing.T) {
	m := trained(t, 12)
	b := ready(t, serve(t, newFake(m, "")), 1440, 1000)
	messages := conversations(t)[0].Messages[:6]
	b.talk(messages)
	for _, percent := range []int{1, 20, 60} {
		b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{ const range = document.querySelector("#threshold"); range.value = %d; range.dispatchEvent(new Event("input")); }`, percent)))
		if got, want := evaluate[int](b, `document.querySelectorAll("#flow .edge").length`), moves(m, float64(percent)/100); got != want {
			t.Errorf("from %d %% on there are %d moves, expected %d", percent, got, want)
		}
	}
	walk := map[[2]int]bool{}
	from := session.None
	for _, state := range path(answersTo(t, m, messages)) {
		if state != from {
			walk[[2]int{from, state}] = true
		}
		from = state
	}
	if got := evaluate[int](b, `document.querySelectorAll("#flow path[marker-end='url(#arrow-walked)']").length`); got != len(walk) {
		t.Errorf("%d moves were walked, expected %d", got, len(walk))
	}
	if rows := evaluate[int](b, `document.querySelectorAll("#flow-table tbody tr").length`); rows != 12 {
		t.Errorf("the table has %d rows", rows)
	}
}

// moves counts those of a model that are at least that probable, and beginnings and ends.
func moves(m *intent.Model, least float64) int {
	n, k, c := 0, len(m.States), m.HMM.Chain
	for i := range k {
		for _, p := range []float64{c.Start[i], c.Stop[i]} {
			if p >= least {
				n++
			}
		}
		for j := range k {
			if j != i && c.Next[0][i*k+j] >= least {
				n++
			}
		}
	}
	return n
}

// path is the states of the turns after the last answer.
func path(answers []intent.Answer) []int {
	states := make([]int, len(answers))
	for _, a := range answers {
		for _, t := range append(a.Settled, a.Unsettled...) {
			states[t.Turn] = t.State
		}
	}
	return states
}

// TestStream: events are taken apart alike however the network cut them.
func TestStream(t *testing.T) {
	b := ready(t, serve(t, newFake(trained(t, 12), "")), 1440, 1000)
	const stream = ": hello\\n\\nevent: step\\nid: 7\\ndata: {\\\"a\\\":\\ndata: 1}\\n\\ndata:x\\r\\n\\r\\nevent: end\\r\\ndata\\r\\n\\r\\nevent: lost\\n\\nid: 8\\ndata: ü\\n"
	const want = `[["step","7","{\"a\":\n1}"],["message","7","x"],["end","7",""]]`
	for _, size := range []int{1, 2, 3, 7, 1000} {
		got := run(b, chromedp.Evaluate[string](fmt.Sprintf(`(async () => {
			const { parse } = await import("./events.js");
			const bytes = new TextEncoder().encode("%s");
			const body = new ReadableStream({ start(c) {
				for (let i = 0; i < bytes.length; i += %d) c.enqueue(bytes.slice(i, i + %[2]d));
				c.close();
			} });
			const events = [];
			for await (const e of parse(body)) events.push([e.name, e.id, e.data]);
			return JSON.stringify(events);
		})()`, stream, size), chromedp.EvalAwaitPromise))
		if got != want {
			t.Errorf("in pieces of %d: %s, expected %s", size, got, want)
		}
	}
}

// TestSchemes: every text has enough contrast, in light and in dark; nothing moves where motion is unwanted.
func TestSchemes(t *testing.T) {
	for _, scheme := range []string{"light", "dark"} {
		t.Run(scheme, func(t *testing.T) {
			b := ready(t, serve(t, newFake(trained(t, 12), "")), 1440, 1000, medium("prefers-color-scheme", scheme))
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
	b := ready(t, serve(t, newFake(trained(t, 12), "")), 1440, 1000, medium("prefers-reduced-motion", "reduce"))
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

// TestFiles: the page names only files that are there, holds no inline script or style, and makes no HTML of
// text.
func TestFiles(t *testing.T) {
	files := page.Files()
	names := map[string]bool{"index.html": true}
	inline := regexp.MustCompile(`(?i)<style|\sstyle=|<script(?:>|[^>]*[^>/]>[^<])|\son[a-z]+=|javascript:|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(`)
	host := regexp.MustCompile(`(?:https?:)?//[a-z0-9-]+\.[a-z]`)
	named := regexp.MustCompile(`(?:href|src)="([^"#:]+)"|from "\./([^"]+)"`)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if found := inline.Find(data); found != nil {
			t.Errorf("%s holds %q", name, found)
		}
		const namespace = "http://www.w3.org/2000/svg"
		if found := host.FindString(strings.ReplaceAll(string(data), namespace, "")); found != "" {
			t.Errorf("%s names another host: %q", name, found)
		}
		for _, match := range named.FindAllStringSubmatch(string(data), -1) {
			names[match[1]+match[2]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	entries, err := fs.ReadDir(files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !names[e.Name()] {
			t.Errorf("nothing names %s", e.Name())
		}
		delete(names, e.Name())
	}
	for name := range names {
		t.Errorf("%q is named, but is not there", name)
	}
}
