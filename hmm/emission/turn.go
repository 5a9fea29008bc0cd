package emission

import "intenthmm/internal/lanes"

// A Turn is what one message of a transcript becomes: several observations side by side, any of
// which may be missing. Models that are trained on transcripts are models over Turn. It is 56 bytes, of
// which a corpus holds millions.
type Turn struct {
	Symbol  int32     // a class given by the log, -1: missing
	Speaker int32     // -1: missing
	Words   []Count   // a bag of words, empty: no words
	Vector  []float64 // nil: missing
}

// Missing is a turn of which nothing is known.
var Missing = Turn{Symbol: -1, Speaker: -1}

// A Count is one word of a bag: Word, its number in the vocabulary, and N, how much it counts. Counts
// need not be whole: an encoder that weights the words of a turn says so here.
type Count = lanes.Count
