package topics

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"intenthmm/hmm/transcript"
)

// invented are n documents of k themes, three of four words of the theme and the rest of a stock that all have.
func invented(n, k int, seed uint64) []transcript.Message {
	rng := rand.New(rand.NewPCG(seed, 7))
	documents := make([]transcript.Message, n)
	for i := range documents {
		theme := i % k
		var b strings.Builder
		fmt.Fprintf(&b, "Title %c\n", 'a'+theme)
		for range 25 {
			if rng.IntN(4) == 0 {
				fmt.Fprintf(&b, "common%c ", 'a'+rng.IntN(10))
			} else {
				fmt.Fprintf(&b, "theme%cword%c ", 'a'+theme, 'a'+rng.IntN(8))
			}
		}
		documents[i] = transcript.Message{Conversation: fmt.Sprintf("d%d", i), Text: b.String(), File: "f", Line: i + 1}
	}
	return documents
}

// quick are options that train in no time.
func quick(topics int) Options {
	o := DefaultOptions()
	o.Topics, o.Sweeps, o.Fit.MaxIterations, o.Encode.MostShare = topics, 60, 60, 0.9
	o.Fit.Restarts = 1
	o.Workers(1)
	return o
}

func train(t testing.TB, documents []transcript.Message, o Options) *Model {
	t.Helper()
	m, err := Train(context.Background(), documents, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func written(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func fold(t testing.TB, m *Model, documents ...transcript.Message) []Shares {
	t.Helper()
	shares, err := m.Fold(context.Background(), m.Encode(documents), nil)
	if err != nil {
		t.Fatal(err)
	}
	return shares
}
