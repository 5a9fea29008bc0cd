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

// MatMul multiplies a panel with a packed matrix from the right,
//
//	dst[j,l] = Σ_i src[i,l] m[i,j]
//
// summing over i in ascending order. The forward step takes the transition matrix, the backward step
// its transpose. dst and src may not overlap. k is a multiple of 4. 2k²W operations.
func MatMul(dst, src, m []float64, k, width int) {
	checkPanel(len(dst) >= k*width && len(src) >= k*width && len(m) >= k*k)
	byColumns(k, width, func(first, n int) {
		if width == Width {
			matMul8(dst[first*Width:], src, m[first*k:], k, n)
		} else {
			matMul1(dst[first:], src, m[first*k:], k, n)
		}
	})
}

// MaxPlus is MatMul over another semiring, with logs in place of probabilities,
//
//	dst[j,l] = max_i (src[i,l] + m[i,j])
//
// whose values are finite or -Inf; the padding of m is -Inf.
func MaxPlus(dst, src, m []float64, k, width int) {
	checkPanel(len(dst) >= k*width && len(src) >= k*width && len(m) >= k*k)
	byColumns(k, width, func(first, n int) {
		if width == Width {
			maxPlus8(dst[first*Width:], src, m[first*k:], k, n)
		} else {
			maxPlus1(dst[first:], src, m[first*k:], k, n)
		}
	})
}

// byColumns cuts the columns of a matrix into what single calls may do.
func byColumns(k, width int, call func(first, n int)) {
	most := max(4, callWork/(k*width)&^3)
	for first := 0; first < k; first += most {
		call(first, min(most, k-first))
	}
}

// Forward is a run of steps of the forward recursion. Panel 0 of alpha and scale[0] are given; panels
// rows rows apart, t from 1 to turns, and b beginning at turn 1,
//
//	p_t[j,l]     = Σ_i alpha_t-1[i,l] m[i,j] scale_t-1[l]
//	alpha_t[j,l] = p_t[j,l] b_t[j,l]             0 if below Tiny
//	scale_t[l]   = 1 / Σ_j alpha_t[j,l]          0 if the sum is below LeastScale
//
// so that alpha keeps the size of its turn, and the division by it waits until the next turn is
// summed. The sums are booked in s, in the tree of Scale. Lanes whose bits in active are 0 get zeros
// and book nothing; a single conversation is always active. 2k²W operations a turn.
func Forward(alpha, b, scale, m []float64, active *[Width]uint64, s *Scales, k, rows, turns, width int) {
	if turns == 0 {
		return
	}
	n := rows * width
	checkPanel(rows >= k && len(alpha) >= n*(turns+1) && len(b) >= n*turns && len(scale) >= width*(turns+1) && len(m) >= k*k)
	if k > mostFused {
		for t := range turns {
			next, f := alpha[(t+1)*n:], scale[t*width:]
			MatMul(next, alpha[t*n:], m, k, width)
			advance(next, b[t*n:], f, active, s, k, width)
		}
		return
	}
	runs(turns, k*k*width, func(t, turns int) {
		if width == Width {
			forward8(alpha[t*n:], b[t*n:], scale[t*Width:], m, active, s, k, rows, turns)
		} else {
			forward1(alpha[t*n:], b[t*n:], scale[t:], m, s, k, rows, turns)
		}
	})
}

// Backward is a run of steps of the backward recursion, the last of turns panels first, with
// b_turns, one panel beyond, given, m the transpose of Forward's, and the scale of turn t at scale[t],
//
//	beta_t[j,l]  = Σ_i b_t+1[i,l] m[i,j]
//	gamma_t[j,l] = alpha_t[j,l] beta_t[j,l]
//	b_t[j,l]     = b_t[j,l] beta_t[j,l] scale_t[l]     0 where alpha is: a dropped state stays dropped
func Backward(gamma, b, alpha, scale, m []float64, k, rows, turns, width int) {
	if turns == 0 {
		return
	}
	n := rows * width
	checkPanel(rows >= k && len(gamma) >= n*turns && len(b) >= n*(turns+1) && len(alpha) >= n*turns && len(scale) >= width*turns && len(m) >= k*k)
	if k > mostFused {
		for t := turns - 1; t >= 0; t-- {
			beta := gamma[t*n:]
			MatMul(beta, b[(t+1)*n:], m, k, width)
			Weigh(beta, b[t*n:], alpha[t*n:], beta, scale[t*width:], k, width)
		}
		return
	}
	runs(turns, k*k*width, func(done, count int) {
		t := turns - done - count
		if width == Width {
			backward8(gamma[t*n:], b[t*n:], alpha[t*n:], scale[t*Width:], m, k, rows, count)
		} else {
			backward1(gamma[t*n:], b[t*n:], alpha[t*n:], scale[t:], m, k, rows, count)
		}
	})
}

// Reach is a run of Viterbi's steps: with the scores of the best ways into each state at turn 0 in
// reach_0, and t from 0 to before turns,
//
//	delta_t[i,l]   = reach_t[i,l] + logs_t[i,l]
//	reach_t+1[j,l] = max_i (delta_t[i,l] + m[i,j])
//
// It clears ok of an active lane in which a log density is NaN or +Inf. delta is a panel of scratch.
func Reach(reach, logs, delta, m []float64, ok, active *[Width]uint64, k, turns, width int) {
	if turns == 0 {
		return
	}
	n := k * width
	checkPanel(len(reach) >= n*(turns+1) && len(logs) >= n*turns && len(delta) >= n && len(m) >= k*k)
	if k > mostFused {
		for t := range turns {
			observePlain(delta, reach[t*n:], logs[t*n:], ok, active, k, width)
			MaxPlus(reach[(t+1)*n:], delta, m, k, width)
		}
		return
	}
	runs(turns, 2*k*n, func(t, turns int) {
		if width == Width {
			reach8(reach[t*n:], logs[t*n:], delta, m, ok, active, k, turns)
		} else if !reach1(reach[t*n:], logs[t*n:], delta, m, k, turns) {
			ok[0] = 0
		}
	})
}

// Trace follows best paths back: given the states at turn turns in the last row of states, W of them, it
// fills the rows before,
//
//	states_t-1[l] = the first i for which reach_t-1[i,l] + logs_t-1[i,l] + m[j*k+i] is reach_t[j,l], with j = states_t[l]
//
// for reach as Reach leaves it, and m the k×k logs of the transitions, row = to, padded with -Inf. Where
// there is no such i, the state is some state.
func Trace(states []int32, reach, logs, m []float64, k, turns, width int) {
	if turns == 0 {
		return
	}
	n := k * width
	checkPanel(len(states) >= width*(turns+1) && len(reach) >= n*(turns+1) && len(logs) >= n*turns && len(m) >= k*k)
	for _, j := range states[width*turns : width*(turns+1)] {
		checkPanel(j >= 0 && int(j) < k)
	}
	most := max(1, callWork/(4*n))
	for end := turns; end > 0; end -= most {
		first := max(0, end-most)
		if width == Width {
			trace8(states[first*Width:], reach[first*n:], logs[first*n:], m, k, end-first)
		} else {
			trace1(states[first:], reach[first*n:], logs[first*n:], m, k, end-first)
		}
	}
}

// Scales are what the forward pass keeps of the scales c_t of its lanes: their product Π c_t, as
// mantissa in [1, 2) and exponent of 2, so that it neither vanishes nor loses digits, and the least.
// The kernels know the order of the fields.
type Scales struct {
	Mantissa [Width]float64
	Exponent [Width]int64
	Least    [Width]float64
}

// Scale turns the predicted probabilities p_t of a turn, in alpha, into α_t, given the densities b,
//
//	c[l]       = Σ_i p[i,l] b[i,l]            products below Tiny count as 0
//	alpha[i,l] = p[i,l] b[i,l] / c[l]
//	inv[l]     = 1/c[l]
//
// and books c in s. Lanes whose bits in active are 0, and those in which c is below LeastScale, get
// zeros; the former book nothing. The sum is ((0+2)+(1+3)), each over every fourth state.
func Scale(alpha, b, inv []float64, active *[Width]uint64, s *Scales, k, width int) {
	checkPanel(len(alpha) >= k*width && len(b) >= k*width && len(inv) >= width)
	if width == Width {
		scale8(alpha, b, inv, active, s, k)
		return
	}
	scale1(alpha, b, inv, s, k)
}

// LeastScale is the scale below which a turn is left to the exact recursion.
const LeastScale = 1e-200

// Weigh is the elementwise half of a backward step,
//
//	gamma[i,l] = alpha[i,l] beta[i,l]
//	b[i,l]     = b[i,l] beta[i,l] inv[l]     0 where alpha[i,l] is: a dropped state stays dropped
//
// gamma may be alpha.
func Weigh(gamma, b, alpha, beta, inv []float64, k, width int) {
	checkPanel(len(gamma) >= k*width && len(b) >= k*width && len(alpha) >= k*width && len(beta) >= k*width && len(inv) >= width)
	if width == Width {
		weigh8(gamma, b, alpha, beta, inv, k)
	} else {
		weigh1(gamma, b, alpha, beta, inv[0], k)
	}
}

// Linear takes the log densities of turns panels, one after the other, out of the log domain,
//
//	b[i,l]    = exp(logs[i,l] - s[l])    s[l] the largest logs[i,l] of the turn, 0 if that is -Inf
//	shift[l] += s[l]
//
// and clears ok of an active lane in which a value is NaN or +Inf. b may be logs.
func Linear(b, logs []float64, shift *[Width]float64, ok, active *[Width]uint64, k, rows, turns, width int) {
	if turns == 0 {
		return
	}
	n := rows * width
	checkPanel(rows >= k && len(b) >= n*turns && len(logs) >= n*turns)
	if width == Width {
		runs(turns, 16*n, func(t, turns int) { linear8(b[t*n:], logs[t*n:], shift, ok, active, k, rows, turns) })
		return
	}
	for t := range turns {
		s, fine := linear1(b[t*n:], logs[t*n:], k)
		shift[0] += s
		if !fine {
			ok[0] = 0
		}
	}
}

// Outer adds the outer products of pairs of panels, summed over turns, to a packed matrix of lanes,
//
//	acc[At(k,i,j)*W+l] += Σ_t p[t,i,l] q[t,j,l]
//
// where p and q are turns panels one after the other, t in ascending order. 2k²W turns operations.
func Outer(acc, p, q []float64, k, rows, turns, width int) {
	if turns == 0 {
		return
	}
	n := rows * width
	checkPanel(rows >= k && len(acc) >= k*k*width && len(p) >= n*(turns-1)+k*width && len(q) >= n*(turns-1)+k*width)
	most := min(callWork/(k*width*turns), outerValues/(width*turns))
	most = max(4, min(k, most&^3))
	for i := 0; i < k; i += most {
		count := min(most, k-i)
		runs(turns, count*k*width, func(t, turns int) {
			if width == Width {
				outer8(acc[4*i*Width:], p[t*n+i*Width:], q[t*n:], k, rows, count, turns)
			} else {
				outer1(acc[4*i:], p[t*n+i:], q[t*n:], k, rows, count, turns)
			}
		})
	}
}

// outerValues bounds the values of p in one call of the kernel, so that they stay in the cache while all
// of q passes by.
const outerValues = 1 << 11

// AcrossLanes is the sum of eight lanes, ((0+4)+(2+6)) + ((1+5)+(3+7)).
func AcrossLanes(v []float64) float64 {
	_ = v[7]
	return ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]))
}

// Distances writes the squared distances of x from n means in units of 1/w, dimension by dimension,
//
//	dst[e*stride] = Σ_i ((x[i] - mean[e*d+i]) w[e*d+i])²      d = len(x)
//
// The sum is ((0+2)+(1+3)), each over every fourth dimension, then what is left of d in order.
func Distances(dst []float64, stride int, x, mean, w []float64, n int) {
	d := len(x)
	checkPanel(n > 0 && d > 0 && len(dst) > (n-1)*stride && len(mean) >= n*d && len(w) >= n*d)
	whole := d &^ 3
	if whole > 0 {
		runs(n, d, func(e, n int) { distances(dst[e*stride:], stride, x, mean[e*d:], w[e*d:], n, whole) })
	} else {
		for e := range n {
			dst[e*stride] = 0
		}
	}
	for i := whole; i < d; i++ {
		for e := range n {
			z := (x[i] - mean[e*d+i]) * w[e*d+i]
			dst[e*stride] = fma(z, z, dst[e*stride])
		}
	}
}

// Moments adds the first and second moments about mean of the vectors of a conversation, that of turn
// t with the weight p[t*stride]: with z = obs[t] - mean,
//
//	one[i] += Σ_t p[t*stride] z[i]      two[i] += Σ_t p[t*stride] z[i]²
//
// turn after turn. A vector that is nil is missing; the others have len(mean) values, which the caller has
// seen to: see CheckWidth.
func Moments(one, two, mean []float64, obs [][]float64, p []float64, stride int) {
	d, turns := len(mean), len(obs)
	if turns == 0 {
		return
	}
	checkPanel(len(one) >= d && len(two) >= d && len(p) > (turns-1)*stride)
	whole := d &^ 3
	if whole > 0 {
		runs(turns, d, func(t, n int) { moments(one, two, mean, obs[t:t+n], p[t*stride:], stride, whole) })
	}
	if whole < d {
		momentsPlain(one, two, mean, obs, p, stride, whole, d)
	}
}

// CheckWidth panics unless every vector is missing or has d values: what Moments relies on.
func CheckWidth(obs [][]float64, d int) {
	for _, x := range obs {
		checkPanel(x == nil || len(x) == d)
	}
}

func moment(one, two, z, p float64) (float64, float64) {
	pz := p * z
	return one + pz, fma(pz, z, two)
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

// LookUp writes the row of each symbol of a lane, n of its p values,
//
//	dst[t*at.Turn + e*at.Dist] = table[(symbols[t]+1)*p + e]
//
// The first row is that of a missing symbol, -1. It panics if a symbol has no row.
func LookUp(dst []float64, at Layout, table []float64, symbols []int, n, p int) {
	turns := len(symbols)
	if turns == 0 {
		return
	}
	checkPanel(n > 0 && n <= p && len(table) >= p && len(dst) > (turns-1)*at.Turn+(n-1)*at.Dist)
	runs(turns, tableWork*n, func(t, turns int) {
		checkSymbols(lookUp(dst[t*at.Turn:], at, table, symbols[t:t+turns], n, p))
	})
}

// tableWork is how many multiplications a value that is copied or added in passing takes the time of.
const tableWork = 16

// LookUpPanels is LookUp for Width lanes at once, the first at dst[0], for the turns that all have; it
// returns how many those are. It writes all p rows, a multiple of 4, of the panels, which are turn
// values apart.
func LookUpPanels(dst []float64, turn int, table []float64, symbols *[Width][]int, p int) int {
	turns := common(symbols)
	if turns == 0 {
		return 0
	}
	checkPanel(len(table) >= p && len(dst) >= (turns-1)*turn+p*Width)
	runs(turns, tableWork*p*Width/4, func(t, turns int) {
		from := cut(symbols, t)
		checkSymbols(lookUp8(dst[t*turn:], turn, table, &from, p, turns))
	})
	return turns
}

// cut is the symbols from turn t on.
func cut(symbols *[Width][]int, t int) (from [Width][]int) {
	for l, s := range symbols {
		from[l] = s[t:]
	}
	return from
}

func checkSymbols(fine bool) {
	if !fine {
		panic("lanes: a symbol has no row")
	}
}

// common is the number of turns that all lanes have.
func common(symbols *[Width][]int) int {
	turns := len(symbols[0])
	for _, s := range symbols[1:] {
		turns = min(turns, len(s))
	}
	return turns
}

// AddUp adds a lane to the rows of its symbols, stats[symbols[t]*n + e] += src[t*at.Turn + e*at.Dist].
// Symbols that have no row, as the missing one, -1, are passed over.
func AddUp(stats []float64, symbols []int, src []float64, at Layout, n int) {
	turns := len(symbols)
	if turns == 0 {
		return
	}
	checkPanel(n > 0 && len(stats) >= n && len(src) > (turns-1)*at.Turn+(n-1)*at.Dist)
	runs(turns, tableWork*n, func(t, turns int) { addUp(stats, symbols[t:t+turns], src[t*at.Turn:], at, n) })
}

// AddUpPanels is AddUp for Width lanes at once, as LookUpPanels is LookUp: turn by turn, and lane by lane
// in each. none is room for n values that are of no use.
func AddUpPanels(stats, none []float64, symbols *[Width][]int, src []float64, turn, n int) int {
	turns := common(symbols)
	if turns == 0 {
		return 0
	}
	checkPanel(n > 0 && len(stats) >= n && len(none) >= n && len(src) >= (turns-1)*turn+n*Width)
	whole := n &^ 3
	if whole > 0 {
		runs(turns, tableWork*n*Width/4, func(t, turns int) {
			from := cut(symbols, t)
			addUp8(stats, none, &from, src[t*turn:], turn, n, whole, turns)
		})
	}
	if whole < n {
		addUp8Plain(stats, symbols, src, turn, n, whole, n, turns)
	}
	return turns
}

// A Count is a row of a table and how much it counts. The kernels know its layout.
type Count struct {
	Word int32
	N    float32
}

// SumRows adds up weighted rows of a table of p columns,
//
//	dst[e] = Σ_c counts[c].N table[counts[c].Word*p + e]
//
// p is a multiple of 4. Counts of 0 are passed over: what they count may be -Inf.
func SumRows(dst, table []float64, counts []Count, p int) {
	checkPanel(len(dst) >= p)
	checkCounts(counts, len(table)/p)
	if len(counts) == 0 {
		clear(dst[:p])
		return
	}
	sumRows(dst, table, counts, p)
}

// AddRows adds multiples of a vector to rows of a table of len(x) columns,
//
//	table[counts[c].Word*len(x) + e] += counts[c].N x[e]
func AddRows(table []float64, counts []Count, x []float64) {
	if len(counts) == 0 || len(x) == 0 {
		return
	}
	checkCounts(counts, len(table)/len(x))
	addRows(table, counts, x)
}

func checkCounts(counts []Count, rows int) {
	for _, c := range counts {
		if uint(c.Word) >= uint(rows) {
			panic("lanes: a count has no row")
		}
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

// SquaredLength is Σ_i x[i]², summed over every fourth value and then as ((0+2)+(1+3)). The length of
// x is a multiple of 4.
func SquaredLength(x []float64) float64 {
	var s0, s1, s2, s3 float64
	for len(x) >= 4 {
		s0, s1, s2, s3 = s0+float64(x[0]*x[0]), s1+float64(x[1]*x[1]), s2+float64(x[2]*x[2]), s3+float64(x[3]*x[3])
		x = x[4:]
	}
	return (s0 + s2) + (s1 + s3)
}
