// Package types finds types of conversation: it is a mixture of hidden Markov models. Each conversation
// is of one of C hidden types; each type has a chain of its own, and the types share their emissions
// (what is said is the same, the flow differs) or have their own.
//
// With w_c the share of type c and p_c(x) the likelihood of a conversation x under its chain,
//
//	p(x)      = Σ_c w_c p_c(x)
//	P(c | x)  = w_c p_c(x) / p(x)                                         the posterior of a type
//
// and the EM step takes from every type the expected counts of every conversation, weighted by P(c | x):
//
//	w_c       = (Σ_x P(c | x) + ρ) / (N + C ρ)
//	counts_c  = Σ_x P(c | x) · expected counts of x under chain c         and baumwelch's M-step
//
// It is one hidden Markov model of C·K states whose chain falls into C blocks and whose states are tied
// across blocks; the recursions run over one block at a time, which costs C K² and not C² K².
//
//	trained, err := types.Train(ctx, model, 4, conversations, types.DefaultTrainOptions())
//	path, kind, _, err := types.NewDecoder(trained.Model).Path(path, &conversation)
//
// [Train] starts from one trained model. Its chain is also what the types' chains are drawn to: each row
// of theirs counts as if [Options].Strength turns more had been seen that follow the flow of all. So a
// type differs from that only where conversations say so.
//
// Source: Smyth (1997), Clustering sequences with hidden Markov models; Helske and Helske (2019),
// Mixture hidden Markov models for sequence data: the seqHMM package in R.
package types
