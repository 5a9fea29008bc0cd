package encode

import (
	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// Plain sets turn to a message as it was said: as Encode does, but every word counts once an occurrence,
// whatever the length of the turn, and its edges and grams do not count. With that the probability of a turn's
// words is that of the words in their order, which Encode's weights do not give. It is not entered in the
// Coverage.
func (s *Session) Plain(turn *emission.Turn, m *transcript.Message) error {
	met := s.met
	defer func() { s.met = met }()
	if err := s.Encode(turn, m); err != nil || s.encoder.Options.Observe != Words {
		return err
	}
	turn.Words = s.count(turn.Words[:0], m.Text)
	return nil
}

// count appends the words of a text with the number of times that they occur.
func (s *Session) count(bag []emission.Count, text string) []emission.Count {
	at := map[int32]int{}
	s.tokens.each(text, func(word []byte) {
		number, _ := s.encoder.Terms.find(word)
		i, ok := at[number]
		if !ok {
			i = len(bag)
			at[number] = i
			bag = append(bag, emission.Count{Word: number})
		}
		bag[i].N++
	})
	return bag
}
