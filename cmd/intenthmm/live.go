package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
	"intenthmm/viterbi"
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
			"  turn        the log's own number where it has one, otherwise counted from 0\n" +
			"  state       the number of the most probable intent; intent, its name\n" +
			"  confidence  its probability; margin, by how much that exceeds the second's;\n" +
			"              entropy, how undecided it is, in nats: 0 is certain\n" +
			"  posterior   the probability of each state, in the order of their numbers\n" +
			"  surprise    in nats; null where the model held the turn impossible, and began anew (restart)\n" +
			"  surprise_percentile  how many percent, 0 to 100, of the training turns were less surprising;\n" +
			"              null where that is not known\n" +
			"  unknown     the share, 0 to 1, of the words that the model does not know\n" +
			"  doubts      reasons not to believe it: impossible, surprising, unfamiliar\n" +
			"  next        the most probable next intents; stop, the probability that there is no next turn\n" +
			"  remaining_turns  how many more are expected; null where that is not known\n" +
			"  outcomes    how likely each outcome is that label marked: within so many turns, and ever\n" +
			"  settled     the turns whose intent this turn has settled: no later one can change it.\n" +
			"              forced, that so many of them, the first ones, were settled only because\n" +
			"              too many turns were not\n" +
			"  unsettled   the turns after those, with the intents that they have so far\n" +
			"  repeated    a turn of the same number came before: this is the answer that it got\n" +
			"  basis       \"filtered\": all probabilities know the turns so far and nothing of the future\n\n" +
			"Where the model looks at vectors, a line has its own in the field vector, a list of numbers, or\n" +
			"in the field that --map names.\n\n" +
			"Text for a model of redacted text is redacted likewise, unless --redact=false.\n" +
			"A bad line gets no answer; it is reported on standard error. Nothing says that a conversation\n" +
			"is over, so the ones that have been silent longest are forgotten when there are more than\n" +
			"--sessions (some kilobytes each): a forgotten one that goes on begins anew, at turn 0.",
		Flags: append([]cli.Flag{
			modelFlag(),
			&cli.IntFlag{Name: "sessions", Value: 100_000, Usage: "follow at most `N` conversations at a time"},
			mapFlag(), strictFlag(), embedFlag(),
		}, redactFlags()...),
		Action: func(c *cli.Context) error { return runLive(c, s) },
	}
}

// A liveStep is the answer to one turn.
type liveStep struct {
	Conversation string `json:"conversation_id"`
	intent.Answer
}

func runLive(c *cli.Context, s streams) error {
	if err := noFiles(c, "a model with -m, reads standard input"); err != nil {
		return err
	}
	if n := c.Int("sessions"); n < 1 {
		return usage("--sessions %d, expected at least 1", n)
	}
	m, err := modelFor(c, s, "-")
	if err != nil {
		return err
	}
	stdin := bufio.NewReader(untilDone(c.Context, s.in))
	if _, err := stdin.Peek(1); err == io.EOF {
		return nil // nobody said anything
	}
	in, err := modelInput(c, streams{in: stdin, err: s.err}, m, []string{"-"}, nil, true, func(o *transcript.Options) {
		o.Format = "jsonl"
		o.OnSkip = func(p transcript.Problem) { fmt.Fprintf(s.err, "skipped %v\n", p) }
	})
	if err != nil {
		return err
	}
	in.batch = 1
	in.warnOfHiding(c, m.Record.Data.Hidden)
	out := bufio.NewWriter(s.out)
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	sessions := newRecent(c.Int("sessions"), func() *followed { return &followed{Session: m.NewSession()} })
	for message, err := range in.messages(c.Context) {
		if err != nil {
			return err
		}
		step, err := sessions.get(message.Conversation).push(&message)
		if err != nil {
			return transcript.Problem{File: message.File, Line: message.Line, Reason: "bad turn", Detail: err.Error()}
		}
		if err := e.Encode(step); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return nil
}

// followed is a conversation, and how its log numbers the turns that a step may still speak of.
type followed struct {
	*intent.Session
	numbers [2 * viterbi.MaxUnsettled]int32
}

// push takes a message. The number that the log gives a turn is its ID, so that one that comes again with
// the same number is not counted twice, and is how the answer calls it.
func (f *followed) push(m *transcript.Message) (*liveStep, error) {
	turn := intent.TurnOf(m)
	if m.Turn >= 0 {
		turn.ID = strconv.Itoa(m.Turn)
	}
	step, err := f.PushTurn(turn)
	if err != nil {
		return nil, err
	}
	l := &liveStep{m.Conversation, step.Answer(shownNext)}
	number := &f.numbers[l.Turn%len(f.numbers)]
	switch {
	case l.Repeated:
	case m.Turn >= 0 && m.Turn <= math.MaxInt32:
		*number = int32(m.Turn)
	default:
		*number = int32(l.Turn)
	}
	l.Turn = int(*number)
	for _, path := range [...][]intent.PathTurn{l.Settled, l.Unsettled} {
		for i := range path {
			path[i].Turn = int(f.numbers[path[i].Turn%len(f.numbers)])
		}
	}
	return l, nil
}
