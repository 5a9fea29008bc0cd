package mixture

import "math"

// leastVariance keeps centres on which all points lie from having none.
const leastVariance = 1e-9

// Variance is that of the points about their centres, in each of D dimensions: inertia / (N D), with N the sum of
// their weights; at least 1e-9.
func (c *Clustering) Variance(points Points) float64 {
	return max(c.Inertia/(points.total()*float64(points.Width)), leastVariance)
}

// Criteria are those of the mixture that k-means is the limit of: about each of K centres a Gaussian of the one
// variance σ² of Variance, with N_k/N, its share of the points, as its weight. Every point is of its own centre alone,
//
//	log p = Σ_k N_k log(N_k/N) - N D/2 log(2πσ²) - inertia / (2σ²)
//
// and K (D+1) parameters are free: K-1 weights, K D coordinates, one variance. So BIC and ICL are one. Centres that are
// directions have no such mixture.
//
// Source: Pelleg and Moore (2000), X-means, section 3.2, with the variance of maximum likelihood.
func (c *Clustering) Criteria(m *KMeans, points Points) Criteria {
	n, d, variance := points.total(), float64(points.Width), c.Variance(points)
	counts := make([]float64, m.Len())
	for i, k := range c.Cluster {
		counts[k] += points.weight(i)
	}
	log := -n*d/2*math.Log(2*math.Pi*variance) - c.Inertia/(2*variance)
	for _, count := range counts {
		if count > 0 {
			log += float64(count * math.Log(count/n))
		}
	}
	return Criteria{LogLikelihood: log, Completed: log, Parameters: m.Len() * (points.Width + 1), Items: n}
}
