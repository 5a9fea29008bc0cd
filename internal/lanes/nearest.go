package lanes

import "math"

// PackCentres lays k centres of d values, the rows of centres, out for Nearest: four at a time, dimension by
// dimension. What is beyond k is infinitely far away.
func PackCentres(packed *[]float64, centres []float64, k, d int) {
	checkPanel(d > 0 && len(centres) >= k*d)
	Grow(packed, Pad(k)*d)
	for i := range *packed {
		c := i/(4*d)*4 + i%4
		(*packed)[i] = math.Inf(1)
		if c < k {
			(*packed)[i] = centres[c*d+i/4%d]
		}
	}
}

// Gather lays up to eight rows of points, of d values each, side by side: value i of row which[l] is at
// panel[i*Width+l]. Lanes without a row of their own repeat the first.
func Gather(panel, points []float64, which []int32, d int) {
	var rows [Width]int32
	for l := range rows {
		rows[l] = which[0]
		if l < len(which) {
			rows[l] = which[l]
		}
		checkPanel(rows[l] >= 0 && len(points) >= int(rows[l]+1)*d)
	}
	checkPanel(d > 0 && len(panel) >= d*Width)
	gather(panel, points, &rows, d)
}

// Nearby is what Nearest knows of the eight points of a panel.
type Nearby struct {
	Least  [Width]float64 // squared distance from the nearest centre
	Second [Width]float64 // and from the next after it
	Centre [Width]float64 // which is the nearest, the first of those equally near
}

// tileCache is how many values of packed centres are held against all panels before the next: they stay in
// the cache.
const tileCache = 1 << 14

// Nearest finds the nearest of k packed centres to the points of the panels, which lie one after the other, d rows
// each, one for every entry of near. The squared distance of a point x from a centre c is
//
//	Σ_i (x[i] - c[i])²
//
// one dimension after the other, fused. It is finite for values whose squares are; those are not to be NaN.
func Nearest(near []Nearby, panels, packed []float64, k, d int) {
	tiles := Pad(k) / 4
	checkPanel(k > 0 && d > 0 && len(panels) >= len(near)*d*Width && len(packed) >= tiles*4*d)
	for p := range near {
		for l := range Width {
			near[p].Least[l], near[p].Second[l], near[p].Centre[l] = math.Inf(1), math.Inf(1), 0
		}
	}
	most := max(1, tileCache/(4*d))
	for first := 0; first < tiles; first += most {
		n := min(most, tiles-first)
		for p := range near {
			nearest(&near[p], panels[p*d*Width:], packed[first*4*d:], 4*first, n, d)
		}
	}
}

// OwnDistances writes the squared distance of every point, a row of d values, from the centre that is its own,
//
//	dst[n] = Σ_i (points[n*d+i] - centres[own[n]*d+i])²
//
// The sum is over every eighth dimension, as far as four dimensions come together, then ((0+4)+(2+6)) +
// ((1+5)+(3+7)), then what is left of d in order.
func OwnDistances(dst, points, centres []float64, own []int32, d int) {
	if checkOwn(dst, points, centres, own, d); len(own) == 0 {
		return
	}
	runs(len(own), d, func(first, n int) { ownDistances(dst[first:], points[first*d:], centres, own[first:first+n], d) })
}

// OwnMoments is OwnDistances that also adds what the centres are off by: with z = points[n] - centres[own[n]],
//
//	sums[own[n]*d+i] += weight[n] z[i]
//
// point after point.
func OwnMoments(sums, dst, points, centres []float64, own []int32, weight []float64, d int) {
	if checkOwn(dst, points, centres, own, d); len(own) == 0 {
		return
	}
	checkPanel(len(sums) >= len(centres) && len(weight) >= len(own))
	runs(len(own), d, func(first, n int) {
		ownMoments(sums, dst[first:], points[first*d:], centres, own[first:first+n], weight[first:], d)
	})
}

func checkOwn(dst, points, centres []float64, own []int32, d int) {
	checkPanel(d > 0 && len(dst) >= len(own) && len(points) >= len(own)*d)
	k := uint32(len(centres) / d)
	for _, c := range own {
		checkPanel(uint32(c) < k)
	}
}
