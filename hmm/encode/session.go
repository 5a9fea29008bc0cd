package encode

import (
	"strings"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// A Session encodes messages with the scratch of one goroutine.
type Session struct {
	encoder *Encoder
	tokens  tokenizer
	weights weights
	seen    turnSet
	grams   *gramTable // of known words; nil: they are cut
	cutter  gramCutter
	found   []emission.Count // the bag under way
	strange map[string]bool  // unknown words of the turn, where every one counts
	average averager         // of word vectors
	project projector        // of vectors
	place   placer           // of words
	said    []emission.Count // words that are placed
	met     Coverage
}

// NewSession returns a session of the encoder.
func (e *Encoder) NewSession() *Session {
	return &Session{
		encoder: e, tokens: e.tokenizer(), weights: weights{power: e.Options.LengthPower},
		grams: e.grams(), cutter: gramCutter{n: e.Options.Grams}, strange: map[string]bool{}, average: averager{table: e.WordVectors}, project: projector{Projection: e.Projection},
		place: newPlacer(e),
	}
}

// Encode sets turn to the observation of a message. It reuses the room of turn.Words, and of turn.Vector
// where the encoder makes vectors; where it takes them as they come, it copies m.Vector by reference. A
// vector of another length than the model's is an error.
func (s *Session) Encode(turn *emission.Turn, m *transcript.Message) error {
	bag, room := turn.Words[:0], turn.Vector
	*turn = emission.Missing
	e := s.encoder
	switch e.Options.Observe {
	case Words:
		turn.Words = s.bag(bag, m.Text)
	case Symbols:
		if m.Symbol != "" {
			turn.Symbol = e.Symbols.number[symbol(m.Symbol)]
			count(&s.met.Symbols, &s.met.UnknownSymbols, turn.Symbol)
		}
	case LSA, Codes:
		s.said = s.bag(s.said[:0], m.Text)
		s.place.observe(turn, room, s.said)
	}
	if e.Options.HasVectors() {
		v, err := s.vector(room, m)
		if err != nil {
			return err
		}
		turn.Vector = v
	}
	s.speaker(turn, m)
	return nil
}

// speaker sets the turn's speaker, if speakers are observed and there is one.
func (s *Session) speaker(turn *emission.Turn, m *transcript.Message) {
	e := s.encoder
	if e.Speakers == nil {
		return
	}
	if name := role(m.Speaker); name != "" {
		turn.Speaker = e.Speakers.number[name]
		count(&s.met.Speakers, &s.met.UnknownSpeakers, turn.Speaker)
	}
}

// bag appends the words of the text with their grams, each once but perhaps the unknown one, then its edges, all weighted
// by how many there are.
func (s *Session) bag(bag []emission.Count, text string) []emission.Count {
	s.seen.begin()
	s.found = bag
	first, last := s.tokens.each(text, s.hear)
	bag, s.found = s.found, nil
	s.countUnknown(bag)
	if s.encoder.Options.Edges && first != nil {
		for _, edge := range [...][]byte{first, last} {
			if number, ok := s.encoder.Terms.find(edge); ok && (s.seen.add(number) || s.encoder.Terms.bits == 0) {
				bag = append(bag, emission.Count{Word: number, N: 1})
			}
		}
	}
	s.weights.weigh(bag)
	return bag
}

// hear takes a word and its grams.
func (s *Session) hear(word []byte) {
	number, _ := s.encoder.Terms.find(word)
	count(&s.met.Words, &s.met.UnknownWords, number)
	fresh := s.seen.add(number)
	if fresh {
		s.found = append(s.found, emission.Count{Word: number, N: 1})
	}
	if number == 0 && s.encoder.Options.EveryUnknown && !s.strange[string(word)] {
		s.strange[string(word)] = true
	}
	switch {
	case s.cutter.n == 0:
	case s.grams == nil || number == 0:
		s.cutter.each(word, s.hearGram)
	case fresh:
		for _, gram := range s.grams.of(number) {
			s.take(gram)
		}
	}
}

// hearGram takes a gram, if it is known.
func (s *Session) hearGram(term []byte) {
	if number, ok := s.encoder.Terms.find(term); ok {
		s.take(number)
	}
}

// take takes a feature, once a turn.
func (s *Session) take(number int32) {
	if s.seen.add(number) {
		s.found = append(s.found, emission.Count{Word: number, N: 1})
	}
}

// countUnknown sets how often the unknown word counts, where every word that it stands for does.
func (s *Session) countUnknown(bag []emission.Count) {
	if len(s.strange) == 0 {
		return
	}
	for i := range bag {
		if bag[i].Word == 0 {
			bag[i].N = float32(len(s.strange))
		}
	}
	clear(s.strange)
}

// symbol is a symbol as it is compared: as a model file can hold it.
func symbol(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
