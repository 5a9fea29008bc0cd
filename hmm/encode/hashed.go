package encode

import (
	"bytes"
	"cmp"
	"fmt"
)

// The sizes that a hashed vocabulary may have, in bits.
const (
	leastHashBits = 4
	mostHashBits  = 20
)

// bucket is the number of a term in a hashed vocabulary of 2^bits numbers: 1 plus its FNV-1a hash of 64
// bits, whose halves are combined by exclusive or. It depends on nothing else, and never changes: models
// rest on it. Counts are not signed, as those of a distribution over words can't be.
//
// Source: Fowler, Noll and Vo (hash); Weinberger et al. 2009 (features).
func bucket(term []byte, bits int) int32 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	for _, b := range term {
		h = (h ^ uint64(b)) * prime
	}
	return 1 + int32((h^h>>32)&(1<<bits-1))
}

// hashed is a hashed vocabulary, and each interned term's number in it. A number is called after the term
// that occurs in the most turns, words before edge features and grams.
func (n *interner) hashed(bits int) (*Vocabulary, []int32) {
	best := make([]int32, 1+1<<bits) // which term a number is called after, + 1
	number := make([]int32, len(n.terms))
	for i := range n.terms {
		at := bucket(n.term(int32(i)), bits)
		number[i] = at
		if best[at] == 0 || n.before(int32(i), best[at]-1) {
			best[at] = int32(i) + 1
		}
	}
	v := &Vocabulary{terms: make([]string, len(best)), bits: bits}
	for at, i := range best {
		if i > 0 {
			v.terms[at] = string(n.term(i - 1))
		}
	}
	return v, number
}

// before reports whether a number is rather called after the first term than after the second.
func (n *interner) before(i, j int32) bool {
	a, b := n.term(i), n.term(j)
	if plain := Plain(string(a)); plain != Plain(string(b)) {
		return plain
	}
	return cmp.Or(cmp.Compare(n.terms[j].turns, n.terms[i].turns), bytes.Compare(a, b)) < 0
}

// checkHashed is check of a hashed vocabulary.
func (v *Vocabulary) checkHashed() error {
	if v.bits < leastHashBits || v.bits > mostHashBits {
		return fmt.Errorf("hash_bits is %d, expected %d to %d", v.bits, leastHashBits, mostHashBits)
	}
	if have, want := len(v.terms)-1, 1<<v.bits; have != want {
		return fmt.Errorf("terms: %d of them, expected %d for %d hash bits", have, want, v.bits)
	}
	return nil
}
