package lanes

import "math"

func reachPlain(reach, logs, delta, m []float64, ok, active *[Width]uint64, k, turns, width int) {
	n := k * width
	for t := range turns {
		observePlain(delta, reach[t*n:], logs[t*n:], ok, active, k, width)
		maxPlusPlain(reach[(t+1)*n:], delta, m, k, k, width)
	}
}

func reach1Plain(reach, logs, delta, m []float64, k, turns int) (fine bool) {
	ok, active := [Width]uint64{math.MaxUint64}, [Width]uint64{math.MaxUint64}
	reachPlain(reach, logs, delta, m, &ok, &active, k, turns, 1)
	return ok[0] != 0
}

func observePlain(delta, reach, logs []float64, ok, active *[Width]uint64, k, width int) {
	for i, v := range logs[:k*width] {
		delta[i] = reach[i] + v
		if l := i % width; !(v <= math.MaxFloat64) && active[l] != 0 {
			ok[l] = 0
		}
	}
}

// follow1Plain does n columns of the packed matrix m, from its first on.
func follow1Plain(dst []float64, from []byte, high int, src, logs, m []float64, k, n int) (possible int, sources uint64, fine bool) {
	fine = true
	for j := range n {
		best, first := math.Inf(-1), 0
		column := m[At(k, 0, j):]
		for i := range k {
			if v := src[i] + column[4*i]; v > best {
				best, first = v, i
			}
		}
		dst[j] = best + logs[j]
		from[high+j] = byte(first >> 8)
		from[j] = byte(first) // where high is 0 this is what stays
		fine = fine && logs[j] <= math.MaxFloat64
		if dst[j] > math.Inf(-1) {
			possible++
			sources |= 1 << first
		}
	}
	return possible, sources, fine
}

func largest1Plain(x []float64, n int) (place int) {
	for i, v := range x[:n] {
		if v > x[place] {
			place = i
		}
	}
	return place
}

func tracePlain(states []int32, reach, logs, m []float64, k, turns, width int) {
	n := k * width
	for t := turns; t > 0; t-- {
		for l := range width {
			j := int(states[t*width+l])
			best, row := reach[t*n+j*width+l], m[j*k:]
			states[(t-1)*width+l] = nowhere(k, width)
			for i := range k {
				at := (t-1)*n + i*width + l
				if reach[at]+logs[at]+row[i] == best {
					states[(t-1)*width+l] = int32(i)
					break
				}
			}
		}
	}
}

// nowhere is the state that stands where no path comes from anywhere.
func nowhere(k, width int) int32 {
	if width == Width {
		return 0
	}
	return int32(k - 1)
}
