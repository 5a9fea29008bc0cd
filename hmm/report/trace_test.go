package report

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// traced is a fixed model with all that a trace tells.
func traced(t testing.TB, kind string) *intent.Model {
	m := fixed(t, kind)
	d := &m.Record.Data
	d.Files = []intent.File{{Name: "a.jsonl", Kept: 3000, Skipped: 15}, {Name: "b.csv", Kept: 1000}}
	d.Examples, d.Words, d.Rare, d.Silent = []string{"a.jsonl:7: not JSON: unexpected end", "a.jsonl:9: no text"}, 31000, 400, 12
	m.Record.Trace, m.Record.Moves = nil, nil
	for n := range 40 {
		distance := 0.4 / float64(1+n*n)
		m.Record.Trace = append(m.Record.Trace, em.Iteration{Iteration: n, Objective: -20123.25 - 9876.75/float64(1+n*n), Gain: 3 / float64(1+n), Change: distance})
		m.Record.Moves = append(m.Record.Moves, intent.RecordedMoves{Most: n % 3, Transitions: distance, Emissions: distance / 2, Turns: -distance, States: []float64{distance, distance, distance}})
	}
	for i := range m.States {
		m.States[i].Certainty = &intent.Certainty{Turns: 1000 * (i + 1), Mean: 0.95 - 0.1*float64(i%2), Doubtful: 0.02 * float64(i)}
	}
	return m
}

func TestTraceGolden(t *testing.T) {
	defer twwidth.SetEastAsian(twwidth.IsEastAsian())
	twwidth.SetEastAsian(false)
	for _, kind := range []string{"words", "symbols", "vectors"} {
		golden(t, "trace_"+kind+".txt", render(t, NewTrace(traced(t, kind)).Write))
	}
	golden(t, "trace_words.json", render(t, NewTrace(traced(t, "words")).JSON))
	golden(t, "trace_old_file.txt", render(t, NewTrace(fixed(t, "words")).Write))
}

// TestTraceAnswers: what was left out, when the model stopped changing, which state is the least
// certain.
func TestTraceAnswers(t *testing.T) {
	m := traced(t, "words")
	tr := NewTrace(m)
	text := render(t, tr.Write)
	for _, answer := range []string{
		"left out: 15 lines of 4015 (0.4%)\n  12 not JSON\n  3 no text\n", "e.g. a.jsonl:7: not JSON",
		"after iteration 6 no state moved by 0.01 or more", "99% of the gain came by iteration 10",
		"least certain: state 1, parcel refund: mean posterior 0.850, 2.0% of its turns below 0.5",
	} {
		if !strings.Contains(text, answer) {
			t.Errorf("the trace does not say %q:\n%s", answer, text)
		}
	}
	if tr.Settled != 6 || tr.States[0].State != 1 {
		t.Errorf("settled after %d, least certain %+v", tr.Settled, tr.States[0])
	}
	m.Record.Moves[39].States[2] = 0.5
	if text := render(t, NewTrace(m).Write); !strings.Contains(text, "states still moved by 0.01 or more in the last iteration") {
		t.Error(text)
	}
	var back Trace
	if err := json.Unmarshal([]byte(render(t, tr.JSON)), &back); err != nil || len(back.Iterations) != 40 || back.Iterations[3].Moved.Most != 0 || back.Data.Words != 31000 {
		t.Errorf("%v, %+v", err, back)
	}
}

// TestTraceSelection: the search for the number of states is told in a line, and is in the JSON.
func TestTraceSelection(t *testing.T) {
	const line = "number of states: 8, out of 14 tried; show without --trace has the table\nrestart 1 (from the search): converged after 31 iterations"
	tr := NewTrace(searched(t, 7, 6, 0.001))
	if text := render(t, tr.Write); !strings.Contains(text, line) || !strings.Contains(text, "\nrestart 2 (seed 8): ") {
		t.Errorf("does not say %q:\n%s", line, text)
	}
	if n := strings.Count(render(t, tr.JSON), `"held_out"`); n != 14 {
		t.Errorf("%d candidates in the JSON, want 14", n)
	}
	m := searched(t, -1, -1, 0)
	m.Record.Selection.Candidates = nil
	if text := render(t, NewTrace(m).Write); !strings.Contains(text, "number of states: searched for, and interrupted") {
		t.Error(text)
	}
}

// TestTraceFits: lines stay short, whatever the names; examples aside.
func TestTraceFits(t *testing.T) {
	m := traced(t, "words")
	m.Record.Data.Examples = nil
	for line := range strings.SplitSeq(render(t, NewTrace(m).Write), "\n") {
		if n := twwidth.Width(strings.TrimRight(line, " ")); n > 100 {
			t.Errorf("%d cells: %s", n, line)
		}
	}
	for _, write := range []func(io.Writer) error{NewTrace(m).Write, NewTrace(m).JSON} {
		if err := write(full{}); err == nil {
			t.Error("no error of a full disk")
		}
	}
}

// TestHiddenIsTold: the trace says how people were hidden, and nothing where they were not.
func TestHiddenIsTold(t *testing.T) {
	m := traced(t, "words")
	if trace := render(t, NewTrace(m).Write); strings.Contains(trace, "hidden of people") {
		t.Errorf("nothing was hidden:\n%s", trace)
	}
	m.Record.Data.Hidden = transcript.Hidden{Kinds: []string{"<email>", "<ip>"}, Names: true, Identifiers: true}
	const want = "hidden of people: <email>, <ip> stand for what has that form; <name> for those of a list; keyed hashes for conversations, and for authors without a role\n"
	if trace := render(t, NewTrace(m).Write); !strings.Contains(trace, want) {
		t.Errorf("the trace:\n%s", trace)
	}
}
