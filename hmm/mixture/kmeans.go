package mixture

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/lanes"
)

// A KMeans is K centres in D dimensions. It learns on the shared loop: the E-step assigns each point
// to the nearest centre, the M-step moves the centres to the means of their points, and the objective
// is minus the sum of squared distances.
//
// Source: Lloyd (1982); as hard EM, Bishop (2006) section 9.1.
type KMeans struct {
	width   int
	centres []float64 // K×D
}

// PlusPlus chooses k of the points as centres: the first at random, each further one with
// probability proportional to its squared distance from the nearest centre so far. Where fewer
// than k points differ, some centres coincide. Points are row-major with width columns. O(N K D).
//
// Source: Arthur and Vassilvitskii (2007).
func PlusPlus(points []float64, width, k int, rng *rand.Rand) *KMeans {
	n := len(points) / width
	if n == 0 || n*width != len(points) {
		panic("mixture: points are empty or ragged")
	}
	m := &KMeans{width: width}
	nearest := slices.Repeat([]float64{math.Inf(1)}, n)
	chosen := rng.IntN(n)
	for {
		centre := points[chosen*width : (chosen+1)*width]
		m.centres = append(m.centres, centre...)
		if len(m.centres) == k*width {
			return m
		}
		total := 0.0
		for i := range n {
			nearest[i] = min(nearest[i], squared(points[i*width:(i+1)*width], centre))
			total += nearest[i]
		}
		chosen = weighted(nearest, total, rng)
	}
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

func squared(x, y []float64) float64 {
	sum := 0.0
	for i, v := range y {
		d := x[i] - v
		sum += float64(d * d)
	}
	return sum
}

// Fit moves the centres by Lloyd's algorithm, with the options of the shared loop; the tolerance is
// in squared distance a point.
func (m *KMeans) Fit(ctx context.Context, points []float64, o em.Options) (em.Result, error) {
	rows := slices.Collect(slices.Chunk(points, m.width))
	return em.Fit(ctx, m, rows, o)
}

// Assign writes to dst, for every point, the centre nearest to it, the lowest of those equally near,
// and returns the sum of the squared distances. It panics if the lengths do not match. O(N K D).
func (m *KMeans) Assign(dst []int, points []float64) float64 {
	if len(points) != len(dst)*m.width {
		panic("mixture: len(points) != N*D")
	}
	f, sum := m.finder(), 0.0
	for i := range dst {
		c, d := f.nearest(points[i*m.width : (i+1)*m.width])
		dst[i] = c
		sum += d
	}
	return sum
}

// A finder finds nearest centres, one goroutine's worth.
type finder struct {
	m        *KMeans
	distance []float64 // K
	one      []float64 // K×D: the unit of every dimension
}

func (m *KMeans) finder() *finder {
	return &finder{m, make([]float64, len(m.centres)/m.width), slices.Repeat([]float64{1}, len(m.centres))}
}

func (f *finder) nearest(x []float64) (int, float64) {
	lanes.Distances(f.distance, 1, x, f.m.centres, f.one, len(f.distance))
	best, least := 0, math.Inf(1)
	for c, d := range f.distance {
		if d < least {
			best, least = c, d
		}
	}
	return best, least
}

// StatsLen is K×(D+1): the sum of each centre's points, and their number.
func (m *KMeans) StatsLen() int { return len(m.centres) / m.width * (m.width + 1) }

// Worker assigns points.
func (m *KMeans) Worker() em.Worker[[]float64] { return &kmeansWorker{m.finder()} }

type kmeansWorker struct{ find *finder }

func (w *kmeansWorker) Refresh() {}

func (w *kmeansWorker) Collect(stats *em.Stats, shard [][]float64) error {
	width := w.find.m.width
	for _, x := range shard {
		c, d := w.find.nearest(x)
		row := stats.Values[c*(width+1):][:width+1]
		for i, v := range x {
			row[i] += v
		}
		row[width]++
		stats.LogLikelihood -= d
	}
	stats.Turns += float64(len(shard))
	stats.Items += len(shard)
	return nil
}

// Maximize moves the centres; one without points stays where it is.
func (m *KMeans) Maximize(stats *em.Stats) ([]em.Repair, error) {
	for c := range len(m.centres) / m.width {
		row := stats.Values[c*(m.width+1):][:m.width+1]
		if n := row[m.width]; n > 0 {
			for i := range m.width {
				m.centres[c*m.width+i] = row[i] / n
			}
		}
	}
	return nil, nil
}

// GlobalBound is 0: there is no prior.
func (m *KMeans) GlobalBound() float64 { return 0 }

// ParamLen is K×D.
func (m *KMeans) ParamLen() int { return len(m.centres) }

// Params writes the centres.
func (m *KMeans) Params(dst []float64) { copy(dst, m.centres) }

// SetParams takes the centres.
func (m *KMeans) SetParams(src []float64) error {
	copy(m.centres, src)
	return nil
}

// Size is 1: a point.
func (m *KMeans) Size([]float64) int { return 1 }
