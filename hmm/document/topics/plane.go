package topics

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// A Position is where a topic stands in a plane.
type Position struct{ X, Y float64 }

// Plane places topics in two dimensions, for people to look at: as far apart, as well as that can be, as their
// distributions over words are by the Jensen-Shannon distance (see JensenShannon), by classical multidimensional
// scaling. It is the same for the same model. O(K² V + K³).
//
// Source: Torgerson (1952); Sievert and Shirley (2014) for topics.
func (m *Model) Plane() []Position {
	rows := make([][]float64, m.LDA.Topics())
	for k := range rows {
		rows[k] = m.LDA.Topic(k)
	}
	distances := mat.NewSymDense(len(rows), nil)
	for i := range rows {
		for j := range i {
			distances.SetSym(i, j, JensenShannon(rows[i], rows[j]))
		}
	}
	return scaled(distances)
}

// JensenShannon is the distance of two distributions, the square root of their divergence, from 0 to √ln 2:
//
//	√(½ Σ_w p_w ln (p_w/m_w) + ½ Σ_w q_w ln (q_w/m_w))      m = (p + q)/2
//
// It is a metric. It panics if their lengths differ.
//
// Source: Endres and Schindelin (2003).
func JensenShannon(p, q []float64) float64 {
	if len(p) != len(q) {
		panic("topics: distributions of different lengths")
	}
	part := func(x, middle float64) float64 {
		if x == 0 {
			return 0
		}
		return float64(x * math.Log(x/middle))
	}
	sum := 0.0
	for w, x := range p {
		middle := (x + q[w]) / 2
		sum += (part(x, middle) + part(q[w], middle)) / 2
	}
	return math.Sqrt(max(sum, 0))
}

// scaled is classical multidimensional scaling to a plane: the coordinates are the two leading eigenvectors of
// -½ J D² J, J = 1 - 11ᵀ/K, times the roots of their eigenvalues, the largest entry of each positive.
func scaled(distances *mat.SymDense) []Position {
	n := distances.SymmetricDim()
	places := make([]Position, n)
	var eigen mat.EigenSym
	if n < 2 || !eigen.Factorize(centred(distances), true) {
		return places
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	axis := func(j int) []float64 {
		v := mat.Col(nil, j, &vectors)
		largest := slices.MaxFunc(v, func(a, b float64) int {
			if math.Abs(a) < math.Abs(b) {
				return -1
			}
			return 1
		})
		for i := range v {
			v[i] *= math.Copysign(math.Sqrt(max(values[j], 0)), largest)
		}
		return v
	}
	x, y := axis(n-1), axis(n-2)
	for i := range places {
		places[i] = Position{x[i], y[i]}
	}
	return places
}

// centred is -½ J D² J.
func centred(distances *mat.SymDense) *mat.SymDense {
	n := distances.SymmetricDim()
	means, all := make([]float64, n), 0.0
	square := func(i, j int) float64 { d := distances.At(i, j); return d * d }
	for i := range n {
		for j := range n {
			means[i] += square(i, j) / float64(n)
		}
		all += means[i] / float64(n)
	}
	b := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			b.SetSym(i, j, -(square(i, j)-means[i]-means[j]+all)/2)
		}
	}
	return b
}
