package emission

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
)

// A Field is one observation of a turn: how to get it and how to set it.
type Field[O any] struct {
	Get func(Turn) O
	Set func(*Turn, O)
}

// The fields of a Turn.
var (
	SymbolField  = Field[int]{func(t Turn) int { return int(t.Symbol) }, func(t *Turn, v int) { t.Symbol = int32(v) }}
	SpeakerField = Field[int]{func(t Turn) int { return int(t.Speaker) }, func(t *Turn, v int) { t.Speaker = int32(v) }}
	WordsField   = Field[[]Count]{func(t Turn) []Count { return t.Words }, func(t *Turn, v []Count) { t.Words = v }}
	VectorField  = Field[[]float64]{func(t Turn) []float64 { return t.Vector }, func(t *Turn, v []float64) { t.Vector = v }}
)

// A TurnPart is a family over turns that looks at one part of them, known by its name.
type TurnPart interface {
	Family[Turn]
	Starter[Turn]
	Embedder[Turn]
	Checker[Turn]
	Splitter
	Permuter
	// Name is the part's name: "words", "speaker", ….
	Name() string
	// Fill sets the part's field of t to an observation drawn from distribution e.
	Fill(t *Turn, e int, rng *rand.Rand)
	// Inner is the family over the part's own observations.
	Inner() any
	// Weight is what the part counts for beside the others: 1, unless it came from Weighted.
	Weight() float64
	// Weighted is a part of the same family, whose parameters are the part's own, that counts for
	// weight:
	//
	//	log density = weight · log p(x | e)    statistics = weight · those of weight 1
	//
	// A Joint with such parts is a composite likelihood: the sum of its log densities weighs what
	// different parts know, as where one is words and another a vector of hundreds of numbers made of
	// the same words, and is the logarithm of no density. It rises under EM as a likelihood does, and
	// states, paths and posteriors follow from it.
	//
	// LogPrior and pseudo-counts stay as they are while a turn counts for weight: beside the data the
	// prior is 1/weight times as strong. What is sampled comes from the distributions, which no weight
	// changes, and they are what Affinity compares.
	//
	// Source: Varin, Reid and Firth 2011, An overview of composite likelihood methods.
	Weighted(weight float64) TurnPart
	// Placed reports whether the part may place turns in Embed: true, unless it came from Unplaced.
	Placed() bool
	// Unplaced is a part of the same family, whose parameters are the part's own, that says nothing of where
	// k-means should start: its Embed has width 0. A Joint gives all placed parts equal shares in the
	// distance between turns, which is too much for one that parts turns sharply, and is of little weight
	// later: among words, who speaks. In all else the part is as it was.
	Unplaced() TurnPart
}

// Part makes a family over turns from a family over one of their fields. Abilities that the family
// lacks (to start, to be checked, …) the part has in the form of doing nothing; but for Permute, which
// panics: a model of which only some parts were permuted would be another model.
func Part[O any](name string, family Family[O], field Field[O]) TurnPart {
	return &part[O]{name, family, field, 1, false}
}

type part[O any] struct {
	name     string
	family   Family[O]
	field    Field[O]
	weight   float64
	unplaced bool
}

func (p *part[O]) Name() string                                  { return p.name }
func (p *part[O]) Inner() any                                    { return p.family }
func (p *part[O]) Len() int                                      { return p.family.Len() }
func (p *part[O]) StatsLen() int                                 { return p.family.StatsLen() }
func (p *part[O]) Maximize(stats []float64) ([]em.Repair, error) { return p.family.Maximize(stats) }
func (p *part[O]) LogPrior() float64                             { return p.family.LogPrior() }
func (p *part[O]) ParamLen() int                                 { return p.family.ParamLen() }
func (p *part[O]) Params(dst []float64)                          { p.family.Params(dst) }
func (p *part[O]) SetParams(src []float64) error                 { return p.family.SetParams(src) }
func (p *part[O]) Weight() float64                               { return p.weight }
func (p *part[O]) MarshalJSON() ([]byte, error)                  { return json.Marshal(p.family) }
func (p *part[O]) Clone() Family[Turn] {
	return &part[O]{p.name, p.family.Clone(), p.field, p.weight, p.unplaced}
}

func (p *part[O]) Check(t Turn) error {
	if c, ok := p.family.(Checker[O]); ok {
		if err := c.Check(p.field.Get(t)); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// gather picks the part's field out of every turn.
func (p *part[O]) gather(batches [][]Turn) [][]O {
	out := make([][]O, len(batches))
	for b, batch := range batches {
		out[b] = make([]O, len(batch))
		for t := range batch {
			out[b][t] = p.field.Get(batch[t])
		}
	}
	return out
}

func (p *part[O]) Start(batches [][]Turn) error {
	s, ok := p.family.(Starter[O])
	if !ok {
		return nil
	}
	if err := s.Start(p.gather(batches)); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

func (p *part[O]) Placed() bool { return !p.unplaced }

func (p *part[O]) Unplaced() TurnPart {
	return &part[O]{p.name, p.family, p.field, p.weight, true}
}

func (p *part[O]) Embed(batches [][]Turn, seed uint64) ([]float64, int) {
	return p.embed(context.Background(), batches, seed)
}

func (p *part[O]) embed(ctx context.Context, batches [][]Turn, seed uint64) ([]float64, int) {
	if p.unplaced {
		return nil, 0
	}
	return embed[O](ctx, p.family, p.gather(batches), seed)
}

func (p *part[O]) Split(from, to int, rng *rand.Rand) {
	if s, ok := p.family.(Splitter); ok {
		s.Split(from, to, rng)
	}
}

func (p *part[O]) Permute(order []int) {
	q, ok := p.family.(Permuter)
	if !ok {
		panic(fmt.Sprintf("emission: part %q: its family is no Permuter", p.name))
	}
	q.Permute(order)
}

func (p *part[O]) Fill(t *Turn, e int, rng *rand.Rand) {
	if s, ok := p.family.(Sampler[O]); ok {
		p.field.Set(t, s.Sample(e, rng))
	}
}

func (p *part[O]) Evaluator() Evaluator[Turn] {
	v := &partEvaluator[O]{inner: p.family.Evaluator(), get: p.field.Get}
	if p.weight != 1 {
		return &weightedEvaluator{inner: v, n: p.Len(), weight: p.weight}
	}
	return v
}

// partEvaluator hands the inner evaluator its own observations, gathered in scratch that grows to
// the longest conversation.
type partEvaluator[O any] struct {
	inner Evaluator[O]
	get   func(Turn) O
	obs   []O
}

func (v *partEvaluator[O]) gather(turns []Turn) []O {
	v.obs = v.obs[:0]
	for t := range turns {
		v.obs = append(v.obs, v.get(turns[t]))
	}
	return v.obs
}

func (v *partEvaluator[O]) LogDensities(dst []float64, at Layout, turns []Turn) {
	v.inner.LogDensities(dst, at, v.gather(turns))
}

func (v *partEvaluator[O]) Collect(stats []float64, turns []Turn, posterior []float64, at Layout) {
	v.inner.Collect(stats, v.gather(turns), posterior, at)
}
