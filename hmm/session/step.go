package session

import (
	"math"
	"strings"

	"intenthmm/internal/lanes"
)

// A Turn is what a session takes.
type Turn[O any] struct {
	// ID is the channel's identifier of the turn; the same one again is the same turn again. "": it has
	// none, and no turn is taken for it.
	ID  string
	Obs O
	// Unknown is the share of what was said that whoever made the observation does not know, 0 to 1.
	Unknown float64
}

// A Step is what is known after a turn. All its probabilities are filtered: they know the turns so far and
// nothing of the future. Its slices are reused by the next Push into the same Step.
type Step struct {
	Turn       int       // counted from 0
	State      int       // the most probable state, the lowest of equally probable ones
	Confidence float64   // its probability
	Posterior  []float64 // K: P(state | turns so far)
	Next       []float64 // K: P(state of the next turn, there is one | turns so far)
	Stop       float64   // P(no further turn | turns so far); 0 where the model says nothing of ends
	Remaining  float64   // the expected number of further turns, +Inf if it may never end; NaN where the model says nothing of ends
	Outcomes   []Chance  // of the engine's outcomes, in their order

	// Surprise is -log P(there is this turn and it is what it is | turns before), in nats. +Inf says
	// that the model holds the turn impossible here; the session has then begun anew with it.
	Surprise   float64
	Percentile float64 // the share of the training turns that were less surprising, in percent; NaN: not known
	Unknown    float64 // the turn's own
	Restart    bool    // the session began anew with this turn
	Doubts     Doubts  // reasons not to believe the model here

	// Settled is the states on the best path of the turns that are settled with this one: nothing later
	// can change them. They are handed out here and not kept. Unsettled is the states of the turns after
	// those, up to this one, as they are on the best path so far. A turn that no state can have said is
	// None. Together they follow on what was settled before.
	Settled   []int
	Forced    int // how many of Settled, the first ones, are settled only because too many were not
	Unsettled []int

	Repeated bool // this is the stored step of a turn that came again
}

// None stands on a path for the state of a turn that no state can have said.
const None = -1

// A Chance is how probable an outcome is.
type Chance struct {
	Within float64 // now or within the engine's horizon of further turns
	Ever   float64 // in this conversation
}

// FirstSettled is the turn that Settled begins with.
func (s *Step) FirstSettled() int { return s.FirstUnsettled() - len(s.Settled) }

// FirstUnsettled is the turn that Unsettled begins with.
func (s *Step) FirstUnsettled() int { return s.Turn + 1 - len(s.Unsettled) }

// Entropy is that of Posterior, in nats: 0 where the state is certain, log K where nothing is known.
func (s *Step) Entropy() float64 {
	h := 0.0
	for _, p := range s.Posterior {
		if p > 0 {
			h -= float64(p * math.Log(p))
		}
	}
	return math.Max(0, h)
}

// Margin is how much more probable State is than the next one; 1 where there is no other.
func (s *Step) Margin() float64 {
	second := 0.0
	for i, p := range s.Posterior {
		if i != s.State {
			second = max(second, p)
		}
	}
	return s.Confidence - second
}

// Doubts are reasons not to believe the model, a set of bits.
type Doubts uint8

const (
	Impossible Doubts = 1 << iota // no state can follow the turns before with this one
	Surprising                    // the turn is among the most surprising, by Options.Surprising
	Unfamiliar                    // much of what was said is unknown, by Options.Unfamiliar
)

var doubtNames = [...]string{"impossible", "surprising", "unfamiliar"}

// Has reports whether d holds all of the doubts.
func (d Doubts) Has(doubts Doubts) bool { return d&doubts == doubts }

// Names are the doubts' names; nil if there are none.
func (d Doubts) Names() []string {
	var names []string
	for i, name := range doubtNames {
		if d.Has(1 << i) {
			names = append(names, name)
		}
	}
	return names
}

func (d Doubts) String() string { return strings.Join(d.Names(), ", ") }

// conclude sets what follows from a step's Posterior and the figures of its turn.
func (e *Engine[O]) conclude(step *Step, f *figures) {
	step.Turn, step.Surprise, step.Unknown, step.Restart = f.turn, f.surprise, f.unknown, f.restart
	step.State = lanes.Largest(step.Posterior)
	step.Confidence = step.Posterior[step.State]
	step.Remaining = math.NaN()
	if e.outlook.remaining != nil {
		step.Remaining = expected(step.Posterior, e.outlook.remaining)
	}
	step.Outcomes = step.Outcomes[:0]
	for o, within := range e.outlook.within {
		step.Outcomes = append(step.Outcomes, Chance{min(1, dot(step.Posterior, within)), min(1, dot(step.Posterior, e.outlook.ever[o]))})
	}
	e.judge(step)
}

// expected is the mean of x, of which some may be +Inf.
func expected(belief, x []float64) float64 {
	sum := 0.0
	for i, p := range belief {
		if p > 0 {
			sum += float64(p * x[i])
		}
	}
	return sum
}

// judge sets the percentile and the doubts.
func (e *Engine[O]) judge(step *Step) {
	step.Doubts, step.Percentile = 0, math.NaN()
	if len(e.options.Surprise) > 0 {
		step.Percentile = Percentile(e.options.Surprise, step.Surprise)
	}
	if step.Surprise == infinite {
		step.Doubts |= Impossible
	} else if step.Percentile > e.options.Surprising {
		step.Doubts |= Surprising
	}
	if step.Unknown > e.options.Unfamiliar {
		step.Doubts |= Unfamiliar
	}
}
