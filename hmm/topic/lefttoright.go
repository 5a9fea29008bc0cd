package topic

import (
	"context"
	"math"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
)

// LeftToRight estimates the log-likelihood of whole documents, with the topics' words at their expected
// probabilities, token by token from left to right,
//
//	P(w_n | w_<n) ≈ 1/R Σ_r Σ_k φ_k,w_n (n_rk + α_k) / (n - 1 + Σα)
//
// where particle r holds topics of the tokens before, drawn anew for every n. The mean of the product is the
// likelihood itself. Counts must be whole; weights do not matter. O(R N² K) for a document of N tokens. The
// same seed gives the same figure, for any gate.
//
// Source: Wallach, Murray, Salakhutdinov and Mimno (2009), algorithm 3, as corrected by Buntine (2009),
// algorithm 1.
func (m *Model) LeftToRight(ctx context.Context, docs []Document, particles int, seed uint64, gate em.Gate) (HeldOut, error) {
	if particles < 1 {
		panic("topic: particles < 1")
	}
	unweighted := make([]Document, len(docs))
	for i := range docs {
		unweighted[i].Words = docs[i].Words
	}
	if err := check(docs, m.words); err != nil {
		return HeldOut{}, err
	}
	if err := whole(unweighted); err != nil {
		return HeldOut{}, err
	}
	phi := m.probabilities()
	return m.heldOut(ctx, docs, gate, func(_ *Folder, i int) (float64, float64, error) {
		var tokens []int32
		for _, c := range docs[i].known() {
			for range int(c.N) {
				tokens = append(tokens, c.Word)
			}
		}
		p := newParticle(m.alpha, phi, tokens, rand.New(rand.NewPCG(seed, uint64(i))))
		return p.score(particles), float64(len(tokens)), nil
	})
}

// A particle is topics of the first tokens of a document.
type particle struct {
	alpha, phi []float64 // K, V×K
	all        float64   // Σα
	tokens     []int32
	rng        *rand.Rand
	z          []int     // of the tokens before
	counts     []float64 // K: α_k and the tokens before
	sums       []float64 // K: scratch
}

func newParticle(alpha, phi []float64, tokens []int32, rng *rand.Rand) *particle {
	p := &particle{alpha: alpha, phi: phi, tokens: tokens, rng: rng, counts: make([]float64, len(alpha)), sums: make([]float64, len(alpha))}
	for _, a := range alpha {
		p.all += a
	}
	return p
}

// score is Σ_n ln of the particles' mean P(w_n | w_<n). Particles are independent, and so may go one after the
// other.
func (p *particle) score(particles int) float64 {
	mean := make([]float64, len(p.tokens))
	for range particles {
		copy(p.counts, p.alpha)
		p.z = p.z[:0]
		for n, w := range p.tokens {
			for i, k := range p.z {
				p.counts[k]--
				p.z[i] = p.draw(p.weigh(p.tokens[i]))
			}
			mass := p.weigh(w)
			mean[n] += mass / (float64(n) + p.all)
			p.z = append(p.z, p.draw(mass))
		}
	}
	sum := 0.0
	for _, v := range mean {
		sum += math.Log(v / float64(particles))
	}
	return sum
}

// weigh fills sums with the running sums of φ_kw (n_k + α_k), and returns the last.
func (p *particle) weigh(w int32) float64 {
	sum, row := 0.0, p.phi[int(w)*len(p.alpha):]
	for k, n := range p.counts {
		sum += float64(row[k] * n)
		p.sums[k] = sum
	}
	return sum
}

// draw draws a topic by sums and counts it.
func (p *particle) draw(mass float64) int {
	u, k := p.rng.Float64()*mass, 0
	for k < len(p.sums)-1 && u >= p.sums[k] {
		k++
	}
	p.counts[k]++
	return k
}
