package mixture

import (
	"context"
	"math"

	"intenthmm/baumwelch/em"
	"intenthmm/internal/lanes"
)

// lloydWorker assigns blocks of points, one goroutine's worth.
type lloydWorker struct {
	l      *lloyd
	unsure []int32 // points of the block whose nearest centre has to be looked for
	panels []float64
	near   []lanes.Nearby
}

// Refresh has nothing to do: the learner packs the centres.
func (w *lloydWorker) Refresh() {}

// Collect assigns the points and sums up how far they are from their centres.
func (w *lloydWorker) Collect(stats *em.Stats, shard []*pointBlock) error {
	k, d := w.l.Len(), w.l.Width
	sums, weights := stats.Values[:k*d], stats.Values[k*d:k*d+k]
	for _, b := range shard {
		stats.Values[k*d+k] += float64(w.assign(b))
		lanes.OwnMoments(sums, b.square, b.points, w.l.Centres, b.own, b.weight, d)
		for i, c := range b.own {
			weights[c] += b.weight[i]
			stats.LogLikelihood -= float64(b.weight[i] * b.square[i])
			stats.Turns += b.weight[i]
		}
		stats.Items += len(b.own)
	}
	return nil
}

// assign finds the nearest centre of every point, and returns how many changed theirs.
func (w *lloydWorker) assign(b *pointBlock) (changed int) {
	known := b.step > 0 && b.step >= w.l.step-1
	w.unsure = w.unsure[:0]
	switch {
	case known && b.step == w.l.step:
		return 0
	case known && w.l.bounded:
		w.doubt(b)
	default:
		for i := range b.own {
			w.unsure = append(w.unsure, int32(i))
		}
	}
	if changed = w.search(b); !known {
		changed = len(b.own)
	}
	b.step = w.l.step
	return changed
}

// doubt finds the points that may have come nearer to another centre: by now they are at most as far from their own
// as before and the way that it went, and at least as far from others as before without the longest way of those.
// Both sides of the comparison have room for the rounding of all distances in it.
func (w *lloydWorker) doubt(b *pointBlock) {
	const vanished = 1e-150 // distances below have squares that are no measure of them
	l := w.l
	up := 1 + roundOff(l.Width)
	for i, c := range b.own {
		most := l.moved[l.widest]
		if int(c) == l.widest {
			most = l.next
		}
		b.second[i] = (b.second[i] - most) * (1 - 0x1p-50)
		if math.Sqrt(b.square[i])*up+l.moved[c]+vanished >= b.second[i] {
			w.unsure = append(w.unsure, int32(i))
		}
	}
}

// search holds the unsure points against all centres.
func (w *lloydWorker) search(b *pointBlock) (changed int) {
	const width = lanes.Width
	d, panels := w.l.Width, (len(w.unsure)+width-1)/width
	if panels == 0 {
		return 0
	}
	lanes.Grow(&w.panels, panels*d*width)
	if len(w.near) < panels {
		w.near = make([]lanes.Nearby, panels)
	}
	for p := range panels {
		lanes.Gather(w.panels[p*d*width:], b.points, w.unsure[p*width:min((p+1)*width, len(w.unsure))], d)
	}
	lanes.Nearest(w.near[:panels], w.panels, w.l.packed, w.l.Len(), d)
	down := 1 - roundOff(d)
	for at, i := range w.unsure {
		near, lane := &w.near[at/width], at%width
		if c := int32(near.Centre[lane]); c != b.own[i] {
			b.own[i] = c
			changed++
		}
		b.second[i] = math.Sqrt(near.Second[lane]) * down
	}
	return changed
}

// clustering is where the points belong at the present centres, which most of them know already after a fit.
func (l *lloyd) clustering(result em.Result, gate em.Gate) (*Clustering, error) {
	stats, err := em.Expect(context.Background(), l, l.blocks, gate)
	if err != nil {
		return nil, err
	}
	c := &Clustering{Result: result, Inertia: -stats.LogLikelihood}
	for _, b := range l.blocks {
		for _, own := range b.own {
			c.Cluster = append(c.Cluster, int(own))
		}
	}
	return c, nil
}
