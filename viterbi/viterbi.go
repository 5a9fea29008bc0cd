package viterbi

import (
	"math"

	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// A Decoder finds best paths under one chain, of up to lanes.Width conversations side by side. The
// order of calls is that of forwardbackward.Workspace:
//
//	Load(sequences...)          once a batch
//	dst, at := Densities(i)     fill in the log densities of each conversation
//	Run()
//	Path(i, path)
//
// It grows to the largest batch it has seen and allocates nothing after that. It is for one
// goroutine. A conversation's path does not depend on its company.
type Decoder struct {
	c     *chain.Chain
	p     int // K padded
	start []float64
	stop  []float64
	next  [][]float64 // P×P logs a class, row = from, padded with -Inf

	width int
	turns int
	seq   []chain.Sequence
	plain bool      // no masks, and no states that share distributions
	logs  []float64 // a panel of log densities a turn
	delta []float64 // a panel of P rows a turn
	part  []float64 // a panel

	work lanes.Work
}

// New returns a decoder for the chain, which it copies.
func New(c *chain.Chain) *Decoder {
	c = c.Clone()
	k := c.States()
	d := &Decoder{c: c, p: lanes.Pad(k), start: lanes.Logs(c.Start), stop: lanes.Logs(c.Stop)}
	for _, a := range c.Next {
		m := make([]float64, d.p*d.p)
		for i := range m {
			m[i] = math.Inf(-1)
		}
		for i := range k {
			copy(m[i*d.p:], lanes.Logs(a[i*k:(i+1)*k]))
		}
		d.next = append(d.next, m)
	}
	return d
}

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
	lanes.Grow(&d.logs, d.turns*d.densityRows()*d.width)
	lanes.PadRows(d.logs, d.densityRows(), d.c.Distributions(), d.width, math.Inf(-1))
	lanes.Grow(&d.delta, d.turns*d.p*d.width)
	lanes.Grow(&d.part, d.p*d.width)
}

// Densities is where the log densities of conversation i go: that of distribution e at turn t at
// dst[t*at.Turn + e*at.Dist]. Every value of its turns must be written.
func (d *Decoder) Densities(i int) (dst []float64, at lanes.Layout) {
	at = lanes.Layout{Turn: d.densityRows() * d.width, Dist: d.width}
	if len(d.logs) == 0 {
		return nil, at
	}
	return d.logs[i:], at
}

// Run computes δ for all turns. O(T K²) time.
func (d *Decoder) Run() {
	d.work.Begin(len(d.seq))
	for t := range d.turns {
		for l := range d.seq {
			if t == d.seq[l].Turns {
				d.work.End(l)
			}
		}
		panel := d.panel(t)
		if t == 0 {
			d.begin(panel)
		} else {
			d.reach(panel, t)
		}
		rows := d.densityRows() * d.width
		logs := d.logs[t*rows : (t+1)*rows]
		if d.plain {
			lanes.Observe(panel, logs, &d.work.OK, &d.work.Active, d.p, d.width)
		} else {
			d.observe(panel, logs, t)
		}
	}
}

// begin sets δ to log π.
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

// densityRows is the number of rows of a panel of log densities: as many as δ has, so that they can
// be added, unless states share distributions.
func (d *Decoder) densityRows() int {
	if d.c.Dist == nil {
		return d.p
	}
	return d.c.Distributions()
}

func (d *Decoder) panel(t int) []float64 {
	n := d.p * d.width
	return d.delta[t*n : t*n+n : t*n+n]
}

// reach sets panel to max_i (δ_t-1(i) + log A_ij), each lane with the matrix of the class of its turn
// t.
func (d *Decoder) reach(panel []float64, t int) {
	before := d.panel(t - 1)
	lanes.MaxPlus(panel, before, d.next[0], d.p, d.width)
	for class := 1; class < len(d.next); class++ {
		done := false
		for l := range d.seq {
			if t >= d.seq[l].Turns || d.seq[l].ClassAt(t) != class {
				continue
			}
			if !done {
				lanes.MaxPlus(d.part, before, d.next[class], d.p, d.width)
				done = true
			}
			for i := l; i < len(panel); i += d.width {
				panel[i] = d.part[i]
			}
		}
	}
}

// observe adds the log densities of the states' distributions, where the masks let them through.
func (d *Decoder) observe(panel, logs []float64, t int) {
	for l := range d.seq {
		if d.work.Active[l] == 0 {
			continue
		}
		mask := d.seq[l].Mask(t, d.c.States())
		for i := range d.c.States() {
			v := logs[d.c.Distribution(i)*d.width+l]
			if !(v <= math.MaxFloat64) {
				d.work.OK[l] = 0
			}
			if !chain.Permits(mask, i) {
				v = math.Inf(-1)
			}
			panel[i*d.width+l] += v
		}
	}
}
