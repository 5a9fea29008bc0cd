package topic

import (
	"math"

	"intenthmm/hmm/emission"
	"intenthmm/internal/lanes"
)

// Inference is how long the topics of one document are looked for.
type Inference struct {
	// MaxIterations bounds how often they are estimated from the words' topics and those from them.
	MaxIterations int `json:"max_iterations"`
	// Tolerance is the mean change of a document's expected tokens a topic below which it is enough.
	Tolerance float64 `json:"tolerance"`
}

// DefaultInference is 100 iterations and 1e-3 tokens.
func DefaultInference() Inference { return Inference{MaxIterations: 100, Tolerance: 1e-3} }

// A table is what inference sees of a model: topics side by side, P of them, K rounded up to a multiple of 4.
// Padding is zero.
type table struct {
	topics, pad int
	alpha       []float64 // P
	beta        []float64 // V×P: exp(E[ln φ])
}

// An inferrer finds the topics of documents, one goroutine's worth: with φ_wk the probability that a token of
// word w is of topic k,
//
//	φ_wk ∝ exp(ψ(γ_k)) exp(E[ln β_wk])      γ_k = α_k + Σ_w n_w φ_wk
//
// in turn. φ is never stored: with norm_w its normaliser, γ_k = α_k + exp(ψ(γ_k)) Σ_w (n_w/norm_w) β_wk, two
// sparse products of a matrix and a vector.
//
// Source: Blei, Ng and Jordan (2003) eq. 6 and 7; Hoffman, Blei and Bach (2010), algorithm 1.
type inferrer struct {
	table
	limits Inference
	block  int       // words at a time, so that their rows stay in the cache
	theta  []float64 // P: exp(ψ(γ) - shift)
	shift  float64
	next   []float64 // P
	norm   []float64 // of the document's words, relative to exp(shift)
	ratio  []float64 // n/norm
}

// blockBytes is the size of the rows of a block.
const blockBytes = 16 << 10

func newInferrer(limits Inference) *inferrer { return &inferrer{limits: limits} }

// use takes over a table.
func (f *inferrer) use(t table) {
	f.table = t
	if len(f.theta) != t.pad {
		f.theta, f.next = make([]float64, t.pad), make([]float64, t.pad)
	}
	f.block = max(4, blockBytes/(8*t.pad))
}

// settle moves gamma, P values, to where it explains the words, and leaves theta, norm and ratio of it.
// Where cold, gamma does not matter: all topics are alike at first.
func (f *inferrer) settle(gamma []float64, words []emission.Count, cold bool) {
	if n := len(words); n > len(f.norm) {
		f.norm, f.ratio = make([]float64, 2*n), make([]float64, 2*n)
	}
	if cold {
		clear(gamma) // what is in it must not end the first iteration
		f.alike()
	} else {
		f.expect(gamma)
	}
	for range f.limits.MaxIterations {
		change := f.step(gamma, words)
		f.expect(gamma)
		if change < f.limits.Tolerance*float64(f.topics) {
			break
		}
	}
	f.divide(words)
}

// alike makes all topics equally likely.
func (f *inferrer) alike() {
	for k := range f.topics {
		f.theta[k] = 1
	}
	f.shift = 0
}

// faint is where the largest exp(ψ(γ)) is so small that products with it could vanish.
const faint = 1e-60

// expect computes theta.
func (f *inferrer) expect(gamma []float64) {
	lanes.ExpDigamma(f.theta, gamma)
	f.shift = 0
	largest := 0.0
	for _, v := range f.theta {
		largest = max(largest, v)
	}
	if largest >= faint {
		return
	}
	f.shift = math.Inf(-1)
	for _, g := range gamma[:f.topics] {
		f.shift = max(f.shift, digamma(g))
	}
	for k, g := range gamma[:f.topics] {
		f.theta[k] = lanes.Exp(digamma(g) - f.shift)
	}
}

// step is one iteration. It returns the sum of the changes of gamma.
func (f *inferrer) step(gamma []float64, words []emission.Count) (change float64) {
	clear(f.next)
	for first := 0; first < len(words); first += f.block {
		block := words[first:min(first+f.block, len(words))]
		f.share(block, first)
		lanes.MixRows(f.next, f.beta, block, f.ratio[first:], f.pad)
	}
	for k, v := range f.next[:f.topics] {
		g := f.alpha[k] + float64(f.theta[k]*v)
		change += math.Abs(g - gamma[k])
		gamma[k] = g
	}
	return change
}

// divide computes norm and ratio of all words.
func (f *inferrer) divide(words []emission.Count) {
	for first := 0; first < len(words); first += f.block {
		f.share(words[first:min(first+f.block, len(words))], first)
	}
}

func (f *inferrer) share(block []emission.Count, first int) {
	norm, ratio := f.norm[first:], f.ratio[first:]
	lanes.DotRows(norm, f.beta, block, f.theta)
	for i, c := range block {
		ratio[i] = float64(c.N) / norm[i]
	}
}

// bound is the document's part of the evidence lower bound where settle left it, with the words' topics at
// their best given gamma:
//
//	Σ_w n_w ln norm_w + Σ_k (α_k - γ_k) E[ln θ_k] + Σ_k (ln Γ(γ_k) - ln Γ(α_k)) + ln Γ(Σα) - ln Γ(Σγ)
//
// of which a topic without tokens, γ_k = α_k, has no part in the middle.
func (f *inferrer) bound(gamma []float64, words []emission.Count) float64 {
	sum, alphas, gammas := 0.0, 0.0, 0.0
	for k, a := range f.alpha[:f.topics] {
		alphas += a
		gammas += gamma[k]
	}
	mean := digamma(gammas)
	for k, a := range f.alpha[:f.topics] {
		if g := gamma[k]; g != a {
			sum += float64((a-g)*(f.logTheta(g, k)-mean)) + (lnGamma(g) - lnGamma(a))
		}
	}
	for i, c := range words {
		sum += float64(float64(c.N) * (math.Log(f.norm[i]) + f.shift - mean))
	}
	return sum + lnGamma(alphas) - lnGamma(gammas)
}

// logTheta is ψ(γ_k), γ_k = g.
func (f *inferrer) logTheta(g float64, k int) float64 {
	if v := f.theta[k]; v >= faint {
		return math.Log(v) + f.shift
	}
	return digamma(g)
}
