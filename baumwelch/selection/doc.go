// Package selection judges models without labels and chooses their number of states.
//
// [Measure] gives the information criteria of a fitted model, [CrossValidate] the log-likelihood of
// conversations that a model was not trained on, [Stability] how far models that were trained apart
// divide conversations alike, and [Select] searches over the number of states with the latter two:
//
//	chosen, err := selection.Select(ctx, func(k int) (*hmm.Model[int], error) {
//		return hmm.New[int](chain.Uniform(k, true), emission.UniformCategorical(k, 64, 0.1))
//	}, conversations, baumwelch.DefaultTrainOptions(), selection.DefaultOptions())
//	fmt.Println(chosen.Candidates[chosen.Best].States)
//
// # Weighted words
//
// The encoder of transcripts weights the words of a turn (n^-0.4 for each of n), because they are
// not independent. What is reported for such a model is the weighted log-likelihood. Compared across
// numbers of states it orders models as a predictive score does, as the same weights apply to all of
// them; it is not the probability of a text. In AIC, BIC and ICL it takes the place that a
// quasi-likelihood has in QAIC (Lebreton, Burnham, Clobert and Anderson 1992): the weight stands for
// dividing by the over-dispersion of a turn's words, and the parameters are charged in full. That
// holds as far as the weight is that over-dispersion, which nothing has estimated; so [Select] does
// not rest on them.
package selection
