package lanes

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
				outer1(acc[4*i:], p[t*n+i:], q[t*n:], k, rows, k, count, turns)
			}
		})
	}
}

// OuterLower is Outer of vectors of k values, one after the other, for the elements on and below the diagonal; some of
// those above it are added too.
func OuterLower(acc, p, q []float64, k, turns int) {
	if turns == 0 {
		return
	}
	checkPanel(len(acc) >= k*k && len(p) >= k*turns && len(q) >= k*turns)
	for i := 0; i < k; i += 4 {
		runs(turns, 4*(i+4), func(t, turns int) { outer1(acc[4*i:], p[t*k+i:], q[t*k:], k, k, i+4, 4, turns) })
	}
}

// outerValues bounds the values of p in one call of the kernel, so that they stay in the cache while all
// of q passes by.
const outerValues = 1 << 11

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

// Absorb is Linear and Scale in one, for a turn of one conversation: it turns the predicted probabilities in
// alpha into those given the turn's log densities,
//
//	alpha[i] = alpha[i] b[i] / scale     scale = Σ_i alpha[i] b[i], b[i] = exp(logs[i] - shift)
//
// with shift the largest of logs, 0 if that is -Inf. fine is false if one is NaN or +Inf; the rest is then
// unspecified. Where scale is below LeastScale alpha becomes zeros. k is a multiple of 4.
func Absorb(alpha, logs []float64, k int) (shift, scale float64, fine bool) {
	checkPanel(len(alpha) >= k && len(logs) >= k)
	return absorb1(alpha, logs, k)
}

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
