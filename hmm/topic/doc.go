// Package topic finds topics in documents: latent Dirichlet allocation (Blei, Ng and Jordan 2003), in which a
// topic is a distribution over words and a document a mixture of topics.
//
//	θ_d ~ Dirichlet(α)      how much of document d is of each topic
//	φ_k ~ Dirichlet(η)      how likely each word is in topic k
//	z ~ θ_d, w ~ φ_z        every token
//
// Train finds them by variational inference, on the loop that every learner shares (package em): over all
// documents, whose bound rises with every iteration, or first over batch after batch (Online). TrainGibbs draws
// them by collapsed Gibbs sampling, whose state is the topic of every token and so is not additive: it is a sampler
// beside the loop, on one goroutine. Either leaves a Model: of each topic a Dirichlet distribution over words, and
// the documents' prior α, learnt as a value for every topic.
//
// A model folds in documents that it has not seen (Fold, Folder), says how well it predicts them (Completion,
// LeftToRight), and which words tell a topic (Relevant, Salient). Main, Leading, Nearest and Hellinger read what
// Fold gives; Coherences judges topics by texts.
//
// The package knows words by number; who has the vocabulary has the names.
//
// # Numerics
//
// exp(E[ln φ]) and exp(E[ln θ]) are computed as such (lanes.ExpDigamma), without a logarithm. The least η is such
// that the first never vanishes; where all of the second would, they are taken relative to the largest. So no
// document has a bound or a share that is no number, whatever is in it.
//
// # Determinism
//
// The same documents, options and seed give the same model for any number of workers and every instruction set.
package topic
