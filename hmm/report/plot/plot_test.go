package plot_test

import (
	"bytes"
	"encoding/xml"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/report"
	"intenthmm/hmm/report/plot"
)

// trace is of two restarts and nine states, of which all but one end where they stand.
func trace() *report.Trace {
	t := &report.Trace{Best: 1}
	t.Data.Conversations, t.Data.Turns = 30, 400
	for range 2 {
		var run intent.RecordedRestart
		for n := range 25 {
			run.Objectives = append(run.Objectives, -2000-500/float64(n+1))
		}
		t.Restarts = append(t.Restarts, run)
	}
	for n := range 25 {
		moved := &intent.RecordedMoves{}
		for i := range 9 {
			moved.States = append(moved.States, float64(i)/float64(10+10*n*n))
		}
		t.Iterations = append(t.Iterations, report.TracedIteration{Iteration: em.Iteration{Iteration: n, Objective: -2000 - 500/float64(n+1)}, Moved: moved})
	}
	for i := range 9 {
		t.States = append(t.States, report.TracedState{State: i, Intent: strings.Repeat("name ", 1+i)})
	}
	return t
}

func draw(t *testing.T, tr *report.Trace, f plot.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := plot.Trace(&b, tr, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPNG: 1200×800 pixels, with lines in both halves, the same bytes each time.
func TestPNG(t *testing.T) {
	data := draw(t, trace(), plot.PNG)
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != 1200 || b.Dy() != 800 {
		t.Fatalf("%v, want 1200×800", b)
	}
	colours := [2]map[color.Color]int{{}, {}}
	for y := range 800 {
		for x := range 1200 {
			colours[y/400][img.At(x, y)]++
		}
	}
	kept := color.RGBA{213, 94, 0, 255}
	for half, seen := range colours {
		if n := seen[kept]; n < 500 {
			t.Errorf("half %d: %d pixels of the second colour", half, n)
		}
	}
	if !bytes.Equal(data, draw(t, trace(), plot.PNG)) {
		t.Error("drawn twice, two pictures")
	}
}

// TestSVG: well-formed, and it says what is what.
func TestSVG(t *testing.T) {
	text := string(draw(t, trace(), plot.SVG))
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, say := range []string{"Objective; restarts: 2, conversations: 30, turns: 400", "objective (nats a turn)", "iteration", "restart 2: -5.0500, kept",
		"Movement of the states", "distance (0 to 1)", "8 name name name name n…", "3 others", "below: stands still", "0.0001"} {
		if !strings.Contains(text, ">"+say) {
			t.Errorf("does not say %q", say)
		}
	}
}

// TestAxes: both panels go over the same iterations at the same places, and no movement is cut off.
func TestAxes(t *testing.T) {
	tr := trace()
	tr.Restarts[0].Objectives = slices.Repeat([]float64{-2000}, 41)
	tr.Iterations[3].Moved.States[2] = 3e-7
	ticks := map[string][]string{} // x of the labels, the axis of each panel being one y
	d := xml.NewDecoder(bytes.NewReader(draw(t, tr, plot.SVG)))
	var at []xml.Attr
	said := ""
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		switch e := token.(type) {
		case xml.StartElement:
			at = slices.Clone(e.Attr)
		case xml.CharData:
			said += string(e) + "\n"
			if s := string(e); s == "20" || s == "40" {
				ticks[s] = append(ticks[s], at[0].Value)
			}
		}
	}
	for _, label := range []string{"20", "40"} {
		if x := ticks[label]; len(x) != 2 || x[0] != x[1] {
			t.Errorf("iteration %s stands at %v", label, x)
		}
	}
	if !strings.Contains(said, "\n1e-07\n") || strings.Contains(said, "\n1e-08\n") {
		t.Error("the scale does not end below the smallest movement")
	}
}

// TestOldFile: a trace without moves and objectives of restarts is drawn as far as it goes.
func TestOldFile(t *testing.T) {
	tr := trace()
	for i := range tr.Restarts {
		tr.Restarts[i].Objectives = nil
	}
	for i := range tr.Iterations {
		tr.Iterations[i].Moved = nil
	}
	text := string(draw(t, tr, plot.SVG))
	if !strings.Contains(text, "not recorded") || !strings.Contains(text, "restart 2: ") || strings.Contains(text, "restart 1: ") {
		t.Error("does not say what is missing")
	}
	draw(t, &report.Trace{}, plot.PNG)
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]plot.Format{"a.png": plot.PNG, "b/c.SVG": plot.SVG} {
		if f, err := plot.FormatOf(path); err != nil || f != want {
			t.Errorf("%s: %q, %v", path, f, err)
		}
	}
	for _, path := range []string{"", "png", "a.gif", "a.png.gz"} {
		if _, err := plot.FormatOf(path); err == nil || !strings.Contains(err.Error(), ".png or .svg") {
			t.Errorf("%s: %v", path, err)
		}
	}
}
