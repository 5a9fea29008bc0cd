package intent

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// mostTexts bounds the turns whose text is remembered while training, out of which the typical ones
// are chosen: a uniform sample of the corpus where that is larger.
const mostTexts = 20_000

// A reservoir is a uniform sample of the turns with text that went by (Vitter 1985, algorithm R).
type reservoir struct {
	rng   *rand.Rand
	seen  int // turns with text
	kept  []remembered
	limit int
}

type remembered struct {
	conversation, turn int
	speaker, text      string
}

func newReservoir(seed uint64, limit int) *reservoir {
	return &reservoir{rng: rand.New(rand.NewPCG(seed, 0xe7a)), limit: limit}
}

func (r *reservoir) add(conversation, turn int, m *transcript.Message) {
	if m.Text == "" || r.limit == 0 {
		return
	}
	r.seen++
	at := len(r.kept)
	if at == r.limit {
		if at = r.rng.IntN(r.seen); at >= r.limit {
			return
		}
	} else {
		r.kept = append(r.kept, remembered{})
	}
	r.kept[at] = remembered{conversation, turn, own(m.Speaker), own(m.Text)}
}

// own is a copy that holds on to no larger string, as a model file can hold it.
func own(s string) string { return strings.Clone(strings.ToValidUTF8(s, "\ufffd")) }

// byConversation orders the sample as the corpus is.
func (r *reservoir) byConversation() []remembered {
	slices.SortFunc(r.kept, func(a, b remembered) int {
		return cmp.Or(cmp.Compare(a.conversation, b.conversation), cmp.Compare(a.turn, b.turn))
	})
	return r.kept
}

// A candidate is a turn that may be typical of a state.
type candidate struct {
	score float64
	remembered
}

// describe fills in what the states' entries say beyond probabilities: where in a conversation they
// stand, and their typical turns. It looks at the conversations of the sample.
func describe(m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn], sample []remembered, examples int) ([]State, error) {
	k := m.States()
	states, weight := make([]State, k), make([]float64, k)
	candidates := make([][]candidate, k)
	decoder, evaluator := hmm.NewDecoder(m), m.Emission.Evaluator()
	var posterior, density []float64
	for len(sample) > 0 {
		n := 1
		for n < len(sample) && sample[n].conversation == sample[0].conversation {
			n++
		}
		c := &data[sample[0].conversation]
		posterior = slices.Grow(posterior[:0], len(c.Obs)*k)[:len(c.Obs)*k]
		density = slices.Grow(density[:0], len(c.Obs)*k)[:len(c.Obs)*k]
		if _, err := decoder.Posterior(posterior, c); err != nil {
			return nil, &hmm.Error{Index: sample[0].conversation, ID: c.ID, Err: err}
		}
		for i, p := range posterior {
			states[i%k].Place += p * float64(i/k) / math.Max(1, float64(len(c.Obs)-1))
			weight[i%k] += p
		}
		evaluator.LogDensities(density, emission.RowMajor(k), c.Obs)
		for _, r := range sample[:n] {
			at := r.turn * k
			state, score := typical(posterior[at:at+k], density[at:at+k])
			candidates[state] = append(candidates[state], candidate{score, r})
		}
		sample = sample[n:]
	}
	for i := range states {
		if weight[i] > 0 {
			states[i].Place /= weight[i]
		}
		states[i].Examples = choose(candidates[i], examples, data)
	}
	return states, nil
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
