package emission

import "intenthmm/internal/lanes"

// Evaluator has the natural parameters κ_e μ_e, packed as one matrix of D rows, and the normalisers at hand: the
// densities of a vector are one product with the matrix.
func (v *VonMisesFisher) Evaluator() Evaluator[[]float64] {
	x := &directionEvaluator{
		n: v.n, width: v.width, rows: lanes.Pad(v.width), columns: lanes.Pad(v.n),
		constant: make([]float64, v.n),
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
	clear(x.panel)
	return x
}

type directionEvaluator struct {
	n, width      int
	rows, columns int       // D and n, padded
	natural       []float64 // rows×columns, packed
	constant      []float64 // n
	panel         []float64 // rows×Width: eight vectors side by side, or one, zeros beyond D
	products      []float64 // columns×Width: scratch
	sums          resultants
}

func (v *directionEvaluator) LogDensities(dst []float64, at Layout, obs [][]float64) {
	for t, x := range obs {
		out := dst[t*at.Turn:]
		if !directed(x) {
			for e := range v.n {
				out[e*at.Dist] = 0
			}
			continue
		}
		clear(v.panel[copy(v.panel, x[:v.width]):v.rows])
		lanes.Project(v.products, v.panel, v.natural, v.rows, v.columns, 1)
		for e, c := range v.constant {
			out[e*at.Dist] = c + v.products[e]
		}
	}
}

// LogDensityPanels has the bits of LogDensities.
func (v *directionEvaluator) LogDensityPanels(dst []float64, turn int, obs *[lanes.Width][][]float64) int {
	turns := common(obs)
	clear(v.panel)
	for t := range turns {
		var missing [lanes.Width]bool
		for l := range obs {
			missing[l] = v.place(l, obs[l][t])
		}
		lanes.Project(v.products, v.panel, v.natural, v.rows, v.columns, lanes.Width)
		out := dst[t*turn:][:v.n*lanes.Width]
		for i := range out {
			out[i] = v.constant[i/lanes.Width] + v.products[i]
			if missing[i%lanes.Width] {
				out[i] = 0
			}
		}
	}
	return turns
}

// place puts a vector into lane l of the panel, and reports whether it is missing.
func (v *directionEvaluator) place(l int, x []float64) (missing bool) {
	if !directed(x) {
		return true // what stands in the lane is of no use
	}
	for i, c := range x[:v.width] {
		v.panel[i*lanes.Width+l] = c
	}
	return false
}

func (v *directionEvaluator) Collect(stats []float64, obs [][]float64, posterior []float64, at Layout) {
	v.sums.begin(v.n, v.width)
	v.sums.addAll(obs, posterior, at)
	v.sums.addTo(stats)
}

// CollectPanels adds lane after lane, so that more turns are summed at once.
func (v *directionEvaluator) CollectPanels(stats []float64, obs *[lanes.Width][][]float64, posterior []float64, turn int) int {
	turns := common(obs)
	v.sums.begin(v.n, v.width)
	for l := range obs {
		v.sums.addAll(obs[l][:turns], posterior[min(l, len(posterior)):], Layout{Turn: turn, Dist: lanes.Width})
	}
	v.sums.addTo(stats)
	return turns
}
