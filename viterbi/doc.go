// Package viterbi finds the best path: the sequence of states that together with the observations
// has the largest probability,
//
//	δ_1(j) = log π_j + log b_1(j)
//	δ_t(j) = max_i (δ_t-1(i) + log A_ij) + log b_t(j)
//	score  = max_i (δ_T(i) + log ω_i)                    from the lowest i that attains it
//	x_t-1  = the lowest i with δ_t-1(i) + log A_ij = max_i …, j = x_t
//
// Source: Viterbi (1967); Rabiner (1989) eqs. 32-35 in logs, with the stop probability ω at the end.
// The forward pass keeps δ and no back pointers: following a path back costs O(K) a turn, against
// O(K²) for the pass itself, which is then nothing but sums and maxima.
//
// It works in logs throughout, so that nothing vanishes and only the truly impossible is impossible.
package viterbi
