package simplex

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mathext"
)

// ExpectedLogs writes E[log p_i] = ψ(α_i) - ψ(Σ_j α_j) of a Dirichlet distribution. dst may be alpha.
func ExpectedLogs(dst, alpha []float64) {
	total := 0.0
	for _, a := range alpha {
		total += a
	}
	all := mathext.Digamma(total)
	for i, a := range alpha {
		dst[i] = mathext.Digamma(a) - all
	}
}

// Divergence is the Kullback-Leibler divergence of a Dirichlet distribution from a symmetric one,
//
//	log Γ(Σα)/Γ(Kα₀) + Σ_i log Γ(α₀)/Γ(α_i) + Σ_i (α_i - α₀) E[log p_i]
//
// in nats. Source: Bishop (2006), appendix B.
func Divergence(alpha []float64, prior float64) float64 {
	total, sum := 0.0, 0.0
	least := LogGamma(prior)
	for _, a := range alpha {
		total += a
		sum += least - LogGamma(a)
	}
	all := mathext.Digamma(total)
	for _, a := range alpha {
		sum += float64((a - prior) * (mathext.Digamma(a) - all))
	}
	return sum + LogGamma(total) - LogGamma(float64(len(alpha))*prior)
}

// LogGamma is log Γ(x) of x > 0.
func LogGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}

// CheckCounts reports whether alpha are the parameters of a Dirichlet distribution. what opens the
// error's text.
func CheckCounts(what string, alpha []float64) error {
	for i, a := range alpha {
		if !(a > 0) || math.IsInf(a, 1) {
			return fmt.Errorf("%s: value %d is %v, expected a finite number above 0", what, i, a)
		}
	}
	return nil
}
