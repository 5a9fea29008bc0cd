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
		var sequences []chain.Sequence
		for _, p := range problems {
			sequences = append(sequences, p.Sequence)
		}
		fill := func() {
			ws.Load(sequences...)
			for l, p := range problems {
				dst, at := ws.Densities(l)
				scatter(dst, at, p.LogDensity, c.Distributions())
			}
		}
		for what, f := range map[string]func(){
			"Filter": func() { fill(); ws.Filter() },
			"Smooth": func() { fill(); ws.Smooth(counts) },
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

func BenchmarkSmooth(b *testing.B) {
	for _, k := range []int{4, 16, 64} {
		for _, width := range []int{1, lanes.Width} {
			const turns = 24
			problems := batchOf(k, turns)[:width]
			b.Run(fmt.Sprintf("K=%d/T=%d/lanes=%d", k, turns, width), func(b *testing.B) {
				benchmark(b, problems, func(ws *forwardbackward.Workspace, c forwardbackward.Counts) { ws.Smooth(c) })
			})
		}
	}
}

func BenchmarkFilter(b *testing.B) {
	for _, k := range []int{4, 16, 64} {
		b.Run(fmt.Sprintf("K=%d/T=24/lanes=8", k), func(b *testing.B) {
			benchmark(b, batchOf(k, 24), func(ws *forwardbackward.Workspace, _ forwardbackward.Counts) { ws.Filter() })
		})
	}
}

// BenchmarkExact is a conversation that the scaled recursion cannot do.
func BenchmarkExact(b *testing.B) {
	for _, k := range []int{4, 16} {
		c := leftToRight(k)
		p := long(c, 24, 2000)
		b.Run(fmt.Sprintf("K=%d/T=24", k), func(b *testing.B) {
			benchmark(b, []*reference.Problem{p}, func(ws *forwardbackward.Workspace, c forwardbackward.Counts) { ws.Smooth(c) })
		})
	}
}

func benchmark(b *testing.B, problems []*reference.Problem, run func(*forwardbackward.Workspace, forwardbackward.Counts)) {
	c := problems[0].Chain
	ws, counts := forwardbackward.NewWorkspace(forwardbackward.Compile(c)), forwardbackward.NewCounts(c)
	turns := 0
	for _, p := range problems {
		turns += p.Sequence.Turns
	}
	for b.Loop() {
		load(ws, problems...)
		run(ws, counts)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*turns), "ns/turn")
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
