package emission

import "intenthmm/internal/lanes"

// mostGathered is the number of vectors that are gathered at once: those of eight lanes, or of a conversation.
const mostGathered = 256

// gathered are vectors in one block, and those of them that count for a distribution, with their weights. Where a
// few distributions share a vector among them, as they mostly do, the others are spared the work.
type gathered struct {
	points   []float64 // mostGathered×P, zeros beyond D
	missing  []bool    // of the points
	some     bool      // whether any is missing
	which    []int32
	weight   []float64
	one, two []float64 // P: sums of one distribution
	outer    outers    // sums of full covariances
}

// begin makes room for points of p values, of which there are none yet.
func (g *gathered) begin(p int) {
	if g.points == nil {
		lanes.Grow(&g.points, mostGathered*p)
		lanes.Grow(&g.which, mostGathered)
		lanes.Grow(&g.weight, mostGathered)
		lanes.Grow(&g.one, p)
		lanes.Grow(&g.two, p)
		g.missing = make([]bool, mostGathered)
	}
	g.some = false
}

// enter takes point i, of d values.
func (g *gathered) enter(i int, x []float64, d int) {
	g.missing[i] = x == nil
	if x == nil {
		g.some = true
		return
	}
	copy(g.points[i*len(g.one):], x[:d])
}

// dropMissing takes the missing points out of the first n that were picked, and returns how many are left.
func (g *gathered) dropMissing(n int) (left int) {
	for i, at := range g.which[:n] {
		if !g.missing[at] {
			g.which[left], g.weight[left] = at, g.weight[i]
			left++
		}
	}
	return left
}

// Collect adds the moments of some turns after the other.
func (v *gaussianEvaluator) Collect(stats []float64, obs [][]float64, posterior []float64, at Layout) {
	g, s := &v.gathered, split(stats, v.n, v.width, v.second, v.tied)
	for first := 0; first < len(obs); first += mostGathered {
		some := obs[first:min(first+mostGathered, len(obs))]
		g.begin(v.padded)
		for i, x := range some {
			g.enter(i, x, v.width)
		}
		for e := range v.n {
			v.add(s, e, lanes.Pick(g.which, g.weight, posterior[first*at.Turn+e*at.Dist:], at.Turn, len(some)))
		}
	}
}

// CollectPanels adds the turns of all lanes, a few of each after the other.
func (v *gaussianEvaluator) CollectPanels(stats []float64, obs *[lanes.Width][][]float64, posterior []float64, turn int) int {
	const most = mostGathered / lanes.Width
	turns, g, s := common(obs), &v.gathered, split(stats, v.n, v.width, v.second, v.tied)
	for first := 0; first < turns; first += most {
		some := min(most, turns-first)
		g.begin(v.padded)
		for l := range obs {
			for t, x := range obs[l][first : first+some] {
				g.enter(t*lanes.Width+l, x, v.width)
			}
		}
		for e := range v.n {
			v.add(s, e, lanes.PickPanel(g.which, g.weight, posterior[first*turn+e*lanes.Width:], turn, some))
		}
	}
	return turns
}

// add adds the first n that were picked to the statistics of distribution e.
func (v *gaussianEvaluator) add(s gaussianStats, e, n int) {
	g := &v.gathered
	if g.some {
		n = g.dropMissing(n)
	}
	if n == 0 {
		return
	}
	turns, sums, moments := s.of(e)
	*turns += lanes.Sum(g.weight[:n])
	one := v.wide(sums, g.one)
	v.form.collect(v, one, moments, v.centre(e), g.which[:n], g.weight[:n])
	v.narrow(sums, one)
}

// wide is where D sums are added up that kernels take for P: the sums themselves where they need no padding, else
// scratch, which narrow adds to them.
func (v *gaussianEvaluator) wide(sums, scratch []float64) []float64 {
	if v.padded == v.width {
		return sums
	}
	clear(scratch)
	return scratch
}

func (v *gaussianEvaluator) narrow(sums, wide []float64) {
	if v.padded == v.width {
		return
	}
	for i := range sums {
		sums[i] += wide[i]
	}
}
