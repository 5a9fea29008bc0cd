package hmm

import "intenthmm/hmm/emission"

// A Batch is what up to lanes.Width conversations emit that lie side by side, as
// forwardbackward.Emissions of the distributions: their densities come from the model's family, and
// posteriors become its statistics. It is compiled by Use for the model's present parameters, and serves
// one goroutine.
type Batch[O any] struct {
	family *emission.Batch[O]
	linear bool
	obs    [][]O
	block  [][]O     // the turns at hand
	stats  []float64 // the family's
}

// Use takes over the chain's ties and the present parameters of the model's family.
func (b *Batch[O]) Use(m *Model[O]) {
	b.family = emission.NewBatch(m.Emission.Evaluator())
	b.linear = m.Chain.Dist == nil && b.family.Linear()
}

// Load begins with other conversations, given by their observations, which are only read.
func (b *Batch[O]) Load(obs [][]O) { b.obs = obs }

// Into has the statistics added to stats, which has the family's StatsLen.
func (b *Batch[O]) Into(stats []float64) { b.stats = stats }

// Linear reports whether Densities writes densities, not their logarithms.
func (b *Batch[O]) Linear() bool { return b.linear }

// Densities is that of forwardbackward.Emissions.
func (b *Batch[O]) Densities(dst []float64, at emission.Layout, first, end int) {
	b.cut(first, end)
	if b.linear {
		b.family.Densities(dst, at, b.block)
	} else {
		b.family.LogDensities(dst, at, b.block)
	}
}

// Collect is that of forwardbackward.Emissions, for posteriors of distributions.
func (b *Batch[O]) Collect(posterior []float64, at emission.Layout, first, end int) {
	b.cut(first, end)
	b.family.Collect(b.stats, b.block, posterior, at)
}

// cut sets block to the turns from first to before end that there are.
func (b *Batch[O]) cut(first, end int) {
	b.block = b.block[:0]
	for _, o := range b.obs {
		b.block = append(b.block, o[min(first, len(o)):min(end, len(o))])
	}
}
