package intent

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"
	"slices"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// voices are what a turn's words, all words of its conversation, and its vector say of its state: T×K each, of the turns
// of all conversations one after the other.
type voices struct {
	states  int
	all     []float64 // γ: posteriors by all words
	own     []float64 // q: posteriors by the turn's own words
	vectors []float64 // l: log densities of vectors, less the largest of the turn
}

// newVoices lets words speak. The error is ctx's where that ends it.
func newVoices(ctx context.Context, words *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) (*voices, error) {
	k := words.States()
	v := &voices{states: k, all: make([]float64, hmm.Turns(data)*k), own: make([]float64, hmm.Turns(data)*k)}
	decoder, evaluator := hmm.NewDecoder(words), words.Emission.Evaluator()
	prior := make([]float64, k)
	at := 0
	for i := range data {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		end := at + len(data[i].Obs)*k
		if _, err := decoder.Posterior(v.all[at:end], &data[i]); err != nil {
			return nil, err
		}
		evaluator.LogDensities(v.own[at:end], emission.RowMajor(k), data[i].Obs)
		at = end
	}
	for i, p := range v.all {
		prior[i%k] += p / float64(len(v.all)/k)
	}
	for i := range v.own {
		v.own[i] += math.Log(prior[i%k])
	}
	for own := v.own; len(own) > 0; own = own[k:] {
		normalise(own[:k])
	}
	return v, nil
}

// normalise makes probabilities of their logarithms up to a constant.
func normalise(p []float64) {
	below(p)
	sum := 0.0
	for i := range p {
		p[i] = math.Exp(p[i])
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// below takes the largest off all. Where all are -Inf they become even.
func below(p []float64) {
	largest := math.Inf(-1)
	for _, x := range p {
		largest = max(largest, x)
	}
	for i := range p {
		if math.IsInf(largest, -1) {
			p[i] = 0
		} else {
			p[i] -= largest
		}
	}
}

// hear lets vectors speak: those of each half of the conversations as vectors are distributed in the states that all
// words tell in the other half, so that nothing is told of a vector by itself. The error is ctx's where that ends it.
func (v *voices) hear(ctx context.Context, vectors emission.TurnPart, data []hmm.Conversation[emission.Turn]) error {
	v.vectors = make([]float64, len(v.all))
	for half := range 2 {
		learnt := vectors.Clone().(emission.TurnPart)
		if err := v.learn(ctx, learnt, data, 1-half); err != nil {
			return err
		}
		evaluator := learnt.Evaluator()
		v.each(data, half, func(turns []emission.Turn, at, end int) {
			if ctx.Err() != nil {
				return
			}
			evaluator.LogDensities(v.vectors[at:end], emission.RowMajor(v.states), turns)
		})
	}
	for l := v.vectors; len(l) > 0; l = l[v.states:] {
		below(l[:v.states])
	}
	return ctx.Err()
}

// learn fits vectors to one half of the conversations.
func (v *voices) learn(ctx context.Context, vectors emission.TurnPart, data []hmm.Conversation[emission.Turn], half int) error {
	var batches [][]emission.Turn
	v.each(data, half, func(turns []emission.Turn, _, _ int) { batches = append(batches, turns) })
	if err := vectors.Start(batches); err != nil {
		return err
	}
	stats := make([]float64, vectors.StatsLen())
	evaluator := vectors.Evaluator()
	v.each(data, half, func(turns []emission.Turn, at, end int) {
		if ctx.Err() != nil {
			return
		}
		evaluator.Collect(stats, turns, v.all[at:end], emission.RowMajor(v.states))
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	_, err := vectors.Maximize(stats)
	return err
}

// each calls f with the conversations of one half, and where their turns stand. A single conversation is both halves.
func (v *voices) each(data []hmm.Conversation[emission.Turn], half int, f func(turns []emission.Turn, at, end int)) {
	at := 0
	for i := range data {
		end := at + len(data[i].Obs)*v.states
		if i%2 == half || len(data) == 1 {
			f(data[i].Obs, at, end)
		}
		at = end
	}
}

// weight is the best of the weights that are tried, if it gains clearly over the least, and over what vectors of other
// turns gain; else that.
func (v *voices) weight(ctx context.Context, data []hmm.Conversation[emission.Turn]) (float64, error) {
	least := v.gains(data, leastVectorWeight)
	best, at := total{}, leastVectorWeight
	for w := range weights(1) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		if gain := totalOf(v.gains(data, w), least); gain.sum > best.sum {
			best, at = gain, w
		}
	}
	if best.sum < leastGain || !best.above(clearly) {
		return leastVectorWeight, nil
	}
	chance := v.shuffled(data)
	if !totalOf(v.gains(data, at), chance.gains(data, at)).above(2 * clearly) {
		return leastVectorWeight, nil
	}
	return at, nil
}

// shuffled are the voices where each vector has been given to another turn of the same half at random.
func (v *voices) shuffled(data []hmm.Conversation[emission.Turn]) *voices {
	other := *v
	other.vectors = slices.Clone(v.vectors)
	rng := rand.New(rand.NewPCG(1, 0x5f1e))
	for half := range 2 {
		var places []int // of turns with vectors
		v.each(data, half, func(turns []emission.Turn, at, _ int) {
			for t := range turns {
				if turns[t].Vector != nil {
					places = append(places, at+t*v.states)
				}
			}
		})
		for i, from := range rng.Perm(len(places)) {
			copy(other.vectors[places[i]:places[i]+v.states], v.vectors[places[from]:])
		}
	}
	return &other
}

// weights are the weights that are tried, or every n-th of them, the least first.
func weights(every int) iter.Seq[float64] {
	return func(yield func(float64) bool) {
		for i := 0; i <= weightSteps; i += every {
			if !yield(leastVectorWeight * math.Pow(mostVectorWeight/leastVectorWeight, float64(i)/weightSteps)) {
				return
			}
		}
	}
}

// gains are Σ_t J_t(w) of each conversation.
func (v *voices) gains(data []hmm.Conversation[emission.Turn], w float64) []float64 {
	return v.perConversation(data, func(_ []emission.Turn, _, at int) float64 {
		return v.gain(w, at, v.all[at:at+v.states], v.own[at:at+v.states])
	})
}

// perConversation sums f of the turns of each conversation. f gets its turns, which of them, and where that stands.
func (v *voices) perConversation(data []hmm.Conversation[emission.Turn], f func(turns []emission.Turn, t, at int) float64) []float64 {
	sums := make([]float64, len(data))
	at := 0
	for i := range data {
		for t := range data[i].Obs {
			sums[i] += f(data[i].Obs, t, at)
			at += v.states
		}
	}
	return sums
}

// gain is by how much more the vector of the turn at a place, of weight w, agrees with the probabilities p of states than
// with q: log Σ_k p(k) exp(w l(k)) - log Σ_k q(k) exp(w l(k)).
func (v *voices) gain(w float64, at int, p, q []float64) float64 {
	of, than := 0.0, 0.0
	for k, l := range v.vectors[at : at+v.states] {
		factor := math.Exp(w * l)
		of += p[k] * factor
		than += q[k] * factor
	}
	return math.Log(max(of, math.SmallestNonzeroFloat64)) - math.Log(max(than, math.SmallestNonzeroFloat64))
}
