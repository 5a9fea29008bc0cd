package lanes

import "math"

func distancesPlain(dst []float64, stride int, x, mean, w []float64, n, d int) {
	for e := range n {
		var sum [4]float64
		row := e * len(x)
		for i, v := range x[:d] {
			z := (v - mean[row+i]) * w[row+i]
			sum[i%4] = fma(z, z, sum[i%4])
		}
		dst[e*stride] = (sum[0] + sum[2]) + (sum[1] + sum[3])
	}
}

func distances8Plain(dst, x, mean, w []float64, n, d int) {
	for e := range n {
		for l := range Width {
			var sum [4]float64
			for i := range d &^ 3 {
				z := (x[i*Width+l] - mean[e*d+i]) * w[e*d+i]
				sum[i%4] = fma(z, z, sum[i%4])
			}
			total := (sum[0] + sum[2]) + (sum[1] + sum[3])
			for i := d &^ 3; i < d; i++ {
				z := (x[i*Width+l] - mean[e*d+i]) * w[e*d+i]
				total = fma(z, z, total)
			}
			dst[e*Width+l] = total
		}
	}
}

func normals8Plain(dst, constant []float64, n int) {
	for i, distance := range dst[:n*Width] {
		v := fma(-0.5, distance, constant[i/Width])
		if !(v > -math.MaxFloat64) {
			v = -math.MaxFloat64
		}
		dst[i] = v
	}
}

func pick8Plain(which []int32, weight, p []float64, turn, turns int) (count int) {
	for t := range turns {
		for l, w := range p[t*turn:][:Width] {
			if w > Negligible {
				which[count], weight[count] = int32(t*Width+l), w
				count++
			}
		}
	}
	return count
}

func momentsPlain(one, two, mean, points []float64, which []int32, weight []float64, d int) {
	for n, row := range which {
		for i, x := range points[int(row)*d:][:d] {
			z := x - mean[i]
			pz := weight[n] * z
			one[i], two[i] = one[i]+pz, fma(pz, z, two[i])
		}
	}
}

func centrePlain(z, pz, one, mean, points []float64, which []int32, weight []float64, d int) {
	for n, row := range which {
		for i, x := range points[int(row)*d:][:d] {
			v := x - mean[i]
			z[n*d+i], pz[n*d+i] = v, weight[n]*v
			one[i] += pz[n*d+i]
		}
	}
}

func whiten8Plain(dst, x, mean, w []float64, p int) {
	for l := range Width {
		var sum [4]float64
		for j := range p {
			y := 0.0
			for i := range j&^3 + 4 {
				y = fma(w[At(p, i, j)], x[i*Width+l]-mean[i], y)
			}
			sum[j%4] += float64(y * y)
		}
		dst[l] = (sum[0] + sum[2]) + (sum[1] + sum[3])
	}
}
