package lanes

func gatherPlain(panel, points []float64, which *[Width]int32, d int) {
	for l, row := range which {
		for i, v := range points[int(row)*d:][:d] {
			panel[i*Width+l] = v
		}
	}
}

func nearestPlain(near *Nearby, panel, packed []float64, first, tiles, d int) {
	for c := range 4 * tiles {
		tile := packed[c/4*4*d+c%4:]
		var sums [Width]float64
		for i := range d {
			for l, x := range panel[i*Width:][:Width] {
				z := x - tile[4*i]
				sums[l] = fma(z, z, sums[l])
			}
		}
		for l, sum := range sums {
			near.enter(l, sum, float64(first+c))
		}
	}
}

func (n *Nearby) enter(l int, distance, centre float64) {
	if distance < n.Least[l] {
		n.Least[l], n.Second[l], n.Centre[l] = distance, n.Least[l], centre
	} else {
		n.Second[l] = min(n.Second[l], distance)
	}
}

func ownDistancesPlain(dst, points, centres []float64, own []int32, d int) {
	for n, c := range own {
		dst[n] = ownPlain(nil, points[n*d:][:d], centres[int(c)*d:][:d], 0)
	}
}

func ownMomentsPlain(sums, dst, points, centres []float64, own []int32, weight []float64, d int) {
	for n, c := range own {
		dst[n] = ownPlain(sums[int(c)*d:][:d], points[n*d:][:d], centres[int(c)*d:][:d], weight[n])
	}
}

// ownPlain is the squared distance of a point from a centre; it adds the weighted difference to sum, if not nil.
func ownPlain(sum, x, centre []float64, weight float64) (distance float64) {
	var acc [Width]float64
	whole := len(x) &^ 3
	for i, v := range x {
		z := v - centre[i]
		if sum != nil {
			sum[i] = fma(weight, z, sum[i])
		}
		if i < whole {
			acc[i%Width] = fma(z, z, acc[i%Width])
		}
	}
	distance = AcrossLanes(acc[:])
	for i := whole; i < len(x); i++ {
		z := x[i] - centre[i]
		distance = fma(z, z, distance)
	}
	return distance
}
