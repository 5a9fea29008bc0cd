package topic

import (
	"cmp"
	"math"
	"slices"
)

// Hellinger is the distance of two distributions, from 0 to 1,
//
//	√(½ Σ_k (√p_k - √q_k)²)
//
// It panics if their lengths differ.
func Hellinger(p, q []float64) float64 {
	if len(p) != len(q) {
		panic("topic: distributions of different lengths")
	}
	sum := 0.0
	for k, v := range p {
		d := math.Sqrt(v) - math.Sqrt(q[k])
		sum += float64(d * d)
	}
	return min(math.Sqrt(sum/2), 1)
}

// A Ranked is a topic or a document by number, with what it was ranked by.
type Ranked struct {
	Index int
	Value float64
}

// Main is the topics of a document that have at least such a share of it, the largest first.
func Main(shares []float64, least float64) []Ranked {
	var main []Ranked
	for k, v := range shares {
		if v >= least {
			main = append(main, Ranked{k, v})
		}
	}
	return first(main, len(main), -1)
}

// Leading is the n documents with the largest share of topic k, of documents that Fold has a row of each.
func Leading(rows [][]float64, k, n int) []Ranked {
	ranked := make([]Ranked, len(rows))
	for d, row := range rows {
		ranked[d] = Ranked{d, row[k]}
	}
	return first(ranked, n, -1)
}

// Nearest is the n documents whose topics are most alike those of shares, by Hellinger's distance.
func Nearest(rows [][]float64, shares []float64, n int) []Ranked {
	ranked := make([]Ranked, len(rows))
	for d, row := range rows {
		ranked[d] = Ranked{d, Hellinger(row, shares)}
	}
	return first(ranked, n, 1)
}

// first sorts by value, up for sign 1 and down for -1, equal values in the order of numbers, and keeps n.
func first(ranked []Ranked, n, sign int) []Ranked {
	slices.SortStableFunc(ranked, func(a, b Ranked) int { return sign * cmp.Compare(a.Value, b.Value) })
	return ranked[:max(0, min(n, len(ranked)))]
}
