package intent_test

import (
	"slices"
	"testing"
)

// TestAnswerOutlivesItsStep: the session reuses a step's slices; an answer keeps its own.
func TestAnswerOutlivesItsStep(t *testing.T) {
	s := small(t)["words"].NewSession()
	step, err := s.Push("customer", "where is my parcel?")
	if err != nil {
		t.Fatal(err)
	}
	answer, posterior := step.Answer(3), slices.Clone(step.Posterior)
	if _, err := s.Push("agent", "thank you, goodbye"); err != nil {
		t.Fatal(err)
	}
	if len(posterior) != 4 || !slices.Equal(answer.Posterior, posterior) {
		t.Errorf("the answer's posterior is %v, expected the step's, %v", answer.Posterior, posterior)
	}
}
