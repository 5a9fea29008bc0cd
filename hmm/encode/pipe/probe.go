package pipe

import (
	"fmt"
	"math"

	"intenthmm/hmm/encode"
)

// probe is the text that shows whether two embedders are the same.
const probe = "where is my order?"

// mostApart is how far apart, for their length, two vectors of one text may be: numbers of 32 bits, computed
// on other machines and in other batches, are not the same to the last digit.
const mostApart = 1e-3

// Introduce notes in e, whose probe is nil, what the program makes of a text, or checks that it makes the
// same of it as the one that e was noted of: a model that learnt the vectors of one embedder makes no sense of
// another's.
func (p *Process) Introduce(e *encode.Embedder) error {
	vectors, err := p.Embed([]string{probe})
	if err != nil {
		return err
	}
	v := vectors[0]
	if e.Probe == nil {
		e.Name, e.Probe = p.name, v
		return nil
	}
	if len(v) != len(e.Probe) {
		return fmt.Errorf("embedder %q makes vectors of %d values, the model learnt from %d of %q", p.name, len(v), len(e.Probe), e.Name)
	}
	apart, length := 0.0, 0.0
	for i, x := range e.Probe {
		apart, length = math.Hypot(apart, v[i]-x), math.Hypot(length, x)
	}
	if !(apart <= mostApart*length) || math.IsInf(apart, 0) {
		return fmt.Errorf("embedder %q makes other vectors than %q, which the model learnt from: of the text %q they are %.3g apart, %.3g long", p.name, e.Name, probe, apart, length)
	}
	return nil
}
