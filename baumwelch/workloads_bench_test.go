package baumwelch_test

import "testing"

// BenchmarkWorkloads is the time of one maximum-likelihood iteration, on one thread, of the
// workloads that other libraries are run on too. Reading the data does not count.
func BenchmarkWorkloads(b *testing.B) {
	for _, name := range []string{"cat_chat", "cat_wide", "cat_long", "diag_chat", "full_chat"} {
		b.Run(name, func(b *testing.B) {
			w := load(b, name)
			turns := 0
			for _, n := range w.Ints["L"] {
				turns += n
			}
			run := prepare(b, w)
			b.ResetTimer()
			run(b.N - 1)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(turns)/float64(b.N), "ns/turn")
		})
	}
}
