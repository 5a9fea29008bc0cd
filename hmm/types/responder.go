package types

import (
	"errors"
	"math"

	"intenthmm/forwardbackward"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/internal/lanes"
)

// A responder finds the types of up to lanes.Width conversations at a time, and what is to be expected of
// them under each.
type responder[O any] struct {
	model      *Model[O]
	log        []float64 // log w_c
	sides      []*side[O]
	recursions []*forwardbackward.Workspace
	sequences  []chain.Sequence
	weights    []float64 // of the conversations
	obs        [][]O
	joint      []float64 // conversation × C: log w_c p_c(x), then P(c | x)
	scores     []float64 // log p(x)
	failed     []error   // of conversations that are impossible under all types, or have a density that is none
}

// refresh takes over the model's present parameters.
func (r *responder[O]) refresh(m *Model[O], assist func(func()) bool) {
	r.model, r.log = m, lanes.Logs(m.Weights)
	for f := range m.Families {
		if f == len(r.sides) {
			r.sides = append(r.sides, &side[O]{})
		}
		r.sides[f].Use(m.Type(f))
	}
	for c := range m.Chains {
		compiled := forwardbackward.Compile(m.Chains[c])
		if c < len(r.recursions) {
			r.recursions[c].Use(compiled)
			continue
		}
		r.recursions = append(r.recursions, forwardbackward.NewWorkspace(compiled))
		r.recursions[c].Assist = assist
	}
}

// look finds P(type | conversation) and log p(conversation) of a group of conversations, or why there is none.
// The error is that of the first.
func (r *responder[O]) look(data []hmm.Conversation[O], group []int) (first error) {
	r.sequences, r.obs, r.weights = r.sequences[:0], r.obs[:0], r.weights[:0]
	for _, i := range group {
		s := data[i].Sequence()
		r.sequences, r.obs, r.weights = append(r.sequences, s), append(r.obs, data[i].Obs), append(r.weights, s.Factor())
	}
	for _, s := range r.sides {
		s.load(r.obs)
	}
	n := r.model.Types()
	lanes.Grow(&r.joint, n*len(group))
	lanes.Grow(&r.scores, len(group))
	for c, ws := range r.recursions {
		ws.Load(r.sequences...)
		ws.Score(r.sides[r.model.family(c)])
	}
	r.failed = r.failed[:0]
	for lane, i := range group {
		err := r.respond(lane)
		if r.failed = append(r.failed, err); err != nil && first == nil {
			first = &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
	}
	return first
}

// respond is look for one of the group.
func (r *responder[O]) respond(lane int) error {
	joint, impossible := r.types(lane), failures{}
	for c, ws := range r.recursions {
		score, err := ws.LogLikelihood(lane)
		if err := impossible.note(err); err != nil {
			return err
		}
		if joint[c] = r.log[c] + score; err != nil {
			joint[c] = math.Inf(-1)
		}
	}
	if r.scores[lane] = share(joint); math.IsInf(r.scores[lane], -1) {
		return impossible.err()
	}
	return nil
}

// types is P(type | the conversation), C values.
func (r *responder[O]) types(lane int) []float64 {
	n := len(r.log)
	return r.joint[lane*n : (lane+1)*n]
}

// leastShare is the least share with which a conversation counts for a type: less would vanish beside the
// shares of other types, and the recursions want something.
const leastShare = 1e-30

// expect runs both passes under every type, in which the conversations count as they are of it. The
// chains' expected counts wait for flush, and so does what the sides have collected.
func (r *responder[O]) expect() {
	for c, ws := range r.recursions {
		for lane := range r.sequences {
			r.sequences[lane].Weight = r.weights[lane] * max(r.types(lane)[c], leastShare)
		}
		ws.Load(r.sequences...)
		ws.Expect(r.sides[r.model.family(c)])
	}
}

// failures are why a conversation is impossible under the types.
type failures struct{ turn int }

// note takes what a type says, and returns it unless it is that the conversation is impossible.
func (f *failures) note(err error) error {
	var impossible *chain.ImpossibleError
	if !errors.As(err, &impossible) {
		return err
	}
	f.turn = max(f.turn, impossible.Turn)
	return nil
}

// err is that every type finds the conversation impossible: at the turn that they come to at most.
func (f *failures) err() error { return &chain.ImpossibleError{Turn: f.turn} }
