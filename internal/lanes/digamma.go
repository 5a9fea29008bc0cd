package lanes

// expDigammaTerms are those of the series
//
//	exp(ψ(u + 1/2)) = u (1 + 1/24 u^-2 - 37/5760 u^-4 + …)
//
// from the highest power that is kept, u^-18, down to u^-2. At u = 7.5, the least there is, what is left
// out is below 1e-16.
var expDigammaTerms = [...]float64{
	823080304844408868520394489.0 / 271211974879377138647040000,
	-4150166648794176251083.0 / 9440684171518279680000,
	47655701498228027.0 / 578473294823424000,
	-499769010050743.0 / 24103053950976000,
	2709398569.0 / 367873228800,
	-5509121.0 / 1393459200,
	10313.0 / 2903040,
	-37.0 / 5760,
	1.0 / 24,
}

// digammaShift is how far the argument is moved up, by ψ(x) = ψ(x+8) - Σ_{i<8} 1/(x+i), where it is
// below that.
const digammaShift = 8

// ExpDigamma writes dst[i] = exp(ψ(x[i])) for finite x[i] ≥ 0, where ψ is the derivative of ln Γ: exp(E[log θ]) of
// a Dirichlet distribution before it is divided by that of the total. It is 0 at 0 and, as Exp is, where
// ψ(x) is below some -708. The relative error is a few units in the last place where ψ(x) > -1, and
// grows with -ψ(x) below.
//
// The length is a multiple of 4; dst may be x. It is our own so that every machine gives the same bits.
func ExpDigamma(dst, x []float64) {
	checkPanel(len(x)%4 == 0 && len(dst) >= len(x))
	runs(len(x), digammaWork, func(i, n int) { expDigamma(dst[i:], x[i:], n) })
}

// digammaWork is how many multiplications a value takes the time of.
const digammaWork = 32

// ExpDigammaOf is ExpDigamma of one number, as a product: exp(ψ(x)) = q Exp(-s), for logarithms of it that
// do not underflow.
func ExpDigammaOf(x float64) (q, s float64) {
	low, y := x, x
	if x < digammaShift {
		y = x + digammaShift
		s = harmonic(low)
	}
	u := y - 0.5
	r := 1 / u
	z := r * r
	p := expDigammaTerms[0]
	for _, c := range expDigammaTerms[1:] {
		p = fma(p, z, c)
	}
	p *= z
	return fma(u, p, u), s
}

// harmonic is Σ_{i<8} 1/(x+i): with a = x(x+7), the terms i and 7-i make (2x+7)/(a + i(7-i)).
func harmonic(x float64) float64 {
	a := x * (x + 7)
	low, high := a*(a+6), (a+10)*(a+12)
	over := fma(fma(2, a, 6), high, fma(2, a, 22)*low)
	return fma(2, x, 7) * over / (low * high)
}
