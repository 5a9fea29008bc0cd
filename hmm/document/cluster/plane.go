package cluster

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// A Position is where a document stands in a plane.
type Position struct{ X, Y float64 }

// Plane places documents in two dimensions, for people to look at: their words in a space of latent semantic analysis,
// or their vectors, or else their memberships, are projected on the two directions in which the means of the clusters
// lie farthest apart, and as far as those leave that open, the documents. Documents of which nothing is observed
// are at the mean of all. It is the same for the same documents. O(N D²).
func (m *Model) Plane(documents []transcript.Message, assigned []Assignment) ([]Position, error) {
	places := make([]Position, len(documents))
	points, width, err := m.points(documents, assigned)
	if err != nil || width == 0 {
		return places, err
	}
	mean := meanOf(points, width)
	x, y := directions(m.scatter(points, width, mean, assigned), width)
	for i, p := range points {
		for d := range p {
			places[i].X += (p[d] - mean[d]) * x[d]
			places[i].Y += (p[d] - mean[d]) * y[d]
		}
	}
	return places, nil
}

// points are the documents as vectors; nil for those of which nothing is observed, and of width 0 if that is so of all.
func (m *Model) points(documents []transcript.Message, assigned []Assignment) ([][]float64, int, error) {
	session := m.Encoder.NewSession()
	seen := make([]emission.Turn, len(documents))
	for i := range documents {
		if err := session.Encode(&seen[i], &documents[i]); err != nil {
			return nil, 0, err
		}
	}
	width := m.Encoder.Width
	if m.Encoder.Terms != nil {
		space := m.Space
		if space == nil {
			var err error
			if space, err = newSpace(context.Background(), seen, m.Encoder, defaultDims, 1); err != nil {
				return nil, 0, nil // no document has words
			}
		}
		space.place(seen, m.Encoder)
		width = space.Width
	}
	points := make([][]float64, len(documents))
	for i := range points {
		points[i] = seen[i].Vector
		if m.Encoder.Symbols != nil {
			points[i], width = assigned[i].Memberships, len(m.Clusters)
		}
	}
	return points, width, nil
}

func meanOf(points [][]float64, width int) []float64 {
	mean, n := make([]float64, width), 0.0
	for _, p := range points {
		for d, x := range p {
			mean[d] += x
		}
		if p != nil {
			n++
		}
	}
	for d := range mean {
		mean[d] /= math.Max(n, 1)
	}
	return mean
}

// shareOfDocuments is how much the scatter of single documents counts beside that of the clusters' means.
const shareOfDocuments = 0.01

// scatter is the scatter matrix of the clusters' means about the mean of all, each cluster counting once, and a little
// of that of the documents.
func (m *Model) scatter(points [][]float64, width int, mean []float64, assigned []Assignment) *mat.SymDense {
	sums, sizes := make([][]float64, len(m.Clusters)), make([]float64, len(m.Clusters))
	all := mat.NewSymDense(width, nil)
	difference, n := mat.NewVecDense(width, nil), 0.0
	for i, p := range points {
		if p == nil {
			continue
		}
		n++
		c := assigned[i].Cluster
		if sums[c] == nil {
			sums[c] = make([]float64, width)
		}
		sizes[c]++
		for d, x := range p {
			sums[c][d] += x
			difference.SetVec(d, x-mean[d])
		}
		all.SymRankOne(all, 1, difference)
	}
	all.ScaleSym(shareOfDocuments/math.Max(n, 1), all)
	for c, sum := range sums {
		if sum == nil {
			continue
		}
		for d, x := range sum {
			difference.SetVec(d, x/sizes[c]-mean[d])
		}
		all.SymRankOne(all, 1/float64(len(sums)), difference)
	}
	return all
}

// directions are the two leading eigenvectors of a scatter matrix, the largest entry of each positive. What there is no
// second direction for stays at 0.
func directions(scatter *mat.SymDense, width int) (x, y []float64) {
	var eigen mat.EigenSym
	if !eigen.Factorize(scatter, true) {
		return make([]float64, width), make([]float64, width)
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	leading := func(j int) []float64 {
		v := make([]float64, width)
		if j < 0 {
			return v
		}
		mat.Col(v, j, &vectors)
		largest := slices.MaxFunc(v, func(a, b float64) int {
			if math.Abs(a) < math.Abs(b) {
				return -1
			}
			return 1
		})
		for d := range v {
			v[d] = math.Copysign(1, largest) * v[d]
		}
		return v
	}
	return leading(width - 1), leading(width - 2)
}
