package main

import (
	"runtime/debug"
	"testing"
)

func TestSpareMemory(t *testing.T) {
	for _, test := range []struct {
		gogc string
		want int
	}{{"", largeGrowth}, {"70", 100}} {
		t.Setenv("GOGC", test.gogc)
		before := debug.SetGCPercent(100)
		spareMemory()
		if got := debug.SetGCPercent(before); got != test.want {
			t.Errorf("GOGC=%q: the heap may grow by %d %%, want %d", test.gogc, got, test.want)
		}
	}
}
