//go:build !unix

package main

import "time"

// seconds is the time that f takes, where processor time is not to be had.
func seconds(f func() error) (float64, error) {
	begin := time.Now()
	err := f()
	return time.Since(begin).Seconds(), err
}
