package encode

import (
	"cmp"
	"hash/maphash"
	"slices"
)

// An interner numbers terms as they come and counts the turns they occur in. It is an open hash table of
// numbers over one text: 24 bytes a term, its text, and 8 to 16 of the table. The zero value is ready.
type interner struct {
	seed  maphash.Seed // terms are numbered as they come, whatever it is
	table []int32      // a term's number + 1 at its hash or behind; a power of two of them, half of them 0
	terms []internedTerm
	text  []byte // of all terms, one after the other
	now   int32  // the turn under way, counted over the whole corpus
}

type internedTerm struct {
	begin int // in text; it ends where the next begins
	hash  uint32
	turns int32 // that it was seen in
	last  int32 // of those, + 1
}

// leastTable is the first length of the table.
const leastTable = 64

func (n *interner) len() int { return len(n.terms) }

// term is the text of a term.
func (n *interner) term(number int32) []byte {
	end := len(n.text)
	if next := int(number) + 1; next < len(n.terms) {
		end = n.terms[next].begin
	}
	return n.text[n.terms[number].begin:end]
}

// add numbers a term, and reports whether it is new in this turn. It allocates only for terms that are new.
func (n *interner) add(term []byte) (number int32, fresh bool) {
	if 2*len(n.terms) >= len(n.table) {
		n.grow()
	}
	hash := uint32(maphash.Bytes(n.seed, term))
	at := n.find(hash, term)
	if n.table[at] == 0 {
		n.terms = append(n.terms, internedTerm{begin: len(n.text), hash: hash})
		n.text = append(n.text, term...)
		n.table[at] = int32(len(n.terms))
	}
	number = n.table[at] - 1
	t := &n.terms[number]
	if t.last == n.now+1 {
		return number, false
	}
	t.last = n.now + 1
	t.turns++
	return number, true
}

// find is where in the table a term stands, or would.
func (n *interner) find(hash uint32, term []byte) int {
	mask := len(n.table) - 1
	at := int(hash) & mask
	for {
		number := n.table[at] - 1
		if number < 0 || n.terms[number].hash == hash && string(n.term(number)) == string(term) {
			return at
		}
		at = (at + 1) & mask
	}
}

// grow makes the table twice as large.
func (n *interner) grow() {
	if n.table == nil {
		n.seed = maphash.MakeSeed()
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

// vocabulary keeps the terms that occur in at least least turns, the most frequent first, and
// returns each interned term's number in it. Edge features that are rarer are dropped (-1).
func (n *interner) vocabulary(least int) (*Vocabulary, []int32) {
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
		case int(turns) >= least:
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
