package encode

import "intenthmm/hmm/emission"

// A bagger makes bags of the features that a builder logged.
type bagger struct {
	encoder *Encoder
	number  []int32 // of each interned term in the vocabulary, -1 of a feature that it has not
	bags    blocks[emission.Count]
	seen    turnSet // where words are hashed, and different ones may be one
}

// bag makes a bag of the features of a turn that the vocabulary has: the unknown word once, however many
// there are, unless every one counts.
func (b *bagger) bag(features []int32) []emission.Count {
	block := b.bags.room(len(features))
	begin, bag := len(*block), *block
	unknown := -1 // where in the bag
	hashed := b.encoder.Terms.bits > 0
	b.seen.begin()
	for _, f := range features {
		n := b.number[f]
		switch {
		case n < 0 || hashed && !b.seen.add(n):
			continue
		case n == 0 && unknown >= 0:
			if b.encoder.Options.EveryUnknown {
				bag[unknown].N++
			}
			continue
		case n == 0:
			unknown = len(bag)
		}
		bag = append(bag, emission.Count{Word: n, N: 1})
	}
	*block = bag
	if len(bag) == begin {
		return nil
	}
	return bag[begin:len(bag):len(bag)]
}
