package page_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session"
)

// TestGraph: the threshold decides on the moves, the walk does not.
func TestGraph(t *testing.T) {
	m := trained(t, 12)
	b := ready(t, newSite(t, m, "").URL, 1440, 1000)
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
