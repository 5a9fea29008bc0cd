package report

import (
	"io"
	"strings"
	"testing"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"intenthmm/hmm/intent"
)

// named is a model that people have labelled.
func named(t testing.TB, kind string) *intent.Model {
	t.Helper()
	m, err := fixed(t, kind).Relabel([]intent.Label{
		{State: 0, EndsAs: "gave up"}, {State: 1, Name: "refund", Outcome: "refund"}, {State: 2, Name: "请求", Outcome: "refund", EndsAs: "gave up"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestLabelsGolden(t *testing.T) {
	defer twwidth.SetEastAsian(twwidth.IsEastAsian())
	twwidth.SetEastAsian(false)
	golden(t, "labels.txt", render(t, func(w io.Writer) error { return Labels(w, named(t, "words"), 80) }))
	golden(t, "states_named.txt", render(t, func(w io.Writer) error { return States(w, named(t, "words"), 140) }))
	golden(t, "states_named.json", render(t, func(w io.Writer) error { return JSON(w, named(t, "words")) }))
}

// TestLegends: the legend speaks of marks where there are some, and of given names where there are some.
func TestLegends(t *testing.T) {
	legend := func(labels ...intent.Label) string {
		m, err := fixed(t, "words").Relabel(labels)
		if err != nil {
			t.Fatal(err)
		}
		return render(t, func(w io.Writer) error { return States(w, m, 100) })
	}
	for text, says := range map[string][2]bool{
		legend(): {false, false},
		legend(intent.Label{State: 1, Name: "x"}):    {true, false},
		legend(intent.Label{State: 1, Outcome: "x"}): {false, true},
		legend(intent.Label{State: 1, EndsAs: "x"}):  {false, true},
	} {
		if strings.Contains(text, "that nobody gave") != says[0] || strings.Contains(text, "●: ") != says[1] {
			t.Errorf("given names, marks are %v:\n%s", says, text)
		}
	}
}
