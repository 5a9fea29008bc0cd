package worked

import (
	"context"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/mixture"
)

func TestKMeans(t *testing.T) { hold(t, "k_means.md", kMeans(t)) }

func kMeans(t *testing.T) sheet {
	s, points := sheet{}, mixture.Points{Width: 1, Values: slices.Concat(waits...)}
	centres := &mixture.KMeans{Width: 1, Centres: []float64{0, 3}}
	first := s.clusters(t, centres, points, "")
	inertia, sums, counts := 0.0, [2]float64{}, [2]float64{}
	for i, x := range points.Values {
		s.put(x, "x_%d", i+1)
		nearest := 0
		for k, c := range centres.Centres {
			s.put((x-c)*(x-c), "d_%d(%d)", i+1, k)
			if (x-c)*(x-c) < (x-centres.Centres[nearest])*(x-centres.Centres[nearest]) {
				nearest = k
			}
		}
		near(t, "nearest centre", float64(first[i]), float64(nearest))
		inertia += s.at("d_%d(%d)", i+1, nearest)
		sums[nearest] += x
		counts[nearest]++
	}
	near(t, "inertia", s["inertia"], inertia)
	moved := lloyd(t, centres, points, 1)
	for k := range sums {
		near(t, "centre", moved.Centres[k], sums[k]/counts[k])
	}
	second := s.clusters(t, moved, points, "'")
	if slices.Equal(first, second) {
		t.Error("no wait changes sides, and the text says that one does")
	}
	end := lloyd(t, centres, points, 100)
	if third := s.clusters(t, end, points, "*"); !slices.Equal(second, third) {
		t.Error("a further wait changes sides, and the text says that none does")
	}
	return s
}

// lloyd is a copy of the centres after so many iterations, or fewer where nothing changes any more.
func lloyd(t *testing.T, centres *mixture.KMeans, points mixture.Points, iterations int) *mixture.KMeans {
	t.Helper()
	m := centres.Clone()
	if _, err := m.Fit(context.Background(), points, em.Options{MaxIterations: iterations}); err != nil {
		t.Fatal(err)
	}
	return m
}

// clusters are centres, whose points are nearest to which, and the inertia, their letters marked.
func (s sheet) clusters(t *testing.T, m *mixture.KMeans, points mixture.Points, mark string) []int {
	t.Helper()
	assigned, err := m.Assign(points, em.NewGate(1))
	if err != nil {
		t.Fatal(err)
	}
	for k, c := range m.Centres {
		s.put(c, "c%s(%d)", mark, k)
	}
	for i, a := range assigned.Cluster {
		s.put(float64(a), "a%s_%d", mark, i+1)
	}
	s.put(assigned.Inertia, "inertia%s", mark)
	return assigned.Cluster
}
