package intent

import (
	"math"

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

// newVoices lets words speak.
func newVoices(words *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) (*voices, error) {
	k := words.States()
	v := &voices{states: k, all: make([]float64, hmm.Turns(data)*k), own: make([]float64, hmm.Turns(data)*k)}
	decoder, evaluator := hmm.NewDecoder(words), words.Emission.Evaluator()
	prior := make([]float64, k)
	at := 0
	for i := range data {
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
// words tell in the other half, so that nothing is told of a vector by itself.
func (v *voices) hear(vectors emission.TurnPart, data []hmm.Conversation[emission.Turn]) error {
	v.vectors = make([]float64, len(v.all))
	for half := range 2 {
		learnt := vectors.Clone().(emission.TurnPart)
		if err := v.learn(learnt, data, 1-half); err != nil {
			return err
		}
		evaluator := learnt.Evaluator()
		v.each(data, half, func(turns []emission.Turn, at, end int) {
			evaluator.LogDensities(v.vectors[at:end], emission.RowMajor(v.states), turns)
		})
	}
	for l := v.vectors; len(l) > 0; l = l[v.states:] {
		below(l[:v.states])
	}
	return nil
}

// learn fits vectors to one half of the conversations.
func (v *voices) learn(vectors emission.TurnPart, data []hmm.Conversation[emission.Turn], half int) error {
	var batches [][]emission.Turn
	v.each(data, half, func(turns []emission.Turn, _, _ int) { batches = append(batches, turns) })
	if err := vectors.Start(batches); err != nil {
		return err
	}
	stats := make([]float64, vectors.StatsLen())
	evaluator := vectors.Evaluator()
	v.each(data, half, func(turns []emission.Turn, at, end int) {
		evaluator.Collect(stats, turns, v.all[at:end], emission.RowMajor(v.states))
	})
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

// weight is the best of the weights that are tried.
func (v *voices) weight() float64 {
	best, at := 0.0, leastVectorWeight
	for i := range weightSteps + 1 {
		w := leastVectorWeight * math.Pow(mostVectorWeight/leastVectorWeight, float64(i)/weightSteps)
		if gain := v.gain(w); gain > best {
			best, at = gain, w
		}
	}
	return at
}

// gain is Σ_t J_t(w).
func (v *voices) gain(w float64) float64 {
	total := 0.0
	for at := 0; at < len(v.all); at += v.states {
		all, own := 0.0, 0.0
		for i := at; i < at+v.states; i++ {
			factor := math.Exp(w * v.vectors[i])
			all += v.all[i] * factor
			own += v.own[i] * factor
		}
		total += math.Log(max(all, math.SmallestNonzeroFloat64)) - math.Log(max(own, math.SmallestNonzeroFloat64))
	}
	return total
}
