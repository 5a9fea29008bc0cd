package heldout

import (
	"math"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/session"
)

// With states that show themselves everything is known by hand.
func TestPredict(t *testing.T) {
	m := symbolModel(t, &chain.Chain{
		Start: []float64{1, 0},
		Next:  [][]float64{{0.2, 0.6, 0.5, 0.5}},
		Stop:  []float64{0.2, 0},
	}, [][]float64{{1, 0}, {0, 1}})
	data := []hmm.Conversation[emission.Turn]{of(0, 1, 0), of(0, 0)}
	paths := [][]int{{0, 1, 0}, {0, 0}}
	p, err := Predict(m, session.DefaultOptions(), SharesOnly([]float64{0.6, 0.4}), data, paths)
	if err != nil {
		t.Fatal(err)
	}
	// After 0 the next state is 0 or 1 with 0.25 and 0.75, after 1 with 0.5 each. What came: 1, 0 and 0.
	own, base := p.Forecasts[0], p.Forecasts[1]
	if p.Turns != 3 || own.Predictor != "hmm" || base.Predictor != "base rate" || len(p.Forecasts) != 2 {
		t.Fatalf("%+v", p)
	}
	near(t, "first guess", own.Top1, 2.0/3)
	near(t, "first three", own.Top3, 1)
	near(t, "log-loss", own.LogLoss, -(math.Log(0.75)+math.Log(0.5)+math.Log(0.25))/3)
	near(t, "Brier", own.Brier, (2*0.0625+2*0.25+2*0.5625)/3)
	near(t, "base: first guess", base.Top1, 2.0/3)
	near(t, "base: log-loss", base.LogLoss, -(math.Log(0.4)+2*math.Log(0.6))/3)
	// The likeliest: 0.75 (came), 0.5 (came), 0.75 (did not).
	near(t, "calibration error", p.Next.ECE, (1*0.5+2*0.25)/3)
	if b := p.Next.Bins[7]; b.Turns != 2 || math.Abs(b.Predicted-0.75) > 1e-12 || b.Observed != 0.5 {
		t.Errorf("bin of 0.75: %+v", b)
	}
	if b := p.Present.Bins[9]; b.Turns != 5 || b.Predicted != 1 || b.Observed != 1 || p.Present.ECE != 0 {
		t.Errorf("states that show themselves are certain: %+v", p.Present)
	}
}

// With states that show themselves so are outcomes. After 0 comes 1 with 0.6 and the end with 0.2.
func TestRisks(t *testing.T) {
	m := symbolModel(t, &chain.Chain{
		Start: []float64{1, 0},
		Next:  [][]float64{{0.2, 0.6, 0.5, 0.5}},
		Stop:  []float64{0.2, 0},
	}, [][]float64{{1, 0}, {0, 1}})
	o := session.DefaultOptions()
	o.Horizon = 1
	o.Outcomes = []session.Outcome{{Name: "one", States: []int{1}}, {Name: "ends", States: []int{0}, AtEnd: true}}
	data := []hmm.Conversation[emission.Turn]{of(0, 1, 0), of(0, 0)}
	data = append(data, data[1])
	data[2].Open = true
	p, err := Predict(m, o, SharesOnly([]float64{0.6, 0.4}), data, [][]int{{0, 1, 0}, {0, 0}, {0, 0}})
	if err != nil {
		t.Fatal(err)
	}
	// one: 0.6 came, 1 came, 0.6 did not; 0.6 did not twice; cut off: nothing is known.
	one, ends := p.Risks[0], p.Risks[1]
	if p.Horizon != 1 || one.Outcome != "one" || one.Turns != 5 || ends.Turns != 5 {
		t.Fatalf("%+v", p.Risks)
	}
	near(t, "one: came", one.Came, 2.0/5)
	near(t, "one: Brier", one.Brier, (0.16+0+0.36+0.36+0.36)/5)
	near(t, "one: base", one.Base, 0.24)
	near(t, "one: calibration", one.Reliability.ECE, math.Abs(4*0.6-1)/5)
	// ends now or after one turn: from 0 0.2 + 0.2×0.2, from 1 0.5×0.2. Came: no, yes, yes; yes, yes.
	near(t, "ends: came", ends.Came, 4.0/5)
	near(t, "ends: Brier", ends.Brier, (0.24*0.24+0.9*0.9+3*0.76*0.76)/5)
	pooled, err := Predict(m, session.DefaultOptions(), SharesOnly([]float64{0.6, 0.4}), data[:1], [][]int{{0, 1, 0}})
	if err != nil || len(pooled.Risks) != 1 || pooled.Risks[0].Turns != 6 || pooled.Risks[0].Outcome != "" {
		t.Errorf("%+v, %v", pooled, err)
	}
	open, err := Predict(m, o, SharesOnly([]float64{0.6, 0.4}), []hmm.Conversation[emission.Turn]{{Obs: data[0].Obs, Open: true}}, [][]int{{0, 1, 0}})
	if err != nil || open.Risks[0].Turns != 2 || open.Risks[1].Turns != 0 { // 0 1 | 1, and 0 may go on to 1
		t.Errorf("cut off: %+v, %v", open, err)
	}
}

// The chain of decoded states comes from the training paths.
func TestReference(t *testing.T) {
	r := NewReference(3, [][]int{{0, 1, 2, 0, 1, 2, 0, 1, 2}, {1, 2, 0, 1, 2, 0}, {1}})
	near(t, "sums to 1", r.next.probability(0, 0)+r.next.probability(0, 1)+r.next.probability(0, 2), 1)
	near(t, "shares", total(r.marginal), 1)
	if p := r.next.probability(0, 1); p < 0.9 {
		t.Errorf("after 0 always came 1: probability %v", p)
	}
	m := symbolModel(t, chain.Uniform(3, false), [][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}})
	p, err := Predict(m, session.DefaultOptions(), r, []hmm.Conversation[emission.Turn]{of(0, 1, 2, 0), of(0, 0)}, [][]int{{0, 1, 2, 0}, nil})
	if err != nil {
		t.Fatal(err)
	}
	if f := p.Forecasts[1]; p.Turns != 3 || f.Predictor != "chain" || f.Top1 != 1 || f.LogLoss > 0.1 {
		t.Errorf("%+v", p.Forecasts)
	}
}

// Data of the model itself calibrate it: what is said comes, for the next state and the present one.
func TestCalibrated(t *testing.T) {
	m := symbolModel(t, &chain.Chain{
		Start: []float64{0.6, 0.3, 0.1},
		Next:  [][]float64{{0.1, 0.65, 0.2, 0.1, 0.15, 0.7, 0.6, 0.05, 0.3}},
		Stop:  []float64{0.05, 0.05, 0.05},
	}, [][]float64{{0.7, 0.1, 0.1, 0.1}, {0.1, 0.6, 0.2, 0.1}, {0.05, 0.15, 0.4, 0.4}})
	data, states := sample(t, m, 4000, 9)
	p, err := Predict(m, session.DefaultOptions(), SharesOnly([]float64{0.4, 0.3, 0.3}), data, states) // the true states, not decoded ones
	if err != nil {
		t.Fatal(err)
	}
	if r := &p.Risks[0]; p.Next.ECE > 0.01 || p.Present.ECE > 0.01 || p.Decoded.ECE > 0.01 || r.Reliability.ECE > 0.01 || r.Brier >= r.Base {
		t.Errorf("calibration errors %v, %v, %v, risks %+v", p.Next.ECE, p.Present.ECE, p.Decoded.ECE, r)
	}
	if p.Forecasts[0].LogLoss >= p.Forecasts[1].LogLoss {
		t.Errorf("the true model knows no more than the base rate: %+v", p.Forecasts)
	}
	turns, said, came := 0, 0.0, 0.0
	for _, b := range p.Present.Bins {
		turns += b.Turns
		said += float64(b.Turns) * b.Predicted
		came += float64(b.Turns) * b.Observed
	}
	decoder := hmm.NewDecoder(m)
	for i := range data {
		filtered, posterior := make([]float64, 3*len(data[i].Obs)), make([]float64, 3*len(data[i].Obs))
		if _, err := decoder.Filtered(filtered, &data[i]); err != nil {
			t.Fatal(err)
		}
		if _, err := decoder.Posterior(posterior, &data[i]); err != nil {
			t.Fatal(err)
		}
		for turn := range data[i].Obs {
			best := turn * 3
			for at := best; at < turn*3+3; at++ {
				if filtered[at] > filtered[best] {
					best = at
				}
			}
			said -= filtered[best]
			came -= posterior[best]
		}
	}
	near(t, "said of the present", said/float64(turns), 0)
	near(t, "came of the present", came/float64(turns), 0)
	if turns <= p.Turns || p.Next.Bins[0].From != 0 || p.Next.Bins[9].To != 1 {
		t.Errorf("%d turns in the bins, %d predictions", turns, p.Turns)
	}
}

// A forecast counts the states above the one that came; of equally probable ones the lower stands above.
func TestForecast(t *testing.T) {
	p := []float64{0.1, 0.3, 0.2, 0.3, 0.1}
	for _, test := range []struct {
		state      int
		top1, top3 float64
	}{{1, 1, 1}, {3, 0, 1}, {2, 0, 1}, {0, 0, 0}, {4, 0, 0}} {
		var f Forecast
		f.add(p, test.state)
		if f.Top1 != test.top1 || f.Top3 != test.top3 {
			t.Errorf("state %d: %+v", test.state, f)
		}
		near(t, "log-loss", f.LogLoss, -math.Log(p[test.state]))
	}
	var f Forecast
	if f.add([]float64{1, 0}, 1); math.IsInf(f.LogLoss, 0) {
		t.Error("an infinite log-loss")
	}
}
