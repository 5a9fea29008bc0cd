//go:build amd64 && !purego

package lanes

// The kernels over vectors: distances, moments, nearest centres.

func distances(dst []float64, stride int, x, mean, w []float64, n, d int) {
	if level == plain {
		distancesPlain(dst, stride, x, mean, w, n, d)
		return
	}
	distancesAVX2(&dst[0], stride, &x[0], &mean[0], &w[0], n, d, len(x))
}

func distances8(dst, x, mean, w []float64, n, d int) {
	if level == plain {
		distances8Plain(dst, x, mean, w, n, d)
		return
	}
	distances8AVX2(&dst[0], &x[0], &mean[0], &w[0], n, d)
}

func normals8(dst, constant []float64, n int) {
	if level == plain {
		normals8Plain(dst, constant, n)
		return
	}
	normals8AVX2(&dst[0], &constant[0], n)
}

func pick8(which []int32, weight, p []float64, turn, turns int) int {
	if level == plain {
		return pick8Plain(which, weight, p, turn, turns)
	}
	return pick8AVX2(&which[0], &weight[0], &p[0], turn, turns, Negligible)
}

func moments(one, two, mean, points []float64, which []int32, weight []float64, d int) {
	if level == plain {
		momentsPlain(one, two, mean, points, which, weight, d)
		return
	}
	momentsAVX2(&one[0], &two[0], &mean[0], &points[0], &which[0], &weight[0], len(which), d)
}

func centre(z, pz, one, mean, points []float64, which []int32, weight []float64, d int) {
	if level == plain {
		centrePlain(z, pz, one, mean, points, which, weight, d)
		return
	}
	centreAVX2(&z[0], &pz[0], &one[0], &mean[0], &points[0], &which[0], &weight[0], len(which), d)
}

func whiten8(dst, x, mean, w []float64, p int) {
	if level == plain {
		whiten8Plain(dst, x, mean, w, p)
		return
	}
	whiten8AVX2(&dst[0], &x[0], &mean[0], &w[0], p)
}

func gather(panel, points []float64, which *[Width]int32, d int) {
	if level == plain {
		gatherPlain(panel, points, which, d)
		return
	}
	gatherAVX2(&panel[0], &points[0], &which[0], d)
}

func nearest(near *Nearby, panel, packed []float64, first, tiles, d int) {
	if level == plain {
		nearestPlain(near, panel, packed, first, tiles, d)
		return
	}
	nearestAVX2(&near.Least[0], &panel[0], &packed[0], first, tiles, d)
}

func ownDistances(dst, points, centres []float64, own []int32, d int) {
	if level == plain {
		ownDistancesPlain(dst, points, centres, own, d)
		return
	}
	ownDistancesAVX2(&dst[0], &points[0], &centres[0], &own[0], len(own), d)
}

func ownMoments(sums, dst, points, centres []float64, own []int32, weight []float64, d int) {
	if level == plain {
		ownMomentsPlain(sums, dst, points, centres, own, weight, d)
		return
	}
	ownMomentsAVX2(&sums[0], &dst[0], &points[0], &centres[0], &own[0], &weight[0], len(own), d)
}
