package emissiontest

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

// everyTurn calls f for the place of every value of a block.
func everyTurn(at layoutOf, turns int, f func(t, e, place int)) {
	for t := range turns {
		for e := range 3 {
			f(t, e, t*at.Turn+e*at.Dist)
		}
	}
}

// Each defect breaks the law it should; many break others on the way.
func TestBrokenFamilies(t *testing.T) {
	inner := func(v evaluator, dst []float64, at layoutOf, obs [][]float64) { v.LogDensities(dst, at, obs) }
	calls := 0
	for _, c := range []struct {
		law, what string
		broken    broken
	}{
		{"layout", "ignores strides", broken{densities: func(v evaluator, dst []float64, _ layoutOf, obs [][]float64) {
			inner(v, dst, emission.RowMajor(3), obs)
		}}},
		{"layout", "NaN where nothing fits", broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
			inner(v, dst, at, obs)
			everyTurn(at, len(obs), func(_, _, place int) {
				if dst[place] < -20 {
					dst[place] = math.NaN()
				}
			})
		}}},
		{"layout", "writes past its places", broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
			inner(v, dst, at, obs)
			if at.Turn > 3 && len(obs) > 0 {
				dst[at.Dist*2+1] = 0
			}
		}}},
		{"layout", "depends on its company", broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
			inner(v, dst, at, obs)
			everyTurn(at, len(obs), func(_, _, place int) { dst[place] += 1e-13 * float64(len(obs)) })
		}}},
		{"posterior", "ignores strides", broken{collect: func(v evaluator, stats []float64, obs [][]float64, p []float64, _ layoutOf) {
			v.Collect(stats, obs, p[:min(len(p), 3*len(obs))], emission.RowMajor(3))
		}}},
		{"posterior", "scales the posterior in place", broken{collect: func(v evaluator, stats []float64, obs [][]float64, p []float64, at layoutOf) {
			v.Collect(stats, obs, p, at)
			everyTurn(at, len(obs), func(_, _, place int) { p[place] /= 2 })
		}}},
		{"missing", "missing counts a little", broken{collect: func(v evaluator, stats []float64, obs [][]float64, p []float64, at layoutOf) {
			v.Collect(stats, obs, p, at)
			everyTurn(at, len(obs), func(t, _, place int) {
				if obs[t] == nil {
					stats[0] += 1e-9 * p[place]
				}
			})
		}}},
		{"missing", "missing is improbable", broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
			inner(v, dst, at, obs)
			everyTurn(at, len(obs), func(t, _, place int) {
				if obs[t] == nil {
					dst[place] = -1e-12
				}
			})
		}}},
		{"linear", "overwrites", broken{collect: func(v evaluator, stats []float64, obs [][]float64, p []float64, at layoutOf) {
			clear(stats)
			v.Collect(stats, obs, p, at)
		}}},
		{"linear", "not in proportion", broken{collect: func(v evaluator, stats []float64, obs [][]float64, p []float64, at layoutOf) {
			v.Collect(stats, obs, p, at)
			everyTurn(at, len(obs), func(_, _, place int) { stats[0] += 1e-6 * p[place] * p[place] })
		}}},
		{"allocation", "allocates", broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
			inner(v, dst, at, slices.Clone(obs))
		}}},
		{"mass", "forgets a constant", broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
			inner(v, dst, at, obs)
			everyTurn(at, len(obs), func(t, _, place int) {
				if obs[t] != nil {
					dst[place] += 1e-5
				}
			})
		}}},
		{"rise", "moves a mean off", broken{maximize: func(g *emission.Gaussian, stats []float64) ([]em.Repair, error) {
			r, err := g.Maximize(stats)
			g.Mean(2)[0]++
			return r, err
		}}},
		{"rise", "changes its statistics", broken{maximize: func(g *emission.Gaussian, stats []float64) ([]em.Repair, error) {
			r, err := g.Maximize(stats)
			stats[1] = 0
			return r, err
		}}},
		{"stationary", "variances a little too large", broken{maximize: func(g *emission.Gaussian, stats []float64) ([]em.Repair, error) {
			r, err := g.Maximize(stats)
			for e := range 3 {
				for i := range g.Cov(e) {
					g.Cov(e)[i] *= 1.01
				}
			}
			return r, err
		}}},
		{"stationary", "no prior in LogPrior", broken{logPrior: func(*emission.Gaussian) float64 { return 0 }}},
		{"nothing", "divides by zero", broken{maximize: func(g *emission.Gaussian, stats []float64) ([]em.Repair, error) {
			r, err := g.Maximize(stats)
			g.Mean(0)[0] += 0 / stats[0]
			return r, err
		}}},
		{"degenerate", "no floor", broken{start: func(g *emission.Gaussian, data [][][]float64) error {
			err := g.Start(data)
			if len(slices.Concat(data...)) == 1 {
				g.Cov(0)[0] = 0
			}
			return err
		}}},
		{"shape", "two alike", broken{densities: func(v evaluator, dst []float64, at layoutOf, obs [][]float64) {
			inner(v, dst, at, obs)
			for t := range obs {
				dst[t*at.Turn+at.Dist] = dst[t*at.Turn]
			}
		}}},
		{"shape", "takes short parameters", broken{setParams: func(g *emission.Gaussian, src []float64) error {
			return g.SetParams(append(src, make([]float64, g.ParamLen()-len(src))...))
		}}},
		{"parameters", "in other units", broken{params: func(g *emission.Gaussian, dst []float64) {
			g.Params(dst)
			dst[6] = math.Sqrt(dst[6]) * math.Sqrt(dst[6])
		}, setParams: func(g *emission.Gaussian, src []float64) error {
			src = slices.Clone(src)
			src[7] = math.Pow(math.Sqrt(src[7]), 2)
			return g.SetParams(src)
		}}},
		{"parameters", "accepts NaN", broken{setParams: func(g *emission.Gaussian, src []float64) error {
			_ = g.SetParams(src)
			return nil
		}}},
		{"parameters", "half set", broken{setParams: func(g *emission.Gaussian, src []float64) error {
			copy(g.Mean(0), src)
			return g.SetParams(src)
		}}},
		{"clone", "shares its means", broken{clone: func(g *emission.Gaussian) *emission.Gaussian {
			c := *g
			return &c
		}}},
		{"clone", "loses its prior", broken{clone: func(g *emission.Gaussian) *emission.Gaussian {
			c := g.Clone().(*emission.Gaussian)
			c.SetPrior(0, nil, nil)
			return c
		}}},
		{"sample", "another source", broken{sample: func(g *emission.Gaussian, e int, rng *rand.Rand) []float64 {
			calls++
			return append(g.Mean(e)[:1:1], float64(calls))
		}}},
		{"recover", "the next distribution", broken{sample: func(g *emission.Gaussian, e int, rng *rand.Rand) []float64 {
			return g.Sample((e+1)%3, rng)
		}}},
		{"recover", "twice the variance", broken{sample: func(g *emission.Gaussian, e int, rng *rand.Rand) []float64 {
			x, m := g.Sample(e, rng), g.Mean(e)
			return []float64{m[0] + math.Sqrt2*(x[0]-m[0]), x[1]}
		}}},
		{"start", "different each time", broken{start: func(g *emission.Gaussian, data [][][]float64) error {
			calls++
			err := g.Start(data)
			g.Mean(0)[0] += float64(calls)
			return err
		}}},
		{"start", "sorts the data", broken{start: func(g *emission.Gaussian, data [][][]float64) error {
			for _, batch := range data {
				slices.Reverse(batch)
			}
			return g.Start(data)
		}}},
		{"embed", "drops missing turns", broken{embed: func(g *emission.Gaussian, data [][][]float64) ([]float64, int) {
			rows, width := g.Embed(data, 1)
			for i, x := range slices.Concat(data...) {
				if x == nil {
					return slices.Delete(rows, i*width, (i+1)*width), width
				}
			}
			return rows, width
		}}},
		{"embed", "not finite", broken{embed: func(g *emission.Gaussian, data [][][]float64) ([]float64, int) {
			rows, width := g.Embed(data, 1)
			for i := range rows {
				rows[i] = math.Log(rows[i] * rows[i])
			}
			return rows, width
		}}},
		{"check", "accepts everything", broken{check: func(*emission.Gaussian, []float64) error { return nil }}},
		{"check", "refuses missing ones", broken{check: func(g *emission.Gaussian, x []float64) error {
			if x == nil {
				return errors.New("nothing")
			}
			return g.Check(x)
		}}},
		{"split", "exact copy", broken{split: func(g *emission.Gaussian, from, to int, _ *rand.Rand) {
			copy(g.Mean(to), g.Mean(from))
			copy(g.Cov(to), g.Cov(from))
		}}},
		{"split", "the wrong way", broken{split: func(g *emission.Gaussian, from, to int, rng *rand.Rand) { g.Split(to, from, rng) }}},
		{"split", "far away", broken{split: func(g *emission.Gaussian, from, to int, rng *rand.Rand) {
			g.Split(from, to, rng)
			g.Mean(to)[0] += 5
		}}},
		{"permute", "the inverse", broken{permute: func(g *emission.Gaussian, order []int) {
			inverse := make([]int, len(order))
			for e, from := range order {
				inverse[from] = e
			}
			g.Permute(inverse)
		}}},
		{"permute", "only the means", broken{permute: func(g *emission.Gaussian, order []int) {
			old := g.Clone().(*emission.Gaussian)
			for e, from := range order {
				copy(g.Mean(e), old.Mean(from))
			}
		}}},
		{"file", "rounds", broken{marshal: func(g *emission.Gaussian) ([]byte, error) {
			c := g.Clone().(*emission.Gaussian)
			c.Cov(1)[0] = math.Nextafter(c.Cov(1)[0], 1)
			return c.MarshalJSON()
		}}},
		{"file", "loses its prior", broken{unmarshal: func(data []byte) (*emission.Gaussian, error) {
			g := new(emission.Gaussian)
			err := g.UnmarshalJSON(data)
			if err == nil {
				g.SetPrior(0, nil, nil)
			}
			return g, err
		}}},
		{"damage", "believes everything", broken{unmarshal: func(data []byte) (*emission.Gaussian, error) {
			g := new(emission.Gaussian)
			if g.UnmarshalJSON(data) != nil {
				g = sound()
			}
			return g, nil
		}}},
		{"damage", "an error that says nothing", broken{unmarshal: func(data []byte) (*emission.Gaussian, error) {
			g := new(emission.Gaussian)
			if g.UnmarshalJSON(data) != nil {
				return g, errors.New("bad file")
			}
			return g, nil
		}}},
		{"damage", "panics", broken{unmarshal: func(data []byte) (*emission.Gaussian, error) {
			g := new(emission.Gaussian)
			if err := g.UnmarshalJSON(data); err != nil {
				panic(err)
			}
			return g, nil
		}}},
		{"damage", "does not check variances", broken{unmarshal: func(data []byte) (*emission.Gaussian, error) {
			g := new(emission.Gaussian)
			err := g.UnmarshalJSON(data)
			if err != nil && strings.Contains(err.Error(), "variance") {
				g, err = sound(), nil
				g.Cov(0)[0] = -1
			}
			return g, err
		}}},
	} {
		t.Run(c.law+": "+c.what, func(t *testing.T) {
			if breaks(&c.broken, c.law) == nil {
				t.Error("keeps the law")
			}
		})
	}
}
