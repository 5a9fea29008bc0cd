package mixture

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/internal/lanes"
)

// PlusPlus chooses k of the points as centres: the first at random, each further one with
// probability proportional to its weight times its squared distance from the nearest centre so far. Where fewer
// than k points differ, some centres coincide. Of several trials each time the one stays that leaves the least
// inertia, the first of those equally good; 1 is the plain algorithm. O(N K D) times the trials, all of which a block
// of points meets while it is in the cache.
//
// PlusPlus panics if k or trials is below 1; points that cannot be used are an error, and so is the end of ctx.
//
// Source: Arthur and Vassilvitskii (2007), whose section 6 names the trials.
func PlusPlus(ctx context.Context, points Points, k, trials int, rng *rand.Rand) (*KMeans, error) {
	if k < 1 || trials < 1 {
		panic("mixture: PlusPlus of less than one centre or trial")
	}
	if err := points.Check(); err != nil {
		return nil, err
	}
	m := &KMeans{Width: points.Width, Centres: make([]float64, 0, k*points.Width)}
	s := newSeeder(points, trials)
	for s.take(m, s.first(rng)); m.Len() < k; s.take(m, s.best(rng)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// A seeder knows how much inertia the centres leave so far, point by point.
type seeder struct {
	points Points
	block  int       // points that are gone over at a time
	zeros  []int32   // every point's own centre is the one that is tried
	left   []float64 // weighted squared distances
	total  float64
	trials []trial
	square []float64 // scratch: of a block
}

// A trial is a point that may become a centre, and what would be left then.
type trial struct {
	point int
	total float64
}

func newSeeder(p Points, trials int) *seeder {
	block := blockLen(p.Width)
	return &seeder{points: p, block: block, zeros: make([]int32, block), left: slices.Repeat([]float64{math.Inf(1)}, p.Len()),
		trials: make([]trial, trials), square: make([]float64, block)}
}

// first draws a point with probability proportional to its weight.
func (s *seeder) first(rng *rand.Rand) int {
	n := rng.IntN(s.points.Len())
	if s.points.Weights != nil {
		n = weighted(s.points.Weights, lanes.Sum(s.points.Weights), rng)
	}
	return n
}

// best draws the trials and finds the one that leaves the least.
func (s *seeder) best(rng *rand.Rand) int {
	for i := range s.trials {
		s.trials[i] = trial{point: weighted(s.left, s.total, rng)}
	}
	if len(s.trials) > 1 {
		s.try()
	}
	best := s.trials[0]
	for _, t := range s.trials[1:] {
		if t.total < best.total {
			best = t
		}
	}
	return best.point
}

// try sums up what every trial would leave, each point after point.
func (s *seeder) try() {
	for first := 0; first < len(s.left); first += s.block {
		for i := range s.trials {
			t := &s.trials[i]
			for n, d := range s.distances(first, t.point) {
				t.total += min(s.left[first+n], d)
			}
		}
	}
}

// take adds point n to the centres.
func (s *seeder) take(m *KMeans, n int) {
	m.Centres = append(m.Centres, s.points.row(n)...)
	s.total = 0
	for first := 0; first < len(s.left); first += s.block {
		for i, d := range s.distances(first, n) {
			s.left[first+i] = min(s.left[first+i], d)
			s.total += s.left[first+i]
		}
	}
}

// distances are the weighted squared distances of a block of points from point n.
func (s *seeder) distances(first, n int) []float64 {
	end, d := min(first+s.block, s.points.Len()), s.points.Width
	square := s.square[:end-first]
	lanes.OwnDistances(square, s.points.Values[first*d:end*d], s.points.row(n), s.zeros[:end-first], d)
	if s.points.Weights != nil {
		for i, w := range s.points.Weights[first:end] {
			square[i] *= w
		}
	}
	return square
}

// weighted draws an index with probability proportional to weight, any index if all are zero.
func weighted(weight []float64, total float64, rng *rand.Rand) int {
	u, last := rng.Float64()*total, rng.IntN(len(weight))
	for i, w := range weight {
		if w > 0 {
			last = i
			if u -= w; u < 0 {
				break
			}
		}
	}
	return last
}
