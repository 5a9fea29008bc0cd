package agreement

import "math"

// NMI is the mutual information of states and labels over the mean of their entropies,
//
//	NMI = I(S;L) / ((H(S) + H(L)) / 2)
//	I(S;L) = Σ_s Σ_l n[s,l]/N log(n[s,l] N / (a[s] b[l]))
//	H(S)   = -Σ_s a[s]/N log(a[s]/N)
//
// It is the same number as the V-measure, the harmonic mean of homogeneity and completeness. It is 1
// for one state against one label, 0 for one against several, 0 if nothing is labelled, and costs
// O(S L).
//
// Source: Vinh, Epps and Bailey (2010), Information theoretic measures for clusterings comparison,
// NMI_sum; Rosenberg and Hirschberg (2007), V-measure, section 2.
func (t *Table) NMI() float64 {
	if figure, ok := t.settled(); ok {
		return figure
	}
	return t.mutualInformation() / t.meanEntropy()
}

// Homogeneity says how far the state of a turn tells its label,
//
//	h = 1 - H(L|S)/H(L)
//	H(L|S) = -Σ_s Σ_l n[s,l]/N log(n[s,l]/a[s])
//
// It is 1 if there is but one label, 0 if nothing is labelled, and costs O(S L).
//
// Source: Rosenberg and Hirschberg (2007), V-measure: a conditional entropy-based external cluster
// evaluation measure, section 2.
func (t *Table) Homogeneity() float64 {
	return determined(t.conditionalEntropy(t.stateOf), t.LabelTurns, t.Turns)
}

// Completeness says how far the label of a turn tells its state,
//
//	c = 1 - H(S|L)/H(S)
//	H(S|L) = -Σ_s Σ_l n[s,l]/N log(n[s,l]/b[l])
//
// It is 1 if there is but one state, 0 if nothing is labelled, and costs O(S L).
//
// Source: as [Table.Homogeneity].
func (t *Table) Completeness() float64 {
	return determined(t.conditionalEntropy(t.labelOf), t.StateTurns, t.Turns)
}

func (t *Table) stateOf(s, _ int) int { return t.StateTurns[s] }
func (t *Table) labelOf(_, l int) int { return t.LabelTurns[l] }

// determined is the share of the entropy of sums that is gone once a condition is known, if left is
// what remains of it.
func determined(left float64, sums []int, total int) float64 {
	switch len(sums) {
	case 0:
		return 0
	case 1:
		return 1
	}
	return max(0, 1-left/entropy(sums, total))
}

// conditionalEntropy is -Σ n/N log(n/given), in nats, over the cells of the table; given(s, l) is the
// number of turns that share with cell s,l what is known.
func (t *Table) conditionalEntropy(given func(s, l int) int) float64 {
	h, total := 0.0, float64(t.Turns)
	for s := range t.States {
		for l, n := range t.Row(s) {
			if n > 0 {
				h -= float64(n) / total * math.Log(float64(n)/float64(given(s, l)))
			}
		}
	}
	return h
}

// mutualInformation is I(S;L) in nats.
func (t *Table) mutualInformation() float64 {
	info, total := 0.0, float64(t.Turns)
	for s, a := range t.StateTurns {
		for l, n := range t.Row(s) {
			if n > 0 {
				expected := float64(a) / total * float64(t.LabelTurns[l])
				info += float64(n) / total * math.Log(float64(n)/expected)
			}
		}
	}
	return max(0, info)
}

// meanEntropy is (H(S) + H(L)) / 2 in nats.
func (t *Table) meanEntropy() float64 {
	return (entropy(t.StateTurns, t.Turns) + entropy(t.LabelTurns, t.Turns)) / 2
}

// entropy is -Σ n/N log(n/N), in nats, of positive counts that sum to total.
func entropy(counts []int, total int) float64 {
	h := 0.0
	for _, n := range counts {
		p := float64(n) / float64(total)
		h -= p * math.Log(p)
	}
	return h
}
