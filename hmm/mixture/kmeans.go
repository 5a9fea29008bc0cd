package mixture

import (
	"context"
	"fmt"
	"math"
	"slices"

	"intenthmm/baumwelch/em"
)

// A KMeans is K centres in D dimensions: each point belongs to the one that is nearest, the first of those
// equally near. Fit moves the centres to the means of their points until none changes its centre, which makes
//
//	inertia = Σ_n w_n min_k ‖x_n - c_k‖²
//
// fall from step to step. It learns on the shared loop: the E-step assigns, the M-step moves, the objective is
// minus the inertia.
//
// Source: Lloyd (1982); as hard EM, Bishop (2006) section 9.1.
type KMeans struct {
	Width   int       // D
	Centres []float64 // K×D, row-major
	// Spherical centres are directions: points count with unit length (what has no length points nowhere, and
	// stays), centres are scaled to it, and a squared distance is 2 - 2 cos. Source: Dhillon and Modha (2001).
	Spherical bool
}

// Len is K.
func (m *KMeans) Len() int { return len(m.Centres) / m.Width }

// Clone is a copy that shares nothing.
func (m *KMeans) Clone() *KMeans {
	c := *m
	c.Centres = slices.Clone(m.Centres)
	return &c
}

// Check says what is wrong with the centres, if anything: an error that names the centre.
func (m *KMeans) Check() error {
	if m.Width < 1 || len(m.Centres) == 0 || len(m.Centres)%m.Width != 0 {
		return fmt.Errorf("mixture: %d values of centres with %d dimensions, expected some for each of at least one centre", len(m.Centres), m.Width)
	}
	if i := slices.IndexFunc(m.Centres, outOfRange); i >= 0 {
		return fmt.Errorf("mixture: centre %d, dimension %d: %v, expected a number within ±%g", i/m.Width, i%m.Width, m.Centres[i], mostValue)
	}
	return nil
}

// A Clustering is what points make of centres: how a fit went, and which point belongs to which.
type Clustering struct {
	em.Result
	Cluster []int   // of every point, the centre nearest to it, the lowest of those equally near
	Inertia float64 // of the centres as they are now
	// Restarts are those of TrainKMeans, in order, without those that a cancelled search did not get to; Best
	// is which of them the centres are of.
	Restarts []Restart
	Best     int
}

// Fit moves the centres by Lloyd's algorithm, with the options of the shared loop; the tolerance is in
// squared distance a point. At 0, only when no point changes its centre any more has it converged. A centre that
// no point is nearest to goes to the point farthest from its own: a Repair.
//
// Distances that bounds rule out are not computed (Hamerly 2010), with room for every rounding error: the centres
// are the bits that assigning every point anew would give. An iteration takes O(N D) time and O(D K) for every point
// that bounds do not settle; 28 bytes a point are kept, and a copy of the points if spherical.
func (m *KMeans) Fit(ctx context.Context, points Points, o em.Options) (*Clustering, error) {
	l, err := newLloyd(m, points)
	if err != nil {
		return nil, err
	}
	result, err := em.Fit(ctx, l, l.blocks, o)
	if err != nil {
		return nil, err
	}
	return l.clustering(result, o.Gate)
}

// Assign finds the cluster of every point. O(N K D).
func (m *KMeans) Assign(points Points, gate em.Gate) (*Clustering, error) {
	l, err := newLloyd(m, points)
	if err != nil {
		return nil, err
	}
	return l.clustering(em.Result{}, gate)
}

// scaleToUnit gives x unit length, unless it has none.
func scaleToUnit(x []float64) {
	largest := 0.0
	for _, v := range x {
		largest = max(largest, math.Abs(v))
	}
	if largest == 0 {
		return
	}
	sum := 0.0
	for i := range x {
		x[i] /= largest // so that no square vanishes
		sum += float64(x[i] * x[i])
	}
	length := math.Sqrt(sum)
	for i := range x {
		x[i] /= length
	}
}
