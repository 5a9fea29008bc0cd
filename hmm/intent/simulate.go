package intent

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"

	"gonum.org/v1/gonum/stat/distuv"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/transcript"
)

// A Simulator invents conversations from a model, one goroutine's worth.
//
// States follow the chain, and what is observed of a turn comes from its state's distributions: speaker,
// symbol, vector, and a text of words. The first and the last word of a text come from the edge features
// where the model has them, the others from the words proper, and grams are those of these words; their number is Poisson
// about the mean of the training data, at least 1, whatever the state: a model of words knows no more. The unknown word is
// drawn from as many invented words as it stands for, unknown speakers and symbols likewise. Where the places of
// texts are observed, or their codes, a text is a few words that have a place near that: encode.Encoder.Saying.
//
// What is invented scatters more than the log. The prior counts as starts in every state: of N conversations
// and K states, with the default of 5, a share of 5/(N+5K) in each that none started in. And the chain does
// not know how long it has gone on: a model of 15 states of the 400 help-desk chats, of 11.4 turns on average
// and 18 at most, invents ones of 13.7 on average, of which one in twenty has more than 35.
type Simulator struct {
	model *Model
	talk  *talk            // nil where the model observes no words
	codes map[int32]string // what was said for a code
}

// NewSimulator prepares for invention.
func (m *Model) NewSimulator() *Simulator {
	s := &Simulator{model: m, codes: map[int32]string{}}
	if words, ok := emission.PartOf[emission.Lexical](m.HMM.Emission.(*emission.Joint), "words"); ok {
		s.talk = newTalk(words, m)
	}
	return s
}

// Conversation invents a conversation of at most that many turns, and returns the true state of each. A
// model that does not know where conversations stop always makes that many. It panics if most < 1.
func (s *Simulator) Conversation(id string, most int, rng *rand.Rand) (transcript.Conversation, []int) {
	if most < 1 {
		panic("intent: a conversation of less than one turn")
	}
	c, chain := transcript.Conversation{ID: id}, s.model.HMM.Chain
	var states []int
	for state := chain.SampleStart(rng); state >= 0 && len(states) < most; state = chain.SampleNext(state, 0, rng) {
		c.Messages = append(c.Messages, s.message(id, len(states), chain.Distribution(state), rng))
		states = append(states, state)
	}
	return c, states
}

// message invents a turn.
func (s *Simulator) message(id string, turn, distribution int, rng *rand.Rand) transcript.Message {
	observed := emission.Missing
	for _, p := range s.model.HMM.Emission.(*emission.Joint).Parts() {
		if p.Name() != "words" {
			p.Fill(&observed, distribution, rng)
		}
	}
	m := transcript.Message{Conversation: id, Turn: turn, Vector: observed.Vector}
	m.Speaker = invented(s.model.Encoder.Speakers, observed.Speaker, rng)
	switch e := s.model.Encoder; {
	case s.talk != nil:
		m.Text = s.talk.text(distribution, rng)
	case e.Codebook != nil:
		m.Text = s.ofCode(observed.Symbol)
	case e.Space != nil:
		m.Vector, m.Text = nil, s.at(observed.Vector)
	case e.Symbols != nil:
		m.Symbol = invented(e.Symbols, observed.Symbol, rng)
	}
	return m
}

// saidWords is the number of words that stand for a place.
const saidWords = 4

// at is a text near a place.
func (s *Simulator) at(place []float64) string {
	return strings.Join(s.model.Encoder.Saying(place, saidWords, func(string) bool { return true }), " ")
}

// ofCode is a text near a code's place.
func (s *Simulator) ofCode(code int32) string {
	text, ok := s.codes[code]
	if !ok {
		text = s.at(s.model.Encoder.Codebook.Centre(int(code)))
		s.codes[code] = text
	}
	return text
}

// invented is a number's term, one of those that it stands for if that is the unknown one, "" if it is
// missing.
func invented(v *encode.Vocabulary, number int32, rng *rand.Rand) string {
	switch {
	case number < 0:
		return ""
	case number > 0:
		return v.Term(int(number))
	}
	for n := rng.IntN(v.Folded() + 1); ; n += v.Folded() + 1 {
		if name := fmt.Sprintf("other %d", n+1); v.Number(name) == 0 {
			return name
		}
	}
}

// A talk invents texts.
type talk struct {
	vocabulary          *encode.Vocabulary
	hashed              bool
	mean                float64 // words of a turn
	first, last, middle []wheel // one a distribution
}

func newTalk(words emission.Lexical, m *Model) *talk {
	e := m.Encoder
	t := &talk{vocabulary: e.Terms, hashed: e.Options.HashBits > 0, mean: m.meanWords(words.Length())}
	for d := range words.Len() {
		var first, last, middle wheel
		for number, p := range words.Probabilities(d) {
			text := e.Terms.Term(number)
			switch {
			case number == 0 || encode.Plain(text):
				middle.add(text, p)
			case encode.First(text) != "":
				first.add(encode.First(text), p)
			case encode.Last(text) != "":
				last.add(encode.Last(text), p)
			}
		}
		t.first, t.last, t.middle = append(t.first, first.or(middle)), append(t.last, last.or(middle)), append(t.middle, middle)
	}
	return t
}

// meanWords is about the number of words of a turn. Older files do not have it: then the mean of n^(1-p) is known, n being
// the number of its features and p the power of their weights.
func (m *Model) meanWords(length float64) float64 {
	o := m.Encoder.Options
	if said := m.Record.Data.Words; said > 0 {
		return math.Max(float64(said)/float64(max(m.Record.Data.Turns, 1)), 1)
	}
	if o.LengthPower == 1 {
		return 1 // every turn has weight 1: nothing is known of lengths
	}
	n := math.Pow(length, 1/(1-o.LengthPower))
	if o.Edges {
		n -= 2
	}
	return math.Max(n, 1)
}

// text invents the text of a turn.
func (t *talk) text(distribution int, rng *rand.Rand) string {
	n := 1 + int(distuv.Poisson{Lambda: math.Max(t.mean-1, 1e-9), Src: rng}.Rand())
	words := make([]string, n)
	for i := range words {
		from := &t.middle[distribution]
		switch i {
		case 0:
			from = &t.first[distribution]
		case n - 1:
			from = &t.last[distribution]
		}
		if words[i] = from.draw(rng); words[i] == "" {
			words[i] = t.unknown(rng)
		}
	}
	return strings.Join(words, " ")
}

// unknown is one of the words that the unknown word stands for; where words are hashed, and none is unknown,
// some word.
func (t *talk) unknown(rng *rand.Rand) string {
	word := []byte("unknown")
	for n := rng.IntN(t.vocabulary.Folded() + 1); n > 0; n /= 26 {
		word = append(word, byte('a'+n%26))
	}
	for !t.hashed && t.vocabulary.Number(string(word)) != 0 {
		word = append(word, 'q')
	}
	return string(word)
}

// A wheel draws texts by their probabilities.
type wheel struct {
	texts      []string
	cumulative []float64
}

func (w *wheel) add(text string, p float64) {
	if n := len(w.cumulative); n > 0 {
		p += w.cumulative[n-1]
	}
	w.texts, w.cumulative = append(w.texts, text), append(w.cumulative, p)
}

// or is another wheel where this one has nothing to draw.
func (w wheel) or(other wheel) wheel {
	if len(w.texts) == 0 || w.cumulative[len(w.texts)-1] <= 0 {
		return other
	}
	return w
}

// draw draws a text. O(log n).
func (w *wheel) draw(rng *rand.Rand) string {
	n := len(w.texts)
	u := rng.Float64() * w.cumulative[n-1]
	return w.texts[min(sort.Search(n, func(i int) bool { return w.cumulative[i] > u }), n-1)]
}
