// Package mixture holds the use of emission families without a chain: every item (a document, a
// message, a point) belongs to one of K components, and nothing links one item to the next,
//
//	p(x) = Σ_k w_k p_k(x)
//
// A [Model] is how often components occur, a [Mixing], and what they emit, an [emission.Family]: any
// family makes a mixture. It learns by expectation-maximisation on the shared loop of package em,
//
//	E-step   r_ik = w_k p_k(x_i) / Σ_j w_j p_j(x_i)
//	M-step   n_k = Σ_i r_ik; weights from n, the family from its statistics under r
//
// [Fit] trains a model from where it is, [Train] searches from several starting points, [Select]
// finds the number of components:
//
//	m, err := mixture.New[[]float64](mixture.Uniform(8, 1), emission.UnitGaussian(emission.Diagonal, 8, 16))
//	trained, err := mixture.Train(ctx, m, mixture.Items[[]float64]{Obs: points}, mixture.DefaultTrainOptions())
//	responsibilities := make([]float64, len(points)*8)
//	err = trained.Model.Posterior(responsibilities, points)
//
// # Point estimates and variational Bayes
//
// With [Proportions] and a family of point estimates this is maximum likelihood, or maximum a
// posteriori where there are priors. With [Dirichlet] or [Sticks] and a variational family
// ([emission.VariationalGaussian] and its like) the same two steps are those of variational Bayes: w and
// p stand for exp E[log w] and exp E[log p], and the objective is the evidence lower bound. It empties
// components that the data do not need. The halves may be mixed: each gives its own part of the bound.
//
// # Numerics
//
// A row of densities is shifted by its largest and weighted; where what is left of it falls below
// 1e-200 the item is done again in logs, exactly. An item that no component explains is an error that
// names it. Nothing returns NaN.
//
// # K-means
//
// [KMeans], the mixture of spherical Gaussians of one vanishing variance with hard assignment, is what
// starting points and codebooks are made with.
package mixture
