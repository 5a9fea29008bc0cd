package heldout

import (
	"slices"

	"intenthmm/hmm/session"
)

// A Risk is what the probabilities are worth that sessions give outcomes within their horizon.
//
// At each turn of a conversation, the probability that the outcome comes now or within the horizon, given
// the turns so far, is held against whether it does: whether the decoder, knowing the whole conversation,
// has one of the outcome's states among those turns or, for an outcome at the end, as the last of a
// conversation that ends with one of them. Where a conversation is cut off before the horizon and the
// outcome has not come, nothing is known, and the turn is left out.
type Risk struct {
	Outcome string  `json:"outcome"` // "": every state by itself, all together, where no outcomes are marked
	Turns   int     `json:"turns"`   // probabilities that were held against what came
	Came    float64 `json:"came"`    // share of them for which the outcome came
	Brier   float64 `json:"brier"`   // mean (p - [it came])²
	// Base is the Brier score of always saying Came: what knowing the share alone is worth.
	Base        float64     `json:"brier_base_rate"`
	Reliability Reliability `json:"reliability"`
}

// risks gathers those of all outcomes of an engine.
type risks struct {
	horizon  int
	outcomes []session.Outcome
	pooled   bool
	out      []Risk
}

// newRisks looks for the outcomes of the options, or else for every state by itself, which it adds to them.
func newRisks(o *session.Options, states int) *risks {
	r := &risks{horizon: o.Horizon, pooled: len(o.Outcomes) == 0}
	if r.pooled {
		for i := range states {
			o.Outcomes = append(o.Outcomes, session.Outcome{States: []int{i}})
		}
		r.out = make([]Risk, 1)
	}
	r.outcomes = o.Outcomes
	if !r.pooled {
		for _, outcome := range o.Outcomes {
			r.out = append(r.out, Risk{Outcome: outcome.Name})
		}
	}
	return r
}

// add enters what a step says at a turn of a conversation with a path; open: one that is cut off at its end.
func (r *risks) add(step *session.Step, path []int, turn int, open bool) {
	for i := range r.outcomes {
		came, known := r.came(&r.outcomes[i], path, turn, open)
		if !known {
			continue
		}
		to := &r.out[0]
		if !r.pooled {
			to = &r.out[i]
		}
		p, hit := step.Outcomes[i].Within, indicator(came)
		to.Turns++
		to.Came += hit
		to.Brier += float64((p - hit) * (p - hit))
		to.Reliability.add(p, hit)
	}
}

// came reports whether the outcome comes at a turn or within the horizon, if that is known.
func (r *risks) came(o *session.Outcome, path []int, turn int, open bool) (came, known bool) {
	end := min(turn+r.horizon+1, len(path))
	ends := turn+r.horizon >= len(path)-1 // within the horizon
	if o.AtEnd {
		return ends && slices.Contains(o.States, path[len(path)-1]), !open
	}
	for _, state := range path[turn:end] {
		if slices.Contains(o.States, state) {
			return true, true
		}
	}
	return false, !open || !ends
}

func (r *risks) finish() []Risk {
	for i := range r.out {
		risk := &r.out[i]
		n := float64(max(risk.Turns, 1))
		risk.Came, risk.Brier = risk.Came/n, risk.Brier/n
		risk.Base = float64(risk.Came * (1 - risk.Came))
		risk.Reliability.finish()
	}
	return r.out
}
