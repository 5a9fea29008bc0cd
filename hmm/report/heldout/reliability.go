package heldout

import "math"

// reliabilityBins is the number of bins that probabilities are sorted into.
const reliabilityBins = 10

// A Reliability holds probabilities against what came of them.
//
// The bins are of equal width, from 0 to 1; a bin's upper end belongs to the next. With n_b turns in bin b,
// p_b their mean probability and o_b what came of them, and N turns in all, the expected calibration
// error is
//
//	ECE = Σ_b n_b/N |o_b - p_b|
//
// Source: Naeini, Cooper and Hauskrecht (2015); the table is that of Murphy and Winkler (1977).
type Reliability struct {
	ECE  float64                 `json:"ece"`
	Bins [reliabilityBins]Binned `json:"bins"`
}

// Binned is one row of the table.
type Binned struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	Turns     int     `json:"turns"`
	Predicted float64 `json:"predicted"` // mean probability; 0 without turns
	Observed  float64 `json:"observed"`  // mean of what came of it; 0 without turns
}

// add enters a probability and what came of it, 0 to 1.
func (r *Reliability) add(p, came float64) {
	b := &r.Bins[min(int(p*reliabilityBins), reliabilityBins-1)]
	b.Turns++
	b.Predicted += p
	b.Observed += came
}

// finish makes means of sums.
func (r *Reliability) finish() {
	turns := 0
	for i := range r.Bins {
		b := &r.Bins[i]
		b.From, b.To = float64(i)/reliabilityBins, float64(i+1)/reliabilityBins
		r.ECE += math.Abs(b.Observed - b.Predicted)
		turns += b.Turns
		if b.Turns > 0 {
			b.Predicted /= float64(b.Turns)
			b.Observed /= float64(b.Turns)
		}
	}
	r.ECE /= float64(max(turns, 1))
}
