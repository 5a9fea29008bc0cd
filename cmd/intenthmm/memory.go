package main

import (
	"os"
	"runtime/debug"
)

const (
	// largeLog is the number of messages from which on a log counts as large.
	largeLog = 1_000_000
	// largeGrowth is by how many hundredths the heap may then grow between two collections.
	largeGrowth = 10
)

// spareMemory holds the garbage collector of a process that trains on a large log to a heap little larger
// than the corpus. That stays to the end, and as Go sets out, so much memory again may fill with garbage;
// of which training makes little, so that collecting more often costs it next to nothing. Where the user
// has set GOGC, that holds.
func spareMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(largeGrowth)
	}
}
