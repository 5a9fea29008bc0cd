package mixture

import (
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/internal/lanes"
)

// PlusPlus chooses k of the points as centres: the first at random, each further one with
// probability proportional to its weight times its squared distance from the nearest centre so far. Where fewer
// than k points differ, some centres coincide. Of several trials each time the one stays that leaves the least
// inertia, the first of those equally good; 1 is the plain algorithm. O(N K D) times the trials.
//
// PlusPlus panics if k or trials is below 1; points that cannot be used are an error.
//
// Source: Arthur and Vassilvitskii (2007), whose section 6 names the trials.
func PlusPlus(points Points, k, trials int, rng *rand.Rand) (*KMeans, error) {
	if k < 1 || trials < 1 {
		panic("mixture: PlusPlus of less than one centre or trial")
	}
	if err := points.Check(); err != nil {
		return nil, err
	}
	m := &KMeans{Width: points.Width, Centres: make([]float64, 0, k*points.Width)}
	s := newSeeder(points)
	for s.take(m, s.first(rng)); m.Len() < k; {
		for range trials {
			s.try(s.draw(rng))
		}
		s.take(m, s.best)
	}
	return m, nil
}

// A seeder knows how much inertia the centres leave so far, point by point, and the best trial for the next.
type seeder struct {
	points Points
	zeros  []int32   // every point's own centre is the one that is tried
	left   []float64 // weighted squared distances
	total  float64
	trial  []float64 // what would be left
	best   int
	after  []float64 // what the best trial leaves
	least  float64
}

func newSeeder(p Points) *seeder {
	n := p.Len()
	s := &seeder{points: p, zeros: make([]int32, n), trial: make([]float64, n), after: make([]float64, n)}
	s.left = slices.Repeat([]float64{math.Inf(1)}, n)
	s.least = math.Inf(1)
	return s
}

// first draws a point with probability proportional to its weight.
func (s *seeder) first(rng *rand.Rand) int {
	n := rng.IntN(s.points.Len())
	if s.points.Weights != nil {
		n = weighted(s.points.Weights, lanes.Sum(s.points.Weights), rng)
	}
	s.try(n)
	return n
}

func (s *seeder) draw(rng *rand.Rand) int { return weighted(s.left, s.total, rng) }

// try computes what is left with a further centre at point n.
func (s *seeder) try(n int) {
	lanes.OwnDistances(s.trial, s.points.Values, s.points.row(n), s.zeros, s.points.Width)
	total := 0.0
	for i, d := range s.trial {
		s.trial[i] = min(s.left[i], float64(s.points.weight(i)*d))
		total += s.trial[i]
	}
	if total < s.least {
		s.best, s.least = n, total
		s.after, s.trial = s.trial, s.after
	}
}

// take adds the best trial to the centres.
func (s *seeder) take(m *KMeans, n int) {
	m.Centres = append(m.Centres, s.points.row(n)...)
	s.left, s.after = s.after, s.left
	s.total, s.least = s.least, math.Inf(1)
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
