package emission

import "intenthmm/internal/lanes"

// A Batch evaluates up to lanes.Width conversations that lie side by side: what belongs to the l-th
// stands where an Evaluator would put it in the block that begins at the l-th value. It serves one
// goroutine.
type Batch[O any] struct {
	evaluator Evaluator[O]
	linear    LinearEvaluator[O]      // the evaluator, if it is one
	panels    PanelEvaluator[O]       // the evaluator, if it is one
	tables    LinearPanelEvaluator[O] // likewise
	lanes     [lanes.Width][]O
}

// A PanelEvaluator is an Evaluator that is faster with a full panel: lanes.Width conversations side by
// side, each value lanes.Width from the next, the panels padded to lanes.Pad(n) distributions. Its
// methods do what Evaluator says for the turns that all conversations have, or for the first of them, and
// return for how many.
type PanelEvaluator[O any] interface {
	LogDensityPanels(dst []float64, turn int, obs *[lanes.Width][]O) int
	CollectPanels(stats []float64, obs *[lanes.Width][]O, posterior []float64, turn int) int
}

// A LinearPanelEvaluator is to a LinearEvaluator what a PanelEvaluator is to an Evaluator.
type LinearPanelEvaluator[O any] interface {
	DensityPanels(dst []float64, turn int, obs *[lanes.Width][]O) int
}

// NewBatch returns a batch of what the evaluator does.
func NewBatch[O any](v Evaluator[O]) *Batch[O] {
	b := &Batch[O]{evaluator: v}
	b.linear, _ = v.(LinearEvaluator[O])
	b.panels, _ = v.(PanelEvaluator[O])
	b.tables, _ = v.(LinearPanelEvaluator[O])
	return b
}

// Linear reports whether there are Densities.
func (b *Batch[O]) Linear() bool { return b.linear != nil }

// LogDensities writes the log densities of all conversations.
func (b *Batch[O]) LogDensities(dst []float64, at Layout, obs [][]O) {
	done := 0
	if b.panels != nil && b.full(at, obs) {
		done = b.panels.LogDensityPanels(dst, at.Turn, &b.lanes)
	}
	for l, o := range obs {
		if done < len(o) {
			b.evaluator.LogDensities(dst[l+done*at.Turn:], at, o[done:])
		}
	}
}

// Densities writes the densities of all conversations, if the evaluator is linear.
func (b *Batch[O]) Densities(dst []float64, at Layout, obs [][]O) {
	done := 0
	if b.tables != nil && b.full(at, obs) {
		done = b.tables.DensityPanels(dst, at.Turn, &b.lanes)
	}
	for l, o := range obs {
		if done < len(o) {
			b.linear.Densities(dst[l+done*at.Turn:], at, o[done:])
		}
	}
}

// Collect adds the statistics of all conversations.
func (b *Batch[O]) Collect(stats []float64, obs [][]O, posterior []float64, at Layout) {
	done := 0
	if b.panels != nil && b.full(at, obs) {
		done = b.panels.CollectPanels(stats, &b.lanes, posterior, at.Turn)
	}
	for l, o := range obs {
		if done < len(o) {
			b.evaluator.Collect(stats, o[done:], posterior[l+done*at.Turn:], at)
		}
	}
}

// full reports whether the panels are full: they then stand in lanes.
func (b *Batch[O]) full(at Layout, obs [][]O) bool {
	if len(obs) != lanes.Width || at.Dist != lanes.Width {
		return false
	}
	copy(b.lanes[:], obs)
	return true
}
