package intent

import (
	"context"
	"fmt"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
)

const (
	// alignedTurns bounds the turns on which it is seen which turns vectors are of.
	alignedTurns = 5_000
	// alignedWeights is which of the weights are tried for that: every so many.
	alignedWeights = 4
	// misaligned is the number of standard errors by which vectors must tell more of another turn's words. Two shifts are
	// tried on each log, of users who did nothing wrong: false alarms are to be rare.
	misaligned = 4
)

// An alignment says of which turns vectors are.
type alignment struct {
	shift int  // the vector of a turn stands so many turns after it: 0, or ±1 where that is clear
	tells bool // whether vectors tell of the words of those turns
}

// warning says that rows are off.
func (a alignment) warning() string {
	where := "before"
	if a.shift > 0 {
		where = "after"
	}
	return fmt.Sprintf("vectors tell more of the words of another turn than of their own: that of a turn seems to stand in the row %s it. They count for %g; are the rows in the order of the lines?", where, leastVectorWeight)
}

// silence says that vectors tell nothing.
func (a alignment) silence(weight float64) string {
	if a.tells {
		return fmt.Sprintf("vectors tell nothing of the turns around them that words do not: they count for %g", weight)
	}
	return fmt.Sprintf("vectors tell nothing, neither of their turns' words nor of the turns around them: they count for %g; are they of these turns?", weight)
}

// alignment finds which of the vectors of a turn and its two neighbours tells most of the turn's own words. With q_t as
// in weighVectors, π the mean of q, and l_t+s the log densities of the vector s turns on under the states of turn t, the
// words are more probable with it than without by the factor exp of
//
//	A_t(s) = max_w log Σ_k q_t(k) exp(w l_t+s(k)) - log Σ_k π(k) exp(w l_t+s(k))
//
// with one w for all turns. A_t is summed over the turns that have a vector and two neighbours with vectors, so that all s
// are of the same words; a sum counts as more than another by its standard error over conversations. A spread sample of
// conversations stands for all.
func (v *voices) alignment(ctx context.Context, vectors emission.TurnPart, data []hmm.Conversation[emission.Turn]) (a alignment, err error) {
	v, data = v.some(data, alignedTurns)
	prior := v.innerPrior(data)
	own, err := v.told(ctx, vectors, data, prior, 0)
	if err != nil {
		return a, err
	}
	a.tells = totalOf(own, nil).above(clearly)
	best := 0.0
	for _, shift := range []int{-1, 1} {
		told, err := v.told(ctx, vectors, data, prior, shift)
		if err != nil {
			return a, err
		}
		if more := totalOf(told, own); more.above(misaligned) && more.sum > best {
			a.shift, best = shift, more.sum
		}
	}
	return a, nil
}

// some is what words say in a spread sample of the conversations, and these.
func (v *voices) some(data []hmm.Conversation[emission.Turn], turns int) (*voices, []hmm.Conversation[emission.Turn]) {
	begins := make([]int, len(data)+1)
	for i := range data {
		begins[i+1] = begins[i] + len(data[i].Obs)*v.states
	}
	part := &voices{states: v.states}
	var some []hmm.Conversation[emission.Turn]
	for _, i := range hmm.Spread(data, turns) {
		part.all = append(part.all, v.all[begins[i]:begins[i+1]]...)
		part.own = append(part.own, v.own[begins[i]:begins[i+1]]...)
		some = append(some, data[i])
	}
	return part, some
}

// inner reports whether a turn and both its neighbours have vectors.
func inner(turns []emission.Turn, t int) bool {
	return t > 0 && t+1 < len(turns) && turns[t-1].Vector != nil && turns[t].Vector != nil && turns[t+1].Vector != nil
}

// innerPrior is the mean over inner turns of what their own words say.
func (v *voices) innerPrior(data []hmm.Conversation[emission.Turn]) []float64 {
	prior := make([]float64, v.states)
	v.perInner(data, func(at int) float64 {
		for k, p := range v.own[at : at+v.states] {
			prior[k] += p
		}
		return 0
	})
	sum := 0.0
	for _, p := range prior {
		sum += p
	}
	for k := range prior {
		prior[k] /= max(sum, 1) // of turns
	}
	return prior
}

// perInner is perConversation of inner turns.
func (v *voices) perInner(data []hmm.Conversation[emission.Turn], f func(at int) float64) []float64 {
	return v.perConversation(data, func(turns []emission.Turn, t, at int) float64 {
		if !inner(turns, t) {
			return 0
		}
		return f(at)
	})
}

// told are A(shift) of each conversation.
func (v *voices) told(ctx context.Context, vectors emission.TurnPart, data []hmm.Conversation[emission.Turn], prior []float64, shift int) ([]float64, error) {
	if err := v.hear(ctx, vectors, shifted(data, shift)); err != nil {
		return nil, err
	}
	var best []float64
	for w := range weights(alignedWeights) {
		told := v.perInner(data, func(at int) float64 { return v.gain(w, at, v.own[at:at+v.states], prior) })
		if best == nil || totalOf(told, best).sum > 0 {
			best = told
		}
	}
	return best, ctx.Err()
}

// shifted gives every inner turn the vector of another, and takes everything else away.
func shifted(data []hmm.Conversation[emission.Turn], shift int) []hmm.Conversation[emission.Turn] {
	moved := make([]hmm.Conversation[emission.Turn], len(data))
	for i := range data {
		moved[i].Obs = make([]emission.Turn, len(data[i].Obs))
		for t := range moved[i].Obs {
			moved[i].Obs[t] = emission.Missing
			if inner(data[i].Obs, t) {
				moved[i].Obs[t].Vector = data[i].Obs[t+shift].Vector
			}
		}
	}
	return moved
}
