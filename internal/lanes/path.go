package lanes

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
