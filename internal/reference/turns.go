package reference

import "testing"

// ReportTurns adds to a benchmark what it comes to a turn, where each round goes through so many: ns/turn
// and turns/s.
func ReportTurns(b *testing.B, turns int) {
	total := float64(b.N) * float64(turns)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/total, "ns/turn")
	b.ReportMetric(total/b.Elapsed().Seconds(), "turns/s")
}
