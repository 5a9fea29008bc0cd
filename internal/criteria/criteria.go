// Package criteria has the formulas of information criteria, for whatever was fitted to whatever. Logarithms are in
// nats; less is better.
package criteria

import "math"

// AIC is -2 log p(x | θ) + 2 p, with p free parameters: Akaike (1974).
func AIC(logLikelihood float64, parameters int) float64 {
	return float64(-2*logLikelihood) + float64(2*float64(parameters))
}

// BIC is -2 log p(x | θ) + p log n, with n items: Schwarz (1978). Of the log-likelihood log p(x, ẑ | θ), which is
// completed by the likeliest latent values, it is the ICL of Biernacki, Celeux and Govaert (2000).
func BIC(logLikelihood float64, parameters int, n float64) float64 {
	return float64(-2*logLikelihood) + float64(float64(parameters)*math.Log(max(n, 1)))
}
