package agreement

import "math"

// AMI is mutual information adjusted for chance,
//
//	AMI = (I(S;L) - E) / ((H(S) + H(L)) / 2 - E)
//
// where E is the mutual information to be expected if the turns were dealt out at random, keeping
// the number of turns of every state and every label. Dealing makes a cell hypergeometric, so that
//
//	E = Σ_s Σ_l Σ_n n/N log(n N / (a b)) P(n)      with a = a[s], b = b[l]
//	P(n) = C(a,n) C(N-a,b-n) / C(N,b)
//
// and nothing is simulated. AMI is about 0 for states that have nothing to do with the labels, below
// 0 for less than that, 1 only for perfect agreement; 1 for one state against one label, 0 for one
// against several, 0 if nothing is labelled. It visits some 24 standard deviations of each cell and so
// costs at most O(S L + sqrt(S L N)); it does not allocate.
//
// Source: Vinh, Epps and Bailey (2010), Information theoretic measures for clusterings comparison,
// AMI_sum under the hypergeometric model of randomness.
func (t *Table) AMI() float64 {
	if figure, ok := t.settled(); ok {
		return figure
	}
	expected := t.expectedInformation()
	return (t.mutualInformation() - expected) / (t.meanEntropy() - expected)
}

// expectedInformation is E of [Table.AMI], in nats.
func (t *Table) expectedInformation() float64 {
	sum := 0.0
	for _, a := range t.StateTurns {
		for _, b := range t.LabelTurns {
			sum += expectedCell(float64(a), float64(b), float64(t.Turns))
		}
	}
	return sum / float64(t.Turns)
}

// negligible is the weight, as a share of the largest, below which a term of an expectation is
// dropped with all those beyond it: the weights fall faster and faster away from their peak.
const negligible = 1e-30

// expectedCell is the mean of n log(n/m) for a hypergeometric n with mean m = a b / total: the number
// of turns with some label, of which there are b, among the a turns of some state.
//
// It needs no factorials. Neighbouring probabilities have the ratio
//
//	P(n+1)/P(n) = (a-n)(b-n) / ((n+1)(total-a-b+n+1))
//
// so the sum starts at the most probable n with weight 1, walks both ways until the weights vanish,
// and divides by their sum. Logarithms of factorials would lose digits where they cancel.
func expectedCell(a, b, total float64) float64 {
	mean, rest := a/total*b, total-a-b
	peak := math.Floor((a + 1) / (total + 2) * (b + 1))
	peak = min(max(peak, 0, -rest), a, b) // whatever rounding did
	var sum, weights float64
	add := func(n, weight float64) {
		weights += weight
		if n > 0 {
			sum += weight * n * math.Log(n/mean)
		}
	}
	add(peak, 1)
	for n, weight := peak, 1.0; weight > negligible; n++ {
		weight *= (a - n) * (b - n) / ((n + 1) * (rest + n + 1))
		add(n+1, weight)
	}
	for n, weight := peak, 1.0; weight > negligible; n-- {
		weight *= n * (rest + n) / ((a - n + 1) * (b - n + 1))
		add(n-1, weight)
	}
	return sum / weights
}
