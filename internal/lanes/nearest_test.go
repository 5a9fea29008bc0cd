package lanes

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestNearestAgainstItsFormula: the distances, the first of those centres that are equally near, and the second
// distance, over more centres than one call takes.
func TestNearestAgainstItsFormula(t *testing.T) {
	for _, d := range []int{1, 2, 6, 65, 1000} {
		for _, k := range []int{1, 2, 5, 70} {
			rng := rand.New(rand.NewPCG(uint64(k), uint64(d)))
			whole := func(int) float64 { return float64(rng.IntN(3)) } // many are equally near
			points, centres := guard(11*d, whole).values, guard(k*d, whole).values
			var packed []float64
			PackCentres(&packed, centres, k, d)
			panels, near := make([]float64, 2*d*Width), make([]Nearby, 2)
			Gather(panels, points, []int32{0, 1, 2, 3, 4, 5, 6, 7}, d)
			Gather(panels[d*Width:], points, []int32{8, 9, 10}, d)
			Nearest(near, panels, packed, k, d)
			for n := range 11 {
				least, second, centre := math.Inf(1), math.Inf(1), 0
				for c := range k {
					sum := 0.0
					for i := range d {
						z := points[n*d+i] - centres[c*d+i]
						sum = math.FMA(z, z, sum)
					}
					if sum < least {
						least, second, centre = sum, least, c
					} else {
						second = min(second, sum)
					}
				}
				p, l := n/Width, n%Width
				if near[p].Least[l] != least || near[p].Second[l] != second || near[p].Centre[l] != float64(centre) {
					t.Fatalf("K=%d, D=%d, point %d: centre %v at %v, then %v, expected %d at %v, then %v", k, d, n,
						near[p].Centre[l], near[p].Least[l], near[p].Second[l], centre, least, second)
				}
			}
			if near[1].Centre[7] != near[1].Centre[0] {
				t.Errorf("K=%d, D=%d: a lane without a point does not repeat the first", k, d)
			}
		}
	}
}

// TestOwnMoments: distances by their formula, the sums of the weighted differences; and nothing from no points.
func TestOwnMoments(t *testing.T) {
	for _, d := range []int{1, 3, 4, 8, 13, 20} {
		rng := rand.New(rand.NewPCG(3, uint64(d)))
		points, centres := guard(5*d, func(int) float64 { return rng.NormFloat64() }).values, guard(2*d, func(int) float64 { return rng.NormFloat64() }).values
		own, weight := []int32{1, 0, 1, 1, 0}, []float64{1, 2, 0, 0.5, 3}
		sums, dst, alone := make([]float64, 2*d), make([]float64, 5), make([]float64, 5)
		OwnMoments(sums, dst, points, centres, own, weight, d)
		OwnDistances(alone, points, centres, own, d)
		want := make([]float64, 2*d)
		for n, c := range own {
			square := 0.0
			for i := range d {
				z := points[n*d+i] - centres[int(c)*d+i]
				square += z * z
				want[int(c)*d+i] += weight[n] * z
			}
			if math.Abs(square-dst[n]) > 1e-14*square || alone[n] != dst[n] {
				t.Errorf("D=%d, point %d: %v, alone %v, expected %v", d, n, dst[n], alone[n], square)
			}
		}
		for i, v := range want {
			if math.Abs(sums[i]-v) > 1e-14*(1+math.Abs(v)) {
				t.Errorf("D=%d: sum %d is %v, expected %v", d, i, sums[i], v)
			}
		}
		OwnMoments(sums, nil, nil, centres, nil, nil, d)
		OwnDistances(nil, nil, centres, nil, d)
	}
}

func BenchmarkNearest(b *testing.B) {
	for _, s := range [][2]int{{16, 8}, {32, 16}, {64, 384}, {1000, 2000}} {
		k, d := s[0], s[1]
		const panels = 8
		b.Run(fmt.Sprintf("K=%d/D=%d", k, d), func(b *testing.B) {
			rng := rand.New(rand.NewPCG(1, 1))
			draw := func(int) float64 { return rng.NormFloat64() }
			points, near := guard(panels*Width*d, draw).values, make([]Nearby, panels)
			var packed []float64
			PackCentres(&packed, guard(k*d, draw).values, k, d)
			for b.Loop() {
				Nearest(near, points, packed, k, d)
			}
			b.ReportMetric(float64(panels*Width*k*d)*float64(b.N)/b.Elapsed().Seconds()/1e9, "Gdim/s")
		})
	}
}
