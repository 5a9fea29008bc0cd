package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

func simulateCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "simulate",
		Usage:     "invent conversations from a model, to test models and bots with",
		ArgsUsage: "-m MODEL",
		Description: "Writes one JSON object a turn, which train, decode and live read back:\n\n" +
			"  conversation_id, turn, speaker   as in a log; speaker where the model observes it\n" +
			"  text, symbol or vector           what the model observes; a text is words without grammar\n" +
			"  state                            the number of the true state, for eval --label state\n\n" +
			"A conversation ends where the model says, or after --turns. The same model, seed and --turns\n" +
			"give the same conversations, however many are asked for.\n\n" +
			"They are more varied than the log. Training holds no start impossible, so that some begin where\n" +
			"no conversation did; and a chain does not know how long it has gone on, so that some are several\n" +
			"times as long as any in the log: --turns cuts them.\n\n" +
			"intenthmm simulate -m shop.hmm.json --conversations 1000 --seed 7 -o invented.jsonl",
		Flags: []cli.Flag{
			modelFlag(),
			&cli.IntFlag{Name: "conversations", Value: 100, Usage: "invent `N` conversations"},
			&cli.IntFlag{Name: "turns", Value: 100, Usage: "end a conversation after at most `MAX` turns"},
			&cli.Uint64Flag{Name: "seed", Value: 1, Usage: "draw all random choices from seed `S`"},
			outputFlag("write to `FILE`, compressed if it ends in .gz"),
		},
		Action: func(c *cli.Context) error { return simulate(c, s) },
	}
}

// A simulated is one line of the output.
type simulated struct {
	Conversation string    `json:"conversation_id"`
	Turn         int       `json:"turn"`
	Speaker      string    `json:"speaker,omitempty"`
	Text         *string   `json:"text,omitempty"`
	Symbol       string    `json:"symbol,omitempty"`
	Vector       []float64 `json:"vector,omitempty"`
	State        int       `json:"state"`
}

func simulate(c *cli.Context, s streams) error {
	if err := noFiles(c, "a model with -m"); err != nil {
		return err
	}
	for _, name := range []string{"conversations", "turns"} {
		if n := c.Int(name); n < 1 {
			return usage("--%s %d, expected at least 1", name, n)
		}
	}
	if err := checkOutput(c, c.String("model")); err != nil {
		return err
	}
	m, err := openModel(c, s)
	if err != nil {
		return err
	}
	return writeOutput(c.Context, s, c.String("output"), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		simulator := m.NewSimulator()
		for i := range c.Int("conversations") {
			rng := rand.New(rand.NewPCG(c.Uint64("seed"), uint64(i)))
			conversation, states := simulator.Conversation(fmt.Sprintf("s%d", i+1), c.Int("turns"), rng)
			if err := writeSimulated(e, m, &conversation, states); err != nil {
				return err
			}
		}
		return nil
	})
}

func writeSimulated(e *json.Encoder, m *intent.Model, c *transcript.Conversation, states []int) error {
	for t := range c.Messages {
		message := &c.Messages[t]
		line := simulated{c.ID, t, message.Speaker, nil, message.Symbol, message.Vector, states[t]}
		if m.Encoder.Terms != nil {
			line.Text = &message.Text
		}
		if err := e.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
