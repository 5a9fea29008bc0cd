//go:build unix

package main

import (
	"syscall"
	"time"
)

// seconds is the processor time, user and system, that f takes.
func seconds(f func() error) (float64, error) {
	before, err := used()
	if err != nil {
		return 0, err
	}
	if err := f(); err != nil {
		return 0, err
	}
	after, err := used()
	return (after - before).Seconds(), err
}

func used() (time.Duration, error) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err
}
