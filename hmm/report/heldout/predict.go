package heldout

import (
	"math"
	"slices"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/session"
)

// A Forecast is how well one predictor knows the state of the next turn.
type Forecast struct {
	Predictor string  `json:"predictor"` // "hmm", "chain" or "base rate"
	Top1      float64 `json:"top1"`      // share of turns whose state it held the most probable
	Top3      float64 `json:"top3"`      // … one of the three most probable
	LogLoss   float64 `json:"log_loss"`  // mean -log p(state), nats
	Brier     float64 `json:"brier"`     // mean Σ_i (p_i - [i is the state])², 0 to 2
}

// A Prediction is how well the next intent is known, and what the probabilities are worth.
type Prediction struct {
	Turns     int        `json:"turns"` // that have a turn before them
	Forecasts []Forecast `json:"forecasts"`
	// Next holds the probability of the most probable next state against whether it came.
	Next Reliability `json:"next"`
	// Present holds the filtered probability of the most probable state of a turn against the
	// probability of that state once the whole conversation is known. If the model is right the two
	// are equal on average, for each value of the first: a conditional probability is the expectation
	// of what it becomes when more is known. No label is needed for that.
	Present Reliability `json:"present"`
	// Decoded holds the same probability against whether the decoder, knowing the whole conversation, gives
	// the turn that state.
	Decoded Reliability `json:"decoded"`
	Horizon int         `json:"horizon"` // turns that Risks look ahead
	Risks   []Risk      `json:"risks"`
}

// A Reference is what the states of decoded conversations say of the next state by themselves.
type Reference struct {
	marginal []float64
	next     *transitions // nil: not known
}

// NewReference counts the decoded states of the training data, a path a conversation, k states in all. The
// probabilities after a state are shrunk to the shares of states.
func NewReference(k int, paths [][]int) *Reference {
	r := &Reference{next: newTransitions(k)}
	for _, path := range paths {
		for t := 1; t < len(path); t++ {
			r.next.add(path[t-1], path[t])
		}
	}
	r.next.finish()
	r.marginal = r.next.shares
	return r
}

// SharesOnly is a Reference where the training data are not at hand: the states' shares of its turns. With
// it there is no chain among the forecasts.
func SharesOnly(shares []float64) *Reference { return &Reference{marginal: slices.Clone(shares)} }

// Predict predicts, at every turn but the last of a conversation, the state of the next turn, and holds it
// against the state that the decoder gave that turn, knowing the whole conversation. paths are those
// states; a conversation whose path is nil is left out.
//
//	hmm        P(x_t+1 | y_1..y_t, the conversation goes on): the filtered probabilities, one step on
//	chain      the share of states after the state that is the most probable at t given y_1..y_t
//	base rate  the share of states
//
// None knows of the future. Probabilities below 1e-12 count as that in the log-loss. live is what sessions
// look out for: its outcomes are held against what came of them. The error is of options or a conversation
// that is not fit for the model. It costs a forward and a backward pass.
func Predict(m *hmm.Model[emission.Turn], live session.Options, ref *Reference, data []hmm.Conversation[emission.Turn], paths [][]int) (*Prediction, error) {
	p, err := newPredictor(m, live, ref)
	if err != nil {
		return nil, err
	}
	for i := range data {
		if paths[i] == nil {
			continue
		}
		if err := p.conversation(&data[i], paths[i]); err != nil {
			return nil, &hmm.Error{Index: i, ID: data[i].ID, Err: err}
		}
	}
	return p.finish(), nil
}

// A predictor gathers predictions.
type predictor struct {
	k         int
	engine    *session.Engine[emission.Turn]
	decoder   *hmm.Decoder[emission.Turn]
	ref       *Reference
	risks     *risks
	out       *Prediction
	step      session.Step
	posterior []float64 // T×K
	next      []float64 // K
}

func newPredictor(m *hmm.Model[emission.Turn], live session.Options, ref *Reference) (*predictor, error) {
	forecasts := []Forecast{{Predictor: "hmm"}}
	if ref.next != nil {
		forecasts = append(forecasts, Forecast{Predictor: "chain"})
	}
	forecasts = append(forecasts, Forecast{Predictor: "base rate"})
	risks := newRisks(&live, m.States())
	engine, err := session.New(m, live)
	if err != nil {
		return nil, err
	}
	return &predictor{
		k: m.States(), engine: engine, decoder: hmm.NewDecoder(m), ref: ref, risks: risks,
		out: &Prediction{Forecasts: forecasts, Horizon: live.Horizon}, next: make([]float64, m.States()),
	}, nil
}

// conversation takes in all turns of a conversation, as a session would hear it.
func (p *predictor) conversation(c *hmm.Conversation[emission.Turn], path []int) error {
	size := len(c.Obs) * p.k
	p.posterior = slices.Grow(p.posterior[:0], size)[:size]
	if _, err := p.decoder.Posterior(p.posterior, c); err != nil {
		return err
	}
	s := p.engine.NewSession()
	for t, obs := range c.Obs {
		if err := s.Push(session.Turn[emission.Turn]{Obs: obs}, &p.step); err != nil {
			return err
		}
		present, probability := p.step.State, p.step.Confidence
		p.out.Present.add(probability, p.posterior[t*p.k+present])
		p.out.Decoded.add(probability, indicator(present == path[t]))
		p.risks.add(&p.step, path, t, c.Open)
		if t+1 < len(c.Obs) {
			p.turn(&p.step, path[t+1])
		}
	}
	return nil
}

// turn predicts the turn after a step, which came as state.
func (p *predictor) turn(step *session.Step, state int) {
	p.out.Turns++
	copy(p.next, step.Next)
	if sum := total(p.next); sum > 0 {
		for j := range p.next {
			p.next[j] /= sum
		}
	}
	forecasts := p.out.Forecasts
	forecasts[0].add(p.next, state)
	likeliest := mostProbable(p.next)
	p.out.Next.add(p.next[likeliest], indicator(likeliest == state))
	if p.ref.next != nil {
		for j := range p.next {
			p.next[j] = p.ref.next.probability(step.State, j)
		}
		forecasts[1].add(p.next, state)
	}
	forecasts[len(forecasts)-1].add(p.ref.marginal, state)
}

func (p *predictor) finish() *Prediction {
	n := float64(max(p.out.Turns, 1))
	for i := range p.out.Forecasts {
		f := &p.out.Forecasts[i]
		f.Top1, f.Top3, f.LogLoss, f.Brier = f.Top1/n, f.Top3/n, f.LogLoss/n, f.Brier/n
	}
	p.out.Next.finish()
	p.out.Present.finish()
	p.out.Decoded.finish()
	p.out.Risks = p.risks.finish()
	return p.out
}

// leastProbability is the probability below which the log-loss takes no notice.
const leastProbability = 1e-12

// add enters a forecast and the state that came. Of equally probable states the lower ones stand first.
func (f *Forecast) add(p []float64, state int) {
	above := 0
	for i, v := range p {
		if v > p[state] || v == p[state] && i < state {
			above++
		}
		d := v - indicator(i == state)
		f.Brier += float64(d * d)
	}
	f.Top1 += indicator(above < 1)
	f.Top3 += indicator(above < 3)
	f.LogLoss -= math.Log(max(p[state], leastProbability))
}

func indicator(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// mostProbable is the number of the largest probability, the lowest of equally large ones.
func mostProbable(p []float64) int {
	best := 0
	for i, v := range p {
		if v > p[best] {
			best = i
		}
	}
	return best
}
