package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// shownNext is the number of next intents in a live step.
const shownNext = 3

func liveCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "live",
		Usage:     "follow conversations turn by turn: JSON lines in, JSON lines out",
		ArgsUsage: "-m MODEL",
		Description: "Reads turns from standard input, one JSON object a line, of any number of interleaved\n" +
			"conversations, and answers each with a line, at once:\n\n" +
			"  {\"conversation_id\":\"a\",\"speaker\":\"customer\",\"text\":\"where is my parcel?\"}\n\n" +
			"  conversation_id, turn, state, intent, confidence   as decode writes them\n" +
			"  surprise   in nats; null where the model held the turn impossible, and began anew (restart)\n" +
			"  next       the most probable next intents\n" +
			"  stop       the probability that this was the last turn\n" +
			"  basis      \"filtered\": all probabilities know the turns so far and nothing of the future\n\n" +
			"A bad line gets no answer; it is reported on standard error. Nothing says that a conversation\n" +
			"is over, so the ones that have been silent longest are forgotten when there are more than\n" +
			"--sessions (some kilobytes each): a forgotten one that goes on begins anew, at turn 0.",
		Flags: []cli.Flag{
			modelFlag(),
			&cli.IntFlag{Name: "sessions", Value: 100_000, Usage: "follow at most `N` conversations at a time"},
			mapFlag(), strictFlag(),
		},
		Action: func(c *cli.Context) error { return live(c, s) },
	}
}

// A liveStep is the answer to one turn.
type liveStep struct {
	row
	Surprise *float64          `json:"surprise"` // nats; null: impossible after the turns before
	Restart  bool              `json:"restart,omitempty"`
	Next     []intent.Prospect `json:"next"`
	Stop     float64           `json:"stop"`
	Basis    string            `json:"basis"` // always "filtered"
}

func live(c *cli.Context, s streams) error {
	if err := noFiles(c, "a model with -m, reads standard input"); err != nil {
		return err
	}
	if n := c.Int("sessions"); n < 1 {
		return usage("--sessions %d, expected at least 1", n)
	}
	m, o, err := modelAndOptions(c, s, "-")
	if err != nil {
		return err
	}
	o.Format = "jsonl"
	o.OnSkip = func(p transcript.Problem) { fmt.Fprintf(s.err, "skipped %v\n", p) }
	in := newInput(c.Context, s, []string{"-"}, o, true)
	out := bufio.NewWriter(s.out)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	sessions := newRecent(c.Int("sessions"), m.NewSession)
	for message, err := range in.messages(c.Context) {
		if err != nil {
			return err
		}
		step, err := sessions.get(message.Conversation).PushMessage(&message)
		if err != nil {
			return transcript.Problem{File: message.File, Line: message.Line, Reason: "bad turn", Detail: err.Error()}
		}
		if err := e.Encode(newLiveStep(&message, step)); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func newLiveStep(m *transcript.Message, step *intent.Step) *liveStep {
	l := &liveStep{
		row:     row{m.Conversation, m.Turn, step.State, step.Intent, step.Confidence},
		Restart: step.Restart, Next: step.NextIntents(shownNext), Stop: step.Stop, Basis: "filtered",
	}
	if l.Turn < 0 { // the log does not number its turns
		l.Turn = step.Turn
	}
	if !math.IsInf(step.Surprise, 0) {
		l.Surprise = &step.Surprise
	}
	return l
}
