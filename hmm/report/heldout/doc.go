// Package heldout judges a model without gold labels, on conversations that it was not trained on.
//
//	Evaluate     how probable are the conversations, per turn and per word, beside simpler models?
//	Order        does the model put the first turns of a conversation into the order in which they were said?
//	Predict      does it know which intent comes next, and how much are its probabilities worth?
//
// The baselines are trained by [Train] on the data that the model was trained on, over the same alphabets:
//
//	unigram   every turn is drawn from one distribution
//	mixture   every turn is drawn from one of K distributions, without regard to the turns before
//	chain     a turn depends on what is observed of the turn before: see [Train] for what that is
//
// All of them give probabilities to the same events, so that their log-likelihoods compare, with each
// other and between models of different vocabularies.
//
// # What is scored
//
// Training may weight the words of a turn and may count its first and last word once more; that
// objective is a weighted likelihood and no probability. The figures here are of the words as they
// were said: every word once an occurrence, in the order in which they came, given how many there are;
// no weights, no edge features. A state's distribution is restricted to words proper and rescaled to
// sum to 1. The unknown word stands for U words, the distinct ones of the training data that were
// folded into it and one more for all that were never seen, each of which gets the U-th part of its
// probability; the same holds for symbols and speakers. Vectors have densities, whose unit is that of
// the vectors: those figures compare only between models of the same vectors.
//
// A model is thereby not scored on what it was trained to maximise; nor are the baselines, which are
// trained with the same weights.
//
// All logarithms are natural; the unit is the nat.
package heldout
