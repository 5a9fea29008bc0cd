package emission

import "intenthmm/internal/lanes"

// resultants are weighted sums of vectors, one for each of n distributions,
//
//	sum_e = Σ_t p[t,e] x[t]
//
// many turns at a time: as products of a panel of weights and one of vectors, a block of which is as many
// dimensions as there are distributions, padded.
type resultants struct {
	n, width int
	block    int       // n, padded
	stride   int       // D, padded to whole blocks
	waiting  int       // turns in the panels
	weights  []float64 // chunk×stride: the weights of a turn, zeros beyond n
	vectors  []float64 // chunk×stride: the vector of a turn, zeros beyond D
	sums     []float64 // a packed matrix of block×block for each block of dimensions
	turns    []float64 // n: Σ_t p[t,e]
}

// begin sets all sums to 0. It allocates the first time.
func (r *resultants) begin(n, width int) {
	if r.sums == nil {
		r.n, r.width, r.block = n, width, lanes.Pad(n)
		r.stride = (width + r.block - 1) / r.block * r.block
		lanes.Grow(&r.weights, chunk*r.stride)
		lanes.Grow(&r.vectors, chunk*r.stride)
		lanes.Grow(&r.sums, r.stride*r.block)
		r.turns = make([]float64, n)
		clear(r.weights)
		clear(r.vectors)
	}
	r.waiting = 0
	clear(r.sums)
	clear(r.turns)
}

// addAll adds the vectors that are not missing, that of turn t to sum e with the weight
// p[t*at.Turn + e*at.Dist].
func (r *resultants) addAll(obs [][]float64, p []float64, at Layout) {
	for t, x := range obs {
		if !directed(x) {
			continue
		}
		weights := r.weights[r.waiting*r.stride:]
		for e := range r.turns {
			w := p[t*at.Turn+e*at.Dist]
			weights[e] = w
			r.turns[e] += w
		}
		copy(r.vectors[r.waiting*r.stride:], x[:r.width])
		if r.waiting++; r.waiting == chunk {
			r.flush()
		}
	}
}

// flush empties the panels.
func (r *resultants) flush() {
	for first := 0; first < r.stride; first += r.block {
		lanes.Outer(r.sums[first*r.block:], r.vectors[first:], r.weights, r.block, r.stride, r.waiting, 1)
	}
	r.waiting = 0
}

// addTo adds for each distribution the number of its turns, then its sum, to stats.
func (r *resultants) addTo(stats []float64) {
	r.flush()
	for e, turns := range r.turns {
		own := stats[e*(1+r.width):][:1+r.width]
		own[0] += turns
		for i := range r.width {
			first := i / r.block * r.block
			own[1+i] += r.sums[first*r.block+lanes.At(r.block, i-first, e)]
		}
	}
}
