package encode

import (
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"math"
	"math/bits"
	"slices"
)

// An interner numbers terms as they come and counts the turns they occur in. It is an open hash table of
// numbers over one text: 32 bytes a term, its text, and 8 to 16 of the table. The zero value is ready.
type interner struct {
	seed  uint64  // of the hash; terms are numbered as they come, whatever it is
	table []int32 // a term's number + 1 at its hash or behind; a power of two of them, half of them 0
	terms []internedTerm
	text  []byte // of all terms, one after the other
	now   int32  // the turn under way, counted over the whole corpus
}

type internedTerm struct {
	head   uint64 // as of head
	begin  int    // in text
	length int32
	hash   uint32
	turns  int32 // that it was seen in
	last   int32 // of those, + 1
}

// leastTable is the first length of the table.
const leastTable = 64

func (n *interner) len() int { return len(n.terms) }

// term is the text of a term.
func (n *interner) term(number int32) []byte {
	t := &n.terms[number]
	return n.text[t.begin : t.begin+int(t.length)]
}

// add numbers a term, and reports whether it is new in this turn. It allocates only for terms that are new.
func (n *interner) add(term []byte) (number int32, fresh bool) {
	number = n.number(term)
	return number, n.meet(number)
}

// number numbers a term without counting it.
func (n *interner) number(term []byte) int32 {
	if 2*len(n.terms) >= len(n.table) {
		n.grow()
	}
	first := head(term)
	hash := n.hash(first, term)
	at := n.find(hash, first, term)
	if n.table[at] == 0 {
		n.terms = append(n.terms, internedTerm{head: first, begin: len(n.text), length: int32(len(term)), hash: hash})
		n.text = append(n.text, term...)
		n.table[at] = int32(len(n.terms))
	}
	return n.table[at] - 1
}

// meet counts a term for the turn under way, once, and reports whether it did.
func (n *interner) meet(number int32) bool {
	t := &n.terms[number]
	if t.last == n.now+1 {
		return false
	}
	t.last = n.now + 1
	t.turns++
	return true
}

// headLen is the length up to which a term is its head.
const headLen = 8

// head is the first eight bytes of a term, zeros where it has no more. What stands behind the term in its
// array may be looked at, and has no influence.
func head(term []byte) uint64 {
	n := len(term)
	switch {
	case n >= headLen:
		return binary.LittleEndian.Uint64(term)
	case cap(term) >= headLen:
		return binary.LittleEndian.Uint64(term[:headLen]) &^ (math.MaxUint64 << (8 * n))
	}
	var padded [headLen]byte
	copy(padded[:], term)
	return binary.LittleEndian.Uint64(padded[:])
}

// hash mixes the eight bytes of the head and every further eight by products of 128 bits.
//
// Source: Wang Yi, wyhash.
func (n *interner) hash(first uint64, term []byte) uint32 {
	const odd = 0x9e3779b97f4a7c15
	high, low := bits.Mul64(first^n.seed, uint64(len(term))^odd)
	for len(term) > headLen {
		term = term[headLen:]
		high, low = bits.Mul64(high^low^head(term), odd)
	}
	return uint32((high ^ low) >> 32)
}

// find is where in the table a term stands, or would.
func (n *interner) find(hash uint32, first uint64, term []byte) int {
	mask := len(n.table) - 1
	at := int(hash) & mask
	for {
		number := n.table[at] - 1
		if number < 0 {
			return at
		}
		t := &n.terms[number]
		if t.head == first && int(t.length) == len(term) && (len(term) <= headLen || string(n.term(number)) == string(term)) {
			return at
		}
		at = (at + 1) & mask
	}
}

// grow makes the table twice as large.
func (n *interner) grow() {
	if n.table == nil {
		n.seed = maphash.Bytes(maphash.MakeSeed(), nil)
	}
	n.table = make([]int32, max(2*len(n.table), leastTable))
	mask := len(n.table) - 1
	for i := range n.terms {
		at := int(n.terms[i].hash) & mask
		for n.table[at] != 0 {
			at = (at + 1) & mask
		}
		n.table[at] = int32(i + 1)
	}
}

// vocabulary keeps the terms that occur in at least least and at most most turns, the most frequent first, and
// returns each interned term's number in it. Edge features and grams that are rarer or more common are dropped (-1).
func (n *interner) vocabulary(least, most int) (*Vocabulary, []int32) {
	type counted struct {
		term   string // a copy, which holds on to no other
		number int32
		turns  int32
	}
	var kept []counted
	folded := 0
	number := make([]int32, len(n.terms))
	for i := range n.terms {
		term := n.term(int32(i))
		switch turns := n.terms[i].turns; {
		case int(turns) >= least && int(turns) <= most:
			kept = append(kept, counted{string(term), int32(i), turns})
		case Plain(string(term)):
			folded++
		default:
			number[i] = -1
		}
	}
	slices.SortFunc(kept, func(a, b counted) int {
		return cmp.Or(cmp.Compare(b.turns, a.turns), cmp.Compare(a.term, b.term))
	})
	terms := make([]string, len(kept))
	for i, t := range kept {
		terms[i] = t.term
		number[t.number] = int32(i + 1)
	}
	return newVocabulary(terms, folded), number
}
