package emission

import "math"

// The normaliser of a von Mises-Fisher distribution and its derivative come from I_ν, the modified Bessel
// function of the first kind, of order ν = D/2-1. Near the origin that is a power series of positive terms;
// elsewhere Debye's expansion, which holds uniformly in ν ≥ 0 and κ where r = √(ν²+κ²) is large,
//
//	I_ν(κ) = (2πr)^-½ e^r (κ/(ν+r))^ν S    S = Σ_k U_k(ν/r) / ν^k
//
// written so that ν may be 0: with t = 1/r and q = ν²/r² a term is t^k P_k(q), P_k a polynomial of degree k.
//
// Source: DLMF 10.25.2, 10.41.3, 10.41.9.

const (
	// debyeFrom is the r from which Debye's expansion is used: what its terms leave out is then less than
	// rounding.
	debyeFrom  = 50
	debyeTerms = 12
)

// debye are the coefficients of P_0, P_1, ….
var debye = debyePolynomials()

// debyePolynomials follow from U_k+1 = ½p²(1-p²) U_k' + ⅛∫₀ᵖ(1-5x²) U_k(x) dx, U_k(p) being p^k P_k(p²).
func debyePolynomials() (all [debyeTerms + 1][]float64) {
	all[0] = []float64{1}
	for k := range debyeTerms {
		next := make([]float64, k+2)
		for j, c := range all[k] {
			n := float64(k + 2*j)
			next[j] += c * (n/2 + 1/(8*(n+1)))
			next[j+1] -= c * (n/2 + 5/(8*(n+3)))
		}
		all[k+1] = next
	}
	return all
}

// debyeSum is S and the derivative of its logarithm by κ.
func debyeSum(nu, kappa, r float64) (sum, slope float64) {
	q, power := nu/r*(nu/r), 1.0
	for k, coefficients := range debye {
		p, dp := 0.0, 0.0
		for j := len(coefficients) - 1; j >= 0; j-- {
			dp = float64(dp*q) + p
			p = float64(p*q) + coefficients[j]
		}
		sum += float64(power * p)
		slope -= float64(power * (float64(float64(k)*p) + float64(2*q*dp)))
		power /= r
	}
	return sum, slope * (kappa / r) / r / sum
}

// besselSeries is Γ(ν+1) (2/κ)^ν I_ν(κ) = Σ_k (κ²/4)^k / (k! (ν+1)…(ν+k)).
func besselSeries(nu, kappa float64) float64 {
	x, sum, term := kappa*kappa/4, 1.0, 1.0
	for k := 1.0; term > 1e-17*sum; k++ {
		term *= x / (k * (nu + k))
		sum += term
	}
	return sum
}

// logSphere is the logarithm of the normaliser of a von Mises-Fisher distribution over directions in D
// dimensions, 2 or more,
//
//	log C_D(κ) = ν log κ - (ν+1) log 2π - log I_ν(κ)      ν = D/2-1
//
// for κ ≥ 0; at 0 that is the inverse of the sphere's area.
func logSphere(dims int, kappa float64) float64 {
	nu := float64(dims)/2 - 1
	r := math.Hypot(nu, kappa)
	if r < debyeFrom {
		gamma, _ := math.Lgamma(nu + 1)
		return gamma - float64((nu+1)*math.Log(math.Pi)) - math.Ln2 - math.Log(besselSeries(nu, kappa))
	}
	sum, _ := debyeSum(nu, kappa, r)
	return float64(nu*math.Log(nu+r)) - r - float64((nu+0.5)*math.Log(2*math.Pi)) + float64(0.5*math.Log(r)) - math.Log(sum)
}

// meanResultant is the length of the mean of a von Mises-Fisher distribution in D dimensions,
//
//	A_D(κ) = -d/dκ log C_D(κ) = I_ν+1(κ) / I_ν(κ)
//
// from 0 at κ = 0 to 1.
func meanResultant(dims int, kappa float64) float64 {
	nu := float64(dims)/2 - 1
	r := math.Hypot(nu, kappa)
	if r < debyeFrom {
		return kappa / float64(dims) * besselSeries(nu+1, kappa) / besselSeries(nu, kappa)
	}
	_, slope := debyeSum(nu, kappa, r)
	return kappa/(nu+r) - float64(0.5*(kappa/r)/r) + slope
}

// concentration is the κ at which A_D(κ) is length, from 0 to below 1: Newton's method from Banerjee's
// approximation,
//
//	κ ← κ - (A(κ) - length) / A'(κ)    A' = 1 - A² - (D-1)/κ A    at first κ = length (D - length²) / (1 - length²)
//
// kept between Amos's bounds, length (D-1) / (1-length²) and length D / (1-length²). A length that not even
// most reaches has most.
//
// Source: Banerjee, Dhillon, Ghosh and Sra 2005; Sra 2012, A short note on parameter approximation for von
// Mises-Fisher distributions; the bounds Amos 1974, Computation of modified Bessel functions and their ratios.
func concentration(dims int, length, most float64) (kappa float64, reached bool) {
	if length <= 0 {
		return 0, true
	}
	if length >= meanResultant(dims, most) {
		return most, false
	}
	d, rest := float64(dims), (1-length)*(1+length)
	low, high := length*(d-1)/rest, min(length*d/rest, most)
	kappa = min(length*(d-length*length)/rest, high)
	for range newtonSteps {
		a := meanResultant(dims, kappa)
		if a < length {
			low = max(low, kappa)
		} else {
			high = min(high, kappa)
		}
		next := kappa - (a-length)/(1-a*a-(d-1)/kappa*a)
		if !(next >= low && next <= high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-kappa) <= newtonEnd*kappa {
			return next, true
		}
		kappa = next
	}
	return kappa, true
}

const (
	newtonSteps = 60
	newtonEnd   = 1e-14 // the relative change below which rounding is all that moves
)
