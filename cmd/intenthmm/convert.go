package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strconv"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/transcript"
)

func convertCommand(s streams) *cli.Command {
	return &cli.Command{
		Name:      "convert",
		Usage:     "write any chat export as JSON lines or CSV, and say what was dropped",
		ArgsUsage: "FILE...",
		Description: "Reads what train reads and writes one line a turn:\n\n" +
			"  conversation_id, turn, speaker, time, text, symbol, vector, label\n\n" +
			"without what a log does not have. From the second file on, the file's name and a colon stand\n" +
			"before the identifiers of conversations. Times are in the form of RFC 3339 where they were\n" +
			"understood. How many entries were kept, dropped and skipped, and what was guessed, goes to\n" +
			"standard error. Dropped is what is no turn of a conversation:\n\n" +
			"  note       internal: the other side never saw it\n" +
			"  notice     the tool speaks: joined, renamed, encrypted\n" +
			"  deleted    taken back; duplicate, an older version of the same entry\n" +
			"  prompt     instructions to a language model; branch, an answer that was asked for again\n" +
			"  tool       what programs tell each other\n" +
			"  empty      neither text, media, symbol nor vector, in any format\n" +
			"  media      media without text, with --drop-media\n" +
			"  joined     its text went to the line before, with --join\n\n" +
			"intenthmm convert chat.txt --gap 8h --roles \"Shop Desk=agent\" -o chat.jsonl\n" +
			"intenthmm convert slack.zip --redact -o slack.csv",
		Flags: append([]cli.Flag{
			outputFlag("write to `FILE`: as CSV if it ends in .csv, compressed in .gz"),
			&cli.StringFlag{Name: "to", DefaultText: "jsonl", Usage: "`FORMAT` of the output: jsonl or csv"},
		}, readingFlags()...),
		Action: func(c *cli.Context) error { return convert(c, s) },
	}
}

func convert(c *cli.Context, s streams) error {
	format, err := outputFormat(c)
	if err != nil {
		return err
	}
	files, err := paths(c)
	if err != nil {
		return err
	}
	if err := checkOutput(c, files...); err != nil {
		return err
	}
	o, err := readerOptions(c)
	if err != nil {
		return err
	}
	o.Require = nil
	in := newInput(c.Context, s, files, o, false)
	var written transcript.Index
	err = writeOutput(c.Context, s, c.String("output"), func(w io.Writer) error {
		return writeMessages(w, format, qualified(in.messages(c.Context), files, &written))
	})
	if err == nil {
		fmt.Fprintf(s.err, "wrote %s in %s\n", plural(in.read(), "turn"), plural(written.Len(), "conversation"))
	}
	return err
}

// qualified puts the file before the identifiers of conversations from the second file on: identifiers mean
// something only within a file. It numbers the conversations.
func qualified(messages iter.Seq2[transcript.Message, error], given []string, number *transcript.Index) iter.Seq2[transcript.Message, error] {
	return func(yield func(transcript.Message, error) bool) {
		names := fileNames{given: given, used: map[string]int{}}
		file, name := "", ""
		for m, err := range messages {
			if err == nil {
				number.Of(&m)
				if m.File != file {
					file, name = m.File, names.prefix(m.File)
				}
				m.Conversation = name + m.Conversation
			}
			if !yield(m, err) {
				return
			}
		}
	}
}

// A turn is a message as convert writes it.
type turn struct {
	Conversation string    `json:"conversation_id"`
	Turn         *int      `json:"turn,omitempty"`
	Speaker      string    `json:"speaker,omitempty"`
	Time         string    `json:"time,omitempty"`
	Text         string    `json:"text"`
	Symbol       string    `json:"symbol,omitempty"`
	Vector       []float64 `json:"vector,omitempty"`
	Label        string    `json:"label,omitempty"`
}

// writeMessages writes messages as they come.
func writeMessages(w io.Writer, format string, messages iter.Seq2[transcript.Message, error]) error {
	put, flush := jsonTurns(w)
	if format == "csv" {
		put, flush = csvTurns(w)
	}
	for m, err := range messages {
		if err != nil {
			return err
		}
		t := turn{m.Conversation, nil, m.Speaker, m.Time, m.Text, m.Symbol, m.Vector, m.Label}
		if m.Turn >= 0 {
			t.Turn = &m.Turn
		}
		if err := put(&t); err != nil {
			return err
		}
	}
	return flush()
}

func jsonTurns(w io.Writer) (put func(*turn) error, flush func() error) {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return func(t *turn) error { return e.Encode(t) }, func() error { return nil }
}

func csvTurns(w io.Writer) (put func(*turn) error, flush func() error) {
	out := csv.NewWriter(w)
	header := []string{"conversation_id", "turn", "speaker", "time", "text", "symbol", "vector", "label"}
	begun := false
	put = func(t *turn) error {
		if !begun {
			begun = true
			if err := out.Write(header); err != nil {
				return err
			}
		}
		number, vector := "", ""
		if t.Turn != nil {
			number = strconv.Itoa(*t.Turn)
		}
		if t.Vector != nil {
			text, err := json.Marshal(t.Vector)
			if err != nil {
				return fmt.Errorf("conversation %s: %w", t.Conversation, err)
			}
			vector = string(text)
		}
		return out.Write([]string{t.Conversation, number, t.Speaker, t.Time, t.Text, t.Symbol, vector, t.Label})
	}
	return put, func() error { out.Flush(); return out.Error() }
}
