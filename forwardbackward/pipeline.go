package forwardbackward

import (
	"runtime"
	"sync/atomic"
)

// A pipeline lets a second goroutine compute densities and statistics of some blocks while the recursion
// is at others. The two count what they have done; who is ahead waits awake, for blocks take some
// tens of microseconds, and sleeping takes longer.
type pipeline struct {
	advance, retreat func() // the second goroutine's jobs in the two passes

	beside  bool
	fetched atomic.Int64 // blocks whose densities are there
	passed  atomic.Int64 // blocks that the recursion is done with
	ended   atomic.Int64 // jobs
}

// pipelineBlocks is the number of blocks from which a second goroutine is worth asking for.
const pipelineBlocks = 4

// besides begins a pass of a long conversation by itself: it tries to have the job done beside it.
func (ws *Workspace) besides(job func()) {
	p := &ws.pipe
	p.beside = false
	if ws.Assist == nil || ws.width > 1 || ws.m.stepwise || ws.blocks() < pipelineBlocks {
		return
	}
	p.fetched.Store(0)
	p.passed.Store(0)
	p.ended.Store(0)
	p.beside = ws.Assist(job)
}

// await waits until so much has been done.
func await(counter *atomic.Int64, n int) {
	for counter.Load() < int64(n) {
		runtime.Gosched()
	}
}

// fetchBeside is the job beside forward: the densities of all blocks, as frames become free.
func (ws *Workspace) fetchBeside() {
	for n := range ws.blocks() {
		await(&ws.pipe.passed, n+1-len(ws.frames))
		ws.fetch(n)
		ws.pipe.fetched.Add(1)
	}
}

// deliverBeside is the job beside backward: the densities of each block, and what is to be done with the
// block after it.
func (ws *Workspace) deliverBeside() {
	last := ws.blocks() - 1
	for n := last; n >= -1; n-- {
		if n >= 0 {
			ws.refetch(n)
			ws.pipe.fetched.Add(1)
		}
		if n < last {
			await(&ws.pipe.passed, last-n)
			ws.deliver(&ws.frames[(n+1)%len(ws.frames)])
		}
	}
	ws.pipe.ended.Add(1)
}
