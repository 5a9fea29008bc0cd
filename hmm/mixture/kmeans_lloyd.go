package mixture

import (
	"fmt"
	"math"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/lanes"
)

// lloyd is k-means as a learner. Its statistics are, for every centre, Σ w (x - c) over its points, then Σ w, and in
// the end the number of points that changed their centre.
type lloyd struct {
	*KMeans
	blocks  []*pointBlock
	packed  []float64 // the centres, for lanes.Nearest
	step    int       // counts the moves of the centres
	moved   []float64 // how far each went in the last, rounded up
	widest  int       // which went farthest
	next    float64   // how far the one after it went
	bounded bool      // points remember how far other centres are
}

// leastBounded is the work K×D a point from which on it pays to remember what rules it out.
const leastBounded = 64

func newLloyd(m *KMeans, p Points) (*lloyd, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	if err := p.Check(); err != nil {
		return nil, err
	}
	if p.Width != m.Width {
		return nil, fmt.Errorf("mixture: points of %d dimensions, centres of %d", p.Width, m.Width)
	}
	if m.Spherical {
		p = p.unit()
	}
	l := &lloyd{KMeans: m, blocks: blocks(p), moved: make([]float64, m.Len()), bounded: len(m.Centres) >= leastBounded}
	l.jump()
	return l, nil
}

// jump takes the centres as they are: nothing that was known of the points holds any more.
func (l *lloyd) jump() {
	l.step += 2
	lanes.PackCentres(&l.packed, l.Centres, l.Len(), l.Width)
}

// StatsLen is K×(D+1) + 1.
func (l *lloyd) StatsLen() int { return len(l.Centres) + l.Len() + 1 }

// Worker assigns points.
func (l *lloyd) Worker() em.Worker[*pointBlock] { return &lloydWorker{l: l} }

// Maximize moves the centres to the means of their points. If no point has changed its centre they are there.
func (l *lloyd) Maximize(stats *em.Stats) ([]em.Repair, error) {
	k, d := l.Len(), l.Width
	sums, weights := stats.Values[:k*d], stats.Values[k*d:k*d+k]
	before := slices.Clone(l.Centres)
	if stats.Values[k*d+k] == 0 {
		l.walked(before)
		return nil, nil
	}
	for c, w := range weights {
		if w > 0 {
			l.shift(c, sums[c*d:(c+1)*d], w)
		}
	}
	repairs := l.mend(weights)
	l.walked(before)
	return repairs, nil
}

// walked takes the centres as they are, and how far each went from where it was before.
func (l *lloyd) walked(before []float64) {
	d := l.Width
	l.step++
	l.widest, l.next = 0, 0
	for c := range l.moved {
		l.moved[c] = distance(before[c*d:(c+1)*d], l.Centres[c*d:(c+1)*d]) * (1 + roundOff(d))
		switch {
		case l.moved[c] > l.moved[l.widest]:
			l.next, l.widest = l.moved[l.widest], c
		case c != l.widest:
			l.next = max(l.next, l.moved[c])
		}
	}
	lanes.PackCentres(&l.packed, l.Centres, l.Len(), d)
}

// shift moves a centre by sum/weight.
func (l *lloyd) shift(c int, sum []float64, weight float64) {
	centre := l.Centres[c*l.Width : (c+1)*l.Width]
	for i, s := range sum {
		centre[i] += s / weight
	}
	if l.Spherical {
		scaleToUnit(centre)
	}
}

// mend moves centres without weight to the points farthest from their own.
func (l *lloyd) mend(weights []float64) (repairs []em.Repair) {
	taken := map[int]bool{}
	for c, w := range weights {
		if w > 0 {
			continue
		}
		x, n := l.farthest(taken)
		if x == nil {
			break
		}
		taken[n] = true
		copy(l.Centres[c*l.Width:(c+1)*l.Width], x)
		repairs = append(repairs, em.Repair{Distribution: c, Action: fmt.Sprintf("had no points; moved to point %d, far from its centre", n)})
	}
	return repairs
}

// farthest finds the point of some weight, not yet taken, that is farthest from its centre, the first of those
// equally far; nil if none is away from it.
func (l *lloyd) farthest(taken map[int]bool) (x []float64, n int) {
	most := 0.0
	for _, b := range l.blocks {
		for i, d := range b.square {
			if d > most && b.weight[i] > 0 && !taken[b.first+i] {
				most, x, n = d, b.points[i*l.Width:(i+1)*l.Width], b.first+i
			}
		}
	}
	return x, n
}

func distance(x, y []float64) float64 {
	sum := 0.0
	for i, v := range x {
		d := v - y[i]
		sum += float64(d * d)
	}
	return math.Sqrt(sum)
}

// roundOff bounds the relative error of a distance in d dimensions, in whatever order its squares are added.
func roundOff(d int) float64 { return float64(d+8) * 0x1p-52 }

// GlobalBound is 0: there is no prior.
func (l *lloyd) GlobalBound() float64 { return 0 }

// ParamLen is K×D.
func (l *lloyd) ParamLen() int { return len(l.Centres) }

// Params writes the centres.
func (l *lloyd) Params(dst []float64) { copy(dst, l.Centres) }

// SetParams takes the centres.
func (l *lloyd) SetParams(src []float64) error {
	copy(l.Centres, src)
	l.jump()
	return nil
}

// Size is the number of points.
func (l *lloyd) Size(b *pointBlock) int { return len(b.own) }
