package main

import (
	"bufio"
	"encoding/json"
	"math"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// shownNext is the number of next intents in a live step.
const shownNext = 3

func liveCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:  "live",
		Usage: "follow conversations turn by turn: JSON lines in, JSON lines out",
		Description: "Reads turns from standard input, one JSON object a line, of any number of interleaved\n" +
			"conversations, and answers each with a line, at once. All probabilities are filtered: they\n" +
			"know the turns so far and nothing of the future.",
		Flags:  []cli.Flag{modelFlag(), inputFlags()[1], inputFlags()[2]},
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
	if c.Args().Present() {
		return usage("live reads standard input, and no files")
	}
	m, err := openModel(c)
	if err != nil {
		return err
	}
	o, err := readOptions(c, observed(m.Encoder.Options.Observe))
	if err != nil {
		return err
	}
	o.Format = "jsonl"
	in := newInput(s, []string{"-"}, o)
	defer func() { in.report(s.err, true) }()
	out := bufio.NewWriter(s.out)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	sessions := map[string]*intent.Session{}
	for message, err := range in.messages(c.Context) {
		if err != nil {
			return err
		}
		session := sessions[message.Conversation]
		if session == nil {
			session = m.NewSession()
			sessions[message.Conversation] = session
		}
		step, err := session.PushMessage(&message)
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
	if l.Turn < 0 {
		l.Turn = step.Turn
	}
	if !math.IsInf(step.Surprise, 0) {
		l.Surprise = &step.Surprise
	}
	return l
}
