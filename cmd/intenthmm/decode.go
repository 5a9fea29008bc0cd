package main

import (
	"context"
	"io"
	"strconv"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
)

func decodeCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "decode",
		Usage:     "find the intent of every turn of transcripts",
		ArgsUsage: "-m MODEL FILE...",
		Description: "Writes one line a turn, in the order of the input, also where conversations are interleaved:\n\n" +
			"  conversation_id  the log's identifier\n" +
			"  turn             the log's own number, or the turn's place in its conversation from 0\n" +
			"  speaker          who speaks, where the log says it\n" +
			"  state            the number of the state\n" +
			"  intent           its name\n" +
			"  confidence       the probability of that state, given the whole conversation\n\n" +
			"Text for a model of redacted text is redacted likewise, unless --redact=false.\n\n" +
			"intenthmm decode -m shop.hmm.json chats.jsonl -o intents.csv",
		Flags: append([]cli.Flag{
			modelFlag(), outputFlag("write to `FILE`: as CSV if it ends in .csv, compressed in .gz"),
			&cli.StringFlag{Name: "to", DefaultText: "jsonl", Usage: "`FORMAT` of the output: jsonl or csv"},
			methodFlag(), workersFlag(), quietFlag(),
		}, inputFlags()...),
		Action: func(c *cli.Context) error { return decode(c, s) },
	}
}

func methodFlag() cli.Flag {
	return &cli.StringFlag{Name: "method", Value: string(intent.Viterbi), DefaultText: string(intent.Viterbi),
		Usage: "`METHOD`: viterbi (the best path as a whole) or\n\tposterior (the best state of each turn)"}
}

// A row is one decoded turn.
type row struct {
	Conversation string  `json:"conversation_id"`
	Turn         int     `json:"turn"`
	Speaker      string  `json:"speaker,omitempty"`
	State        int     `json:"state"`
	Intent       string  `json:"intent"`
	Confidence   float64 `json:"confidence"`
}

func decode(c *cli.Context, s streams) error {
	format, err := outputFormat(c)
	if err != nil {
		return err
	}
	d, _, err := decodeInput(c, s)
	if err != nil {
		return err
	}
	return d.write(c.Context, s, c.String("output"), func(w io.Writer) error { return writeRows(w, format, d.rows(), rowColumns) })
}

// write writes a result. What could not be decoded is an error, but does not keep back the rest.
func (d *decoded) write(ctx context.Context, s streams, path string, write func(io.Writer) error) error {
	if err := writeOutput(ctx, s, path, write); err != nil {
		return err
	}
	return d.err()
}

// rows are the decoded turns in the order of the input.
func (d *decoded) rows() []row {
	rows := make([]row, 0, len(d.order))
	for _, at := range d.order {
		decisions := d.decisions[at.conversation]
		if decisions == nil {
			continue
		}
		m, what := &d.conversations[at.conversation].Messages[at.turn], decisions[at.turn]
		r := row{m.Conversation, m.Turn, m.Speaker, what.State, what.Intent, what.Confidence}
		if r.Turn < 0 { // the log does not number its turns
			r.Turn = at.turn
		}
		rows = append(rows, r)
	}
	return rows
}

var rowColumns = []csvColumn[row]{
	{"conversation_id", func(r row) string { return r.Conversation }},
	{"turn", func(r row) string { return strconv.Itoa(r.Turn) }},
	{"speaker", func(r row) string { return r.Speaker }},
	{"state", func(r row) string { return strconv.Itoa(r.State) }},
	{"intent", func(r row) string { return r.Intent }},
	{"confidence", func(r row) string { return number(&r.Confidence) }},
}
