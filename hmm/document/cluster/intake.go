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
	places  []place
	titles  sample
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
		if err != nil {
			return fmt.Errorf("%s:%d: %w", d.File, d.Line, err)
		}
		in.titles.add(len(in.places), &d)
		in.places = append(in.places, place{conversation, turn})
	}
	return nil
}

// finish encodes the documents, in their order.
func (in *intake) finish() (*encode.Encoder, []emission.Turn, *encode.Corpus, error) {
	e, corpus, err := in.builder.Finish()
	if err != nil {
		return nil, nil, nil, err
	}
	documents := make([]emission.Turn, len(in.places))
	for i, p := range in.places {
		documents[i] = corpus.Turns[p.conversation][p.turn]
	}
	return e, documents, corpus, nil
}

// mostTitles bounds the documents whose titles are remembered while training, out of which the typical ones are
// chosen: a uniform sample where there are more.
const mostTitles = 20_000

// A sample is a uniform sample of the documents that went by (Vitter 1985, algorithm R).
type sample struct {
	rng   *rand.Rand
	limit int
	seen  int
	kept  []remembered
}

type remembered struct {
	at int // which document
	Example
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
	s.kept[slot] = remembered{at, Example{strings.Clone(strings.ToValidUTF8(d.Conversation, "\ufffd")), Title(d)}}
}

// inOrder is the sample in the order of the documents.
func (s *sample) inOrder() []remembered {
	slices.SortFunc(s.kept, func(a, b remembered) int { return cmp.Compare(a.at, b.at) })
	return s.kept
}

// longestTitle is the number of bytes at which a title is cut.
const longestTitle = 160

// Title is the first line of a document, cut where it is long.
func Title(d *transcript.Message) string {
	title, _, _ := strings.Cut(d.Text, "\n")
	title = strings.ToValidUTF8(strings.TrimSpace(title), "\ufffd")
	if len(title) <= longestTitle {
		return strings.Clone(title)
	}
	cut := longestTitle
	for !utf8.RuneStart(title[cut]) {
		cut--
	}
	return title[:cut] + "…"
}
