package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/olekukonko/tablewriter/pkg/twwidth"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report/agreement"
)

var update = flag.Bool("update", false, "write the golden files in testdata anew")

// golden holds a text against a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s\nIf that is meant, run: go test ./hmm/report -update", path, got, want)
	}
}

// fixed are models written by hand: nothing in them hangs on how training goes.
func fixed(t testing.TB, kind string) *intent.Model {
	t.Helper()
	const (
		words = `{"name":"words","kind":"words","params":{"length":4,"prior":0.05,"probabilities":[
			[0.10,0.40,0.05,0.05,0.10,0.10,0.10,0.10],[0.05,0.05,0.50,0.10,0.05,0.05,0.15,0.05],[0.04,0.01,0.05,0.50,0.20,0.10,0.05,0.05]]}}`
		speaker = `{"name":"speaker","kind":"categorical","params":{"prior":0.5,"probabilities":[[0.01,0.19,0.8],[0.1,0.87,0.03],[0.3,0.3,0.4]]}}`
		mixed   = `{"name":"words","kind":"topics","params":{"length":4,"share_prior":0.5,"word_prior":0.05,"shares":[[0.9,0.1],[0.3,0.7],[0.02,0.98]],"words":[
			[0.10,0.40,0.05,0.05,0.10,0.10,0.10,0.10],[0.05,0.05,0.50,0.10,0.05,0.05,0.15,0.05]]}}`
		symbol = `{"name":"symbol","kind":"categorical","params":{"prior":0.5,"probabilities":[[0.01,0.79,0.2],[0.1,0.2,0.7],[0.05,0.9,0.05]]}}`
		vector = `{"name":"vector","kind":"gaussian","params":{"covariance":"diagonal","prior_weight":0.1,"prior_scale":[1,1],"floor":[0,0],
			"means":[[0,1],[2,3],[4,5]],"covariances":[[1,2],[3,4],[5,6]]}}`
		people = `,"speakers":{"folded":3,"terms":["customer","agent"]}`
	)
	family, encoder := words, `"observe":"words","speaker":true,"min_turns":2,"edges":true,"length_power":0.4},
		"words":{"folded":17,"terms":["hello","parcel","refund","退款","👍","hello$","^where"]}`
	switch kind {
	case "words":
		family, encoder = family+","+speaker, encoder+people
	case "no speakers":
	case "topics":
		family, encoder = mixed+","+speaker, encoder+people
	case "beside":
		family = family + `,{"name":"vector","kind":"vmf","weight":0.125,"params":{"prior_weight":0.1,"prior_mean":[0,0],
			"directions":[[1,0],[0,1],[0.6,0.8]],"concentrations":[1,2,3]}},` + speaker
		encoder = strings.Replace(encoder, `"words",`, `"words","vectors":true,"unit":true,`, 1) + `,"width":2,"projection":{"unit":true}` + people
	case "symbols":
		family, encoder = symbol, `"observe":"symbols","speaker":false,"min_turns":1,"edges":false,"length_power":0},"symbols":{"folded":0,"terms":["ask order 17","tell"]}`
	case "vectors":
		family, encoder = vector+","+speaker, `"observe":"vectors","speaker":true,"min_turns":1,"edges":false,"length_power":0},"width":2`+people
	}
	data := `{"format":"intenthmm model","version":1,"encoder":{"options":{` + encoder + `},
		"chain":{"start":[0.9,0.05,0.05],"next":[[0.10,0.55,0.30,0.005,0.60,0.195,0.02,0.38,0.10]],"stop":[0.05,0.20,0.50]},
		"emission":[` + family + `],
		"states":[
			{"name":"hello","turns":2400,"place":0.04,"examples":[{"conversation":"c1","turn":0,"speaker":"agent","text":"Hello, <b>what</b> can I do for you & yours?"},
				{"conversation":"c2","turn":0,"speaker":"agent","text":"hello"}]},
			{"name":"parcel refund","turns":1599.5,"place":0.5,"examples":[{"conversation":"c1","turn":3,"speaker":"customer",
				"text":"where is\nmy parcel   it should have come on 05/01/2024, see https://www.parcels.example/track/0123456789012345678901234567890123456789 for more, and I want my money back"}]},
			{"name":"退款 👍 请求","turns":0.5,"place":1,"examples":[{"conversation":"c3","turn":9,"speaker":"客户",
				"text":"我昨天在你们店里买的耳机坏了我要退款请尽快处理谢谢"},{"conversation":"c4","turn":2,"text":"👨‍👩‍👧 👍🏽 ❤️ お願いします"}]}],
		"record":{"data":{"fingerprint":"00ff","conversations":500,"turns":4000,"skipped":{"no text":3,"not JSON":12}},
			"options":{"states":3,"whole":true,"word_prior":0.05,"category_prior":0.5,"covariance":"diagonal","start":"kmeans","seed":7,"restarts":3,
				"max_iterations":200,"tolerance":0.0001,"prior":{"start":5,"next":5,"stop":0.5}},
			"restarts":[{"seed":7,"status":"converged","iterations":31,"objective":-21234.5,"log_likelihood":-20000},
				{"seed":8,"status":"out of iterations","iterations":200,"objective":-20123.25,"log_likelihood":-19000}],
			"best":1,
			"trace":[{"iteration":0,"objective":-30000,"log_likelihood":-29000,"log_prior":-1000,"gain":0,"change":0},
				{"iteration":1,"objective":-20123.25,"log_likelihood":-19000,"log_prior":-1123.25,"gain":9876.75,"change":0.25,
					"repairs":[{"distribution":2,"action":"had no turns left"}]}],
			"warnings":["the best restart had not converged after 200 iterations"]}}`
	m, err := intent.Read(strings.NewReader(data), emission.DefaultRegistry())
	if err != nil {
		t.Fatal(err)
	}
	return m
}

var kinds = []string{"words", "no speakers", "topics", "symbols", "vectors"}

// render is what write writes.
func render(t testing.TB, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func table() *agreement.Table {
	var tally agreement.Tally
	for label, turns := range map[string][3]int{
		"greeting": {50, 3, 0}, "order_status": {2, 60, 1}, "refund_request": {0, 25, 2}, "退款": {0, 4, 9},
		"thanks": {5, 3, 0}, "bye": {4, 2, 1}, "a_label_with_a_very_long_name_of_its_own": {1, 1, 1},
	} {
		for state, n := range turns {
			for range n {
				tally.Add(state, label)
			}
		}
	}
	return tally.Table()
}

func TestGolden(t *testing.T) {
	defer twwidth.SetEastAsian(twwidth.IsEastAsian())
	twwidth.SetEastAsian(false) // the files were written where “ and … take one cell
	for _, kind := range kinds {
		m := fixed(t, kind)
		name := strings.ReplaceAll(kind, " ", "_")
		golden(t, "training_"+name+".txt", render(t, func(w io.Writer) error { return Training(w, m) }))
		golden(t, "states_"+name+".txt", render(t, func(w io.Writer) error { return States(w, m, 140) }))
		golden(t, "states_"+name+".json", render(t, func(w io.Writer) error { return JSON(w, m) }))
	}
	m := fixed(t, "words")
	for _, width := range []int{80, 100, 220} {
		golden(t, fmt.Sprintf("states_%d.txt", width), render(t, func(w io.Writer) error { return States(w, m, width) }))
	}
	for _, width := range []int{80, 140} {
		golden(t, fmt.Sprintf("agreement_%d.txt", width), render(t, func(w io.Writer) error { return Agreement(w, Intents(m), table(), width) }))
	}
}

// TestFits: whatever the width, no line is longer, and all lines of a table are equally long but
// for blanks at their ends: wide scripts and emoji line up.
func TestFits(t *testing.T) {
	for _, kind := range kinds {
		m := fixed(t, kind)
		for width := 80; width <= 230; width++ {
			for what, text := range map[string]string{
				"states":    render(t, func(w io.Writer) error { return States(w, m, width) }),
				"agreement": render(t, func(w io.Writer) error { return Agreement(w, Intents(m), table(), width) }),
			} {
				for _, line := range strings.Split(text, "\n") {
					if n := twwidth.Width(strings.TrimRight(line, " ")); n > width {
						t.Fatalf("%s of %s: %d cells in a line, %d to fit into:\n%s", what, kind, n, width, line)
					}
				}
			}
		}
	}
}

// TestLosesNothing: wrapping cuts nothing off, in any script.
func TestLosesNothing(t *testing.T) {
	for _, text := range []string{
		"我昨天在你们店里买的耳机坏了我要退款请尽快处理谢谢", "お願いしますよろしくお願いします", strings.Repeat("x", 100), "👨‍👩‍👧👍🏽❤️👨‍👩‍👧👍🏽❤️👨‍👩‍👧👍🏽❤️👨‍👩‍👧👍🏽❤️",
		"https://www.parcels.example/track/0123456789", "a b c d e f g h i j k l m n o p q r s t u v w x y z", "", "one",
	} {
		for width := 8; width < 40; width++ {
			got := render(t, func(w io.Writer) error {
				return write(w, []column{{title: "n", right: true}, {title: "t", width: width}}, [][]string{{"1", text}}, true)
			})
			_, cells, _ := strings.Cut(got, "1")
			cells = strings.Join(strings.Fields(cells), "")
			if want := strings.Join(strings.Fields(text), ""); cells != want {
				t.Errorf("width %d: %q became %q", width, text, cells)
			}
		}
	}
}

// TestColumnsLineUp: what follows a cell of any script begins in the same place.
func TestColumnsLineUp(t *testing.T) {
	got := render(t, func(w io.Writer) error {
		return write(w, []column{{title: "text"}, {title: "end"}}, [][]string{
			{"plain", "|"}, {"退款", "|"}, {"👍", "|"}, {"👨‍👩‍👧", "|"}, {"❤️", "|"}, {"cafe\u0301", "|"}, {"한국어", "|"}, {"“quoted” …", "|"},
		}, false)
	})
	place := -1
	for _, line := range strings.Split(got, "\n") {
		before, _, ok := strings.Cut(line, "|")
		if !ok {
			continue
		}
		if n := twwidth.Width(before); place < 0 {
			place = n
		} else if n != place {
			t.Errorf("the second column begins at cell %d and at %d:\n%s", place, n, got)
		}
	}
	if place < 0 {
		t.Errorf("no second column:\n%s", got)
	}
}

// TestNoControlCharacters: what a chat log holds must not reach the terminal as a command to it.
func TestNoControlCharacters(t *testing.T) {
	m := fixed(t, "words")
	evil := "\x1b[2J\x1b]0;title\a\r\x00\u009b31m\u202e"
	for i := range m.States {
		m.States[i].Name += evil
		for j := range m.States[i].Examples {
			m.States[i].Examples[j].Text += evil
		}
	}
	m.Record.Data.Skipped[evil] = 1
	var tally agreement.Tally
	tally.Add(0, "label"+evil)
	for what, text := range map[string]string{
		"states":    render(t, func(w io.Writer) error { return States(w, m, 120) }),
		"narrow":    render(t, func(w io.Writer) error { return States(w, m, 80) }),
		"training":  render(t, func(w io.Writer) error { return Training(w, m) }),
		"agreement": render(t, func(w io.Writer) error { return Agreement(w, Intents(m), tally.Table(), 120) }),
	} {
		if i := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && unicode.IsControl(r) || r == '\u202e' }); i >= 0 {
			t.Errorf("%s: control character in %q", what, text[max(0, i-20):min(len(text), i+20)])
		}
	}
}

// TestJSONIsJSON: every model, and every figure in it, can be written.
func TestJSONIsJSON(t *testing.T) {
	for _, kind := range kinds {
		m := fixed(t, kind)
		var v struct {
			States []struct {
				State    int
				Intent   string
				Share    float64
				Words    []struct{ Lift, Probability float64 }
				Speakers map[string]float64
				Next     []intent.Prospect
				Stop     float64
			}
			Record intent.Record
		}
		if err := json.Unmarshal([]byte(render(t, func(w io.Writer) error { return JSON(w, m) })), &v); err != nil {
			t.Fatal(err)
		}
		if len(v.States) != 3 || v.Record.Data.Conversations != 500 {
			t.Errorf("%s: %+v", kind, v)
		}
		share := 0.0
		for i, s := range v.States {
			share += s.Share
			if s.State != i || s.Intent != m.States[i].Name || len(s.Next) != 3 || (s.Words == nil) != (kind == "vectors") ||
				(s.Speakers == nil) != (m.Encoder.Speakers == nil) {
				t.Errorf("%s: %+v", kind, s)
			}
		}
		if share < 1-1e-12 || share > 1+1e-12 {
			t.Errorf("%s: shares sum to %v", kind, share)
		}
	}
}

// full is a writer that takes no more.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

var errFull = errors.New("disk full")

func TestWriteErrors(t *testing.T) {
	m := fixed(t, "words")
	for what, write := range map[string]func(io.Writer) error{
		"states":    func(w io.Writer) error { return States(w, m, 100) },
		"training":  func(w io.Writer) error { return Training(w, m) },
		"json":      func(w io.Writer) error { return JSON(w, m) },
		"agreement": func(w io.Writer) error { return Agreement(w, Intents(m), table(), 100) },
	} {
		if err := write(full{}); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want %v", what, err, errFull)
		}
	}
}

func TestNoStateWasSeen(t *testing.T) {
	m := fixed(t, "words")
	for i := range m.States {
		m.States[i].Turns = 0
	}
	m.Record.Data.Turns = 0
	for _, text := range []string{
		render(t, func(w io.Writer) error { return States(w, m, 100) }),
		render(t, func(w io.Writer) error { return Training(w, m) }),
		render(t, func(w io.Writer) error { return JSON(w, m) }),
	} {
		if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
			t.Errorf("no figure: %s", text)
		}
	}
}
