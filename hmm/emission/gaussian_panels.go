package emission

import "intenthmm/internal/lanes"

// mostPanelled is the number of dimensions up to which the densities of eight vectors are computed at once: one
// call of the kernel is then short enough.
const mostPanelled = 256

// LogDensityPanels has the bits of LogDensities.
func (v *gaussianEvaluator) LogDensityPanels(dst []float64, turn int, obs *[lanes.Width][][]float64) int {
	if v.width > mostPanelled {
		return 0
	}
	if v.panel == nil {
		v.panel, v.nothing = make([]float64, v.padded*lanes.Width), make([]float64, v.width)
	}
	turns := common(obs)
	for t := range turns {
		missing := v.enter(obs, t)
		out := dst[t*turn:][:v.n*lanes.Width]
		v.form.distancePanel(v, out)
		lanes.Normals(out, v.constant, v.n)
		if missing {
			clearMissing(out, obs, t)
		}
	}
	return turns
}

// enter lays the vectors of turn t side by side in the panel, and reports whether any is missing.
func (v *gaussianEvaluator) enter(obs *[lanes.Width][][]float64, t int) (missing bool) {
	var x [lanes.Width][]float64
	for l := range obs {
		x[l] = obs[l][t]
		if x[l] == nil {
			x[l], missing = v.nothing, true
		}
		x[l] = x[l][:v.width]
	}
	x0, x1, x2, x3, x4, x5, x6, x7 := x[0], x[1][:len(x[0])], x[2][:len(x[0])], x[3][:len(x[0])], x[4][:len(x[0])], x[5][:len(x[0])], x[6][:len(x[0])], x[7][:len(x[0])]
	for i := range x0 {
		row := (*[lanes.Width]float64)(v.panel[i*lanes.Width:])
		row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7] = x0[i], x1[i], x2[i], x3[i], x4[i], x5[i], x6[i], x7[i]
	}
	return missing
}

// clearMissing makes missing vectors of a turn equally probable everywhere.
func clearMissing(out []float64, obs *[lanes.Width][][]float64, t int) {
	for l := range obs {
		for i := l; i < len(out) && obs[l][t] == nil; i += lanes.Width {
			out[i] = 0
		}
	}
}

// common is the number of turns that all lanes have.
func common(obs *[lanes.Width][][]float64) int {
	turns := len(obs[0])
	for _, o := range obs[1:] {
		turns = min(turns, len(o))
	}
	return turns
}
