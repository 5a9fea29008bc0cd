package agreement

// ARI is the Rand index adjusted for chance: of the pairs of turns, how many fall together both by
// state and by label, against what dealing the turns out at random would give,
//
//	ARI = (X - E) / ((A + B)/2 - E)
//	X = Σ_s Σ_l C(n[s,l],2)   A = Σ_s C(a[s],2)   B = Σ_l C(b[l],2)   E = A B / C(N,2)
//
// It is about 0 for states that have nothing to do with the labels, below 0 for less than that, 1
// only for perfect agreement; 1 for one state against one label, 0 for one against several, 0 if
// nothing is labelled. It costs O(S L).
//
// Source: Hubert and Arabie (1985), Comparing partitions, under the hypergeometric model.
func (t *Table) ARI() float64 {
	if figure, ok := t.settled(); ok {
		return figure
	}
	a, b := pairs(t.StateTurns...), pairs(t.LabelTurns...)
	expected := a / pairs(t.Turns) * b
	return (pairs(t.Counts...) - expected) / ((a+b)/2 - expected)
}

// pairs is the number of pairs that can be made within groups of the given sizes, Σ n(n-1)/2.
func pairs(sizes ...int) float64 {
	sum := 0.0
	for _, n := range sizes {
		sum += float64(n) * float64(n-1) / 2
	}
	return sum
}
