package chain

// FreeParams is the number of free parameters of the chain: what its probabilities leave open once
// every distribution has to sum to 1 and every zero stays where it is,
//
//	(z(π) - 1) + Σ_i ( [0 < ω_i < 1] + Σ_c (z(A_c,i·) - 1) )
//
// where z counts the entries of a row that are not zero; a row without any has none. A zero is
// structure, as everywhere in this project: Baum-Welch never moves it. So count a chain before it is
// fitted, or one fitted with pseudo-counts, which leave no zero behind that was not one before.
// A full chain of K states has K-1 + K(K-1), with stops K more. O(C K²).
func (c *Chain) FreeParams() int {
	k := len(c.Start)
	n := freeIn(c.Start)
	for _, p := range c.Stop {
		if p > 0 && p < 1 {
			n++
		}
	}
	for _, m := range c.Next {
		for i := range k {
			n += freeIn(m[i*k : (i+1)*k])
		}
	}
	return n
}

// freeIn is the number of free parameters of a distribution whose zeros are fixed.
func freeIn(p []float64) int {
	n := -1
	for _, v := range p {
		if v > 0 {
			n++
		}
	}
	return max(n, 0)
}
