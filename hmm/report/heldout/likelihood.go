package heldout

import (
	"errors"
	"fmt"
	"math"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// A Score is how probable held-out conversations are under one model.
type Score struct {
	Model   string   `json:"model"`          // "hmm", "mixture", "chain" or "unigram"
	Over    string   `json:"over,omitempty"` // what a chain is over
	PerTurn float64  `json:"per_turn"`       // log-likelihood, nats a turn: the whole turn and that there is one
	PerWord *float64 `json:"per_word,omitempty"`
	// Lead is what the hidden Markov model has more, in nats a turn, and LeadError the standard error
	// of that over conversations. They are 0 for the model itself.
	Lead      float64 `json:"lead"`
	LeadError float64 `json:"lead_error"`
}

// Beats reports whether the model of the score is better than the hidden Markov model, beyond twice the
// standard error.
func (s *Score) Beats() bool { return s.Lead < -2*s.LeadError }

// Ties reports whether the two differ by no more than twice the standard error.
func (s *Score) Ties() bool { return math.Abs(s.Lead) <= 2*s.LeadError }

// A Likelihood is the scores of all models on the same conversations.
type Likelihood struct {
	Conversations int     `json:"conversations"`
	Turns         int     `json:"turns"`
	Words         int     `json:"words"`
	Impossible    int     `json:"impossible,omitempty"` // conversations left out, as some model holds them impossible
	Models        []Score `json:"models"`               // the hidden Markov model is the first
}

// Winner is the baseline that beats the hidden Markov model by most, nil if none does.
func (l *Likelihood) Winner() *Score {
	var best *Score
	for i := range l.Models {
		if s := &l.Models[i]; s.Beats() && (best == nil || s.Lead < best.Lead) {
			best = s
		}
	}
	return best
}

// A density gives a conversation as it was said its log-likelihood, -Inf where that is impossible.
type density interface {
	logLikelihood(c *Conversation) (float64, error)
}

// Evaluate scores the model and the baselines, which may be nil, on conversations. For conversation n
// with T_n turns and log-likelihoods l_n of the model and b_n of a baseline,
//
//	PerTurn = Σ_n l_n / Σ_n T_n
//	Lead    = Σ_n (l_n - b_n) / Σ_n T_n
//
// and LeadError is the standard error of that ratio over conversations,
// √(N/(N-1) Σ_n (l_n - b_n - Lead T_n)²) / Σ_n T_n. The error is of a conversation that is not fit for
// the model. It costs a forward pass of every model.
//
// Source: the ratio estimator of Cochran (1977), section 6.4.
func Evaluate(m *hmm.Model[emission.Turn], a Alphabets, baselines *Baselines, data []Conversation) (*Likelihood, error) {
	own, err := newStates(m, a)
	if err != nil {
		return nil, err
	}
	scores, densities := []Score{{Model: "hmm"}}, []density{own}
	if baselines != nil {
		for _, b := range baselines.all {
			scores, densities = append(scores, Score{Model: b.name, Over: b.over}), append(densities, b.density)
		}
	}
	s := &sums{likelihoods: make([][]float64, len(densities))}
	l := &Likelihood{Models: scores}
	for i := range data {
		c := &data[i]
		row, err := scoreAll(densities, c, a.folding(c.Said))
		switch {
		case err != nil:
			return nil, &hmm.Error{Index: i, ID: c.Seen.ID, Err: err}
		case row == nil:
			l.Impossible++
		default:
			s.add(c, row)
		}
	}
	s.fill(l)
	return l, nil
}

// scoreAll is a conversation's log-likelihood under every model, nil if one is -Inf.
func scoreAll(densities []density, c *Conversation, folding float64) ([]float64, error) {
	row := make([]float64, len(densities))
	for i, d := range densities {
		v, err := d.logLikelihood(c)
		if err != nil {
			return nil, err
		}
		if math.IsInf(v, -1) {
			return nil, nil
		}
		row[i] = v - folding
	}
	return row, nil
}

// sums are the log-likelihoods of conversations.
type sums struct {
	likelihoods [][]float64 // a model, a conversation
	turns       []float64   // a conversation
	words       float64
}

func (s *sums) add(c *Conversation, row []float64) {
	for i, v := range row {
		s.likelihoods[i] = append(s.likelihoods[i], v)
	}
	s.turns = append(s.turns, float64(len(c.Said)))
	s.words += spoken(c.Said)
}

// fill computes the figures.
func (s *sums) fill(l *Likelihood) {
	turns := total(s.turns)
	l.Conversations, l.Turns, l.Words = len(s.turns), int(turns), int(s.words)
	if turns == 0 {
		return
	}
	for i := range l.Models {
		score, sum := &l.Models[i], total(s.likelihoods[i])
		score.PerTurn = sum / turns
		if s.words > 0 {
			perWord := sum / s.words
			score.PerWord = &perWord
		}
		score.Lead = (total(s.likelihoods[0]) - sum) / turns
		square := 0.0
		for n, t := range s.turns {
			d := s.likelihoods[0][n] - s.likelihoods[i][n] - float64(score.Lead*t)
			square += float64(d * d)
		}
		if n := float64(len(s.turns)); n > 1 {
			score.LeadError = math.Sqrt(square*n/(n-1)) / turns
		}
	}
}

func total(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum
}

// states is a hidden Markov model as a density.
type states struct{ decoder *hmm.Decoder[emission.Turn] }

func newStates(m *hmm.Model[emission.Turn], a Alphabets) (*states, error) {
	family, err := a.proper(m.Emission)
	if err != nil {
		return nil, err
	}
	proper, err := hmm.New(m.Chain, family)
	if err != nil {
		return nil, fmt.Errorf("heldout: %w", err)
	}
	return &states{hmm.NewDecoder(proper)}, nil
}

func (s *states) logLikelihood(c *Conversation) (float64, error) {
	said := c.Seen
	said.Obs = c.Said
	score, err := s.decoder.Score(&said)
	var impossible *chain.ImpossibleError
	if errors.As(err, &impossible) {
		return math.Inf(-1), nil
	}
	return score, err
}
