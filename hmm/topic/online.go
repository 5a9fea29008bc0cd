package topic

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
)

// Online is how topics are learnt from a batch of documents after the other. After batch t, t = 0, 1, …, the
// topics' parameters are those of before and those of a whole collection of documents like the batch,
//
//	λ ← (1-ρ) λ + ρ λ'      ρ = (Offset + t)^-Decay
//
// Source: Hoffman, Blei and Bach (2010), algorithm 2. Priors are not learnt on the way.
type Online struct {
	Passes int     `json:"passes"` // over all documents, in an order of its own each; 0: none
	Batch  int     `json:"batch"`  // documents
	Decay  float64 `json:"decay"`  // in (0.5, 1] for convergence
	Offset float64 `json:"offset"` // at least 1: how little early batches count
}

func (o *Online) check() error {
	switch {
	case o.Passes < 0:
		return fmt.Errorf("%d passes, expected at least 0", o.Passes)
	case o.Passes == 0:
		return nil
	case o.Batch < 1:
		return fmt.Errorf("batches of %d documents, expected at least one", o.Batch)
	case !(o.Decay >= 0 && o.Decay <= 1):
		return fmt.Errorf("decay %v, expected 0.5 to 1", o.Decay)
	case !(o.Offset >= 1) || math.IsInf(o.Offset, 1):
		return fmt.Errorf("offset %v, expected at least 1", o.Offset)
	}
	return nil
}

// Pass learns from all items once, a batch after the other, in an order drawn from rng. seen is how many
// batches went before. It ends early where ctx does, between two batches, and says from how many it has learnt.
func (v *Variational) Pass(ctx context.Context, items []*Item, o Online, seen int, gate em.Gate, rng *rand.Rand) (batches int, err error) {
	all := 0.0
	for _, d := range items {
		all += d.weight
	}
	batch := make([]*Item, 0, o.Batch)
	for at, i := range rng.Perm(len(items)) {
		batch = append(batch, items[i])
		if len(batch) < o.Batch && at < len(items)-1 {
			continue
		}
		if err := v.Step(ctx, batch, all, o, seen+batches, gate); err != nil {
			return batches, err
		}
		batches++
		batch = batch[:0]
	}
	return batches, nil
}

// Step learns from one batch, which stands for a collection of the weight all. seen is how many batches went
// before.
func (v *Variational) Step(ctx context.Context, batch []*Item, all float64, o Online, seen int, gate em.Gate) error {
	for _, d := range batch {
		d.gamma = nil // the topics have moved far since
	}
	if v.steps == nil || v.gate != gate {
		v.steps, v.gate = em.NewExpecter(v, gate), gate
	}
	stats, err := v.steps.Expect(ctx, batch)
	if err != nil {
		return err
	}
	shares, _, weight := v.split(stats.Values)
	v.blend(shares, math.Pow(o.Offset+float64(seen), -o.Decay), all / *weight)
	v.refresh()
	return nil
}

// batches is how many there are in a pass.
func (o *Online) batches(items int) int { return (items + o.Batch - 1) / o.Batch }
