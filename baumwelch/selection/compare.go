package selection

import (
	"context"
	"math"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
)

// candidates are the numbers of states that all replicates have come to.
func (s *search[O]) candidates() []Candidate {
	var out []Candidate
	for k := s.options.Fewest; k <= s.most; k++ {
		complete := len(s.replicates) > 0
		for _, r := range s.replicates {
			complete = complete && r.fitted[k] != nil && r.fitted[k].scores != nil
		}
		if complete {
			out = append(out, s.candidate(k))
		}
	}
	s.compare(out)
	return out
}

// candidate sums up the replicates' models of k states.
func (s *search[O]) candidate(k int) Candidate {
	c := Candidate{States: k}
	for _, r := range s.replicates {
		f, share := r.fitted[k], 1/float64(len(s.replicates))
		last := f.result.Last()
		c.Parameters = f.model.FreeParams()
		c.LogLikelihood += share * last.LogLikelihood / max(f.result.Turns, 1)
		criteria := Criteria{LogLikelihood: last.LogLikelihood, Parameters: c.Parameters, Turns: hmm.Turns(r.train)}
		c.AIC += float64(share * criteria.AIC())
		c.BIC += float64(share * criteria.BIC())
	}
	scores, turns := s.scores(k)
	for _, v := range scores {
		c.HeldOut += v / turns
	}
	return c
}

// scores are those of all conversations held out, under the models of k states, and their turns.
func (s *search[O]) scores(k int) (scores []float64, turns float64) {
	for _, r := range s.replicates {
		scores = append(scores, r.fitted[k].scores...)
		turns += float64(hmm.Turns(r.held))
	}
	return scores, max(turns, 1)
}

// compare sets how far the candidates are behind the best held-out log-likelihood, and the standard
// error of that: of a sum over n conversations, √n times the standard deviation of the differences.
func (s *search[O]) compare(candidates []Candidate) {
	if len(candidates) == 0 {
		return
	}
	top := slices.MaxFunc(candidates, func(a, b Candidate) int {
		if a.HeldOut < b.HeldOut {
			return -1
		}
		return 1
	})
	best, turns := s.scores(top.States)
	for i := range candidates {
		c := &candidates[i]
		scores, _ := s.scores(c.States)
		c.Behind = top.HeldOut - c.HeldOut
		n, mean, square := float64(len(scores)), c.Behind*turns/float64(len(scores)), 0.0
		for j, v := range scores {
			d := best[j] - v - mean
			square += float64(d * d)
		}
		c.Error = math.Sqrt(n*square/max(n-1, 1)) / turns
	}
}

// choose picks the fewest states whose held-out log-likelihood is behind the highest by no more than so
// many standard errors, and as the runner-up the highest of the others; -1 where there is none.
func choose(candidates []Candidate, standardErrors float64) (best, runnerUp int) {
	best, runnerUp = -1, -1
	for i, c := range candidates {
		if best < 0 && c.Behind <= float64(standardErrors*c.Error) {
			best = i
		}
	}
	for i, c := range candidates {
		if i != best && (runnerUp < 0 || c.HeldOut > candidates[runnerUp].HeldOut) {
			runnerUp = i
		}
	}
	return best, runnerUp
}

// completed is the mean of the replicates' ICL at k states.
func (s *search[O]) completed(k int) (icl float64, err error) {
	for _, r := range s.replicates {
		m := r.fitted[k].model
		_, paths, err := hmm.NewDecoder(m).Paths(r.train)
		if err != nil {
			return 0, err
		}
		criteria := Criteria{Parameters: m.FreeParams(), Turns: hmm.Turns(r.train)}
		for _, p := range paths {
			criteria.PathLogProb += p
		}
		icl += criteria.ICL() / float64(len(s.replicates))
	}
	return icl, nil
}

// stabilities sets the candidates' stability. It is not cut short by an interrupt: the choice is made.
func (s *search[O]) stabilities(candidates []Candidate) error {
	_, _, err := em.Restart(context.Background(), len(candidates), s.train.Fit.Loop.Gate, func(i int) (_ struct{}, err error) {
		var models []*hmm.Model[O]
		for _, r := range s.replicates {
			models = append(models, r.fitted[candidates[i].States].model)
		}
		s.compute(func() {
			if candidates[i].Stability, err = Stability(models, s.data); err == nil {
				candidates[i].ICL, err = s.completed(candidates[i].States)
			}
		})
		return struct{}{}, err
	})
	return err
}
