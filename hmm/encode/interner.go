package encode

import (
	"cmp"
	"slices"
)

// interner numbers terms as they come and counts the turns they occur in.
type interner struct {
	number map[string]int32
	terms  []string
	turns  []int32
	seenIn []int32 // the last turn, counted over the whole corpus, that each was seen in
	now    int32
}

func (n *interner) len() int { return len(n.terms) }

// add numbers a term, and reports whether it is new in this turn.
func (n *interner) add(term []byte) (number int32, fresh bool) {
	number, ok := n.number[string(term)]
	if !ok {
		if n.number == nil {
			n.number = map[string]int32{}
		}
		number = int32(len(n.terms))
		n.terms = append(n.terms, string(term))
		n.number[n.terms[number]] = number
		n.turns, n.seenIn = append(n.turns, 0), append(n.seenIn, -1)
	}
	if n.seenIn[number] == n.now {
		return number, false
	}
	n.seenIn[number] = n.now
	n.turns[number]++
	return number, true
}

// vocabulary keeps the terms that occur in at least least turns, the most frequent first, and
// returns each interned term's number in it. Edge features that are rarer are dropped (-1).
func (n *interner) vocabulary(least int) (*Vocabulary, []int32) {
	var kept []int32
	folded := 0
	number := make([]int32, len(n.terms))
	for i, turns := range n.turns {
		switch {
		case int(turns) >= least:
			kept = append(kept, int32(i))
		case Plain(n.terms[i]):
			folded++
		default:
			number[i] = -1
		}
	}
	slices.SortFunc(kept, func(a, b int32) int {
		return cmp.Or(cmp.Compare(n.turns[b], n.turns[a]), cmp.Compare(n.terms[a], n.terms[b]))
	})
	terms := make([]string, len(kept))
	for i, t := range kept {
		terms[i] = n.terms[t]
		number[t] = int32(i + 1)
	}
	return newVocabulary(terms, folded), number
}
