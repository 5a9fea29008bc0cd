package mixture_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/mixture"
)

// TestFile: a model comes back to the last bit, whatever its weights.
func TestFile(t *testing.T) {
	obs := []emission.Turn{
		{Symbol: -1, Speaker: -1, Words: []emission.Count{{Word: 1, N: 2}}, Vector: []float64{0.1, 2, 3}},
		{Symbol: -1, Speaker: -1, Words: []emission.Count{{Word: 12, N: 1}}, Vector: []float64{1.0 / 3, -2, 5}},
		{Symbol: -1, Speaker: -1, Vector: []float64{-1, 0, 1e-9}},
	}
	for _, mixing := range []mixture.Mixing{mixture.Uniform(2, 0.3), ok[*mixture.Dirichlet](t)(mixture.NewDirichlet(2, 0.1)), ok[*mixture.Sticks](t)(mixture.NewSticks(2, 0.7))} {
		m := ok[*mixture.Model[emission.Turn]](t)(mixture.New(mixing, joint(t, 2)))
		trained := ok[*mixture.Trained[emission.Turn]](t)(mixture.Train(background, m, mixture.Items[emission.Turn]{Obs: obs}, quick(1)))
		data := ok[[]byte](t)(json.Marshal(trained.Model))
		read := ok[*mixture.Model[emission.Turn]](t)(mixture.DecodeTurns(data, emission.DefaultRegistry()))
		if !slices.Equal(everything(read), everything(trained.Model)) || read.Mixing.LogPrior() != trained.Model.Mixing.LogPrior() {
			t.Errorf("%s: came back with other parameters", mixing.Kind())
		}
		if again := ok[[]byte](t)(json.Marshal(read)); !bytes.Equal(again, data) {
			t.Errorf("%s: %s\ncame back as %s", mixing.Kind(), data, again)
		}
	}
}

func TestFileRefuses(t *testing.T) {
	good := `{"mixing":{"kind":"proportions","params":{"prior":1,"weights":[0.5,0.5]}},"emission":{"kind":"categorical","params":{"prior":0,"probabilities":[[0.5,0.5],[0.1,0.9]]}}}`
	read := func(kind string, params json.RawMessage) (emission.Family[int], error) {
		c := &emission.Categorical{}
		return c, c.UnmarshalJSON(params)
	}
	if _, err := mixture.Decode([]byte(good), read); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"weights":[0.5,0.5]`, `"weights":[0.5,0.6]`, "mixing: proportions: weights: sums to 1.1"},
		{`"weights":[0.5,0.5]`, `"weights":[1]`, "1 weights and 2 distributions"},
		{`"prior":1`, `"prior":-1`, "mixing: proportions: prior is -1"},
		{`"prior":1,`, ``, "mixing: prior is missing"},
		{`proportions`, `parts`, `mixing: kind "parts"`},
		{`proportions`, `dirichlet`, "mixing: concentration is missing"},
		{`"proportions","params":{"prior":1,"weights"`, `"dirichlet","params":{"concentration":0,"counts"`, "mixing: dirichlet: concentration is 0"},
		{`"proportions","params":{"prior":1,"weights":[0.5`, `"dirichlet","params":{"concentration":1,"counts":[-1`, "mixing: counts: dirichlet: value 0 is -1"},
		{`"proportions","params":{"prior":1,"weights":[0.5,0.5]`, `"dirichlet","params":{"concentration":1`, "mixing: counts is missing"},
		{`"proportions","params":{"prior":1,"weights":[0.5,0.5]`, `"sticks","params":{"concentration":1,"broken":[1,1],"left":[1]`, "mixing: broken and left have 2 and 1 values"},
		{`"proportions","params":{"prior":1,"weights":[0.5,0.5]`, `"sticks","params":{"concentration":1,"broken":[1,1],"left":[1,0]`, "mixing: broken and left: sticks: value 3 is 0"},
		{`0.1,0.9`, `0.1,0.8`, "emission: categorical: probabilities: row 1"},
		{`{"mixing"`, `[{"mixing"`, "mixture: "},
	} {
		data := strings.Replace(good, c.old, c.new, 1)
		if _, err := mixture.Decode([]byte(data), read); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %s", data, err, c.want)
		}
	}
	if _, err := mixture.DecodeTurns([]byte(good), emission.DefaultRegistry()); err == nil || !strings.Contains(err.Error(), `kind "categorical", expected "joint"`) {
		t.Errorf("error %v", err)
	}
	if _, err := json.Marshal(&mixture.Model[[]float64]{Mixing: mixture.Uniform(1, 0), Emission: nameless{}}); err == nil || !strings.Contains(err.Error(), "has no Kind") {
		t.Errorf("error %v", err)
	}
}

// nameless is a family without a Kind.
type nameless struct{ emission.Family[[]float64] }

// TestRecord: the same for any workers, another for other data, and back from JSON.
func TestRecord(t *testing.T) {
	obs, _ := draw(t, three(t), 400, newRandom(17))
	items := mixture.Items[[]float64]{Obs: obs}
	record := func(items mixture.Items[[]float64], workers int) *mixture.Record {
		o := quick(workers)
		return ok[*mixture.Record](t)(ok[*mixture.Trained[[]float64]](t)(mixture.Train(background, three(t), items, o)).Record(items, o))
	}
	one := ok[[]byte](t)(json.Marshal(record(items, 1)))
	if many := ok[[]byte](t)(json.Marshal(record(items, 8))); !bytes.Equal(one, many) {
		t.Errorf("one worker: %s\neight: %s", one, many)
	}
	var read mixture.Record
	if err := json.Unmarshal(one, &read); err != nil {
		t.Fatal(err)
	}
	if again := ok[[]byte](t)(json.Marshal(read)); !bytes.Equal(again, one) {
		t.Errorf("%s\ncame back as %s", one, again)
	}
	if read.Items != 400 || len(read.Fingerprint) != 64 || len(read.Scores) != 101 || len(read.Restarts) != 3 || len(read.Trace) == 0 || len(read.Counts) != 3 {
		t.Errorf("record %+v", read)
	}
	scores := make([]float64, len(obs))
	trained := ok[*mixture.Trained[[]float64]](t)(mixture.Train(background, three(t), items, quick(1)))
	if err := trained.Model.Score(scores, obs); err != nil {
		t.Fatal(err)
	}
	slices.Sort(scores)
	for i, s := range scores {
		if p, ok := read.ScorePercentile(s); !ok || p < 100*float64(i)/400-1 || p > 100*float64(i)/400+1 {
			t.Errorf("score %d of 400 is at %v percent", i, p)
		}
	}
	if p, _ := read.ScorePercentile(-1e9); p != 0 {
		t.Errorf("an outlier is at %v percent", p)
	}
	if _, ok := (&mixture.Record{}).ScorePercentile(1); ok {
		t.Error("a percentile without scores")
	}
}

func TestFingerprint(t *testing.T) {
	seen := map[string]int{}
	see := func(print string, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		seen[print]++
		if seen[print] > 1 {
			t.Errorf("two sets of items have the fingerprint %s", print)
		}
	}
	see(mixture.Fingerprint(mixture.Items[[]float64]{Obs: [][]float64{{1, 2}, {3}}}))
	see(mixture.Fingerprint(mixture.Items[[]float64]{Obs: [][]float64{{1}, {2, 3}}}))
	see(mixture.Fingerprint(mixture.Items[[]float64]{Obs: [][]float64{{1, 2}, {3}}, Weights: []float64{1, 2}}))
	see(mixture.Fingerprint(mixture.Items[[]float64]{Obs: [][]float64{{3}, {1, 2}}}))
	see(mixture.Fingerprint(mixture.Items[int]{Obs: []int{1, 2}}))
	see(mixture.Fingerprint(mixture.Items[int]{Obs: []int{1, -1}}))
	see(mixture.Fingerprint(mixture.Items[string]{Obs: []string{"a", "b"}}))
	see(mixture.Fingerprint(mixture.Items[[]emission.Count]{Obs: [][]emission.Count{{{Word: 1, N: 2}}}}))
	see(mixture.Fingerprint(mixture.Items[[]emission.Count]{Obs: [][]emission.Count{{{Word: 2, N: 1}}}}))
	turn := emission.Turn{Symbol: 1, Speaker: 2, Words: []emission.Count{{Word: 1, N: 1}}, Vector: []float64{4}}
	see(mixture.Fingerprint(mixture.Items[emission.Turn]{Obs: []emission.Turn{turn}}))
	for _, change := range []func(*emission.Turn){
		func(t *emission.Turn) { t.Symbol = 0 }, func(t *emission.Turn) { t.Speaker = 1 },
		func(t *emission.Turn) { t.Words = nil }, func(t *emission.Turn) { t.Vector = []float64{5} },
	} {
		other := turn
		change(&other)
		see(mixture.Fingerprint(mixture.Items[emission.Turn]{Obs: []emission.Turn{other}}))
	}
	if again, _ := mixture.Fingerprint(mixture.Items[int]{Obs: []int{1, 2}, Weights: []float64{1, 1}}); seen[again] != 1 {
		t.Error("weights of 1 have another fingerprint than none")
	}
	if _, err := mixture.Fingerprint(mixture.Items[func()]{Obs: []func(){nil}}); err == nil || !strings.HasPrefix(err.Error(), "item 0: it cannot be hashed") {
		t.Errorf("error %v", err)
	}
}
