package topics

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/hmm/document"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/modelfile/frozentest"
)

// TestSave: a file is compressed if its name says so, and opened either way, the same.
func TestSave(t *testing.T) {
	m := train(t, invented(60, 2, 1), quick(2))
	for _, name := range []string{"a.json", "a.json.gz"} {
		path := filepath.Join(t.TempDir(), name)
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		back, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(written(t, back), written(t, m)) {
			t.Errorf("%s: another model", name)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a file that is not there was opened")
	}
}

// TestBrokenFiles: whatever is wrong with a file is an error that names the field.
func TestBrokenFiles(t *testing.T) {
	o := quick(Auto)
	o.Select.Most = 3
	whole := string(written(t, train(t, invented(60, 2, 1), o)))
	for _, c := range []struct{ old, new, want string }{
		{whole, "", "it is empty"},
		{whole, "hello", "not a model file: it begins"},
		{whole, whole[:len(whole)/2], "not a complete model file"},
		{`"format":"intenthmm topics"`, `"format":"intenthmm clusters"`, `format is "intenthmm clusters"`},
		{`"version":1`, `"version":9`, "version 9"},
		{`"encoder":`, `"x":`, "encoder is missing"},
		{`"lda":`, `"x":`, "lda is missing"},
		{`"record":{"data"`, `"x":{"data"`, "record is missing"},
		{`"record":{"fingerprint"`, `"x":{"fingerprint"`, "topics: record is missing"},
		{`"observe":"words"`, `"observe":"smells"`, "encoder: options: observe"},
		{`"words":{"folded"`, `"x":{"folded"`, "encoder: "},
		{`"terms":["`, `"terms":["more","`, "over"},
		{`"topics":[{"name"`, `"topics":[{},{"name"`, "entries of "},
		{`"eta":`, `"eta":-1,"x":`, "eta"},
		{`"best":0,"trace"`, `"best":7,"trace"`, "best is 7"},
		{`,"why":`, `,"best":9,"why":`, "selection: best is 9"},
	} {
		text := strings.Replace(whole, c.old, c.new, 1)
		if text == whole {
			t.Errorf("%q is not in the file", c.old)
			continue
		}
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: %v, want %q", c.new, c.old[:min(30, len(c.old))], err, c.want)
		}
	}
}

// articles are the documents of the small knowledge base.
func articles(t *testing.T) (documents []transcript.Message) {
	t.Helper()
	o := transcript.DefaultOptions()
	o.Formats = document.Formats()
	for d, err := range transcript.New([]string{"../../../testdata/kb"}, nil, o).Messages() {
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, d)
	}
	return documents
}

// TestFrozen: the file of every version is read for ever, and folds in what it did.
func TestFrozen(t *testing.T) {
	frozentest.Kind[*Model]{
		Ending: ".topics.json.gz", Said: ".topics.jsonl", Least: 1, Open: Open, Say: frozen,
		Write: map[string]func(*testing.T) (*Model, []byte){"v1": func(t *testing.T) (*Model, []byte) {
			o := DefaultOptions()
			o.Topics = 3
			return train(t, articles(t), o), nil
		}},
	}.Run(t)
}

// frozen is what a model makes of the small knowledge base.
func frozen(t *testing.T, m *Model, _ []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	e, documents := json.NewEncoder(&b), articles(t)
	for i, s := range fold(t, m, documents...) {
		line := struct {
			Document string
			Name     string
			Shares
		}{documents[i].Conversation, m.Topics[s.Main].Name, s}
		if err := e.Encode(line); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}
