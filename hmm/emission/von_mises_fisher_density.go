package emission

import "intenthmm/internal/lanes"

// Evaluator has the natural parameters κ_e μ_e, packed as one matrix of D rows, and the normalisers at hand: the
// densities of vectors are one product with the matrix, eight turns at a time, for which they lie side by side.
func (v *VonMisesFisher) Evaluator() Evaluator[[]float64] {
	x := &directionEvaluator{
		n: v.n, width: v.width, rows: lanes.Pad(v.width), columns: lanes.Pad(v.n), constant: make([]float64, v.n),
	}
	lanes.Grow(&x.natural, x.rows*x.columns)
	clear(x.natural)
	for e := range v.n {
		kappa := v.Concentration(e)
		x.constant[e] = logSphere(v.width, kappa)
		for i, m := range v.Direction(e) {
			x.natural[lanes.At(x.rows, i, e)] = kappa * m
		}
	}
	lanes.Grow(&x.panel, x.rows*lanes.Width)
	lanes.Grow(&x.products, x.columns*lanes.Width)
	x.sums.dims = dimensionBlocks(v.n, v.width)
	return x
}

type directionEvaluator struct {
	n, width      int
	rows, columns int       // D and n, padded
	natural       []float64 // rows×columns, packed
	constant      []float64 // n
	panel         []float64 // rows×Width: vectors side by side; what is left in other places the matrix multiplies by 0, or nobody reads
	products      []float64 // columns×Width
	sums          vectorSums
}

func (v *directionEvaluator) LogDensities(dst []float64, at Layout, obs [][]float64) {
	for first := 0; first < len(obs); first += lanes.Width {
		v.densities(dst[first*at.Turn:], at, obs[first:min(first+lanes.Width, len(obs))])
	}
}

// densities writes those of up to eight turns.
func (v *directionEvaluator) densities(dst []float64, at Layout, obs [][]float64) {
	width := lanes.Width
	if len(obs) == 1 {
		width = 1
	}
	panel := v.panel[:v.rows*width]
	for l, x := range obs {
		if x != nil {
			lanes.Spread(panel[l:], x[:v.width], width)
		}
	}
	lanes.Project(v.products, panel, v.natural, v.rows, v.columns, width)
	for l, x := range obs {
		out, missing := dst[l*at.Turn:], !directed(x)
		for e, c := range v.constant {
			density := c + v.products[e*width+l]
			if missing {
				density = 0
			}
			out[e*at.Dist] = density
		}
	}
}

func (v *directionEvaluator) Collect(stats []float64, obs [][]float64, posterior []float64, at Layout) {
	turns, sums := stats[:v.n], stats[v.n:]
	for t, x := range obs {
		if directed(x) {
			v.sums.add(turns, sums, x, posterior[t*at.Turn:], at.Dist)
		}
	}
	v.sums.flush(sums)
}
