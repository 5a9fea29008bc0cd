package lanes

// Negligible is the weight up to which a vector is passed over where moments are summed. A distribution that is
// responsible for so little of a vector is at most twelve standard deviations from it: it would add less than
// rounding.
const Negligible = 1e-30

// Pick lists the n weights, the i-th at p[i*stride], that are more than Negligible: which gets their numbers i,
// weight their values, count is how many there are.
func Pick(which []int32, weight, p []float64, stride, n int) (count int) {
	if n == 0 {
		return 0
	}
	checkPanel(len(which) >= n && len(weight) >= n && len(p) > (n-1)*stride)
	for i := range n {
		if w := p[i*stride]; w > Negligible {
			which[count], weight[count] = int32(i), w
			count++
		}
	}
	return count
}

// PickPanel is Pick for eight lanes: that of turn t and lane l, at p[t*turn+l], has the number t*Width+l.
func PickPanel(which []int32, weight, p []float64, turn, turns int) (count int) {
	if turns == 0 {
		return 0
	}
	checkPanel(len(which) >= turns*Width && len(weight) >= turns*Width && len(p) >= (turns-1)*turn+Width)
	return pick8(which, weight, p, turn, turns)
}

// Moments adds the first and second moments about mean of rows of points, of d values each, a multiple of 4: with
// z = points[which[n]*d:] - mean,
//
//	one[i] += Σ_n weight[n] z[i]      two[i] += Σ_n weight[n] z[i]²
//
// row after row; which ascends, as Pick leaves it.
func Moments(one, two, mean, points []float64, which []int32, weight []float64, d int) {
	checkRows(mean, points, which, weight, d)
	checkPanel(len(one) >= d && len(two) >= d)
	if len(which) == 0 {
		return
	}
	runs(len(which), d, func(first, n int) {
		moments(one, two, mean, points, which[first:first+n], weight[first:], d)
	})
}

// Centre takes rows of points to their distances from a mean, z, and adds them up with their weights,
//
//	z[n*d+i] = points[which[n]*d+i] - mean[i]    pz[n*d+i] = weight[n] z[n*d+i]    one[i] += Σ_n pz[n*d+i]
//
// d is a multiple of 4; which ascends.
func Centre(z, pz, one, mean, points []float64, which []int32, weight []float64, d int) {
	checkRows(mean, points, which, weight, d)
	checkPanel(len(one) >= d && len(z) >= len(which)*d && len(pz) >= len(which)*d)
	if len(which) == 0 {
		return
	}
	runs(len(which), d, func(first, n int) {
		centre(z[first*d:], pz[first*d:], one, mean, points, which[first:first+n], weight[first:], d)
	})
}

// checkRows panics unless there is a weight for each of the rows, of d values, that are named in ascending order.
func checkRows(mean, points []float64, which []int32, weight []float64, d int) {
	checkPanel(d > 0 && d%4 == 0 && len(mean) >= d && len(weight) >= len(which))
	if n := len(which); n > 0 {
		checkPanel(which[0] >= 0 && len(points) >= int(which[n-1]+1)*d)
	}
}
