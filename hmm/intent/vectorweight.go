package intent

import (
	"intenthmm/hmm"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
)

// defaultVectorWeight is what a vector counts for beside words where nothing says more.
const defaultVectorWeight = 0.1

// vectorWeight is the weight of the vectors that lie beside words in data, where the options leave it to be found. The
// numbers of a vector are as dependent on one another as a turn's words are, and many more: counted in full they alone
// would decide.
func vectorWeight(_ *encode.Encoder, _ []hmm.Conversation[emission.Turn]) float64 {
	return defaultVectorWeight
}
