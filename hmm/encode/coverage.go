package encode

// A Coverage counts what a session has met, and what of it the encoder does not know: a large share
// says that the encoder is of other data.
type Coverage struct {
	Words, UnknownWords       int
	Symbols, UnknownSymbols   int
	Speakers, UnknownSpeakers int
	Vectors, MissingVectors   int // of turns whose field vector is looked at; those that have none
}

// Coverage is what the session has met so far.
func (s *Session) Coverage() Coverage { return s.met }

// Add adds what another session has met.
func (c *Coverage) Add(o Coverage) {
	c.Words, c.UnknownWords = c.Words+o.Words, c.UnknownWords+o.UnknownWords
	c.Symbols, c.UnknownSymbols = c.Symbols+o.Symbols, c.UnknownSymbols+o.UnknownSymbols
	c.Speakers, c.UnknownSpeakers = c.Speakers+o.Speakers, c.UnknownSpeakers+o.UnknownSpeakers
	c.Vectors, c.MissingVectors = c.Vectors+o.Vectors, c.MissingVectors+o.MissingVectors
}

// count books one term with its number in a vocabulary.
func count(all, unknown *int, number int32) {
	*all++
	if number == 0 {
		*unknown++
	}
}

// UnknownSince is the share of the words and symbols met since before that are unknown, 0 if there were
// none.
func (c Coverage) UnknownSince(before Coverage) float64 {
	all := c.Words - before.Words + c.Symbols - before.Symbols
	if all == 0 {
		return 0
	}
	return float64(c.UnknownWords-before.UnknownWords+c.UnknownSymbols-before.UnknownSymbols) / float64(all)
}
