package emissiontest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

type (
	evaluator = emission.Evaluator[[]float64]
	layoutOf  = emission.Layout
)

// broken is a Gaussian family in which a test can break one thing at a time. Fields that are nil do
// what Gaussian does.
type broken struct {
	*emission.Gaussian
	densities func(v evaluator, dst []float64, at layoutOf, obs [][]float64)
	collect   func(v evaluator, stats []float64, obs [][]float64, p []float64, at layoutOf)
	maximize  func(g *emission.Gaussian, stats []float64) ([]em.Repair, error)
	logPrior  func(g *emission.Gaussian) float64
	params    func(g *emission.Gaussian, dst []float64)
	setParams func(g *emission.Gaussian, src []float64) error
	clone     func(g *emission.Gaussian) *emission.Gaussian
	sample    func(g *emission.Gaussian, e int, rng *rand.Rand) []float64
	start     func(g *emission.Gaussian, data [][][]float64) error
	embed     func(g *emission.Gaussian, data [][][]float64) ([]float64, int)
	check     func(g *emission.Gaussian, x []float64) error
	split     func(g *emission.Gaussian, from, to int, rng *rand.Rand)
	permute   func(g *emission.Gaussian, order []int)
	marshal   func(g *emission.Gaussian) ([]byte, error)
	unmarshal func(data []byte) (*emission.Gaussian, error)
}

func (b *broken) with(g *emission.Gaussian) *broken {
	c := *b
	c.Gaussian = g
	return &c
}

func (b *broken) Clone() emission.Family[[]float64] {
	if b.clone != nil {
		return b.with(b.clone(b.Gaussian))
	}
	return b.with(b.Gaussian.Clone().(*emission.Gaussian))
}

func (b *broken) Evaluator() evaluator { return brokenEvaluator{b, b.Gaussian.Evaluator()} }

type brokenEvaluator struct {
	b *broken
	evaluator
}

func (v brokenEvaluator) LogDensities(dst []float64, at layoutOf, obs [][]float64) {
	if v.b.densities != nil {
		v.b.densities(v.evaluator, dst, at, obs)
		return
	}
	v.evaluator.LogDensities(dst, at, obs)
}

func (v brokenEvaluator) Collect(stats []float64, obs [][]float64, p []float64, at layoutOf) {
	if v.b.collect != nil {
		v.b.collect(v.evaluator, stats, obs, p, at)
		return
	}
	v.evaluator.Collect(stats, obs, p, at)
}

func (b *broken) Maximize(stats []float64) ([]em.Repair, error) {
	if b.maximize != nil {
		return b.maximize(b.Gaussian, stats)
	}
	return b.Gaussian.Maximize(stats)
}

func (b *broken) LogPrior() float64 {
	if b.logPrior != nil {
		return b.logPrior(b.Gaussian)
	}
	return b.Gaussian.LogPrior()
}

func (b *broken) Params(dst []float64) {
	if b.params != nil {
		b.params(b.Gaussian, dst)
		return
	}
	b.Gaussian.Params(dst)
}

func (b *broken) SetParams(src []float64) error {
	if b.setParams != nil {
		return b.setParams(b.Gaussian, src)
	}
	return b.Gaussian.SetParams(src)
}

func (b *broken) Sample(e int, rng *rand.Rand) []float64 {
	if b.sample != nil {
		return b.sample(b.Gaussian, e, rng)
	}
	return b.Gaussian.Sample(e, rng)
}

func (b *broken) Start(data [][][]float64) error {
	if b.start != nil {
		return b.start(b.Gaussian, data)
	}
	return b.Gaussian.Start(data)
}

func (b *broken) Embed(data [][][]float64, seed uint64) ([]float64, int) {
	if b.embed != nil {
		return b.embed(b.Gaussian, data)
	}
	return b.Gaussian.Embed(data, seed)
}

func (b *broken) Check(x []float64) error {
	if b.check != nil {
		return b.check(b.Gaussian, x)
	}
	return b.Gaussian.Check(x)
}

func (b *broken) Split(from, to int, rng *rand.Rand) {
	if b.split != nil {
		b.split(b.Gaussian, from, to, rng)
		return
	}
	b.Gaussian.Split(from, to, rng)
}

func (b *broken) Permute(order []int) {
	if b.permute != nil {
		b.permute(b.Gaussian, order)
		return
	}
	b.Gaussian.Permute(order)
}

func (b *broken) MarshalJSON() ([]byte, error) {
	if b.marshal != nil {
		return b.marshal(b.Gaussian)
	}
	return b.Gaussian.MarshalJSON()
}

// sound is a diagonal family of three distributions and two dimensions, with a prior and a floor.
func sound() *emission.Gaussian {
	g, err := emission.NewGaussian(emission.Diagonal,
		[][]float64{{0, 0}, {3, 1}, {-2, 5}}, [][]float64{{1, 2}, {0.5, 1}, {2, 0.7}})
	if err != nil {
		panic(err)
	}
	g.SetPrior(1, []float64{1, 1}, []float64{0.05, 0.05})
	return g
}

func (b *broken) asCase() Case[[]float64] {
	c := Case[[]float64]{
		New:        func() emission.Family[[]float64] { return b.with(sound()) },
		HasMissing: true,
		Bad:        [][]float64{{1}, {math.NaN(), 1}},
		Points: func(int) (obs [][]float64, weights []float64) {
			for x := -12.0; x < 12; x += 0.1 {
				for y := -12.0; y < 15; y += 0.1 {
					obs, weights = append(obs, []float64{x, y}), append(weights, 0.01)
				}
			}
			return obs, weights
		},
		PointsTolerance: 1e-6,
		Decode: func(data []byte) (emission.Family[[]float64], error) {
			g := new(emission.Gaussian)
			err := g.UnmarshalJSON(data)
			if b.unmarshal != nil {
				g, err = b.unmarshal(data)
			}
			return b.with(g), err
		},
	}
	return c
}

// breaks tells how a family breaks a law, nil if it does not.
func breaks(b *broken, law string) error {
	for _, l := range laws[[]float64]() {
		if l.name == law {
			return b.asCase().hold(l)
		}
	}
	panic("no law of that name: " + law)
}

func TestSoundFamily(t *testing.T) {
	for _, l := range laws[[]float64]() {
		if err := new(broken).asCase().hold(l); err != nil {
			t.Errorf("%s: %v", l.name, err)
		}
	}
}

// halfLoaded changes before it refuses.
type halfLoaded struct{ *emission.Gaussian }

func (h *halfLoaded) UnmarshalJSON(data []byte) error {
	if h.Gaussian == nil {
		h.Gaussian = sound()
	}
	err := h.Gaussian.UnmarshalJSON(data)
	if err != nil {
		h.Mean(0)[0]++
	}
	return err
}

func TestHalfLoadedFamilies(t *testing.T) {
	c := Case[[]float64]{New: func() emission.Family[[]float64] { return &halfLoaded{sound()} }}
	for _, l := range laws[[]float64]() {
		err := c.hold(l)
		if l.name == "damage" && (err == nil || !strings.Contains(err.Error(), "changed the family")) {
			t.Errorf("damage: %v", err)
		}
	}
}

// Of evaluators that share scratch the race detector tells; without it they have to differ to be seen.
func TestConcurrentReports(t *testing.T) {
	b := &broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
		v.LogDensities(dst, at, obs)
		dst[0] += rand.Float64()
	}}
	if breaks(b, "concurrent") == nil {
		t.Error("keeps the law")
	}
}

func TestEdits(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range edits([]byte(`{"name":"x","rows":[[1,2]]}`)) {
		if !json.Valid(e.data) {
			t.Errorf("%s: %s", e.what, e.data)
		}
		seen[fmt.Sprintf("%v %v %s", e.names, e.fatal, e.data)] = true
	}
	for _, want := range []string{
		`[rows] true {"name":"x","rows":[[1,"text"]]}`,
		`[rows] false {"name":"x","rows":[[-1,2]]}`,
		`[rows] true {"name":"x","rows":[[1e999,2]]}`,
		`[name rows x] false {"name":"x","rows":[[2]]}`,
		`[name rows x] false {"name":"x","rows":[[1,2],[1,2]]}`,
		`[name rows x] false {"rows":[[1,2]]}`,
		`[name] true {"name":7,"rows":[[1,2]]}`,
	} {
		if !seen[want] {
			t.Errorf("no edit %s", want)
		}
	}
	if edits([]byte("{")) != nil {
		t.Error("edits of what is no JSON")
	}
}
