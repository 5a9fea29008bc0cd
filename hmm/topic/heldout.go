package topic

import (
	"context"
	"math"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

// HeldOut is how well a model predicts documents that it has not seen.
type HeldOut struct {
	LogLikelihood float64 // nats, of the tokens that were scored
	Tokens        float64 // scored
	Unknown       float64 // tokens of words that there are not, which have no part in it
}

// Perplexity is exp(-LogLikelihood/Tokens): among how many equally likely words the model would have to guess.
// It is 1 where no token was scored.
func (h HeldOut) Perplexity() float64 {
	if h.Tokens == 0 {
		return 1
	}
	return math.Exp(-h.LogLikelihood / h.Tokens)
}

// Completion scores one half of every document's tokens by the topics of the other half, which is folded in:
//
//	Σ_d Σ_w n_dw ln Σ_k E[θ_dk] E[φ_kw]
//
// Tokens go to the halves in turn, in the order in which the document has them; a count that is not whole goes
// as one piece. It is cheap, and what models of any kind can be compared by, while LeftToRight is of whole
// documents. Weights do not matter.
//
// Source: Wallach, Murray, Salakhutdinov and Mimno (2009), section 5.1; Rosen-Zvi et al. (2004).
func (m *Model) Completion(ctx context.Context, docs []Document, gate em.Gate) (HeldOut, error) {
	phi := m.probabilities()
	return m.heldOut(ctx, docs, gate, func(f *Folder, i int) (float64, float64, error) {
		given, asked := halves(docs[i].known())
		share := make([]float64, len(m.alpha))
		if _, err := f.Fold(share, Document{Words: given}); err != nil {
			return 0, 0, err
		}
		sum := 0.0
		for _, c := range asked {
			sum += float64(float64(c.N) * math.Log(dot(share, phi[int(c.Word)*len(share):])))
		}
		return sum, length(asked), nil
	})
}

// heldOut adds up, in the order of documents, a log-likelihood and a number of tokens of each.
func (m *Model) heldOut(ctx context.Context, docs []Document, gate em.Gate, of func(f *Folder, i int) (float64, float64, error)) (h HeldOut, err error) {
	if err := check(docs, m.words); err != nil {
		return h, err
	}
	each := make([]HeldOut, len(docs))
	err = m.each(ctx, docs, gate, func(f *Folder, i int) (err error) {
		each[i].LogLikelihood, each[i].Tokens, err = of(f, i)
		return err
	})
	if err != nil {
		return h, err
	}
	for i, e := range each {
		h.LogLikelihood += e.LogLikelihood
		h.Tokens += e.Tokens
		for _, c := range docs[i].Words {
			if c.Word == Unknown {
				h.Unknown += float64(c.N)
			}
		}
	}
	return h, nil
}

// halves deals tokens in turn.
func halves(words []emission.Count) (given, asked []emission.Count) {
	odd := false // whether the next single token is asked for
	for _, c := range words {
		half := float32(math.Floor(float64(c.N) / 2))
		rest := c.N - 2*half
		if c.N != float32(math.Trunc(float64(c.N))) {
			half, rest = 0, c.N
		}
		a, b := half, half
		if rest > 0 && odd {
			b += rest
		} else {
			a += rest
		}
		odd = odd != (rest > 0)
		if a > 0 {
			given = append(given, emission.Count{Word: c.Word, N: a})
		}
		if b > 0 {
			asked = append(asked, emission.Count{Word: c.Word, N: b})
		}
	}
	return given, asked
}

// probabilities is E[φ], V×K.
func (m *Model) probabilities() []float64 {
	phi := make([]float64, len(m.lambda))
	for i, v := range m.lambda {
		phi[i] = v / m.total[i%len(m.total)]
	}
	return phi
}

func dot(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		sum += float64(v * y[i])
	}
	return sum
}
