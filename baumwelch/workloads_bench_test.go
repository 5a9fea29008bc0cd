package baumwelch_test

import (
	"fmt"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/reference"
)

// BenchmarkWorkloads is the time of one maximum-likelihood iteration of the workloads that other
// libraries are run on too, with one worker and with two. Reading the data does not count.
func BenchmarkWorkloads(b *testing.B) {
	for _, name := range []string{"cat_chat", "cat_wide", "cat_long", "diag_chat", "full_chat"} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("%s/workers=%d", name, workers), func(b *testing.B) {
				w := load(b, name)
				turns := 0
				for _, n := range w.Ints["L"] {
					turns += n
				}
				run := prepare(b, w)
				b.ResetTimer()
				run(b.N-1, workers)
				reference.ReportTurns(b, turns)
			})
		}
	}
}

// BenchmarkWorkloadPaths is the time of the best paths of all conversations, on one thread.
func BenchmarkWorkloadPaths(b *testing.B) {
	for _, name := range []string{"cat_chat", "cat_wide", "cat_long"} {
		b.Run(name, func(b *testing.B) {
			w := load(b, name)
			family := ok[*emission.Categorical](b)(emission.NewCategorical(w.Rows("B")))
			m := &hmm.Model[int]{Chain: &chain.Chain{Start: w.Floats["pi"], Next: [][]float64{w.Floats["A"]}}, Emission: family}
			x, turns := w.Ints["x"], len(w.Ints["x"])
			var data []hmm.Conversation[int]
			for _, n := range w.Ints["L"] {
				data, x = append(data, hmm.Conversation[int]{Obs: x[:n:n]}), x[n:]
			}
			d := hmm.NewDecoder(m)
			for b.Loop() {
				if _, _, err := d.Paths(data); err != nil {
					b.Fatal(err)
				}
			}
			reference.ReportTurns(b, turns)
		})
	}
}
