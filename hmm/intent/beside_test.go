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
		o.Search.Fit.Loop.MaxIterations = intent.DefaultOptions().Search.Fit.Loop.MaxIterations
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
	for _, given := range []float64{0, 2} {
		o := quick(2)
		o.Encode.Vectors, o.VectorWeight = true, given
		m := train(t, messages, o)
		want := m.Record.Options.VectorWeight
		if given > 0 && want != given {
			t.Errorf("weight %v, was given %v", want, given)
		}
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

// independent is conversations of three kinds of turns that mostly stay: a word that is right in 9 of 10 turns, and a
// vector about a place of its kind, whose numbers are repeated.
func independent(repeated int, apart float64) []transcript.Message {
	rng := rand.New(rand.NewPCG(5, 6))
	var messages []transcript.Message
	for c := range 250 {
		kind := rng.IntN(3)
		for range 12 {
			if rng.Float64() < 0.2 {
				kind = rng.IntN(3)
			}
			said := kind
			if rng.Float64() < 0.15 {
				said = rng.IntN(3)
			}
			m := transcript.Message{Conversation: fmt.Sprint(c), Text: []string{"red", "green", "blue"}[said]}
			place := [][2]float64{{apart, 0}, {0, apart}, {-apart, 0}}[kind]
			x, y := place[0]+rng.NormFloat64(), place[1]+rng.NormFloat64()
			for range repeated {
				m.Vector = append(m.Vector, x, y)
			}
			messages = append(messages, m)
		}
	}
	return messages
}

// Vectors that are independent of words and distributed as their family says count in full, here for a little more since
// the words leave some states open and blur what is learnt of vectors; repeated ones count for that much less, and those that tell nothing for as little as can be, of which there is a warning.
func TestVectorWeightIsFound(t *testing.T) {
	for _, c := range []struct {
		repeated    int
		apart       float64
		least, most float64
		warned      bool
	}{
		{1, 1.5, 0.9, 1, false},
		{2, 1.5, 0.5, 0.85, false},
		{5, 1.5, 0.2, 0.34, false}, // as above, by 2/5
		{1, 0, 0.01, 0.05, true},
	} {
		o := quick(3)
		o.Encode.Vectors, o.Encode.Edges, o.Encode.Grams, o.Encode.LengthPower = true, false, 0, 0
		m := train(t, independent(c.repeated, c.apart), o)
		if w := m.Record.Options.VectorWeight; w < c.least || w > c.most {
			t.Errorf("%d times, %v apart: weight %.3f, want %v to %v", c.repeated, c.apart, w, c.least, c.most)
		}
		warned := strings.Contains(strings.Join(m.Record.Warnings, ""), "vectors tell nothing")
		if warned != c.warned {
			t.Errorf("%d times, %v apart: warnings %q", c.repeated, c.apart, m.Record.Warnings)
		}
	}
}
