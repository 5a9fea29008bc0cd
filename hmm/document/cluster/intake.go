package cluster

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// An intake takes a stream of documents in, and keeps what training needs of them.
type intake struct {
	builder *encode.Builder
	wording *encode.Wording
	places  []place
	texts   sample
}

// place is where the builder has put a document.
type place struct{ conversation, turn int }

// read takes in the whole stream. The error is that of the first document that has one.
func (in *intake) read(ctx context.Context, documents iter.Seq2[transcript.Message, error]) error {
	for d, err := range documents {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		conversation, turn, err := in.builder.Add(&d)
		if err == nil {
			err = in.wording.Add(&d)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", d.File, d.Line, err)
		}
		in.texts.add(len(in.places), &d)
		in.places = append(in.places, place{conversation, turn})
	}
	return nil
}

// finish encodes the documents, in their order.
func (in *intake) finish(ctx context.Context) (*encode.Encoder, []emission.Turn, *encode.Corpus, error) {
	if err := in.wording.Finish(ctx, nil); err != nil {
		return nil, nil, nil, err
	}
	e, corpus, err := in.builder.Finish(ctx, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	return e, in.ordered(corpus.Turns), corpus, nil
}

// ordered are the turns of the documents, in their order, out of those that a builder has put in conversations.
func (in *intake) ordered(turns [][]emission.Turn) []emission.Turn {
	documents := make([]emission.Turn, len(in.places))
	for i, p := range in.places {
		documents[i] = turns[p.conversation][p.turn]
	}
	return documents
}

const (
	// mostTexts bounds the documents whose texts are remembered while training, out of which the typical ones are
	// chosen: a uniform sample where there are more.
	mostTexts = 20_000
	// longestText is the number of bytes at which they are cut.
	longestText = 4096
)

// A sample is a uniform sample of the documents that went by (Vitter 1985, algorithm R).
type sample struct {
	rng   *rand.Rand
	limit int
	seen  int
	kept  []remembered
}

type remembered struct {
	at       int // which document
	id, text string
}

func newSample(seed uint64, limit int) sample {
	return sample{rng: rand.New(rand.NewPCG(seed, 0x717)), limit: limit}
}

func (s *sample) add(at int, d *transcript.Message) {
	if s.limit == 0 {
		return
	}
	s.seen++
	slot := len(s.kept)
	if slot < s.limit {
		s.kept = append(s.kept, remembered{})
	} else if slot = s.rng.IntN(s.seen); slot >= s.limit {
		return
	}
	s.kept[slot] = remembered{at, cut(d.Conversation, longestText), cut(d.Text, longestText)}
}

// inOrder is the sample in the order of the documents.
func (s *sample) inOrder() []remembered {
	slices.SortFunc(s.kept, func(a, b remembered) int { return cmp.Compare(a.at, b.at) })
	return s.kept
}

// cut is a copy of a text as a model file can hold it, of so many bytes at most.
func cut(text string, most int) string {
	if len(text) > most {
		for most > 0 && !utf8.RuneStart(text[most]) {
			most--
		}
		text = text[:most] + "…"
	}
	return strings.Clone(strings.ToValidUTF8(text, "\ufffd"))
}
