package encode

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/patience"
)

// desk is some of the help-desk sample, with vectors.
func desk(t *testing.T) []transcript.Message {
	messages := helpdesk(t)[:200]
	for i := range messages {
		messages[i].Vector = []float64{float64(i % 7), float64(len(messages[i].Text)), 1}
	}
	return messages
}

// finish finishes a corpus, ended after so many questions whether it is.
func finish(t *testing.T, o Options, messages []transcript.Message, asked int64, watch em.Watch) (*Encoder, *Corpus, error) {
	t.Helper()
	b, err := NewBuilder(o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range messages {
		if _, _, err := b.Add(&messages[i]); err != nil {
			t.Fatal(err)
		}
	}
	return b.Finish(patience.Of(t.Context(), asked), watch)
}

// Whenever it is ended while words are placed, codes sought or vectors projected, there is the error and nothing else.
func TestFinishIsEnded(t *testing.T) {
	messages := desk(t)
	for name, c := range map[string]struct {
		set   func(*Options)
		least int64 // questions
	}{
		"lsa":   {func(o *Options) { o.Observe, o.Dims = LSA, 8 }, 10},
		"codes": {func(o *Options) { o.Observe, o.Dims, o.Codes = Codes, 8, 20 }, 10 + 5*20},
		"pca":   {func(o *Options) { o.Observe, o.PCA = Vectors, 2 }, 1},
	} {
		o := DefaultOptions()
		c.set(&o)
		asked := int64(0)
		for ; ; asked++ {
			e, corpus, err := finish(t, o, messages, asked, nil)
			if err == nil {
				break
			}
			if e != nil || corpus != nil || !errors.Is(err, context.Canceled) {
				t.Fatalf("%s, ended after %d questions: %v", name, asked, err)
			}
		}
		if asked < c.least {
			t.Errorf("%s: it is asked %d times, expected %d at least", name, asked, c.least)
		}
	}
}

// Stages follow one another, and each that begins ends, also where it fails.
func TestFinishTellsItsStages(t *testing.T) {
	const plain, placed, coded = "+encoding -encoding", "+encoding -encoding +svd -svd +encoding -encoding", "+encoding -encoding +svd -svd +encoding -encoding +codebook -codebook +encoding -encoding"
	messages := desk(t)
	for _, c := range []struct {
		observe Observe
		asked   int64
		want    string
	}{{Words, 1 << 40, plain}, {LSA, 1 << 40, placed}, {Codes, 1 << 40, coded}, {Codes, 0, placed}, {Codes, 30, coded}} {
		o := DefaultOptions()
		o.Observe = c.observe
		var told []string
		finish(t, o, messages, c.asked, func(s em.Stage, begins bool) {
			told = append(told, map[bool]string{true: "+", false: "-"}[begins]+string(s))
		})
		if got := strings.Join(told, " "); got != c.want {
			t.Errorf("%s, %d questions: %s, want %s", c.observe, c.asked, got, c.want)
		}
	}
}

// Many codes are sought from fewer starting points and few from no more than five; a sample is no larger than it may be.
func TestCodeSearch(t *testing.T) {
	for codes, want := range map[int]int{1: 5, 50: 5, 100: 5, 101: 4, 200: 2, 300: 1, 500: 1, 501: 1, 10_000: 1} {
		if got := codeStarts(codes); got != want {
			t.Errorf("%d codes from %d starting points, want %d", codes, got, want)
		}
	}
	if !slices.Equal([]int{codeSample(1), codeSample(100), codeSample(600), codeSample(10_000)}, []int{100, 10_000, 60_000, 60_000}) {
		t.Error("samples of places", codeSample(1), codeSample(100), codeSample(600), codeSample(10_000))
	}
}
