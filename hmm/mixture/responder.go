package mixture

import (
	"fmt"
	"math"

	"intenthmm/hmm/emission"
	"intenthmm/internal/lanes"
)

// A responder turns items into responsibilities, lanes.Width of them side by side: lane l of a chunk
// holds consecutive items, as if they were the turns of a conversation. It serves one goroutine, with
// the parameters that the model had when it was made.
type responder[O any] struct {
	k, padded, rows int       // K; K padded; rows between the panels of a chunk
	turns           int       // most turns of a chunk
	weights         []float64 // padded×Width: exp(log weight), the same in every lane
	logWeights      []float64 // K
	evaluator       emission.Evaluator[O]
	batch           *emission.Batch[O]
	lanes           [lanes.Width][]O
	density         []float64 // turns×rows×Width
	posterior       []float64 // turns×rows×Width
	scores          []float64 // turns×Width: log p(x)
	work            lanes.Work
	scales          lanes.Scales
	inverse         []float64 // Width
	row             []float64 // K: densities of one item
}

const (
	// blockItems is the number of items that are handed out in one go: what shards are made of.
	blockItems = 256
	// chunkValues bounds the panels of a chunk, so that they stay in the cache.
	chunkValues = 1 << 13
)

func newResponder[O any](m *Model[O]) *responder[O] {
	k := m.Components()
	p := lanes.Pad(k)
	r := &responder[O]{k: k, padded: p, rows: lanes.Rows(p, lanes.Width)}
	r.turns = min(max(chunkValues/(p*lanes.Width), 1), blockItems/lanes.Width)
	lanes.Grow(&r.density, r.turns*r.rows*lanes.Width)
	lanes.Grow(&r.posterior, r.turns*r.rows*lanes.Width)
	r.weights, r.inverse = make([]float64, p*lanes.Width), make([]float64, lanes.Width)
	r.scores = make([]float64, r.turns*lanes.Width)
	r.logWeights, r.row = make([]float64, k), make([]float64, k)
	r.refresh(m)
	return r
}

// refresh takes over the model's present parameters.
func (r *responder[O]) refresh(m *Model[O]) {
	r.evaluator = m.Emission.Evaluator()
	r.batch = emission.NewBatch(r.evaluator)
	m.Mixing.LogWeights(r.logWeights)
	for e, l := range r.logWeights {
		w := lanes.Exp(l)
		for lane := range lanes.Width {
			r.weights[e*lanes.Width+lane] = w
		}
	}
}

// chunks calls do with every chunk of obs, of which first is the number of the first item, once its
// responsibilities are there. The error is do's.
func (r *responder[O]) chunks(obs []O, do func(first int, c chunk) error) error {
	most := r.turns * lanes.Width
	for first := 0; first < len(obs); first += most {
		if err := do(first, r.respond(obs[first:min(first+most, len(obs))])); err != nil {
			return err
		}
	}
	return nil
}

// A chunk says where in the panels items stand: item i is turn i mod turns of lane i / turns.
type chunk struct {
	n, turns int
	failed   int   // the first item without responsibilities; n: none
	err      error // why it has none
}

// fault is an *Error for the item that failed, counted from first on.
func (c chunk) fault(first int) error {
	if c.err != nil {
		return &Error{first + c.failed, c.err}
	}
	return nil
}

func (c chunk) place(i int) (turn, lane int) { return i % c.turns, i / c.turns }

// items is the number of items of lane l.
func (c chunk) items(l int) int { return min(max(c.n-l*c.turns, 0), c.turns) }

// responsibilities are those of item i, every Width-th value one.
func (r *responder[O]) responsibilities(c chunk, i int) []float64 {
	t, l := c.place(i)
	return r.posterior[t*r.rows*lanes.Width+l:]
}

// layout is that of the panels.
func (r *responder[O]) layout() emission.Layout {
	return emission.Layout{Turn: r.rows * lanes.Width, Dist: lanes.Width}
}

// respond fills posterior and scores for at most turns×Width items.
func (r *responder[O]) respond(obs []O) chunk {
	c := chunk{n: len(obs), turns: (len(obs) + lanes.Width - 1) / lanes.Width, failed: len(obs)}
	for l := range r.lanes {
		first := min(l*c.turns, c.n)
		r.lanes[l] = obs[first : first+c.items(l)]
	}
	beyond := math.Inf(-1)
	if r.batch.Linear() {
		beyond = 0
		r.batch.Densities(r.density, r.layout(), r.lanes[:])
	} else {
		r.batch.LogDensities(r.density, r.layout(), r.lanes[:])
	}
	size := r.rows * lanes.Width
	lanes.PadRows(r.density[:c.turns*size], r.rows, r.k, lanes.Width, beyond)
	for t := range c.turns {
		r.normalise(c, t)
		for l := range lanes.Width {
			lost := r.work.OK[l] == 0 || r.scales.Least[l] < lanes.LeastScale
			if i := l*c.turns + t; lost && t < c.items(l) {
				if err := r.exact(t, l); err != nil && i < c.failed {
					c.failed, c.err = i, err
				}
			}
		}
	}
	return c
}

// normalise turns the densities of turn t into responsibilities.
func (r *responder[O]) normalise(c chunk, t int) {
	size := r.rows * lanes.Width
	density, posterior := r.density[t*size:(t+1)*size], r.posterior[t*size:(t+1)*size]
	r.work.Begin(lanes.Width)
	for l := range lanes.Width {
		if t >= c.items(l) {
			r.work.End(l)
		}
	}
	var shift [lanes.Width]float64
	if !r.batch.Linear() {
		lanes.Linear(density, density, &shift, &r.work.OK, &r.work.Active, r.padded, r.rows, 1, lanes.Width)
	}
	copy(posterior, r.weights)
	r.scales.Reset()
	lanes.Scale(posterior, density, r.inverse, &r.work.Active, &r.scales, r.padded, lanes.Width)
	for l, s := range shift {
		r.scores[t*lanes.Width+l] = s + r.scales.Log(l)
	}
}

// exact does the item at turn t of lane l again, in logs: a shift by the largest density alone leaves
// nothing of it. The error is why it has no responsibilities; its score is then -Inf.
func (r *responder[O]) exact(t, l int) error {
	r.evaluator.LogDensities(r.row, emission.RowMajor(r.k), r.lanes[l][t:t+1])
	largest := math.Inf(-1)
	for e := range r.row {
		r.row[e] += r.logWeights[e]
		largest = max(largest, r.row[e])
	}
	if math.IsInf(largest, 0) || math.IsNaN(largest) {
		r.scores[t*lanes.Width+l] = math.Inf(-1)
		if math.IsInf(largest, -1) {
			return ErrImpossible
		}
		return fmt.Errorf("log density %v, expected a finite number or -Inf", largest)
	}
	sum := 0.0
	for e, v := range r.row {
		r.row[e] = lanes.Exp(v - largest)
		sum += r.row[e]
	}
	out := r.posterior[t*r.rows*lanes.Width+l:]
	for e, v := range r.row {
		out[e*lanes.Width] = v / sum
	}
	r.scores[t*lanes.Width+l] = largest + math.Log(sum)
	return nil
}
