package intent_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/transcript"
)

// ambiguous is conversations of turns that all say the same; only their vectors tell two kinds apart.
func ambiguous() (messages []transcript.Message, kinds []int) {
	rng := rand.New(rand.NewPCG(3, 4))
	for c := range 60 {
		for range 8 {
			kind := rng.IntN(2)
			m := transcript.Message{Conversation: fmt.Sprint(c), Text: "well yes"}
			m.Vector = []float64{2 + 0.3*rng.NormFloat64(), float64(4*kind) - 2 + 0.3*rng.NormFloat64(), 1}
			messages, kinds = append(messages, m), append(kinds, kind)
		}
	}
	return messages, kinds
}

// Where words cannot, the vectors beside them tell turns apart: in training, decoding and sessions, which agree.
func TestVectorsBesideWordsTellTurnsApart(t *testing.T) {
	messages, kinds := ambiguous()
	for _, family := range []intent.VectorFamily{intent.Gaussian, intent.VonMisesFisher} {
		o := quick(2)
		o.Encode.Vectors, o.VectorFamily, o.VectorWeight = true, family, 1
		m := train(t, messages, o)
		conversations := group(t, messages)
		decoder := m.NewDecoder(intent.Posterior)
		right, at := 0, 0
		for i := range conversations {
			decisions, err := decoder.Decode(&conversations[i])
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range decisions {
				if d.State == kinds[at] {
					right++
				}
				at++
			}
		}
		if share := math.Abs(float64(right)/float64(at) - 0.5); share < 0.49 {
			t.Errorf("%s: %d of %d turns", family, right, at)
		}
		session := m.NewSession()
		first, err := session.PushTurn(intent.TurnOf(&messages[0]))
		if err != nil {
			t.Fatal(err)
		}
		if p := first.Confidence; p < 0.9 {
			t.Errorf("%s: a session with a vector is sure by %v", family, p)
		}
		if step, err := m.NewSession().Push("", "well yes"); err != nil || step.Confidence > 0.9 {
			t.Errorf("%s: a session without a vector: %v, %v", family, step, err)
		}
	}
}

// The weight of the vectors stands in the record, in the part, and in the file: one that was found as one that was
// given.
func TestVectorWeight(t *testing.T) {
	messages, _ := ambiguous()
	for given, want := range map[float64]float64{0: 0.1, 2: 2} {
		o := quick(2)
		o.Encode.Vectors, o.VectorWeight = true, given
		m := train(t, messages, o)
		for _, m := range []*intent.Model{m, reread(t, m)} {
			parts := m.HMM.Emission.(*emission.Joint).Parts()
			if got := parts[1].Weight(); parts[1].Name() != "vector" || got != want || m.Record.Options.VectorWeight != want {
				t.Errorf("weight %v, in the record %v", got, m.Record.Options.VectorWeight)
			}
			if parts[0].Weight() != 1 {
				t.Errorf("words have weight %v", parts[0].Weight())
			}
		}
	}
}

// An encoder that looks at vectors needs a part for them.
func TestVectorPartIsMissing(t *testing.T) {
	v := tree(t, tiny(t, "words+vectors"))
	parts := v["emission"].([]any)
	v["emission"] = []any{parts[0], parts[2]}
	if _, err := read(untree(t, v)); err == nil || !strings.Contains(err.Error(), `part "vector" is missing`) {
		t.Error(err)
	}
}
