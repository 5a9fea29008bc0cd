package intent

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// A chatter is an invented log: kinds of turns that follow one another, words of each kind, and what vectors show of it.
type chatter struct {
	conversations, turns int
	dims                 int
	apart                float64 // distance of the kinds' vectors from 0, in standard deviations
	copies               int     // of each number of a vector; 0: one
	alike                bool    // all conversations say the same
	family               VectorFamily
}

// messages draws the log.
func (k chatter) messages(seed uint64) (list []transcript.Message) {
	const kinds = 4
	said := []string{"hello", "parcel", "address", "thanks"}
	script, vectors := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, 2))
	for c := range k.conversations {
		if k.alike {
			script = rand.New(rand.NewPCG(seed, 1))
		}
		kind := script.IntN(kinds)
		for range k.turns {
			if script.Float64() < 0.3 {
				kind = script.IntN(kinds)
			}
			m := transcript.Message{Conversation: fmt.Sprint(c), Text: said[kind]}
			if script.Float64() < 0.2 {
				m.Text = said[script.IntN(len(said))]
			}
			for d := range k.dims {
				x := vectors.NormFloat64()
				if d == kind {
					x += k.apart
				}
				for range max(k.copies, 1) {
					m.Vector = append(m.Vector, x)
				}
			}
			list = append(list, m)
		}
	}
	return list
}

// encode makes observations of a log.
func (k chatter) encode(t *testing.T, messages []transcript.Message) (*encode.Encoder, []hmm.Conversation[emission.Turn], Options) {
	t.Helper()
	o := DefaultOptions()
	o.States, o.Encode.Vectors, o.VectorFamily, o.Encode.MinTurns = 4, true, k.family, 1
	o.Encode.Grams, o.Encode.Edges, o.Encode.LengthPower = 0, false, 0
	o.Encode.Unit = k.family == VonMisesFisher
	in, err := newIntake(o)
	if err != nil {
		t.Fatal(err)
	}
	err = in.read(t.Context(), func(yield func(transcript.Message, error) bool) {
		for _, m := range messages {
			if !yield(m, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	encoder, corpus, err := in.finish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return encoder, conversations(corpus), o
}

// weigh weighs the vectors of a log.
func (k chatter) weigh(t *testing.T, messages []transcript.Message) weighing {
	t.Helper()
	encoder, data, o := k.encode(t, messages)
	w, err := weighVectors(t.Context(), encoder, data, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// heard is what is made of a log on the way to a weight.
func (k chatter) heard(t *testing.T) (*hmm.Model[emission.Turn], *voices, emission.TurnPart, []hmm.Conversation[emission.Turn]) {
	t.Helper()
	k.family = Gaussian
	encoder, data, o := k.encode(t, k.messages(1))
	o.VectorWeight = 1
	words, err := fitWords(t.Context(), encoder, data, o)
	if err != nil {
		t.Fatal(err)
	}
	v, err := newVoices(t.Context(), words, data)
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := o.vectors(o.States, encoder.Width)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.hear(t.Context(), vectors, data); err != nil {
		t.Fatal(err)
	}
	return words, v, vectors, data
}

// everyFamily calls f for each family of vectors' distributions.
func everyFamily(k chatter, f func(k chatter)) {
	for _, family := range []VectorFamily{Gaussian, VonMisesFisher} {
		k.family = family
		f(k)
	}
}

// Vectors that are drawn at random count for the least, with a warning that says so, in large logs and small ones, of few
// dimensions and many, and where all conversations say the same.
func TestRandomVectorsCountForTheLeast(t *testing.T) {
	runs, neither := 0, 0
	for _, k := range []chatter{
		{conversations: 60, turns: 6, dims: 2}, {conversations: 60, turns: 6, dims: 5}, {conversations: 60, turns: 6, dims: 40},
		{conversations: 40, turns: 8, dims: 5, alike: true}, {conversations: 40, turns: 8, dims: 40, alike: true},
		{conversations: 8, turns: 40, dims: 5}, {conversations: 1, turns: 400, dims: 5}, {conversations: 200, turns: 8, dims: 16},
		{conversations: 1, turns: 20, dims: 3},
	} {
		everyFamily(k, func(k chatter) {
			for seed := range uint64(noiseSeeds) {
				w := k.weigh(t, k.messages(seed))
				runs++
				if w.weight != leastVectorWeight || len(w.warnings) != 1 || !strings.Contains(w.warnings[0], "vectors tell nothing") {
					t.Errorf("%+v, seed %d: %+v", k, seed, w)
				} else if strings.Contains(w.warnings[0], "neither") {
					neither++
				}
			}
		})
	}
	if neither < runs*9/10 {
		t.Errorf("in %d of %d runs it is not seen that vectors are not of their turns", runs-neither, runs)
	}
}

// noiseSeeds is how many draws of noise each log gets.
const noiseSeeds = 3

// Vectors that tell of their turns count for so much less as their numbers are repeated, without a warning; in small
// logs and in a single long conversation, too.
func TestCopiesCountForTheirPart(t *testing.T) {
	const few = 4 // copies, which keep the weight below the most
	for _, k := range []chatter{
		{conversations: 300, turns: 10, dims: 4, apart: 2}, {conversations: 60, turns: 12, dims: 4, apart: 2},
		{conversations: 1, turns: 1500, dims: 4, apart: 2}, {conversations: 300, turns: 10, dims: 20, apart: 3},
	} {
		everyFamily(k, func(k chatter) {
			k.copies = few
			less := k.weigh(t, k.messages(3))
			if less.weight == leastVectorWeight || less.weight == mostVectorWeight || less.warnings != nil {
				t.Errorf("%+v: %+v", k, less)
			}
			k.copies = 6 * few
			w := k.weigh(t, k.messages(3))
			if part := 6 * w.weight / less.weight; part < 0.8 || part > 1.25 || w.warnings != nil {
				t.Errorf("%+v: %+v, with %d copies %+v", k, w, few, less)
			}
		})
	}
}

// Rows that are off by one are told of, with the side, and count for the least: whether the rest of the log moves along
// or not. Rows in their place are not.
func TestShiftedRows(t *testing.T) {
	for _, k := range []chatter{
		{conversations: 300, turns: 10, dims: 4, apart: 2}, {conversations: 100, turns: 8, dims: 4, apart: 2},
		{conversations: 60, turns: 8, dims: 30, apart: 3}, {conversations: 2, turns: 400, dims: 4, apart: 2},
	} {
		everyFamily(k, func(k chatter) {
			for by, want := range map[int]string{0: "", 1: "in the row after it", -1: "in the row before it"} {
				messages := k.messages(4)
				moved := slices.Clone(messages)
				for i := range moved {
					moved[i].Vector = messages[(i-by+len(messages))%len(messages)].Vector
				}
				w := k.weigh(t, moved)
				told := strings.Join(w.warnings, "; ")
				if by == 0 && strings.Contains(told, "row") || !strings.Contains(told, want) || by != 0 && w.weight != leastVectorWeight {
					t.Errorf("%+v, by %d: %+v", k, by, w)
				}
			}
		})
	}
}

// An interrupt is heard in whatever is done to weigh vectors.
func TestWeighingIsEnded(t *testing.T) {
	k := chatter{conversations: 30, turns: 6, dims: 4, apart: 2}
	words, v, vectors, data := k.heard(t)
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := newVoices(ended, words, data); !errors.Is(err, context.Canceled) {
		t.Errorf("words: %v", err)
	}
	if err := v.hear(ended, vectors, data); !errors.Is(err, context.Canceled) {
		t.Errorf("vectors: %v", err)
	}
	if _, err := v.alignment(ended, vectors, data); !errors.Is(err, context.Canceled) {
		t.Errorf("alignment: %v", err)
	}
	if _, err := v.weight(ended, data); !errors.Is(err, context.Canceled) {
		t.Errorf("weight: %v", err)
	}
}
