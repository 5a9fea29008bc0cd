package encode

import (
	"bytes"
	"unicode/utf8"
)

// The marks of a word's beginning and end, which count as characters of its grams.
const (
	wordBegin = '<'
	wordEnd   = '>'
)

// The lengths that grams may have, in characters.
const (
	leastGram = 2
	mostGram  = 8
)

// A gramCutter cuts words into grams, with the scratch of one goroutine.
type gramCutter struct {
	n      int // characters of a gram
	marked []byte
	term   []byte
}

// each calls say with the term of every n characters in a row of a word, of its beginning and end marked; say's slice is
// valid until it returns. A word that with its marks has no more than n characters has none: its own feature says all. Of a
// phrase the grams are those of its words, and a word that stands for others (<url>) has none. It allocates nothing once it
// has seen the longest word.
func (g *gramCutter) each(word []byte, say func(term []byte)) {
	for len(word) > 0 {
		part := word
		if space := bytes.IndexByte(word, ' '); space >= 0 {
			part, word = word[:space], word[space+1:]
		} else {
			word = nil
		}
		g.cut(part, say)
	}
}

// cut is each of what is no phrase.
func (g *gramCutter) cut(word []byte, say func(term []byte)) {
	if len(word) == 0 || word[0] == wordBegin || utf8.RuneCount(word)+2 <= g.n {
		return
	}
	g.marked = append(append(append(g.marked[:0], wordBegin), word...), wordEnd)
	begin, signs := 0, 0
	for end := 0; end < len(g.marked); {
		_, size := utf8.DecodeRune(g.marked[end:])
		end += size
		if signs++; signs < g.n {
			continue
		}
		g.term = append(append(append(g.term[:0], firstMark...), g.marked[begin:end]...), lastMark...)
		say(g.term)
		_, size = utf8.DecodeRune(g.marked[begin:])
		begin += size
	}
}

// gramTable holds the numbers of the grams of words, by the words' own numbers.
type gramTable struct {
	n       int // characters of a gram
	spans   []span
	numbers []int32 // of all words, one after the other
}

type span struct{ begin, end int32 }

// of is the grams of a word, none of a number that no word has.
func (t *gramTable) of(word int32) []int32 {
	if int(word) >= len(t.spans) {
		return nil
	}
	s := t.spans[word]
	return t.numbers[s.begin:s.end]
}

// put makes what was appended to numbers from begin on the grams of a word.
func (t *gramTable) put(word int32, begin int) {
	for int(word) >= len(t.spans) {
		t.spans = append(t.spans, span{})
	}
	t.spans[word] = span{int32(begin), int32(len(t.numbers))}
}

// grams is the grams of every word of the vocabulary that are in it, too; nil where there are none, or words are hashed,
// so that a number tells of no word.
func (e *Encoder) grams() *gramTable {
	if e.Options.Grams == 0 || e.Terms == nil || e.Terms.bits > 0 {
		return nil
	}
	return e.Terms.grams(e.Options.Grams)
}

// grams is the grams of n characters of its words that it has, which are sought once; nil if that was for another n.
func (v *Vocabulary) grams(n int) *gramTable {
	v.cutting.Do(func() {
		v.cut.n = n
		cutter := gramCutter{n: n}
		for number := 1; number < v.Len(); number++ {
			if term := v.Term(number); Plain(term) {
				begin := len(v.cut.numbers)
				cutter.each([]byte(term), func(gram []byte) {
					if at, ok := v.find(gram); ok {
						v.cut.numbers = append(v.cut.numbers, at)
					}
				})
				v.cut.put(int32(number), begin)
			}
		}
	})
	if v.cut.n != n {
		return nil
	}
	return &v.cut
}
