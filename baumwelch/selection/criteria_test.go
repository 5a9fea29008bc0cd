package selection_test

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"testing"

	"intenthmm/baumwelch/selection"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
)

// A peer is a model with the numbers that hmmlearn 0.3.3 gives for it: score, aic and bic, and what
// its _get_n_fit_scalars_per_param adds up to.
type peer struct {
	Name          string          `json:"name"`
	Start         []float64       `json:"start"`
	Next          []float64       `json:"next"`
	Lengths       []int           `json:"lengths"`
	Rows          [][]float64     `json:"rows"` // probabilities, means or rates
	Covariances   [][]float64     `json:"covariances"`
	Observations  json.RawMessage `json:"observations"`
	LogLikelihood float64         `json:"log_likelihood"`
	AIC           float64         `json:"aic"`
	BIC           float64         `json:"bic"`
	Parameters    int             `json:"parameters"`
}

func TestHmmlearn(t *testing.T) {
	data, err := os.ReadFile("testdata/hmmlearn.json")
	if err != nil {
		t.Fatal(err)
	}
	var peers []peer
	if err := json.Unmarshal(data, &peers); err != nil {
		t.Fatal(err)
	}
	if len(peers) != 6 {
		t.Fatalf("%d cases", len(peers))
	}
	for _, p := range peers {
		t.Run(p.Name, func(t *testing.T) {
			switch p.Name {
			case "categorical":
				family, err := emission.NewCategorical(p.Rows)
				agree(t, p, family, err)
			case "poisson":
				rates := []float64{p.Rows[0][0], p.Rows[1][0], p.Rows[2][0]}
				family, err := emission.NewPoisson(rates)
				agree(t, p, family, err)
			default:
				var shape emission.Covariance
				if err := shape.UnmarshalText([]byte(p.Name)); err != nil {
					t.Fatal(err)
				}
				family, err := emission.NewGaussian(shape, p.Rows, p.Covariances)
				agree(t, p, family, err)
			}
		})
	}
}

func agree[O any](t *testing.T, p peer, family emission.Family[O], err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	m, err := hmm.New(&chain.Chain{Start: p.Start, Next: [][]float64{p.Next}}, family)
	if err != nil {
		t.Fatal(err)
	}
	var obs []O
	if err := json.Unmarshal(p.Observations, &obs); err != nil {
		t.Fatal(err)
	}
	var data []hmm.Conversation[O]
	for _, n := range p.Lengths {
		data, obs = append(data, hmm.Conversation[O]{Obs: obs[:n]}), obs[n:]
	}
	c, err := selection.Measure(context.Background(), m, data, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c.Parameters != p.Parameters {
		t.Errorf("%d free parameters, want %d", c.Parameters, p.Parameters)
	}
	for name, v := range map[string][2]float64{
		"log-likelihood": {c.LogLikelihood, p.LogLikelihood}, "AIC": {c.AIC(), p.AIC}, "BIC": {c.BIC(), p.BIC},
	} {
		if !(math.Abs(v[0]-v[1]) <= 1e-9*math.Abs(v[1])) {
			t.Errorf("%s %.12f, want %.12f", name, v[0], v[1])
		}
	}
	// ICL completes with the best paths: it is BIC plus twice what these are short of the whole.
	short := 0.0
	for i := range data {
		whole, err := m.Score(data[i].Obs)
		if err != nil {
			t.Fatal(err)
		}
		_, path, err := m.Decode(data[i].Obs)
		if err != nil {
			t.Fatal(err)
		}
		short += whole - path
	}
	if got := c.ICL() - c.BIC(); !(short > 0) || math.Abs(got-2*short) > 1e-9*c.BIC() {
		t.Errorf("ICL is %v above BIC, want %v", got, 2*short)
	}
}

// TestFreeParams counts by hand.
func TestFreeParams(t *testing.T) {
	left := &chain.Chain{ // left to right: zeros are structure; the last state always stops
		Start: []float64{1, 0, 0},
		Next:  [][]float64{{.5, .25, .25, 0, .5, .25, 0, 0, 0}},
		Stop:  []float64{0, .25, 1},
	}
	classes := chain.Uniform(3, true)
	classes.Next = append(classes.Next, classes.Next[0])
	for name, c := range map[string]struct {
		chain *chain.Chain
		want  int
	}{
		"full":         {chain.Uniform(4, false), 3 + 12},
		"stops":        {chain.Uniform(4, true), 3 + 16},
		"one state":    {chain.Uniform(1, true), 1},
		"structure":    {left, 0 + 2 + (1 + 1)},
		"two classes":  {classes, 2 + 3*(1+2+2)},
		"nothing free": {&chain.Chain{Start: []float64{1}, Next: [][]float64{{1}}}, 0},
	} {
		if err := c.chain.Check(); err != nil {
			t.Fatal(name, err)
		}
		if got := c.chain.FreeParams(); got != c.want {
			t.Errorf("%s: %d free parameters, want %d", name, got, c.want)
		}
	}
	words := emission.Part("words", emission.UniformWords(3, 50, 0.1), emission.WordsField)
	speaker := emission.Part("speaker", emission.UniformCategorical(3, 4, 0.1), emission.SpeakerField)
	vector := emission.Part("vector", emission.UnitGaussian(emission.Full, 3, 5), emission.VectorField)
	joint, err := emission.NewJoint(words, speaker, vector)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := emission.FreeParams[emission.Turn](joint), 3*49+3*3+3*(5+15); got != want {
		t.Errorf("joint: %d free parameters, want %d", got, want)
	}
}
