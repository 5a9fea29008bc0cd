package topics

import (
	"context"
	"fmt"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/topic"
)

// Estimate is how the probability of documents is estimated, which none of the models can compute.
type Estimate string

const (
	// Completion scores one half of every document's words by the topics of the other half.
	Completion Estimate = "completion"
	// LeftToRight scores whole documents, word by word, by samples of the topics of the words before. It takes the square
	// of a document's length.
	LeftToRight Estimate = "left-to-right"
)

// particles is how many samples go from left to right.
const particles = 10

// HeldOut says how well the model predicts documents that it was not trained on: see topic.Model.Completion and
// topic.Model.LeftToRight.
func (m *Model) HeldOut(ctx context.Context, c *Corpus, how Estimate, gate em.Gate) (topic.HeldOut, error) {
	switch how {
	case Completion:
		return m.LDA.Completion(ctx, c.Documents, gate)
	case LeftToRight:
		return m.LDA.LeftToRight(ctx, c.Documents, particles, 1, gate)
	}
	return topic.HeldOut{}, fmt.Errorf("estimate %q, expected %q or %q", how, Completion, LeftToRight)
}
