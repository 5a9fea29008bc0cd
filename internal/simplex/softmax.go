package simplex

import (
	"math"
	"slices"
)

// Edge is the share of the total below which a probability counts as zero: it is on the boundary of
// the simplex, and has no coordinate.
const Edge = 1e-6

// Softmax are unconstrained coordinates of probabilities p about where they were when it was made,
// p̂, with the largest of them, r, as reference:
//
//	p_v = total · p̂_v exp(η_v) / Σ_u p̂_u exp(η_u)      η_r = 0
//
// Those on the boundary stay as they are.
type Softmax struct {
	base []float64
	mass float64 // of the probabilities off the boundary
	free []int   // which have coordinates
	ref  int
}

// NewSoftmax has its origin at p, which need not sum to 1.
func NewSoftmax(p []float64) *Softmax {
	s := &Softmax{base: slices.Clone(p)}
	total := 0.0
	for v, q := range p {
		total += q
		if q > p[s.ref] {
			s.ref = v
		}
	}
	for v, q := range p {
		if q <= Edge*total {
			continue
		}
		s.mass += q
		if v != s.ref {
			s.free = append(s.free, v)
		}
	}
	return s
}

// Len is the number of coordinates.
func (s *Softmax) Len() int { return len(s.free) }

// Free reports whether p_v can move.
func (s *Softmax) Free(v int) bool {
	return len(s.free) > 0 && (v == s.ref || slices.Contains(s.free, v))
}

// Move writes the probabilities at η to dst.
func (s *Softmax) Move(dst, eta []float64) {
	copy(dst, s.base)
	sum := s.base[s.ref]
	for i, v := range s.free {
		dst[v] = s.base[v] * math.Exp(eta[i])
		sum += dst[v]
	}
	for _, v := range s.free {
		dst[v] *= s.mass / sum
	}
	dst[s.ref] = s.base[s.ref] * s.mass / sum
}

// Score writes the gradient of Σ_v counts_v log p_v with regard to η, at p:
//
//	∂/∂η_v = counts_v - p_v/mass Σ_u counts_u        u over what has coordinates, and the reference
func (s *Softmax) Score(dst, counts, p []float64) {
	sum := counts[s.ref]
	for _, v := range s.free {
		sum += counts[v]
	}
	for i, v := range s.free {
		dst[i] = counts[v] - float64(sum*p[v]/s.mass)
	}
}
