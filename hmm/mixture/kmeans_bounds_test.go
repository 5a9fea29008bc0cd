package mixture

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
)

// TestBoundsHold moves centres about, far and near, one or all, on a grid where many distances are equal and off
// it: every point keeps the first of the nearest centres, and what it remembers of the others is below the truth.
func TestBoundsHold(t *testing.T) {
	spared := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 1))
		d, k := 1+rng.IntN(3), 2+rng.IntN(4)
		grid := seed%2 == 0
		draw := func(scale float64) float64 {
			if grid {
				return math.Round(3 * scale * rng.NormFloat64())
			}
			return scale * rng.NormFloat64()
		}
		p, m := Points{Width: d}, &KMeans{Width: d}
		for range 60 * d {
			p.Values = append(p.Values, draw(3))
		}
		for range k * d {
			m.Centres = append(m.Centres, draw(3))
		}
		l, err := newLloyd(m, p)
		if err != nil {
			t.Fatal(err)
		}
		l.bounded = true
		w := &lloydWorker{l: l}
		for step := range 12 {
			stats := em.NewStats(l.StatsLen())
			if err := w.Collect(stats, l.blocks); err != nil {
				t.Fatal(err)
			}
			spared += 60 - len(w.unsure)
			holds(t, fmt.Sprintf("seed %d, step %d", seed, step), l)
			before := slices.Clone(l.Centres)
			only, scale := rng.IntN(2*k), math.Exp(-3*rng.Float64())
			for i := range l.Centres {
				if only >= k || only == i/d {
					l.Centres[i] += draw(scale)
				}
			}
			if step%5 == 4 { // set by somebody who tells nothing of the way
				if err := l.SetParams(slices.Clone(l.Centres)); err != nil {
					t.Fatal(err)
				}
				continue
			}
			l.walked(before)
		}
	}
	if spared < 100_000 {
		t.Errorf("bounds spared %d searches", spared)
	}
}

// holds compares all points of a learner with all its centres.
func holds(t *testing.T, name string, l *lloyd) {
	t.Helper()
	for _, b := range l.blocks {
		for i, own := range b.own {
			x, least, best := b.points[i*l.Width:(i+1)*l.Width], math.Inf(1), 0
			for c := range l.Len() {
				square := 0.0
				for j, v := range x {
					z := v - l.Centres[c*l.Width+j]
					square = math.FMA(z, z, square)
				}
				if square < least {
					least, best = square, c
				}
				if int(own) != c && math.Sqrt(square) < b.second[i] {
					t.Fatalf("%s: point %d is %v from centre %d, which should be at least %v", name, i, math.Sqrt(square), c, b.second[i])
				}
			}
			if int(own) != best {
				t.Fatalf("%s: point %d is with centre %d, nearest is %d", name, i, own, best)
			}
		}
	}
}
