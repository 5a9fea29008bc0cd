package intent

import (
	"context"
	"fmt"
	"iter"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// The stages of training besides those of baumwelch and em.
const (
	Reading    em.Stage = "reading"       // the stream is asked for messages
	Encoding   em.Stage = encode.Encoding // they become observations
	Describing em.Stage = "describing"    // the states are counted, ordered and named, and get their examples
)

// readAhead is the number of messages that are read before they are encoded: each of the two has the
// caches to itself for a while, and a Watch is not told of every message.
const readAhead = 64

// An intake takes a stream of messages in, and keeps what training needs of them.
type intake struct {
	builder *encode.Builder
	texts   *reservoir
	wording *encode.Wording
	mark    *fingerprint
	turns   int
	ahead   []transcript.Message
	watch   em.Watch
}

func newIntake(o Options) (*intake, error) {
	builder, err := encode.NewBuilder(o.Encode)
	if err != nil {
		return nil, err
	}
	wording, err := encode.NewWording(o.Encode)
	if err != nil {
		return nil, err
	}
	return &intake{
		wording: wording,
		builder: builder,
		texts:   newReservoir(o.Search.Seed, mostTexts*min(o.Examples, 1)),
		mark:    newFingerprint(),
		ahead:   make([]transcript.Message, 0, readAhead),
		watch:   o.Search.Fit.Loop.Watch,
	}, nil
}

// read takes in the whole stream. The error is that of the first message that has one.
func (in *intake) read(ctx context.Context, messages iter.Seq2[transcript.Message, error]) error {
	in.watch.Begin(Reading)
	defer in.watch.End(Reading)
	for message, err := range messages {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			in.ahead = append(in.ahead, message)
			if len(in.ahead) < readAhead {
				continue
			}
		}
		if wrong := in.encode(); wrong != nil {
			return wrong
		}
		if err != nil {
			return err
		}
	}
	return in.encode()
}

// encode takes in the messages that were read ahead. It interrupts the reading.
func (in *intake) encode() error {
	in.watch.End(Reading)
	in.watch.Begin(Encoding)
	defer in.watch.Begin(Reading)
	defer in.watch.End(Encoding)
	for i := range in.ahead {
		m := &in.ahead[i]
		conversation, turn, err := in.builder.Add(m)
		if err == nil {
			err = in.wording.Add(m)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", m.File, m.Line, err)
		}
		in.texts.add(conversation, turn, m)
		in.mark.add(m)
		in.turns++
	}
	in.ahead = in.ahead[:0]
	return nil
}

// finish encodes the corpus, and uses the builder up.
func (in *intake) finish(ctx context.Context) (*encode.Encoder, *encode.Corpus, error) {
	if err := in.wording.Finish(ctx, in.watch); err != nil {
		return nil, nil, err
	}
	builder := in.builder
	in.builder = nil
	return builder.Finish(ctx, in.watch)
}
