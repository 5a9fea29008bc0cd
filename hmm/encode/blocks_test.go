package encode

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestTurnLog takes out what was put in, turns without features and one that fills no block of the usual
// size among them, and holds nothing back.
func TestTurnLog(t *testing.T) {
	var l turnLog
	var want [][]int32
	put := func(features ...int32) {
		n := int32(len(want))
		l.add(n, n%3-1, features)
		want = append(want, append([]int32{n, n%3 - 1}, features...))
	}
	put()
	for i := range int32(3000) {
		put(slices.Repeat([]int32{i}, int(i%40))...)
	}
	put(slices.Repeat([]int32{7}, 2*mostBlock)...)
	put(1, 2)
	if n := len(l.list); n < 5 {
		t.Errorf("%d blocks: the test is of one that crosses them", n)
	}
	at := 0
	l.drain(func(conversation, speaker int32, features []int32) {
		if got := append([]int32{conversation, speaker}, features...); !slices.Equal(got, want[at]) {
			t.Fatalf("turn %d is %d, want %d", at, got, want[at])
		}
		at++
	})
	if at != len(want) {
		t.Errorf("%d turns, want %d", at, len(want))
	}
	for i, block := range l.list {
		if block != nil {
			t.Errorf("block %d is held on to", i)
		}
	}
}

// heap is the memory that is in use.
func heap() int {
	runtime.GC()
	runtime.GC() // what the first found to be dropped
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// TestBytesATurn holds builder and corpus to the memory that they promise: 12 bytes a turn and 4 a feature,
// then 56 and 8. The texts are dropped as they are read.
func TestBytesATurn(t *testing.T) {
	const n = 50_000
	messages := generate(500)
	features := 0
	_, turns, _ := build(t, Options{Observe: Words, MinTurns: 1}, messages)
	for _, turn := range turns {
		features += len(turn.Words)
	}
	before := heap()
	b, err := NewBuilder(Options{Observe: Words, MinTurns: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		m := messages[i%len(messages)]
		m.Text = strings.Clone(m.Text)
		if _, _, err := b.Add(&m); err != nil {
			t.Fatal(err)
		}
	}
	features *= n / len(messages)
	const fixed = 3 << 20 // vocabulary and index, and room in the last block
	if got, most := heap()-before, 12*n+4*features+fixed; got > most {
		t.Errorf("a builder of %d turns holds %d bytes, want at most %d", n, got, most)
	}
	e, corpus, err := b.Finish(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	b = nil
	if got, most := heap()-before, 56*n+8*features+fixed; got > most {
		t.Errorf("a corpus of %d turns holds %d bytes, want at most %d", n, got, most)
	}
	runtime.KeepAlive(corpus)
	runtime.KeepAlive(e)
	runtime.KeepAlive(messages)
}

// TestAddAllocatesNothing: once its words are known, a message costs no more than its part of a block.
func TestAddAllocatesNothing(t *testing.T) {
	messages := generate(500)
	b, err := NewBuilder(DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	all := func() {
		for i := range messages {
			if _, _, err := b.Add(&messages[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	for range 40 {
		all() // until blocks are of their full size
	}
	if got := testing.AllocsPerRun(10, all); got > 2 {
		t.Errorf("%v allocations for %d messages", got, len(messages))
	}
}
