package viterbi

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// Compiled is a chain made ready for finding paths. It is read-only: any number of decoders and live
// paths may share one.
type Compiled struct {
	c     *chain.Chain
	p     int // K padded
	start []float64
	stop  []float64
	next  [][]float64 // packed logs a class, row = from, padded with -Inf
	into  [][]float64 // the same P×P, row = to
}

// Compile copies what the decoders need out of the chain, which must have passed its Check.
func Compile(c *chain.Chain) *Compiled {
	c = c.Clone()
	k := c.States()
	m := &Compiled{c: c, p: lanes.Pad(k), start: lanes.Logs(c.Start), stop: lanes.Logs(c.Stop)}
	for _, a := range c.Next {
		logs := lanes.Logs(a)
		m.next = append(m.next, lanes.Pack(k, math.Inf(-1), func(i, j int) float64 { return logs[i*k+j] }))
		into := make([]float64, m.p*m.p)
		lanes.PadRows(into, m.p, 0, m.p, math.Inf(-1))
		for i := range k {
			for j := range k {
				into[j*m.p+i] = logs[i*k+j]
			}
		}
		m.into = append(m.into, into)
	}
	return m
}

// A Decoder finds best paths under one chain, of up to lanes.Width conversations side by side. The
// order of calls is
//
//	Load(sequences...)          once a batch
//	dst, at := Densities()      fill in the log densities of all conversations
//	Run()
//	Path(i, path)
//
// It grows to the largest batch it has seen and allocates nothing after that. It is for one
// goroutine. A conversation's path does not depend on its company.
type Decoder struct {
	*Compiled
	width int
	turns int
	seq   []chain.Sequence
	plain bool      // no masks, and no states that share distributions
	logs  []float64 // a panel of log densities a turn, of P rows, or E where states share distributions
	open  []float64 // logs, or a panel of P rows a turn with those of the states that the masks let through
	own   []float64 // what open is then
	reach []float64 // a panel of P rows a turn: the best ways into the states, their densities left out
	delta []float64 // a panel: the same with the densities
	part  []float64 // two panels: what one class of several comes to
	state []int32   // a row of W states a turn: the best paths
	score [lanes.Width]float64

	work lanes.Work
}

// New returns a decoder for the chain, which it copies.
func New(c *chain.Chain) *Decoder { return &Decoder{Compiled: Compile(c)} }

// Load begins a batch of 1 to lanes.Width conversations. It panics on another number. Sequences
// must have passed their Check.
func (d *Decoder) Load(sequences ...chain.Sequence) {
	if len(sequences) == 0 || len(sequences) > lanes.Width {
		panic("viterbi: Load takes 1 to lanes.Width sequences")
	}
	d.width, d.turns = lanes.Width, 0
	if len(sequences) == 1 {
		d.width = 1
	}
	d.seq = append(d.seq[:0], sequences...)
	d.plain = d.c.Dist == nil
	for i := range sequences {
		d.turns = max(d.turns, sequences[i].Turns)
		d.plain = d.plain && sequences[i].Allowed == nil
	}
	n := d.p * d.width
	lanes.Grow(&d.logs, d.turns*d.densityRows()*d.width)
	lanes.PadRows(d.logs, d.densityRows(), d.c.Distributions(), d.width, math.Inf(-1))
	lanes.Grow(&d.reach, d.turns*n)
	lanes.Grow(&d.delta, n)
	lanes.Grow(&d.state, d.turns*d.width)
	d.open = d.logs
	if !d.plain {
		lanes.Grow(&d.own, d.turns*n)
		d.open = d.own
	}
}

// Densities is where the log densities of the batch go: that of distribution e at turn t of conversation
// l at dst[t*at.Turn + e*at.Dist + l]. Every value of their turns must be written.
func (d *Decoder) Densities() (dst []float64, at lanes.Layout) {
	return d.logs, lanes.Layout{Turn: d.densityRows() * d.width, Dist: d.width}
}

// Run finds the best paths. O(T K²) time.
func (d *Decoder) Run() {
	d.work.Begin(len(d.seq))
	if d.turns == 0 {
		return
	}
	if !d.plain {
		d.expand()
	}
	d.begin(d.panels(d.reach, 0, 1))
	for t := 0; t < d.turns-1; {
		end := d.companions(t)
		d.advance(t, end)
		t = end
	}
	d.trace()
}

// companions puts the lanes that have a turn t to work, and returns up to where, before the last turn,
// they go on together.
func (d *Decoder) companions(t int) int {
	end := d.turns - 1
	for l := range d.seq {
		if n := d.seq[l].Turns; n <= t {
			d.work.End(l)
		} else {
			end = min(end, n)
		}
	}
	return end
}

// begin sets the ways into the states at turn 0 to log π.
func (d *Decoder) begin(panel []float64) {
	for i := range panel {
		panel[i] = math.Inf(-1)
	}
	for i, v := range d.start {
		for l := range d.width {
			panel[i*d.width+l] = v
		}
	}
}

// densityRows is the number of rows of a panel of log densities: as many as there are states, so that
// they can be added, unless states share distributions.
func (d *Decoder) densityRows() int {
	if d.c.Dist == nil {
		return d.p
	}
	return lanes.Pad(d.c.Distributions())
}

func (d *Decoder) panels(block []float64, first, end int) []float64 {
	n := d.p * d.width
	return block[first*n : end*n]
}

// advance goes from the turns first to before end to those after them, each lane with the matrix of the
// class of the turn that it goes to.
func (d *Decoder) advance(first, end int) {
	if len(d.next) == 1 {
		lanes.Reach(d.panels(d.reach, first, end+1), d.panels(d.open, first, end), d.delta, d.next[0],
			&d.work.OK, &d.work.Active, d.p, end-first, d.width)
		return
	}
	n := d.p * d.width
	lanes.Grow(&d.part, 2*n)
	for t := first; t < end; t++ {
		for class, m := range d.next {
			copy(d.part, d.panels(d.reach, t, t+1))
			lanes.Reach(d.part, d.panels(d.open, t, t+1), d.delta, m, &d.work.OK, &d.work.Active, d.p, 1, d.width)
			for l := range d.seq {
				if t+1 < d.seq[l].Turns && d.seq[l].ClassAt(t+1) == class {
					to := d.panels(d.reach, t+1, t+2)
					for i := l; i < n; i += d.width {
						to[i] = d.part[n+i]
					}
				}
			}
		}
	}
}

// expand lays out the log densities of the states' distributions, -Inf where the masks do not let them
// through; of what is no log density it takes note.
func (d *Decoder) expand() {
	for i := range d.open {
		d.open[i] = math.Inf(-1)
	}
	k, rows := d.c.States(), d.densityRows()
	for l := range d.seq {
		for t := range d.seq[l].Turns {
			mask := d.seq[l].Mask(t, k)
			panel, logs := d.panels(d.open, t, t+1), d.logs[t*rows*d.width:]
			for i := range k {
				v := logs[d.c.Distribution(i)*d.width+l]
				if !(v <= math.MaxFloat64) {
					d.work.OK[l] = 0
				} else if chain.Permits(mask, i) {
					panel[i*d.width+l] = v
				}
			}
		}
	}
}
