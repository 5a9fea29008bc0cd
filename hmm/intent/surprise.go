package intent

import (
	"math"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/session"
	"intenthmm/internal/quantile"
)

// surpriseSteps is the number of equal shares that the training turns are cut into by surprise.
const surpriseSteps = 100

// surprises is the surprise of the training turns, in nats, as a session has it: the least, the largest, and
// in between every hundredth part of them, to four decimals. It looks at a spread sample of conversations where there are
// more than placeTurns turns, and leaves impossible turns out. nil if there are no turns.
func surprises(m *hmm.Model[emission.Turn], data []hmm.Conversation[emission.Turn]) ([]float64, error) {
	turns := hmm.Turns(data)
	engine, err := session.New(m, session.DefaultOptions())
	if err != nil {
		return nil, err
	}
	var all []float64
	var step session.Step
	for i := 0; i < len(data); i += 1 + turns/placeTurns {
		s := engine.NewSession()
		for _, obs := range data[i].Obs {
			if err := s.Push(session.Turn[emission.Turn]{Obs: obs}, &step); err != nil {
				return nil, &hmm.Error{Index: i, ID: data[i].ID, Err: err}
			}
			if !math.IsInf(step.Surprise, 0) {
				all = append(all, step.Surprise)
			}
		}
	}
	quantiles := quantile.Of(all, surpriseSteps)
	for i, q := range quantiles {
		quantiles[i] = math.Round(q*1e4) / 1e4
	}
	return quantiles, nil
}

// SurprisePercentile is the share of the training turns that were less surprising, in percent, between
// quantiles as on a straight line. It is not ok where the model's file does not say: files of before there
// was this figure do not.
func (m *Model) SurprisePercentile(surprise float64) (percent float64, ok bool) {
	if len(m.Record.Surprise) == 0 {
		return 0, false
	}
	return session.Percentile(m.Record.Surprise, surprise), true
}
