package emission

import "intenthmm/internal/lanes"

// A dimensions says how sums of vectors of D dimensions, one for each of n distributions, stand in statistics: as the
// kernels add them, in blocks of as many dimensions as there are distributions, both padded.
type dimensions struct {
	block  int // n, padded
	stride int // D, padded to whole blocks
}

func dimensionBlocks(n, width int) dimensions {
	block := lanes.Pad(n)
	return dimensions{block, (width + block - 1) / block * block}
}

// len is the length of all sums.
func (d dimensions) len() int { return d.stride * d.block }

// at is where dimension i of sum e stands.
func (d dimensions) at(e, i int) int {
	first := i / d.block * d.block
	return first*d.block + lanes.At(d.block, i-first, e)
}

// vectorSums adds up weighted vectors, chunk turns at a time,
//
//	sum_e += Σ_t p[t,e] x[t]
//
// as the product of a panel of weights and one of vectors.
type vectorSums struct {
	dims    dimensions
	waiting int       // turns in the panels
	weights []float64 // chunk×stride, of which the first n are used
	vectors []float64 // chunk×stride, zeros beyond D
}

// add takes a vector for distribution e with the weight p[e*dist], and adds the weights to turns.
func (s *vectorSums) add(turns, sums, x, p []float64, dist int) {
	if s.weights == nil {
		s.weights, s.vectors = make([]float64, chunk*s.dims.stride), make([]float64, chunk*s.dims.stride)
	}
	from := s.waiting * s.dims.stride
	for e := range turns {
		w := p[e*dist]
		s.weights[from+e] = w
		turns[e] += w
	}
	copy(s.vectors[from:], x)
	if s.waiting++; s.waiting == chunk {
		s.flush(sums)
	}
}

// flush adds what waits to the sums.
func (s *vectorSums) flush(sums []float64) {
	for first := 0; first < s.dims.stride && s.waiting > 0; first += s.dims.block {
		lanes.Outer(sums[first*s.dims.block:], s.vectors[first:], s.weights, s.dims.block, s.dims.stride, s.waiting, 1)
	}
	s.waiting = 0
}
