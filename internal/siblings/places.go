package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/contest"
)

//go:embed places.py
var placesProgram string

// How far from our objectives theirs may be: everybody looks for directions and centres from a start of their own and
// stops somewhere, and our centres are looked for among a third of the turns.
const (
	placesNear = 5e-3
	codesNear  = 2e-2
)

// racePlaces has everybody place the turns of MultiWOZ by their words, from the words on: tf-idf and the leading singular
// directions, of which the objective is the sum of their squared singular values; and codes of places, of which it is the
// inertia on places that are ours.
func racePlaces(b *bench) error {
	messages, err := messagesOf(filepath.Join(b.data, "multiwoz21_valtest.jsonl"))
	if err != nil {
		log.Printf("left out: MultiWOZ: %v", err)
		return nil
	}
	bags, err := encoded(messages, encode.Words)
	if err != nil {
		return err
	}
	lsa, err := encoded(messages, encode.LSA)
	if err != nil {
		return err
	}
	codes, err := encoded(messages, encode.Codes)
	if err != nil {
		return err
	}
	const places, coded = "MultiWOZ, lsa", "MultiWOZ, codes"
	b.results.enter(result{Contender: contest.We, Workload: places, Objective: captured(lsa.Encoder, bags.turns), Seconds: lsa.seconds, Near: placesNear})
	b.results.enter(result{Contender: contest.We, Workload: coded, Objective: inertia(codes, lsa.turns), Seconds: codes.seconds, Near: codesNear})
	files, err := b.placesFiles(lsa, bags.turns)
	if err != nil {
		return err
	}
	b.theirs(placesProgram, places, 1, append([]any{"lsa"}, files...)...)
	b.theirs(placesProgram, coded, 1, append([]any{"codes"}, files...)...)
	return nil
}

func messagesOf(path string) (list []transcript.Message, err error) {
	for m, err := range transcript.New([]string{path}, nil, transcript.DefaultOptions()).Messages() {
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

// An encoding is turns as an encoder observes them.
type encoding struct {
	*encode.Encoder
	turns   []emission.Turn
	seconds float64 // from words to observations
}

// encoded encodes messages at the default options but without speakers.
func encoded(messages []transcript.Message, observe encode.Observe) (*encoding, error) {
	o := encode.DefaultOptions().WithoutGrams()
	o.Observe, o.Speaker = observe, false
	b, err := encode.NewBuilder(o)
	if err != nil {
		return nil, err
	}
	for i := range messages {
		if _, _, err := b.Add(&messages[i]); err != nil {
			return nil, err
		}
	}
	e := &encoding{}
	var corpus *encode.Corpus
	e.seconds, err = seconds(func() (err error) {
		e.Encoder, corpus, err = b.Finish(context.Background(), nil)
		return err
	})
	if err != nil {
		return nil, err
	}
	e.turns = slices.Concat(corpus.Turns...)
	return e, nil
}

// captured is the sum of the squared lengths of the weighted turns along the directions of an encoder's space.
func captured(e *encode.Encoder, bags []emission.Turn) (sum float64) {
	at := make([]float64, e.Space.Width())
	for i := range bags {
		clear(at)
		length := 0.0
		for _, c := range bags[i].Words {
			if c.Word == 0 {
				continue
			}
			w := e.Space.Weight(int(c.Word))
			length += w * w
			for d, x := range e.Space.Direction(int(c.Word)) {
				at[d] += w * x
			}
		}
		for _, x := range at {
			sum += x * x / max(length, math.SmallestNonzeroFloat64)
		}
	}
	return sum
}

// inertia is that of turns' places about their codes.
func inertia(codes *encoding, places []emission.Turn) (sum float64) {
	for i := range places {
		for d, x := range places[i].Vector {
			y := codes.Codebook.Centre(int(codes.turns[i].Symbol))[d]
			sum += (x - y) * (x - y)
		}
	}
	return sum
}

// placesFiles writes the terms of turns, and our directions and places, for the peers.
func (b *bench) placesFiles(e *encoding, bags []emission.Turn) ([]any, error) {
	said := make([][]string, len(bags))
	var directions, places []float64
	for i := range bags {
		said[i] = []string{}
		for _, c := range bags[i].Words {
			if c.Word != 0 {
				said[i] = append(said[i], e.Terms.Term(int(c.Word)))
			}
		}
		places = append(places, e.turns[i].Vector...)
	}
	for term := range e.Terms.Len() {
		directions = append(directions, e.Space.Direction(term)...)
	}
	var terms []string
	for term := range e.Terms.Len() {
		terms = append(terms, e.Terms.Term(term))
	}
	data, err := json.Marshal(map[string]any{"turns": said, "terms": terms})
	if err != nil {
		return nil, err
	}
	words := filepath.Join(b.dir, "words.json")
	if err := os.WriteFile(words, data, 0o600); err != nil {
		return nil, err
	}
	args := []any{words, e.Space.Width(), encode.DefaultCodes}
	for name, values := range map[string][]float64{"directions": directions, "places": places} {
		path, err := b.write(name, values)
		if err != nil {
			return nil, err
		}
		args = append(args, name+"="+path)
	}
	return args, nil
}
