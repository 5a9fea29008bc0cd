package encode

import (
	"fmt"
	"strings"
	"testing"
)

// TestInterner holds the hash table against a map, over several of its growths: terms that are beginnings
// of one another, the empty one among them, shorter and longer than a head.
func TestInterner(t *testing.T) {
	var n interner
	numbers, turns, last := map[string]int32{}, map[int32]int32{}, map[int32]int32{}
	add := func(term string) {
		number, fresh := n.add([]byte(term))
		want, known := numbers[term]
		if !known {
			want = int32(len(numbers))
			numbers[term] = want
		}
		if number != want {
			t.Fatalf("%q is number %d, want %d", term, number, want)
		}
		if before, seen := last[number]; fresh != (!seen || before != n.now) {
			t.Fatalf("%q in turn %d: fresh is %v, it was last seen in turn %d", term, n.now, fresh, before)
		}
		if fresh {
			turns[number]++
		}
		last[number] = n.now
	}
	for i := range 5000 {
		add(fmt.Sprint(i * i % 1777))
		add("")
		add(fmt.Sprint(i % 10))
		add(strings.Repeat("ab", i%20))
		add(fmt.Sprint("12345678901", i%100))
		add("\x00\x00\x00"[:i%4])
		if i%3 == 0 {
			n.now++
		}
	}
	if n.len() != len(numbers) {
		t.Errorf("%d terms, want %d", n.len(), len(numbers))
	}
	for term, number := range numbers {
		if got := string(n.term(number)); got != term || n.terms[number].turns != turns[number] {
			t.Errorf("number %d is %q in %d turns, want %q in %d", number, got, n.terms[number].turns, term, turns[number])
		}
	}
}
