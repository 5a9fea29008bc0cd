package lanes

// Followed is what Follow says of the states at a turn.
type Followed struct {
	Possible int    // how many of them a path leads into
	Sources  uint64 // the set of the states that the best paths into those come from; of no use beyond 64 states
	Fine     bool   // whether all log densities are such, neither NaN nor +Inf; else the rest is unspecified
}

// wideSources is the number of states beyond which one byte does not tell them apart.
const wideSources = 256

// SourceBytes is the number of bytes that Follow writes for each of k states.
func SourceBytes(k int) int {
	if k > wideSources {
		return 2
	}
	return 1
}

// Follow is a step of Viterbi's for one conversation: from the scores of the best paths into the states at
// the turn before, src, to those at the next, with its log densities,
//
//	dst[j]  = max_i (src[i] + m[i,j]) + logs[j]
//	from[j] = the lowest i that attains the maximum, 0 where it is -Inf
//
// of which from holds the k low bytes and behind them, beyond 256 states, the k second ones. dst may not
// overlap src. k is a multiple of 4; padding of logs is -Inf, as that of m is. 2k² operations.
func Follow(dst []float64, from []byte, src, logs, m []float64, k int) Followed {
	planes := SourceBytes(k)
	checkPanel(len(dst) >= k && len(from) >= planes*k && len(src) >= k && len(logs) >= k && len(m) >= k*k)
	high := (planes - 1) * k
	if k*k <= callWork {
		possible, sources, fine := follow1(dst, from, high, src, logs, m, k, k)
		return Followed{possible, sources, fine}
	}
	all := Followed{Fine: true}
	byColumns(k, k, 1, func(first, n int) {
		possible, _, fine := follow1(dst[first:], from[first:], high, src, logs[first:], m[first*k:], k, n)
		all.Possible += possible
		all.Fine = all.Fine && fine
	})
	return all
}

// Largest is the place of the first of the largest values of x, none of which is NaN; there is one.
func Largest(x []float64) int {
	place, whole := 0, len(x)&^3
	if whole > 0 {
		place = largest1(x, whole)
	}
	for i := whole; i < len(x); i++ {
		if x[i] > x[place] {
			place = i
		}
	}
	return place
}
