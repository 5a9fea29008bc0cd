package page_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"intenthmm/hmm/intent"
)

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
	b := ready(t, newSite(t, m, "").URL, 1440, 1000)
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
	b := ready(t, newSite(t, m, "").URL, 1440, 1000)
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
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000)
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
	b := ready(t, newSite(t, trained(t, 12), "").URL, 1440, 1000)
	b.say("zyx wvut qponm lkji hgfe", 1)
	if got := b.text("#doubts"); !strings.Contains(got, "does not know 100 % of the words") {
		t.Errorf("the doubts are %q", got)
	}
	if got := b.text("#surprise-facts"); !strings.HasSuffix(got, " nats; most of the turn is unknown, so that surprise says little") {
		t.Errorf("the surprise is %q", got)
	}
	if got := b.text("#turns .doubt"); got != "unfamiliar" {
		t.Errorf("the turn is marked %q", got)
	}
}
