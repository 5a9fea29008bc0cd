package selection

import (
	"fmt"

	"intenthmm/hmm"
	"intenthmm/internal/assign"
)

// Stability says how far models of equally many states divide the turns of conversations alike: each
// decodes all of them to best paths, the states of every two models are matched one to one so that
// as many turns as possible agree, and their share is averaged over the pairs. It is 1 if all models
// are the same but for the names of their states, about 1/K at the least. With fewer than two models
// it is an error, as is a conversation that has no path.
//
// Source: the agreement after the best matching, over pairs of solutions, is the stability of Lange,
// Roth, Braun and Buhmann (2004), Stability-based validation of clustering solutions, without their
// normalisation by that of random labels.
func Stability[O any](models []*hmm.Model[O], data []hmm.Conversation[O]) (float64, error) {
	if len(models) < 2 {
		return 0, fmt.Errorf("selection: stability of %d models, expected at least 2", len(models))
	}
	paths := make([][][]int, len(models))
	for i, m := range models {
		var err error
		if paths[i], _, err = hmm.NewDecoder(m).Paths(data); err != nil {
			return 0, err
		}
	}
	k := make([]int, len(models))
	for i, m := range models {
		k[i] = m.States()
	}
	return pairwise(paths, k), nil
}

// pairwise is the mean agreement over pairs of divisions into k states each.
func pairwise(paths [][][]int, k []int) float64 {
	sum, pairs := 0.0, 0
	for i := range paths {
		for j := range i {
			sum += agreement(paths[i], paths[j], k[i], k[j])
			pairs++
		}
	}
	return sum / float64(pairs)
}

// agreement is the share of turns in matched states.
func agreement(a, b [][]int, ka, kb int) float64 {
	together, turns := make([]float64, ka*kb), 0.0
	for c := range a {
		for t, state := range a[c] {
			together[state*kb+b[c][t]]++
			turns++
		}
	}
	if turns == 0 {
		return 1
	}
	_, most := assign.Max(together, ka, kb)
	return most / turns
}
