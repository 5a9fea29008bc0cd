package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
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
		ArgsUsage: "FILE...",
		Description: "Writes one line a turn, in the order of the input: conversation_id, turn, state (number),\n" +
			"intent (its name), confidence (the posterior probability of that state).",
		Flags: append([]cli.Flag{
			modelFlag(), methodFlag(), outputFlag("write to `FILE`; as CSV if it ends in .csv"),
			&cli.StringFlag{Name: "to", Usage: "`FORMAT` of the output: jsonl or csv (default: jsonl)"},
			workersFlag(), quietFlag(),
		}, inputFlags()...),
		Action: func(c *cli.Context) error { return decode(c, s) },
	}
}

func methodFlag() cli.Flag {
	return &cli.StringFlag{Name: "method", Value: string(intent.Viterbi), Usage: "viterbi (the best path) or posterior (the best state of each turn)"}
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
	if err := writeOutput(s, c.String("output"), func(w io.Writer) error { return write(w, d.rows()) }); err != nil {
		return err
	}
	return d.err()
}

// decodeInput reads and decodes the transcripts that the command line names.
func decodeInput(c *cli.Context, s streams) (*decoded, *intent.Model, error) {
	method, err := intent.ParseMethod(c.String("method"))
	if err != nil {
		return nil, nil, usageError{err}
	}
	n, err := workers(c)
	if err != nil {
		return nil, nil, err
	}
	files, err := paths(c)
	if err != nil {
		return nil, nil, err
	}
	m, err := openModel(c)
	if err != nil {
		return nil, nil, err
	}
	o, err := readOptions(c, observed(m.Encoder.Options.Observe))
	if err != nil {
		return nil, nil, err
	}
	if label := c.String("label"); label != "" {
		o.Map = withLabel(o.Map, label)
	}
	in := newInput(s, files, o)
	d, err := in.decode(c.Context, m, method, n)
	in.report(s.err, c.Bool("quiet"))
	return d, m, err
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
	if to == "" && strings.HasSuffix(c.String("output"), ".csv") {
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
			fmt.Sprint(r.Confidence),
		})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
