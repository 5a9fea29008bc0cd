package main

import (
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"intenthmm/baumwelch/em"
)

// A progress shows how far training is: a bar on a terminal, a line now and then elsewhere.
type progress struct {
	mu       sync.Mutex
	w        io.Writer
	bar      *progressbar.ProgressBar // nil off a terminal
	spoke    time.Time
	turns    func() int // of the data
	goal     float64    // gain a turn at which a restart is done
	restarts []float64  // how far each is, 0 to 1
}

// barSteps is the resolution of the bar.
const barSteps = 1000

// pause is the least time between two plain lines.
const pause = 5 * time.Second

func newProgress(w io.Writer, turns func() int, restarts int, tolerance float64) *progress {
	p := &progress{w: w, turns: turns, goal: math.Max(tolerance, 1e-9), restarts: make([]float64, restarts), spoke: time.Now()}
	if terminal(w) {
		p.bar = progressbar.NewOptions(barSteps,
			progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("training"),
			progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(false))
	}
	return p
}

// iteration is told of every iteration. The gain of EM falls by about the same factor each time, so
// that its logarithm measures the way: from 1 nat a turn to the goal.
func (p *progress) iteration(restart int, it em.Iteration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	turns := math.Max(float64(p.turns()), 1)
	if gain := it.Gain / turns; gain > 0 {
		p.restarts[restart] = math.Max(p.restarts[restart], math.Min(1, math.Log(gain)/math.Log(p.goal)))
	}
	done := 0.0
	for _, r := range p.restarts {
		done += r / float64(len(p.restarts))
	}
	if p.bar != nil {
		p.bar.Describe(fmt.Sprintf("training: restart %d, iteration %d", restart+1, it.Iteration))
		_ = p.bar.Set(int(done * barSteps))
		return
	}
	if time.Since(p.spoke) >= pause {
		p.spoke = time.Now()
		fmt.Fprintf(p.w, "training: restart %d of %d, iteration %d, objective %.4f nats a turn\n",
			restart+1, len(p.restarts), it.Iteration, it.Objective/turns)
	}
}

// start is told that all is read, and that starting points are being looked for.
func (p *progress) start() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Describe("training: finding starting points")
		_ = p.bar.RenderBlank()
	}
}

// finish clears the bar away, for what is printed next.
func (p *progress) finish() {
	if p.bar != nil {
		_ = p.bar.Finish()
	}
}
