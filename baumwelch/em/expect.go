package em

import (
	"context"
	"sync"
	"sync/atomic"
)

// A Gate bounds how many goroutines compute at once, across several fits: a restart that waits
// leaves its share of the machine to the others.
type Gate chan struct{}

// NewGate returns a gate for n goroutines.
func NewGate(n int) Gate { return make(Gate, max(n, 1)) }

// Do runs f once there is room.
func (g Gate) Do(f func()) {
	g <- struct{}{}
	defer func() { <-g }()
	f()
}

// Try runs f on a goroutine of its own, if there is room at once, and reports whether it does.
func (g Gate) Try(f func()) bool {
	select {
	case g <- struct{}{}:
	default:
		return false
	}
	go func() {
		defer func() { <-g }()
		f()
	}()
	return true
}

// A ShardError is a worker's error, with the number of the first item of the shard it failed in.
type ShardError struct {
	First int
	Err   error
}

func (e *ShardError) Error() string { return e.Err.Error() }

func (e *ShardError) Unwrap() error { return e.Err }

// Expect runs one E-step at the learner's present parameters.
func Expect[D any](ctx context.Context, learner Learner[D], items []D, gate Gate) (*Stats, error) {
	return NewExpecter(learner, gate).Expect(ctx, items)
}

// An Expecter runs E-steps of one learner, over the same items again and again or over others each time,
// with workers and memory that it keeps: a block of statistics a worker and two more. It serves one goroutine.
type Expecter[D any] struct {
	learner Learner[D]
	gate    Gate
	shards  [][]D
	first   []int // where in the items each shard begins
	workers []Worker[D]
	total   *Stats
	blocks  int
	free    chan *Stats // blocks for shards not yet merged
}

// NewExpecter returns an Expecter that computes with as many goroutines as the gate lets through; nil: one.
func NewExpecter[D any](learner Learner[D], gate Gate) *Expecter[D] {
	if gate == nil {
		gate = NewGate(1)
	}
	return &Expecter[D]{learner: learner, gate: gate, free: make(chan *Stats, max(1, cap(gate))+2)}
}

// Expect runs one E-step at the learner's present parameters. The statistics are valid until the next.
func (x *Expecter[D]) Expect(ctx context.Context, items []D) (*Stats, error) {
	x.over(items)
	return x.expect(ctx)
}

// over cuts items into the shards of the next E-steps, and sees to it that there is what they need.
func (x *Expecter[D]) over(items []D) {
	x.shards, x.first = cut(items, x.learner.Size, x.learner.StatsLen()), x.first[:0]
	for i, n := 0, 0; i < len(x.shards); i++ {
		x.first = append(x.first, n)
		n += len(x.shards[i])
	}
	if x.total == nil {
		x.total = NewStats(x.learner.StatsLen())
	}
	for len(x.workers) < max(1, min(cap(x.gate), len(x.shards))) {
		x.workers = append(x.workers, x.learner.Worker())
	}
	for ; x.blocks < min(len(x.workers)+2, max(1, len(x.shards))); x.blocks++ {
		x.free <- NewStats(x.learner.StatsLen())
	}
}

// done is a shard's statistics on the way to the merge.
type done struct {
	shard int
	stats *Stats
	err   error
}

// expect runs one E-step. The statistics are valid until the next.
func (x *Expecter[D]) expect(ctx context.Context) (*Stats, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := make(chan done, cap(x.free))
	var next atomic.Int64
	var running sync.WaitGroup
	for _, w := range x.workers[:max(1, min(len(x.workers), len(x.shards)))] {
		running.Go(func() { x.work(ctx, w, &next, results) })
	}
	go func() { running.Wait(); close(results) }()
	err := x.merge(results, cancel)
	if err == nil && int(next.Load()) < len(x.shards) {
		err = ctx.Err()
	}
	return x.total, err
}

// work takes shards in order until none is left. It takes a block first: so the lowest shard that
// is not merged yet always has one, and the merge never starves.
func (x *Expecter[D]) work(ctx context.Context, w Worker[D], next *atomic.Int64, results chan<- done) {
	x.gate.Do(w.Refresh)
	for {
		var block *Stats
		select {
		case block = <-x.free:
		case <-ctx.Done():
			return
		}
		if ctx.Err() != nil {
			x.free <- block
			return
		}
		i := int(next.Add(1)) - 1
		if i >= len(x.shards) {
			x.free <- block
			return
		}
		var err error
		x.gate.Do(func() {
			block.Reset()
			err = w.Collect(block, x.shards[i])
		})
		results <- done{i, block, err}
	}
}

// merge adds the shards' statistics in shard order. The error is that of the first shard that
// failed.
func (x *Expecter[D]) merge(results <-chan done, cancel func()) error {
	x.total.Reset()
	waiting := map[int]done{}
	next := 0
	var failed error
	for r := range results {
		waiting[r.shard] = r
		for r, ok := waiting[next]; ok; r, ok = waiting[next] {
			delete(waiting, next)
			if failed == nil && r.err != nil {
				failed = &ShardError{First: x.first[next], Err: r.err}
				cancel()
			}
			next++
			if failed == nil {
				x.total.Add(r.stats)
			}
			x.free <- r.stats
		}
	}
	for _, r := range waiting { // cancelled with gaps
		x.free <- r.stats
	}
	return failed
}
