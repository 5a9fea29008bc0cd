package cluster_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

var update = flag.Bool("update", false, "write the frozen model file of the present version anew")

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

// TestFrozen: model files are read by every later version, and say the same.
func TestFrozen(t *testing.T) {
	dir := filepath.Join(samples.Root(t), "testdata", "models")
	if *update {
		freeze(t, dir)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.cluster.json.gz"))
	if err != nil || len(files) < 2 {
		t.Fatalf("frozen models: %v, %v", files, err)
	}
	for _, path := range files {
		m, err := cluster.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for k, c := range m.Clusters {
			if len(c.Words) == 0 || c.Words[0].Text == "" || c.Words[0].Lift <= 1 {
				t.Errorf("%s: cluster %d: words %+v", path, k, c.Words)
			}
		}
		want, err := os.ReadFile(sorted(path))
		if err != nil {
			t.Fatal(err)
		}
		if got := frozen(t, m, texts(t, want)); !bytes.Equal(got, want) {
			t.Errorf("%s: got\n%swant\n%s", path, got, want)
		}
	}
}

func sorted(path string) string {
	return strings.TrimSuffix(path, ".cluster.json.gz") + ".sorted.jsonl"
}

// texts are those of documents in the file beside a frozen model.
func texts(t *testing.T, data []byte) (texts []string) {
	t.Helper()
	for line := range bytes.Lines(data) {
		var d frozenDocument
		if err := json.Unmarshal(line, &d); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, d.Text)
	}
	return texts
}

// frozen sorts documents.
func frozen(t *testing.T, m *cluster.Model, texts []string) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	var documents []transcript.Message
	for _, text := range texts {
		documents = append(documents, transcript.Message{Conversation: text, Text: text})
	}
	for i, a := range assign(t, m, documents) {
		number := func(x float64) json.RawMessage { return json.RawMessage(fmt.Sprintf("%.9f", x)) }
		if err := e.Encode(frozenDocument{documents[i].Text, a.Cluster, m.Clusters[a.Cluster].Name, number(a.Probability), number(a.Score)}); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// freeze writes small models as the present version does, and what they make of some documents. Those without unknown in
// their names are of before every unknown word counted.
func freeze(t *testing.T, dir string) {
	for name, kind := range map[string]string{"v1-unknown": "words", "v1-unknown-variational": "words, variational", "v1-unknown-kmeans": "words, k-means"} {
		o := quick(3)
		kinds[kind](&o)
		m := train(t, invented(45, 3, 1), o)
		path := filepath.Join(dir, name+".cluster.json.gz")
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		var texts []string
		for _, d := range invented(6, 3, 9) {
			texts = append(texts, d.Text)
		}
		texts[5] += "with words that nobody knows"
		if err := os.WriteFile(sorted(path), frozen(t, m, texts), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
