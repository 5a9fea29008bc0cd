package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"

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
			"  state            the number of the state\n" +
			"  intent           its name\n" +
			"  confidence       the probability of that state, given the whole conversation\n\n" +
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
	State        int     `json:"state"`
	Intent       string  `json:"intent"`
	Confidence   float64 `json:"confidence"`
}

func decode(c *cli.Context, s streams) error {
	write, err := rowWriter(c)
	if err != nil {
		return err
	}
	d, _, err := decodeInput(c, s)
	if err != nil {
		return err
	}
	return d.write(c.Context, s, c.String("output"), func(w io.Writer) error { return write(w, d.rows()) })
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
		r := row{m.Conversation, m.Turn, what.State, what.Intent, what.Confidence}
		if r.Turn < 0 { // the log does not number its turns
			r.Turn = at.turn
		}
		rows = append(rows, r)
	}
	return rows
}

// rowWriter chooses the format of the output.
func rowWriter(c *cli.Context) (func(io.Writer, []row) error, error) {
	to := c.String("to")
	name := strings.TrimSuffix(strings.ToLower(c.String("output")), ".gz")
	if to == "" && strings.HasSuffix(name, ".csv") {
		to = "csv"
	}
	switch to {
	case "", "jsonl":
		return writeJSONL, nil
	case "csv":
		return writeCSV, nil
	}
	return nil, usage("--to %q, expected jsonl or csv", to)
}

func writeJSONL(w io.Writer, rows []row) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for i := range rows {
		if err := e.Encode(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func writeCSV(w io.Writer, rows []row) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"conversation_id", "turn", "state", "intent", "confidence"}); err != nil {
		return err
	}
	for _, r := range rows {
		err := out.Write([]string{
			r.Conversation, strconv.Itoa(r.Turn), strconv.Itoa(r.State), r.Intent,
			strconv.FormatFloat(r.Confidence, 'g', -1, 64),
		})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
