package intent

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

// placeTurns bounds the turns that the states' mean places are measured on: a spread sample of the
// conversations where the corpus is larger.
const placeTurns = 60_000

// describe says what the states' entries say beyond probabilities: where in a conversation they stand,
// and their typical turns out of a sample of texts, which is in the order of the corpus. The words of the
// turns that it looks at are entered into said.
func describe(m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn], texts []remembered, said *tally, examples int) ([]State, error) {
	every := 1 + hmm.Turns(data)/placeTurns
	d := newDescriber(m)
	for i := range data {
		n := 0
		for n < len(texts) && texts[n].conversation == i {
			n++
		}
		if n > 0 || i%every == 0 {
			if err := d.look(&data[i], texts[:n]); err != nil {
				return nil, &hmm.Error{Index: i, ID: data[i].ID, Err: err}
			}
			said.add(i, d.certain.path)
		}
		texts = texts[n:]
	}
	return d.states(data, examples), nil
}

// A describer gathers what is seen of each state.
type describer struct {
	k                  int
	decoder            *hmm.Decoder[emission.Turn]
	evaluator          emission.Evaluator[emission.Turn]
	place, turns       []float64 // sums over the turns seen, weighted by posteriors
	candidates         [][]candidate
	posterior, density []float64 // scratch
	certain            *certainties
}

// A candidate is a turn that may be typical of a state.
type candidate struct {
	score float64
	remembered
}

func newDescriber(m *hmm.Model[emission.Turn]) *describer {
	k := m.States()
	return &describer{
		k: k, decoder: hmm.NewDecoder(m), evaluator: m.Emission.Evaluator(),
		place: make([]float64, k), turns: make([]float64, k), candidates: make([][]candidate, k),
		certain: newCertainties(k),
	}
}

// look takes in a conversation, and those of its turns whose text is known as candidates.
func (d *describer) look(c *hmm.Conversation[emission.Turn], texts []remembered) error {
	k, size := d.k, len(c.Obs)*d.k
	d.posterior = slices.Grow(d.posterior[:0], size)[:size]
	if _, err := d.decoder.Posterior(d.posterior, c); err != nil {
		return err
	}
	if _, err := d.decoder.Path(d.certain.room(len(c.Obs)), c); err != nil {
		return err
	}
	d.certain.add(d.posterior)
	for i, p := range d.posterior {
		d.place[i%k] += p * float64(i/k) / math.Max(1, float64(len(c.Obs)-1))
		d.turns[i%k] += p
	}
	if len(texts) == 0 {
		return nil
	}
	d.density = slices.Grow(d.density[:0], size)[:size]
	d.evaluator.LogDensities(d.density, emission.RowMajor(k), c.Obs)
	for _, r := range texts {
		at := r.turn * k
		state, score := typical(d.posterior[at:at+k], d.density[at:at+k])
		d.candidates[state] = append(d.candidates[state], candidate{score, r})
	}
	return nil
}

// states are the entries of what was seen.
func (d *describer) states(data []hmm.Conversation[emission.Turn], examples int) []State {
	states := make([]State, d.k)
	for i := range states {
		if d.turns[i] > 0 {
			states[i].Place = d.place[i] / d.turns[i]
		}
		states[i].Certainty = d.certain.of(i)
		states[i].Examples = choose(d.candidates[i], examples, data)
	}
	return states
}

// typical is the state that a turn most probably is in, and how typical it is of that: how much
// better the state explains it than the states do on average.
func typical(posterior, density []float64) (state int, score float64) {
	mean := 0.0
	for i, p := range posterior {
		mean += density[i] / float64(len(density))
		if p > posterior[state] {
			state = i
		}
	}
	return state, posterior[state] * (density[state] - mean)
}

// longText is the number of bytes above which a text is too long to be a good example.
const longText = 120

// choose picks the n most typical of the candidates, short texts first, no text twice.
func choose(candidates []candidate, n int, data []hmm.Conversation[emission.Turn]) []Example {
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		return cmp.Or(
			cmp.Compare(max(len(a.text), longText), max(len(b.text), longText)),
			cmp.Compare(b.score, a.score))
	})
	var chosen []Example
	seen := map[string]bool{}
	for _, c := range candidates {
		if len(chosen) == n {
			break
		}
		folded := strings.ToLower(c.text)
		if seen[folded] {
			continue
		}
		seen[folded] = true
		chosen = append(chosen, Example{own(data[c.conversation].ID), c.turn, c.speaker, c.text})
	}
	return chosen
}
