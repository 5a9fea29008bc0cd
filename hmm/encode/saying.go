package encode

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/floats"
)

// Saying is at most n words of a text whose place would be near a place, as people read them: those that have most of
// the turn that a place y is the projection of, in which term w has the weight d_w · y, the most first. Edge features
// and what shown leaves out are not among them. O(terms × dimensions).
func (e *Encoder) Saying(place []float64, n int, shown func(term string) bool) []string {
	type saying struct {
		term   string
		weight float64
	}
	var best []saying
	for number := 1; number < e.Terms.Len(); number++ {
		weight := floats.Dot(e.Space.Direction(number), place)
		if term := e.Terms.Term(number); weight > 0 && term != "" && Plain(term) && shown(term) {
			at, _ := slices.BinarySearchFunc(best, saying{weight: weight}, func(a, b saying) int { return cmp.Compare(b.weight, a.weight) })
			best = slices.Insert(best, at, saying{term, weight})
			best = best[:min(n, len(best))]
		}
	}
	var words []string
	for _, s := range best {
		words = append(words, e.Shown(s.term))
	}
	return words
}
