// Package forwardbackward is the E-step: filtered and smoothed state probabilities, the evidence,
// and the expected counts that re-estimation needs.
//
// For one conversation there are [Posterior] and [Filtered],
//
//	gamma := make([]float64, turns*states)
//	logLikelihood, err := forwardbackward.Posterior(gamma, chain, logDensities)
//
// for many a [Workspace], for one that is still going on a [Filter].
//
// The package sees a chain and log densities, never what they are densities of. With π, A, ω (stop) of the
// chain, b_t(j) the density of turn t under state j, and s_t the largest b_t(j) over the states
// allowed at t, one conversation of T turns runs through
//
//	p_1(j)   = π_j                        p_t(j) = Σ_i α_t-1(i) A_ij          predicted
//	c_t      = Σ_j p_t(j) b_t(j)/s_t                                          scale
//	α_t(j)   = p_t(j) b_t(j)/s_t / c_t                                        filtered
//	β_T(i)   = ω_i / Σ_j α_T(j) ω_j       (1 where nothing is said of stops)
//	w_t(j)   = b_t(j)/s_t β_t(j) / c_t
//	β_t-1(i) = Σ_j A_ij w_t(j)                                                backward
//	γ_t(i)   = α_t(i) β_t(i)                                                  posterior
//	ξ_ij     = Σ_t α_t-1(i) A_ij w_t(j)                                       expected transitions
//	log P    = Σ_t (log s_t + log c_t) + log Σ_j α_T(j) ω_j                   log-likelihood, nats
//
// which is Rabiner (1989), eqs. 18-27, 37, 38 and 92-95, with the densities of each turn divided by
// their largest before they leave the log domain. ξ is summed as the pass goes, never stored.
//
// Where every state leads to every other, turns are taken in runs, and the division by c_t waits: what
// is kept is a_t(j) = α_t(j) c_t, and with v_t(j) = w_t(j) / c_t-1 and β'_t(j) = β_t(j) / c_t
//
//	a_t(j)    = (Σ_i a_t-1(i) A_ij) / c_t-1 · b_t(j)/s_t       c_t = Σ_j a_t(j)
//	v_t(j)    = b_t(j)/s_t β'_t(j) / c_t-1
//	β'_t-1(i) = Σ_j A_ij v_t(j)
//
// have the same γ = a β' and the same ξ, and no step waits for a division.
//
// # What scaling cannot do
//
// A forward probability below 1e-290 of its turn is dropped. In a chain where every state
// leads to every other that costs nothing: the state is fed again at the next turn. Where the chain
// has structural zeros (left-to-right, disconnected parts) a dropped state may be the one that
// explains what comes later. The pass therefore keeps an upper bound on the share of the evidence
// that dropped states could have come to; where that bound exceeds rounding (1e-17), or a scale
// falls below 1e-200, the conversation is done again by the exact recursion in the log domain,
// which alone may call a conversation impossible.
//
// # Batches
//
// A [Workspace] takes up to eight conversations at once, one in each lane of its panels, of
// any lengths, each with its own mask and classes of turn. A conversation's numbers do not depend
// on its company. What the states emit comes through [Emissions], block by block, so that of a long
// conversation only α is ever there as a whole.
package forwardbackward
