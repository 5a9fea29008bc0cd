package emission

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"intenthmm/baumwelch/em"
)

// Joint is a family over turns whose parts are independent given the state: its log density is the
// sum of theirs, each with its weight, and a part that a turn lacks contributes nothing.
type Joint struct{ parts []TurnPart }

// NewJoint takes the parts, which have equally many distributions and different names.
func NewJoint(parts ...TurnPart) (*Joint, error) {
	if len(parts) == 0 {
		return nil, fmt.Errorf("joint: no parts")
	}
	names := map[string]bool{}
	for _, p := range parts {
		if p.Len() != parts[0].Len() {
			return nil, fmt.Errorf("joint: part %q has %d distributions, part %q has %d",
				p.Name(), p.Len(), parts[0].Name(), parts[0].Len())
		}
		if names[p.Name()] {
			return nil, fmt.Errorf("joint: two parts are called %q", p.Name())
		}
		names[p.Name()] = true
	}
	return &Joint{parts}, nil
}

// Parts are the parts, in order.
func (j *Joint) Parts() []TurnPart { return j.parts }

// PartOf returns the inner family of the part of that name, if the joint has one of that type.
func PartOf[F any](j *Joint, name string) (family F, ok bool) {
	for _, p := range j.parts {
		if p.Name() == name {
			family, ok = p.Inner().(F)
			return family, ok
		}
	}
	return family, false
}

// Len is the number of distributions.
func (j *Joint) Len() int { return j.parts[0].Len() }

// Clone returns an independent copy.
func (j *Joint) Clone() Family[Turn] {
	c := &Joint{}
	for _, p := range j.parts {
		c.parts = append(c.parts, p.Clone().(TurnPart))
	}
	return c
}

// StatsLen is the sum of the parts'.
func (j *Joint) StatsLen() int {
	n := 0
	for _, p := range j.parts {
		n += p.StatsLen()
	}
	return n
}

// Maximize lets every part learn from its own statistics.
func (j *Joint) Maximize(stats []float64) ([]em.Repair, error) {
	if len(stats) != j.StatsLen() {
		panic("emission: len(stats) != StatsLen()")
	}
	var repairs []em.Repair
	for _, p := range j.parts {
		r, err := p.Maximize(stats[:p.StatsLen()])
		repairs = append(repairs, r...)
		if err != nil {
			return repairs, fmt.Errorf("%s: %w", p.Name(), err)
		}
		stats = stats[p.StatsLen():]
	}
	return repairs, nil
}

// LogPrior is the sum of the parts'.
func (j *Joint) LogPrior() float64 {
	sum := 0.0
	for _, p := range j.parts {
		sum += p.LogPrior()
	}
	return sum
}

// ParamLen is the sum of the parts'.
func (j *Joint) ParamLen() int {
	n := 0
	for _, p := range j.parts {
		n += p.ParamLen()
	}
	return n
}

// Params writes the parts' parameters one after the other.
func (j *Joint) Params(dst []float64) {
	for _, p := range j.parts {
		n := p.ParamLen()
		p.Params(dst[:n])
		dst = dst[n:]
	}
}

// SetParams takes parameters as Params writes them. If a part refuses its own, none changes.
func (j *Joint) SetParams(src []float64) error {
	if len(src) != j.ParamLen() {
		panic("emission: len(src) != ParamLen()")
	}
	old := make([]float64, len(src))
	j.Params(old)
	if err := j.setParams(src); err != nil {
		_ = j.setParams(old) // its own parameters, which no part refuses
		return err
	}
	return nil
}

func (j *Joint) setParams(src []float64) error {
	for _, p := range j.parts {
		n := p.ParamLen()
		if err := p.SetParams(src[:n]); err != nil {
			return fmt.Errorf("%s: %w", p.Name(), err)
		}
		src = src[n:]
	}
	return nil
}

// Start prepares every part.
func (j *Joint) Start(batches [][]Turn) error {
	for _, p := range j.parts {
		if err := p.Start(batches); err != nil {
			return err
		}
	}
	return nil
}

// Check names the part that is wrong.
func (j *Joint) Check(t Turn) error {
	for _, p := range j.parts {
		if err := p.Check(t); err != nil {
			return err
		}
	}
	return nil
}

// Embed puts the places of the parts that are placed side by side, each scaled to the same total variance.
func (j *Joint) Embed(batches [][]Turn, seed uint64) ([]float64, int) {
	return j.embed(context.Background(), batches, seed)
}

func (j *Joint) embed(ctx context.Context, batches [][]Turn, seed uint64) ([]float64, int) {
	turns := 0
	for _, b := range batches {
		turns += len(b)
	}
	var blocks [][]float64
	var widths []int
	total := 0
	for _, p := range j.parts {
		points, width := embed[Turn](ctx, p, batches, seed)
		if ctx.Err() != nil {
			return nil, 0
		}
		if width == 0 {
			continue
		}
		standardise(points, width)
		blocks, widths, total = append(blocks, points), append(widths, width), total+width
	}
	out := make([]float64, 0, turns*total)
	for t := range turns {
		for b, width := range widths {
			out = append(out, blocks[b][t*width:(t+1)*width]...)
		}
	}
	return out, total
}

// standardise scales points so that their variances over all dimensions sum to 1.
func standardise(points []float64, width int) {
	n := float64(len(points) / width)
	variance := 0.0
	for i := range width {
		mean, square := 0.0, 0.0
		for j := i; j < len(points); j += width {
			mean += points[j] / n
		}
		for j := i; j < len(points); j += width {
			square += float64((points[j] - mean) * (points[j] - mean))
		}
		variance += square / n
	}
	if variance <= 0 {
		return
	}
	scale := 1 / math.Sqrt(variance)
	for i := range points {
		points[i] *= scale
	}
}

// Split moves every part of to beside from.
func (j *Joint) Split(from, to int, rng *rand.Rand) {
	for _, p := range j.parts {
		p.Split(from, to, rng)
	}
}

// Permute reorders the distributions of every part.
func (j *Joint) Permute(order []int) {
	for _, p := range j.parts {
		p.Permute(order)
	}
}

// Sample draws every part of a turn.
func (j *Joint) Sample(e int, rng *rand.Rand) Turn {
	t := Missing
	for _, p := range j.parts {
		p.Fill(&t, e, rng)
	}
	return t
}

// Evaluator adds up the parts' densities.
func (j *Joint) Evaluator() Evaluator[Turn] {
	v := &jointEvaluator{n: j.Len()}
	for _, p := range j.parts {
		v.parts = append(v.parts, p.Evaluator())
		v.statsLen = append(v.statsLen, p.StatsLen())
	}
	return v
}

type jointEvaluator struct {
	n        int
	parts    []Evaluator[Turn]
	statsLen []int
	block    []float64 // T×E densities of one part
}

func (v *jointEvaluator) LogDensities(dst []float64, at Layout, turns []Turn) {
	v.parts[0].LogDensities(dst, at, turns)
	if n := len(turns) * v.n; cap(v.block) < n {
		v.block = make([]float64, n)
	}
	for _, p := range v.parts[1:] {
		p.LogDensities(v.block, RowMajor(v.n), turns)
		for t := range turns {
			out, in := dst[t*at.Turn:], v.block[t*v.n:(t+1)*v.n]
			for e, l := range in {
				out[e*at.Dist] += l
			}
		}
	}
}

func (v *jointEvaluator) Collect(stats []float64, turns []Turn, posterior []float64, at Layout) {
	for i, p := range v.parts {
		p.Collect(stats[:v.statsLen[i]], turns, posterior, at)
		stats = stats[v.statsLen[i]:]
	}
}

// Kind is "joint".
func (j *Joint) Kind() string { return "joint" }
