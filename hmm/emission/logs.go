package emission

import (
	"math"
	"sync"
	"sync/atomic"

	"intenthmm/internal/lanes"
)

// logTable holds the logarithms of a table for its present parameters, as the kernels read them. All
// evaluators of those parameters, and those of copies, share it. It is made when it is first asked for,
// a block of symbols at a time: goroutines that ask for it meanwhile take blocks too.
type logTable struct {
	values []float64 // (V+1)×P: first a missing symbol, 0; -Inf beyond E
	begun  sync.Once
	next   atomic.Int64   // block that nobody makes yet
	made   sync.WaitGroup // counts blocks
}

// logBlock is the number of symbols that are taken at once.
const logBlock = 512

// logs returns log p, symbol-major, each row padded, that of a missing symbol first. It is only to be
// read.
func (t *table) logs() []float64 {
	l := t.shared
	blocks := (t.symbols + logBlock - 1) / logBlock
	l.begun.Do(func() {
		lanes.Grow(&l.values, (t.symbols+1)*lanes.Pad(t.dists))
		clear(l.values[:t.dists])
		lanes.PadRows(l.values, lanes.Pad(t.dists), t.dists, 1, math.Inf(-1))
		l.made.Add(blocks)
	})
	for {
		b := int(l.next.Add(1)) - 1
		if b >= blocks {
			break
		}
		t.takeLogs(l.values, b*logBlock, min((b+1)*logBlock, t.symbols))
		l.made.Done()
	}
	l.made.Wait()
	return l.values
}

// takeLogs fills in the symbols from first to before end.
func (t *table) takeLogs(dst []float64, first, end int) {
	p := lanes.Pad(t.dists)
	for e := range t.dists {
		to := (first+1)*p + e
		for _, v := range t.row(e)[first:end] {
			dst[to] = math.Log(v)
			to += p
		}
	}
}
