package main

import (
	"fmt"
	"io"
	"sync"
	"time"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/baumwelch/selection"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// writing is the command's own stage: the model is saved and its map printed.
const writing em.Stage = "writing"

// A stopwatch shares out the time that passes among the stages of the work. Where several run side by
// side, as restarts do, each has its part of the time: so the parts add up to the whole.
type stopwatch struct {
	mu     sync.Mutex
	clock  func() time.Time
	begun  time.Time
	last   time.Time // up to which all time is shared out
	stages []timing  // in the order of the work
	rest   time.Duration
}

type timing struct {
	stage   em.Stage
	begun   int // how often
	running int // how many are under way
	time    time.Duration
}

func newStopwatch(clock func() time.Time) *stopwatch {
	now := clock()
	w := &stopwatch{clock: clock, begun: now, last: now}
	for _, s := range []em.Stage{intent.Reading, intent.Encoding, encode.Placing, encode.CodeMaking, intent.Weighing, baumwelch.StartingPoints, em.EStep, em.MStep, selection.Comparing, intent.Describing, writing} {
		w.stages = append(w.stages, timing{stage: s})
	}
	return w
}

// watch is told of the stages. It is an em.Watch.
func (w *stopwatch) watch(stage em.Stage, begins bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.share()
	for i := range w.stages {
		switch t := &w.stages[i]; {
		case t.stage != stage:
		case begins:
			t.begun++
			t.running++
		default:
			t.running--
		}
	}
}

// share shares out the time that has passed, to the rest where no stage is under way.
func (w *stopwatch) share() {
	now := w.clock()
	passed := now.Sub(w.last)
	w.last = now
	running := 0
	for i := range w.stages {
		running += w.stages[i].running
	}
	if running == 0 {
		w.rest += passed
	}
	for i := range w.stages {
		if t := &w.stages[i]; t.running > 0 {
			t.time += passed * time.Duration(t.running) / time.Duration(running)
		}
	}
}

// write prints what each stage took of the whole so far, and how fast the three were that go through all
// of the data: bytes read, turns encoded, turns of all E-steps.
func (w *stopwatch) write(out io.Writer, turns int, bytes int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.share()
	whole := w.last.Sub(w.begun).Seconds()
	megabytes := float64(bytes) / 1e6
	fmt.Fprintf(out, "timings: %d turns, %.1f MB, %.3f s\n", turns, megabytes, whole)
	for _, t := range append(w.stages, timing{stage: "everything else", time: w.rest}) {
		if t.begun == 0 && (t.stage == intent.Weighing || t.stage == encode.Placing || t.stage == encode.CodeMaking) {
			continue // there are no vectors beside words, or words are not placed
		}
		seconds, speed := t.time.Seconds(), ""
		switch t.stage {
		case intent.Reading:
			speed = rate(megabytes, seconds, "MB")
		case intent.Encoding:
			speed = rate(float64(turns), seconds, "turns")
		case em.EStep:
			speed = rate(float64(turns)*float64(t.begun), seconds, "turns") + fmt.Sprintf(", %d of them", t.begun)
		case em.MStep:
			speed = fmt.Sprintf("  %d of them", t.begun)
		}
		fmt.Fprintf(out, "  %-16s %9.3f s %5.1f %%%s\n", t.stage, seconds, 100*seconds/max(whole, 1e-9), speed)
	}
}

// rate is how much there was of something in a second, "" if that is no number.
func rate(amount, seconds float64, unit string) string {
	if seconds <= 0 {
		return ""
	}
	return fmt.Sprintf("  %.0f %s/s", amount/seconds, unit)
}
