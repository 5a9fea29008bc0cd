package report

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"intenthmm/hmm/report/heldout"
)

// figures are those of a model that the chain over symbols leads by this many nats a turn.
func figures(lag float64) *heldout.Figures {
	perWord := func(x float64) *float64 { return &x }
	f := &heldout.Figures{
		Likelihood: &heldout.Likelihood{Conversations: 12000, Turns: 123456, Words: 1234567, Impossible: 1, Models: []heldout.Score{
			{Model: "hmm", PerTurn: -1234.567, PerWord: perWord(-5.1)},
			{Model: "chain", Over: "symbols and speakers", PerTurn: -1234.567 + lag, PerWord: perWord(-5), Lead: -lag, LeadError: 0.25},
			{Model: "mixture", PerTurn: -1300, PerWord: perWord(-6), Lead: 65.433, LeadError: 0.5},
			{Model: "unigram", PerTurn: -1500, PerWord: perWord(-8), Lead: 265.433, LeadError: 0.75},
		}},
		Ordering: &heldout.Ordering{Conversations: 11000, Tau: 0.654, Error: 0.012, Exact: 0.432},
		Prediction: &heldout.Prediction{Turns: 111456, Forecasts: []heldout.Forecast{
			{Predictor: "hmm", Top1: 0.5, Top3: 0.9, LogLoss: 1.25, Brier: 0.5},
			{Predictor: "chain", Top1: 0.4, Top3: 0.8, LogLoss: 1.5, Brier: 0.6},
			{Predictor: "base rate", Top1: 0.1, Top3: 0.2, LogLoss: 2.5, Brier: 0.9},
		}, Horizon: 5, Risks: []heldout.Risk{
			{Outcome: "hand-off", Turns: 122456, Came: 0.25, Brier: 0.125, Base: 0.1875, Reliability: heldout.Reliability{ECE: 0.012}},
			{Turns: 9, Came: 0.5, Brier: 0.2, Base: 0.25},
		}},
	}
	for i := range f.Prediction.Next.Bins {
		next, present := &f.Prediction.Next.Bins[i], &f.Prediction.Present.Bins[i]
		next.From, next.To = float64(i)/10, float64(i+1)/10
		if i > 1 && i < 8 {
			next.Turns, next.Predicted, next.Observed = 100*i, float64(i)/10+0.05, float64(i)/10+0.02
		}
		if i > 3 {
			present.Turns, present.Predicted, present.Observed = 50*i, float64(i)/10+0.04, float64(i)/10+0.01
			f.Prediction.Decoded.Bins[i].Observed = float64(i)/10 + 0.03
		}
	}
	return f
}

// The report says which baseline is better, which as good, and that there are none.
func TestHeldout(t *testing.T) {
	golden(t, "heldout.txt", render(t, func(w io.Writer) error { return Heldout(w, figures(3)) }))
	f := figures(3)
	for _, says := range []string{"judged on: 12000 conversations", "judged on data that seem to be partly of the training: 12000", "judged on the training data: 12000"} {
		if text := render(t, func(w io.Writer) error { return Heldout(w, f) }); !strings.HasPrefix(text, says) {
			t.Errorf("begins %.80q, want %q", text, says)
		}
		f.Seen, f.Quoted = f.Quoted > 0, f.Quoted+1
	}
	for _, test := range []struct {
		lag       float64
		says, not string
	}{
		{3, "The chain over symbols and speakers beats this model by 3.000 nats a turn", "No baseline"},
		{0.4, "No baseline beats this model by more than twice the standard error.\nThe chain over symbols and speakers is as good", "beats this model by 0.4"},
		{-3, "No baseline beats this model by more than twice the standard error.\n\n", "as good"},
	} {
		text := render(t, func(w io.Writer) error { return Heldout(w, figures(test.lag)) })
		if !strings.Contains(text, test.says) || strings.Contains(text, test.not) {
			t.Errorf("the chain leads by %v:\n%s", test.lag, text)
		}
	}
	f = figures(0)
	f.Likelihood.Models = f.Likelihood.Models[:1]
	f.Likelihood.Models[0].PerWord, f.Likelihood.Words = nil, 0
	f.Ordering, f.Prediction = &heldout.Ordering{}, &heldout.Prediction{}
	text := render(t, func(w io.Writer) error { return Heldout(w, f) })
	for _, says := range []string{"No baselines: name the training data with --train", "no conversation has six", "no conversation has two turns"} {
		if !strings.Contains(text, says) {
			t.Errorf("it does not say %q:\n%s", says, text)
		}
	}
	if strings.Contains(text, "a word") || strings.Contains(text, "NaN") {
		t.Errorf("figures that there are not:\n%s", text)
	}
}

func strange() (turns []StrangeTurn, conversations []StrangeConversation) {
	number := func(x float64) *float64 { return &x }
	turns = []StrangeTurn{
		{Conversation: "a-very-long-identifier-of-a-conversation", Turn: 3, Speaker: "customer", Text: "where is \x1b[31mmy parcel? 退款什么时候到账？我的订单在哪里？", State: 1},
		{Conversation: "b", Turn: 12, Speaker: "agent", State: 2, Surprise: number(23.45), Percentile: number(99.5)},
	}
	return turns, []StrangeConversation{{Conversation: "b", Turns: 2}, {Conversation: "c", Turns: 5, LogLikelihood: number(-123.4), Surprise: number(20.5)}}
}

func TestStrange(t *testing.T) {
	defer twwidth.SetEastAsian(twwidth.IsEastAsian())
	twwidth.SetEastAsian(false)
	m := fixed(t, "words")
	turns, conversations := strange()
	text := func(width int) string {
		return render(t, func(w io.Writer) error { return Strange(w, m, turns, conversations, width) })
	}
	golden(t, "strange_100.txt", text(100))
	for width := 80; width <= 200; width++ {
		for line := range strings.SplitSeq(text(width)+render(t, func(w io.Writer) error { return Heldout(w, figures(3)) }), "\n") {
			if n := twwidth.Width(strings.TrimRight(line, " ")); n > width {
				t.Fatalf("%d cells in a line, %d to fit into:\n%s", n, width, line)
			}
		}
	}
	if strings.Contains(text(80), "\x1b") {
		t.Error("what a terminal takes for a command is printed")
	}
	for what, err := range map[string]error{"strange": Strange(full{}, m, turns, conversations, 100), "heldout": Heldout(full{}, figures(3))} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want %v", what, err, errFull)
		}
	}
	if got := fmt.Sprint(optional(nil, "%.1f", "impossible")); got != "impossible" {
		t.Error(got)
	}
}
