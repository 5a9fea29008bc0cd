package forwardbackward_test

import (
	"fmt"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
	"intenthmm/internal/reference"
)

// batchOf makes a full batch of conversations of some turns each under a dense chain of k states.
func batchOf(k, turns int) []*reference.Problem {
	var problems []*reference.Problem
	for range lanes.Width {
		problems = append(problems, long(chain.Uniform(k, false), turns, 5))
	}
	return problems
}

// TestNothingAllocates: once grown, workspace and filter allocate nothing.
func TestNothingAllocates(t *testing.T) {
	plain := batchOf(5, 20)
	classes := chain.Uniform(4, true)
	classes.Next = append(classes.Next, classes.Next[0])
	classes.Next[1][1] = 0
	classes.Dist = []int{0, 1, 0, 1}
	p := long(chain.Uniform(2, false), 30, 5)
	p.Chain = classes
	p.Sequence.Class = make([]uint8, 30)
	for name, problems := range map[string][]*reference.Problem{
		"eight": plain, "one": plain[:1], "classes, stops, shared distributions": {p, p, p},
	} {
		c := problems[0].Chain
		ws, counts := forwardbackward.NewWorkspace(forwardbackward.Compile(c)), forwardbackward.NewCounts(c)
		states, distributions := newBatch(c.States(), problems...), newBatch(c.Distributions(), problems...)
		var sequences []chain.Sequence
		for _, p := range problems {
			sequences = append(sequences, p.Sequence)
		}
		for what, f := range map[string]func(){
			"Score":  func() { ws.Load(sequences...); ws.Score(states) },
			"Filter": func() { ws.Load(sequences...); ws.Filter(states) },
			"Smooth": func() { ws.Load(sequences...); ws.Smooth(states) },
			"Expect": func() { ws.Load(sequences...); ws.Expect(distributions); ws.Flush(counts) },
		} {
			f()
			if n := testing.AllocsPerRun(10, f); n != 0 {
				t.Errorf("%s: %s allocates %v times", name, what, n)
			}
		}
		for l := range problems {
			if _, err := ws.LogLikelihood(l); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for _, c := range []*chain.Chain{chain.Uniform(5, true), leftToRight(5)} {
		f, row := forwardbackward.NewFilter(forwardbackward.Compile(c)), []float64{0, -1, -2, -3, -4}
		dst := make([]float64, 5)
		step := func() {
			if _, err := f.Step(row, 0, nil); err != nil {
				t.Fatal(err)
			}
			f.Predict(dst, 0)
		}
		if n := testing.AllocsPerRun(10, step); n != 0 {
			t.Errorf("a step of the filter allocates %v times", n)
		}
	}
}

// still is a batch whose densities stand ready, so that benchmarks see the recursion alone.
type still struct{ *batch }

func (s still) Densities(dst []float64, at lanes.Layout, first, end int) {
	for i := range dst[:(end-first)*at.Turn] {
		dst[i] = 0.5
	}
}

func (still) Collect([]float64, lanes.Layout, int, int) {}

// BenchmarkExpect is the E-step of the chain alone, with densities that are no logs.
func BenchmarkExpect(b *testing.B) {
	for _, k := range []int{2, 3, 4, 5, 6, 8, 10, 12, 13, 16, 20, 24, 32, 48, 64, 96, 128, 256} {
		for _, width := range []int{1, lanes.Width} {
			expectations(b, k, 24, width)
		}
	}
	for _, turns := range []int{2, 5, 10, 50, 100, 1000, 10_000} {
		for _, width := range []int{1, lanes.Width} {
			expectations(b, 12, turns, width)
		}
	}
}

func expectations(b *testing.B, k, turns, width int) {
	b.Run(fmt.Sprintf("K=%d/T=%d/lanes=%d", k, turns, width), func(b *testing.B) {
		e := still{newBatch(0, batchOf(k, turns)[:width]...)}
		e.linear = true
		benchmark(b, e.batch, func(ws *forwardbackward.Workspace) { ws.Expect(e) })
	})
}

// BenchmarkSmooth has logs for densities, and copies what it finds.
func BenchmarkSmooth(b *testing.B) {
	for _, k := range []int{4, 16, 64} {
		for _, width := range []int{1, lanes.Width} {
			const turns = 24
			b.Run(fmt.Sprintf("K=%d/T=%d/lanes=%d", k, turns, width), func(b *testing.B) {
				e := newBatch(k, batchOf(k, turns)[:width]...)
				benchmark(b, e, func(ws *forwardbackward.Workspace) { ws.Smooth(e) })
			})
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	for _, k := range []int{4, 16, 64} {
		b.Run(fmt.Sprintf("K=%d/T=24/lanes=8", k), func(b *testing.B) {
			e := newBatch(k, batchOf(k, 24)...)
			benchmark(b, e, func(ws *forwardbackward.Workspace) { ws.Filter(e) })
		})
	}
}

// BenchmarkExact is a conversation that the scaled recursion cannot do.
func BenchmarkExact(b *testing.B) {
	for _, k := range []int{4, 16} {
		e := newBatch(k, long(leftToRight(k), 24, 2000))
		b.Run(fmt.Sprintf("K=%d/T=24", k), func(b *testing.B) {
			benchmark(b, e, func(ws *forwardbackward.Workspace) { ws.Smooth(e) })
		})
	}
}

func benchmark(b *testing.B, e *batch, run func(*forwardbackward.Workspace)) {
	ws := forwardbackward.NewWorkspace(forwardbackward.Compile(e.problems[0].Chain))
	turns := 0
	for _, p := range e.problems {
		turns += p.Sequence.Turns
	}
	for b.Loop() {
		e.load(ws)
		run(ws)
	}
	reference.ReportTurns(b, turns)
}

func BenchmarkStep(b *testing.B) {
	for _, k := range []int{4, 16, 64} {
		for name, c := range map[string]*chain.Chain{"dense": chain.Uniform(k, false), "zeros": leftToRight(k)} {
			b.Run(fmt.Sprintf("K=%d/%s", k, name), func(b *testing.B) {
				f, row := forwardbackward.NewFilter(forwardbackward.Compile(c)), make([]float64, k)
				for b.Loop() {
					if _, err := f.Step(row, 0, nil); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
