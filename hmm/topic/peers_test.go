package topic

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
)

func facts(t *testing.T, name string, to any) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(data, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestScikitLearn: from the same topics, iterations have the same bounds and end in the same topics.
func TestScikitLearn(t *testing.T) {
	var f struct {
		Alpha, Eta    float64
		Documents     [][][2]int
		Start, Topics [][]float64
		Bounds        []float64
		Shares        [][]float64
	}
	facts(t, "sklearn.json", &f)
	var docs []Document
	for _, words := range f.Documents {
		var d Document
		for _, c := range words {
			d.Words = append(d.Words, emission.Count{Word: int32(c[0]), N: float32(c[1])})
		}
		docs = append(docs, d)
	}
	alpha := []float64{f.Alpha, f.Alpha, f.Alpha}
	start := must(New(alpha, f.Eta, f.Start))(t)
	items := must(Items(docs, start.Words()))(t)
	learner := NewVariational(start, Prior{}, Inference{MaxIterations: 200_000, Tolerance: 1e-13})
	at := 0
	_, err := em.Fit(context.Background(), learner, items, em.Options{
		MaxIterations: len(f.Bounds) - 1, Tolerance: -1,
		OnIteration: func(it em.Iteration) {
			if want := f.Bounds[at]; math.Abs(it.Objective-want) > 1e-9*math.Abs(want) {
				t.Errorf("iteration %d: bound %v, theirs %v", at, it.Objective, want)
			}
			at++
		},
	})
	if err != nil || at != len(f.Bounds) {
		t.Fatalf("%d iterations of %d, %v", at, len(f.Bounds), err)
	}
	stats := must(em.Expect(context.Background(), learner, items, nil))(t)
	must(learner.Maximize(stats))(t)
	m := learner.Model()
	for k, row := range f.Topics {
		for w, want := range row {
			if got := m.Parameters(k)[w]; math.Abs(got-want) > 1e-5*want {
				t.Errorf("topic %d, word %d: %v, theirs %v", k, w, got, want)
			}
		}
	}
	rows := must(m.Fold(context.Background(), docs, nil))(t)
	for d, row := range f.Shares {
		for k, want := range row {
			if got := rows[d][k]; math.Abs(got-want) > 1e-5 {
				t.Errorf("document %d: %v of topic %d, theirs %v", d, got, k, want)
			}
		}
	}
}

func TestGensimCoherence(t *testing.T) {
	var f struct {
		Topics    [][]int
		Reference [][]int32
		Figures   []struct {
			Window   int
			NPMI, CV []float64
		}
	}
	facts(t, "gensim.json", &f)
	for _, want := range f.Figures {
		got := must(Coherences(f.Topics, f.Reference, want.Window))(t)
		for k, g := range got {
			if math.Abs(g.NPMI-want.NPMI[k]) > 1e-9 || math.Abs(g.CV-want.CV[k]) > 1e-9 {
				t.Errorf("windows of %d, topic %d: %v, theirs %v and %v", want.Window, k, g, want.NPMI[k], want.CV[k])
			}
		}
	}
}
