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
// inertia, the first of those equally good; 1 is the plain algorithm. O(N K D) times the trials at most: a
// trial is not held against points that are near to their centre and whose centre is far from it.
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
	for s.take(m, s.first(rng)); m.Len() < k; s.take(m, s.best(m, rng)) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// A seeder knows how far every point is from the nearest of the centres so far.
type seeder struct {
	points Points
	block  int       // points that are gone over at a time
	own    []int32   // the nearest centre of every point
	square []float64 // its squared distance
	left   []float64 // times the point's weight: how much inertia the centres leave
	total  float64   // of that
	trials []trial
	taken  trial // the latest centre
}

// A trial is a point that may become a centre, and what would be left then.
type trial struct {
	point int
	total float64
	// reach says of each centre so far, of its points, from which squared distance on the trial may be nearer to them: a
	// quarter of that between the two, by the triangle inequality (Elkan 2003), with room for rounding.
	reach []float64
}

func newSeeder(p Points, trials int) *seeder {
	n := p.Len()
	s := &seeder{points: p, block: blockLen(p.Width), own: make([]int32, n), square: slices.Repeat([]float64{math.Inf(1)}, n), trials: make([]trial, trials)}
	s.left = s.square
	if p.Weights != nil {
		s.left = slices.Clone(s.square)
	}
	return s
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
func (s *seeder) best(m *KMeans, rng *rand.Rand) int {
	for i := range s.trials {
		t := &s.trials[i]
		t.point, t.total = weighted(s.left, s.total, rng), 0
	}
	if len(s.trials) > 1 {
		s.try(m)
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
func (s *seeder) try(m *KMeans) {
	for i := range s.trials {
		s.aim(&s.trials[i], m)
	}
	for first := 0; first < len(s.left); first += s.block {
		end := min(first+s.block, len(s.left))
		for i := range s.trials {
			t := &s.trials[i]
			for n := first; n < end; n++ {
				left := s.left[n]
				if s.square[n] > t.reach[s.own[n]] {
					left = min(left, s.points.weight(n)*s.distance(n, t.point))
				}
				t.total += left
			}
		}
	}
}

// aim finds what a trial reaches.
func (s *seeder) aim(t *trial, m *KMeans) {
	d := s.points.Width
	lanes.Grow(&t.reach, m.Len())
	near := (1 - 8*roundOff(d)) / 4
	for c := range m.Len() {
		t.reach[c] = near * square(s.points.row(t.point), m.Centres[c*d:(c+1)*d])
	}
}

// take adds point n to the centres.
func (s *seeder) take(m *KMeans, n int) {
	t := &s.taken
	t.point = n
	s.aim(t, m)
	added := int32(m.Len())
	m.Centres = append(m.Centres, s.points.row(n)...)
	s.total = 0
	for i := range s.left {
		if added == 0 || s.square[i] > t.reach[s.own[i]] {
			if d := s.distance(i, n); d < s.square[i] {
				s.own[i], s.square[i], s.left[i] = added, d, s.points.weight(i)*d
			}
		}
		s.total += s.left[i]
	}
}

// distance is the squared distance between two points.
func (s *seeder) distance(i, j int) float64 { return square(s.points.row(i), s.points.row(j)) }

// square is the squared distance of x from y.
func square(x, y []float64) float64 {
	var sum [1]float64
	lanes.OwnDistances(sum[:], x, y, firstCentre[:], len(x))
	return sum[0]
}

// firstCentre is the own centre of a single point.
var firstCentre [1]int32

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
