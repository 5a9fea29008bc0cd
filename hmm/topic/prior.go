package topic

import "math"

// Prior is what is believed of documents and topics before any are seen.
type Prior struct {
	Alpha      float64 `json:"alpha"` // of each topic in a document, where learning starts
	Eta        float64 `json:"eta"`   // of each word in a topic, likewise
	LearnAlpha bool    `json:"learn_alpha"`
	LearnEta   bool    `json:"learn_eta"`
}

// Newton's method ends after newtonSteps or where the objective gains less than newtonGain of its size.
const (
	newtonSteps = 50
	newtonGain  = 1e-12
)

// learnAlpha raises the bound's part that depends on alpha,
//
//	N (ln Γ(Σα) - Σ_k ln Γ(α_k)) + Σ_k α_k logs_k      logs_k = Σ_d E[ln θ_dk]
//
// by Newton's method, whose Hessian is a diagonal plus a constant: O(K) a step. Steps are halved until they
// raise it.
//
// Source: Blei, Ng and Jordan (2003), appendix A.2 and A.4.2.
func (v *Variational) learnAlpha(logs []float64, n float64) {
	if n == 0 {
		return
	}
	alpha, logs := v.alpha[:v.topics], logs[:v.topics]
	objective := func(a []float64) float64 {
		sum, all := 0.0, 0.0
		for k, x := range a {
			all += x
			sum += float64(x*logs[k]) - float64(n*lnGamma(x))
		}
		return sum + float64(n*lnGamma(all))
	}
	step, next := make([]float64, len(alpha)), make([]float64, len(alpha))
	present := objective(alpha)
	for range newtonSteps {
		newtonStep(step, alpha, logs, n)
		gain, ok := halve(next, alpha, step, leastAlpha, func(a []float64) float64 { return objective(a) - present })
		if !ok {
			return
		}
		copy(alpha, next)
		present += gain
		if gain <= newtonGain*math.Abs(present) {
			return
		}
	}
}

// newtonStep writes the step of learnAlpha, to be subtracted.
func newtonStep(step, alpha, logs []float64, n float64) {
	all := 0.0
	for _, a := range alpha {
		all += a
	}
	common, z := float64(n*digamma(all)), float64(n*trigamma(all))
	over, under := 0.0, 1/z
	for k, a := range alpha {
		g, h := common-float64(n*digamma(a))+logs[k], -float64(n*trigamma(a))
		over += g / h
		under += 1 / h
	}
	b := over / under
	for k, a := range alpha {
		g, h := common-float64(n*digamma(a))+logs[k], -float64(n*trigamma(a))
		step[k] = (g - b) / h
	}
}

// halve writes to next the first of x - step, x - step/2, … that has a gain. No value falls to less than a
// quarter, or below least, or rises above what a prior may be.
func halve(next, x, step []float64, least float64, gain func([]float64) float64) (float64, bool) {
	for t := 1.0; t > 1e-6; t /= 2 {
		for k, v := range x {
			next[k] = min(max(v-float64(t*step[k]), v/4, least), mostPrior)
		}
		if g := gain(next); g > 0 {
			return g, true
		}
	}
	return 0, false
}

// learnEta is learnAlpha for the topics' prior, which is one number: it raises
//
//	K (ln Γ(V η) - V ln Γ(η)) + η Σ_kw E[ln φ_kw]
func (v *Variational) learnEta() {
	logs := 0.0
	for i := 0; i < len(v.beta); i += v.pad {
		for _, b := range v.beta[i : i+v.topics] {
			logs += math.Log(b)
		}
	}
	k, n := float64(v.topics), float64(v.words)
	objective := func(x float64) float64 {
		return float64(k*(lnGamma(n*x)-float64(n*lnGamma(x)))) + float64(x*logs)
	}
	eta, step, next := []float64{v.eta}, make([]float64, 1), make([]float64, 1)
	present := objective(v.eta)
	for range newtonSteps {
		x := eta[0]
		slope := float64(k*n*(digamma(n*x)-digamma(x))) + logs
		curve := float64(k * n * (float64(n*trigamma(n*x)) - trigamma(x)))
		if curve == 0 { // one word: eta does not matter
			return
		}
		step[0] = slope / curve
		gain, ok := halve(next, eta, step, leastEta, func(x []float64) float64 { return objective(x[0]) - present })
		if !ok {
			return
		}
		eta[0], v.eta = next[0], next[0]
		present += gain
		if gain <= newtonGain*math.Abs(present) {
			return
		}
	}
}
