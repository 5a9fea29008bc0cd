package topic

import "math"

// Fixed points are approached until no step changes the prior by more than minkaTolerance of its size.
const (
	minkaSteps     = 100
	minkaTolerance = 1e-5
)

// learn moves the priors to where the present topics are most probable, as far as they are to be learnt,
//
//	α_k ← α_k Σ_d (ψ(n_dk + α_k) - ψ(α_k)) / Σ_d (ψ(n_d + Σα) - ψ(Σα))
//
// and likewise eta, with topics in the place of documents and words in that of topics. Differences of ψ are
// sums: ψ(n + x) - ψ(x) = Σ_{j<n} 1/(x+j).
//
// Source: Minka (2000), eq. 55; sums as in Wallach (2008), section 2.4.
func (s *sampler) learn(prior Prior) {
	if prior.LearnAlpha {
		topics, lengths := s.documentCounts()
		for range minkaSteps {
			if s.stepAlpha(topics, lengths) < minkaTolerance {
				break
			}
		}
	}
	if prior.LearnEta && s.words > 1 {
		counts := s.wordCounts()
		for range minkaSteps {
			if s.stepEta(counts) < minkaTolerance {
				break
			}
		}
	}
}

// A tally holds at j how many of some counts are above j.
type tally []float64

// add adds a count. Tallies are first filled with how many counts there are of each size.
func (t *tally) add(n int) {
	for len(*t) < n {
		*t = append(*t, 0)
	}
	if n > 0 {
		(*t)[n-1]++
	}
}

// accumulate turns how many are of each size into how many are above.
func (t tally) accumulate() {
	for j := len(t) - 2; j >= 0; j-- {
		t[j] += t[j+1]
	}
}

// digammas is Σ (ψ(n + x) - ψ(x)) over all counts n.
func (t tally) digammas(x float64) float64 {
	sum := 0.0
	for j, n := range t {
		sum += n / (x + float64(j))
	}
	return sum
}

// documentCounts tallies n_dk for every topic, and n_d.
func (s *sampler) documentCounts() (topics []tally, lengths tally) {
	topics = make([]tally, s.topics)
	first := 0
	for _, end := range s.ends {
		s.open(s.z[first:end])
		for _, k := range s.docs {
			topics[k].add(int(s.inDoc[k]))
		}
		s.close()
		lengths.add(end - first)
		first = end
	}
	for _, t := range topics {
		t.accumulate()
	}
	lengths.accumulate()
	return topics, lengths
}

// stepAlpha returns the largest relative change. A topic without tokens goes to the least value.
func (s *sampler) stepAlpha(topics []tally, lengths tally) (change float64) {
	all := 0.0
	for _, a := range s.alpha {
		all += a
	}
	below := lengths.digammas(all)
	for k, a := range s.alpha {
		if below > 0 {
			s.alpha[k] = min(max(a*topics[k].digammas(a)/below, leastAlpha), mostPrior)
			change = max(change, max(s.alpha[k]-a, a-s.alpha[k])/a)
		}
	}
	return change
}

// wordCounts tallies n_kw.
func (s *sampler) wordCounts() (counts tally) {
	for w := range s.words {
		for _, e := range s.lists.of(w) {
			counts.add(int(e.count()))
		}
	}
	counts.accumulate()
	return counts
}

func (s *sampler) stepEta(counts tally) (change float64) {
	all := float64(s.words) * s.eta
	below := 0.0
	for _, n := range s.inTopic {
		below += digamma(float64(n)+all) - digamma(all)
	}
	if below > 0 {
		before := s.eta
		s.eta = min(max(before*counts.digammas(before)/(float64(s.words)*below), leastEta), mostPrior)
		change = max(s.eta-before, before-s.eta) / before
	}
	return change
}

// logLikelihood is ln P(words, topics | priors), with θ and φ integrated out.
func (s *sampler) logLikelihood() float64 {
	topics, lengths := s.documentCounts()
	all, sum := 0.0, 0.0
	for k, a := range s.alpha {
		all += a
		sum += topics[k].logRises(a)
	}
	sum -= lengths.logRises(all)
	sum += s.wordCounts().logRises(s.eta)
	all = float64(s.words) * s.eta
	for _, n := range s.inTopic {
		sum -= lnGamma(float64(n)+all) - lnGamma(all)
	}
	return sum
}

// logRises is Σ (ln Γ(n + x) - ln Γ(x)) over all counts n.
func (t tally) logRises(x float64) float64 {
	sum := 0.0
	for j, n := range t {
		sum += float64(n * math.Log(x+float64(j)))
	}
	return sum
}
