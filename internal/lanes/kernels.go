package lanes

//go:generate sh -c "cd gen && go run . -pkg lanes -out ../kernels_amd64.s -stubs ../kernels_amd64.go"

// Pad is k rounded up to a multiple of 4: the number of rows of a panel of k states, and of rows and
// columns of their matrices. What is beyond k is zero.
func Pad(k int) int { return (k + 3) &^ 3 }

// Rows is how many rows apart in memory the panels of a block begin, for panels of k rows, k a multiple of
// 4. Where panels are multiples of a kilobyte, rows of the same state would drive one another out of the
// cache.
func Rows(k, width int) int {
	if k*width%128 == 0 {
		return k + 4
	}
	return k
}

// Pack lays a k×k matrix out for the kernels, padded to P = Pad(k) with fill: four columns at a time,
// element (i,j) at At(P, i, j).
func Pack(k int, fill float64, element func(i, j int) float64) []float64 {
	p := Pad(k)
	m := aligned[float64](p * p)
	for i := range p {
		for j := range p {
			v := fill
			if i < k && j < k {
				v = element(i, j)
			}
			m[At(p, i, j)] = v
		}
	}
	return m
}

// At is where element (i,j) of a packed matrix of p rows stands.
func At(p, i, j int) int { return (j>>2*p+i)*4 + j&3 }

// callWork bounds the multiplications of one call of a kernel, which cannot be preempted, to some
// twenty microseconds; beyond mostFused states a single turn would be too much for one call.
const (
	callWork  = 1 << 19
	mostFused = 256
)

// runs cuts turns, each of some work, into what single calls may do.
func runs(turns, work int, call func(first, n int)) {
	if turns*work <= callWork {
		call(0, turns)
		return
	}
	most := max(1, callWork/work)
	for first := 0; first < turns; first += most {
		call(first, min(most, turns-first))
	}
}

func checkPanel(ok bool) {
	if !ok {
		panic("lanes: a slice is too short for its shape")
	}
}

// Spread writes src to every stride-th place of dst.
func Spread(dst, src []float64, stride int) {
	if len(src) == 0 {
		return
	}
	dst = dst[:(len(src)-1)*stride+1]
	for i, v := range src {
		dst[i*stride] = v
	}
}

// Sum is Σ_i x[i], summed over every fourth value and then as ((0+2)+(1+3)).
func Sum(x []float64) float64 {
	var s0, s1, s2, s3 float64
	for ; len(x) >= 4; x = x[4:] {
		s0, s1, s2, s3 = s0+x[0], s1+x[1], s2+x[2], s3+x[3]
	}
	for i, v := range x {
		switch i {
		case 0:
			s0 += v
		case 1:
			s1 += v
		default:
			s2 += v
		}
	}
	return (s0 + s2) + (s1 + s3)
}

// AcrossLanes is the sum of eight lanes, ((0+4)+(2+6)) + ((1+5)+(3+7)).
func AcrossLanes(v []float64) float64 {
	_ = v[7]
	return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]))
}
