package main

import (
	"fmt"
	"io"
	"math"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// A progress shows how far training is: a bar on a terminal, a line now and then elsewhere.
type progress struct {
	mu       sync.Mutex
	w        io.Writer
	bar      *progressbar.ProgressBar // nil off a terminal
	spoke    time.Time
	units    func() int // of the data: turns, or documents
	unit     string     // what the objective is in, a unit
	goal     float64    // gain a unit at which a restart is done
	restarts []float64  // how far each is, 0 to 1
	what     string     // the number of these is searched for
	searches float64    // share of the search in all the work
	searched float64    // how far that is
}

// searchShare is about how much of the time the search takes.
const searchShare = 0.6

// barSteps is the resolution of the bar.
const barSteps = 1000

// pause is the least time between two plain lines.
const pause = 5 * time.Second

// A journey is what training has ahead of it.
type journey struct {
	what      string // whose number may be searched for: states
	search    bool   // whether it is
	restarts  int
	tolerance float64 // the gain a unit that ends one
	unit      string  // what objectives are in: nats a turn
}

// newProgress shows a journey through data that have so many units.
func newProgress(w io.Writer, units func() int, j journey) *progress {
	p := &progress{
		w: w, units: units, unit: j.unit, spoke: time.Now(), what: j.what,
		goal: math.Min(math.Max(j.tolerance, 1e-9), 0.1), restarts: make([]float64, j.restarts),
	}
	if j.search {
		p.searches = searchShare
	}
	if terminal(w) {
		p.bar = progressbar.NewOptions(barSteps,
			progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("training"),
			progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(false))
	}
	return p
}

// iteration is told of every iteration. The gain of EM falls by about the same factor each time, so
// that its logarithm measures the way: from 1 a unit to the goal.
func (p *progress) iteration(restart int, it em.Iteration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	units := math.Max(float64(p.units()), 1)
	if gain := it.Gain / units; gain > 0 {
		p.restarts[restart] = math.Max(p.restarts[restart], math.Min(1, math.Log(gain)/math.Log(p.goal)))
	}
	p.searched = 1
	p.show(fmt.Sprintf("restart %d, iteration %d", restart+1, it.Iteration),
		fmt.Sprintf("restart %d of %d, iteration %d, objective %.4f %s", restart+1, len(p.restarts), it.Iteration, it.Objective/units, p.unit))
}

// step is told of every one of so many equal steps of a restart.
func (p *progress) step(restart, made, all int, noun string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.restarts[restart] = float64(made) / float64(all)
	p.searched = 1
	p.show(fmt.Sprintf("restart %d, %s %d", restart+1, noun, made),
		fmt.Sprintf("restart %d of %d, %s %d of %d", restart+1, len(p.restarts), noun, made, all))
}

// search is told of every number that the search has fitted a model for, and how far that is.
func (p *progress) search(number int, done float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.searched = math.Max(p.searched, done)
	text := fmt.Sprintf("how many %s? tried %d", p.what, number)
	p.show(text, fmt.Sprintf("%s, %.0f %% of the search", text, 100*p.searched))
}

// show moves the bar, with the short text, or prints the long one where there is none and the last was
// a while ago.
func (p *progress) show(short, long string) {
	if p.bar != nil {
		done := p.searches * p.searched
		for _, r := range p.restarts {
			done += (1 - p.searches) * r / float64(len(p.restarts))
		}
		p.bar.Describe("training: " + short)
		_ = p.bar.Set(int(done * barSteps))
		return
	}
	if time.Since(p.spoke) >= pause {
		p.spoke = time.Now()
		fmt.Fprintf(p.w, "training: %s\n", long)
	}
}

// stage is told of stages before the first iteration: those that take long are named. It is an em.Watch.
func (p *progress) stage(stage em.Stage, begins bool) {
	what, long := longStages[stage]
	if !begins || !long {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.show(what, what)
}

// longStages are what is shown of stages that take long on large logs.
var longStages = map[em.Stage]string{
	encode.Placing:    "placing words (svd)",
	encode.CodeMaking: "making a codebook",
	intent.Weighing:   "weighing vectors",
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
