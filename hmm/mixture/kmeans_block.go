package mixture

import "slices"

// A pointBlock is points that lie one after the other, with what is known of them: the item of the shared loop,
// small enough to stay in a cache while it is gone over twice.
type pointBlock struct {
	first  int // which point of all is the first
	points []float64
	weight []float64
	step   int       // the step that what follows belongs to; 0: nothing is known
	own    []int32   // the nearest centre
	square []float64 // squared distance from it
	second []float64 // no other centre is nearer than this
}

const (
	blockValues = 1 << 13 // in a block, about: 64 KB
	leastBlock  = 32      // points
	mostBlock   = 1024
)

// blockLen is how many points of a width make a block.
func blockLen(width int) int { return min(max(blockValues/width, leastBlock), mostBlock) }

// blocks cuts points. Weights are shared where all are 1.
func blocks(p Points) []*pointBlock {
	n := p.Len()
	size := blockLen(p.Width)
	ones := slices.Repeat([]float64{1}, min(n, size))
	own, square, second := make([]int32, n), make([]float64, n), make([]float64, n)
	var cut []*pointBlock
	for first := 0; first < n; first += size {
		end := min(first+size, n)
		b := &pointBlock{first: first, points: p.Values[first*p.Width : end*p.Width], weight: ones[:end-first],
			own: own[first:end], square: square[first:end], second: second[first:end]}
		if p.Weights != nil {
			b.weight = p.Weights[first:end]
		}
		cut = append(cut, b)
	}
	return cut
}
