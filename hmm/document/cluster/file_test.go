package cluster_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/modelfile/frozentest"
)

// TestSave: a file is compressed if its name says so, and opened either way; what was there stays if it cannot be written.
func TestSave(t *testing.T) {
	m := train(t, invented(60, 2, 1), quick(2))
	for _, name := range []string{"a.json", "a.json.gz"} {
		path := filepath.Join(t.TempDir(), name)
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		back, err := cluster.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(file(t, back), file(t, m)) {
			t.Errorf("%s: another model", name)
		}
	}
	if _, err := cluster.Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there was opened")
	}
}

// TestBrokenFiles: whatever is wrong with a file is an error that names the field.
func TestBrokenFiles(t *testing.T) {
	o := quick(2)
	o.Dims = 2
	spaced := string(file(t, train(t, invented(60, 2, 1), o)))
	words := string(file(t, train(t, invented(60, 2, 1), quick(2))))
	for _, c := range []struct{ whole, old, new, want string }{
		{words, words, "", "it is empty"},
		{words, words, "hello", "not a model file: it begins"},
		{words, words, words[:len(words)/2], "not a complete model file"},
		{words, `"format":"intenthmm clusters"`, `"format":"intenthmm model"`, `format is "intenthmm model"`},
		{words, `"version":1`, `"version":9`, "version 9"},
		{words, `"version":1`, `"version":0`, "version is 0"},
		{words, `"encoder":`, `"x":`, "encoder is missing"},
		{words, `"mixture":`, `"x":`, "mixture is missing"},
		{words, `"record":`, `"x":`, "record is missing"},
		{words, `"fit":`, `"x":`, "record: fit is missing"},
		{words, `"clusters":[{`, `"x":[{`, "clusters: 0 entries"},
		{words, `"clusters":[{`, `"clusters":[{},{"documents":-1},{`, "clusters: "},
		{words, `"observe":"words"`, `"observe":"smells"`, "encoder: options: observe"},
		{words, `"terms":[`, `"terms":["another",`, "part \"words\" is over"},
		{words, `"kind":"joint"`, `"kind":"gaussian"`, "mixture: emission: kind"},
		{spaced, `"space":{"width":2`, `"space":{"width":3`, "space: width 3"},
		{spaced, `"space":{"width":2`, `"space":{"width":0`, "space: width 0"},
		{spaced, `"weights":[`, `"weights":[1,`, "space: width 2"},
	} {
		broken := strings.Replace(c.whole, c.old, c.new, 1)
		if c.old == c.whole {
			broken = c.new
		}
		if _, err := cluster.Read(strings.NewReader(broken)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.30q for %.30q: error %v, want %q", c.new, c.old, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(f, train(f, invented(12, 2, 1), quick(2))))
	f.Add([]byte(`{"format":"intenthmm clusters","version":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := cluster.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if _, _, err := m.Assign([]transcript.Message{{Conversation: "a", Text: "kindaworda commona"}}); err != nil {
			t.Log(err)
		}
	})
}

// frozenDocument is a document in the file beside a frozen model, and what the version that wrote the model made of it.
type frozenDocument struct {
	Text        string          `json:"text"`
	Cluster     int             `json:"cluster"`
	Name        string          `json:"name"`
	Probability json.RawMessage `json:"probability"`
	Score       json.RawMessage `json:"log_likelihood"`
}

// TestFrozen: model files are read by every later version, and say the same. Those without unknown in their names are of
// before every unknown word counted.
func TestFrozen(t *testing.T) {
	writes := map[string]func(*testing.T) (*cluster.Model, []byte){}
	for name, kind := range map[string]string{"v1-unknown": "words", "v1-unknown-variational": "words, variational", "v1-unknown-kmeans": "words, k-means"} {
		writes[name] = func(t *testing.T) (*cluster.Model, []byte) {
			o := quick(3)
			kinds[kind](&o)
			var known bytes.Buffer
			for i, d := range invented(6, 3, 9) {
				if i == 5 {
					d.Text += "with words that nobody knows"
				}
				if err := json.NewEncoder(&known).Encode(frozenDocument{Text: d.Text, Probability: []byte("0"), Score: []byte("0")}); err != nil {
					t.Fatal(err)
				}
			}
			return train(t, invented(45, 3, 1), o), known.Bytes()
		}
	}
	frozentest.Kind[*cluster.Model]{
		Ending: ".cluster.json.gz", Said: ".sorted.jsonl", Least: 2, Open: cluster.Open, Say: frozen, Write: writes,
	}.Run(t)
}

// frozen sorts the documents of which the file beside says what the model made.
func frozen(t *testing.T, m *cluster.Model, known []byte) []byte {
	t.Helper()
	for k, c := range m.Clusters {
		if len(c.Words) == 0 || c.Words[0].Text == "" || c.Words[0].Lift <= 1 {
			t.Errorf("cluster %d: words %+v", k, c.Words)
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	var documents []transcript.Message
	for line := range bytes.Lines(known) {
		var d frozenDocument
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		documents = append(documents, transcript.Message{Conversation: d.Text, Text: d.Text})
	}
	for i, a := range assign(t, m, documents) {
		number := func(x float64) json.RawMessage { return json.RawMessage(fmt.Sprintf("%.9f", x)) }
		if err := e.Encode(frozenDocument{documents[i].Text, a.Cluster, m.Clusters[a.Cluster].Name, number(a.Probability), number(a.Score)}); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}
