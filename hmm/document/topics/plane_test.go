package topics

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestScaled: points of a plane come back with their distances, whatever their names.
func TestScaled(t *testing.T) {
	points := []Position{{0, 0}, {3, 0}, {0, 4}, {-1, -2}, {5, 5}}
	d := mat.NewSymDense(len(points), nil)
	for i, p := range points {
		for j, q := range points[:i] {
			d.SetSym(i, j, math.Hypot(p.X-q.X, p.Y-q.Y))
		}
	}
	got := scaled(d)
	for i, p := range got {
		for j, q := range got[:i] {
			if x := math.Hypot(p.X-q.X, p.Y-q.Y); math.Abs(x-d.At(i, j)) > 1e-9 {
				t.Errorf("%d and %d are %v apart, want %v", i, j, x, d.At(i, j))
			}
		}
	}
	if one := scaled(mat.NewSymDense(1, nil)); one[0] != (Position{}) {
		t.Errorf("one topic stands at %v", one)
	}
}

// TestJensenShannon: by hand.
func TestJensenShannon(t *testing.T) {
	for _, c := range []struct {
		p, q []float64
		want float64
	}{
		{[]float64{1, 0}, []float64{0, 1}, math.Sqrt(math.Ln2)},
		{[]float64{0.3, 0.7}, []float64{0.3, 0.7}, 0},
		{[]float64{1, 0}, []float64{0.5, 0.5}, math.Sqrt((math.Log(4.0/3) + 0.5*math.Log(0.5/0.75) + 0.5*math.Ln2) / 2)},
	} {
		if got := JensenShannon(c.p, c.q); math.Abs(got-c.want) > 1e-12 || got != JensenShannon(c.q, c.p) {
			t.Errorf("%v and %v: %v, want %v", c.p, c.q, got, c.want)
		}
	}
}

// TestPlane: topics that share no words are farther apart than two of one theme.
func TestPlane(t *testing.T) {
	m := train(t, invented(120, 3, 1), quick(3))
	places := m.Plane()
	for i, p := range places {
		for j, q := range places[:i] {
			if d := math.Hypot(p.X-q.X, p.Y-q.Y); !(d > 0.4 && d <= math.Sqrt(math.Ln2)+1e-9) {
				t.Errorf("topics %d and %d are %v apart", i, j, d)
			}
		}
	}
}
