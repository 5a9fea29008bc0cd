package intent_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
)

func TestRoundTrip(t *testing.T) {
	for name, m := range small(t) {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			want := file(t, m.Model)
			for _, path := range []string{"a.hmm.json", "a.hmm.json.gz"} {
				path = filepath.Join(dir, path)
				if err := m.Save(path); err != nil {
					t.Fatal(err)
				}
				first, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if zipped := bytes.HasPrefix(first, []byte{0x1f, 0x8b}); zipped != strings.HasSuffix(path, ".gz") || !zipped && !bytes.Equal(first, want) {
					t.Errorf("%s: %d bytes, compressed: %v", path, len(first), zipped)
				}
				back, err := intent.Open(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := back.Save(path); err != nil {
					t.Fatal(err)
				}
				if second, err := os.ReadFile(path); err != nil || !bytes.Equal(first, second) {
					t.Errorf("%s: saved again it is another file, %v", path, err)
				}
			}
		})
	}
}

func TestOpenNamesTheFile(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"empty": "", "text": "hello", "other": `{"a": 1}`, "list": "[]", "null": "null", "zip": "\x1f\x8bno"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if m, err := intent.Open(path); m != nil || err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if _, err := intent.Open(filepath.Join(dir, "none")); !os.IsNotExist(err) {
		t.Errorf("error %v", err)
	}
}

// TestSaveFails: a model that cannot be saved leaves what was there before, and nothing else.
func TestSaveFails(t *testing.T) {
	m := reread(t, small(t)["words"].Model)
	dir := t.TempDir()
	path := filepath.Join(dir, "a.hmm.json")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	joint, err := emission.NewJoint(emission.Part("words", emission.Family[[]emission.Count](nameless{emission.UniformWords(4, m.Encoder.Terms.Len(), 1)}), emission.WordsField))
	if err != nil {
		t.Fatal(err)
	}
	m.HMM.Emission = joint
	for _, name := range []string{path, path + ".gz"} {
		if err := m.Save(name); err == nil || !strings.Contains(err.Error(), "Kind") {
			t.Errorf("error %v of a family that has no kind", err)
		}
	}
	if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
		t.Errorf("the file that was there is another one now, %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	if err := m.Save(filepath.Join(dir, "none", "a.hmm.json")); err == nil {
		t.Error("saved into a folder that does not exist")
	}
}

// nameless is a family that cannot be saved.
type nameless struct {
	emission.Family[[]emission.Count]
}

func TestSaveIntoAFolderThatIsNotWritable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may write anywhere")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if err := small(t)["words"].Save(filepath.Join(dir, "a.hmm.json")); !os.IsPermission(err) {
		t.Errorf("error %v", err)
	}
}

// TestTruncated cuts files off at every hundredth of their length.
func TestTruncated(t *testing.T) {
	data := file(t, small(t)["words"].Model)
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for _, whole := range [][]byte{bytes.TrimSpace(data), z.Bytes()} {
		if _, err := read(whole); err != nil {
			t.Fatal(err)
		}
		for cut := range 100 {
			n := len(whole) * cut / 100
			if m, err := read(whole[:n]); m != nil || err == nil {
				t.Errorf("%d of %d bytes: error %v", n, len(whole), err)
			}
		}
		if m, err := read(whole[:len(whole)-1]); m != nil || err == nil {
			t.Errorf("all but one of %d bytes: error %v", len(whole), err)
		}
		if m, err := read(append(slices.Clip(whole), "x"...)); m != nil || err == nil {
			t.Errorf("one more than %d bytes: error %v", len(whole), err)
		}
	}
	_, err := read(data[:len(data)/2])
	if want := fmt.Sprintf("byte %d of %d", len(data)/2, len(data)/2); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want one with %q", err, want)
	}
}

// FuzzRead feeds the reader anything: an error, or a model that can be worked with and written.
func FuzzRead(f *testing.F) {
	for _, observe := range []string{"words", "symbols", "vectors"} {
		f.Add(tiny(f, observe))
	}
	f.Add([]byte(`{"format":"intenthmm model","version":1}`))
	f.Add([]byte("\x1f\x8b\x08"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := read(data)
		if (m == nil) == (err == nil) {
			t.Fatalf("model %v, error %v", m != nil, err)
		}
		if err != nil {
			return
		}
		use(m)
		var once, twice bytes.Buffer
		if err := m.Write(&once); err != nil {
			t.Fatal(err)
		}
		back, err := read(once.Bytes())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if err := back.Write(&twice); err != nil || !bytes.Equal(once.Bytes(), twice.Bytes()) {
			t.Fatalf("written again it is another file, %v", err)
		}
	})
}

// tiny is a small valid file.
func tiny(t testing.TB, observe string) []byte {
	part := map[string]string{
		"words":   `{"name":"words","kind":"words","params":{"length":2,"prior":0.1,"probabilities":[[0.5,0.25,0.25],[0.1,0.1,0.8]]}}`,
		"symbols": `{"name":"symbol","kind":"categorical","params":{"prior":0,"probabilities":[[0.5,0.25,0.25],[0,0.2,0.8]]}}`,
		"vectors": `{"name":"vector","kind":"gaussian","params":{"covariance":"diagonal","prior_weight":0.1,"prior_scale":[1,1],"floor":[0,0],"means":[[0,1],[2,3]],"covariances":[[1,2],[3,4]]}}`,
		"words+vectors": `{"name":"words","kind":"words","params":{"length":2,"prior":0.1,"probabilities":[[0.5,0.25,0.25],[0.1,0.1,0.8]]}},` +
			`{"name":"vector","kind":"vmf","weight":0.5,"params":{"prior_weight":0.1,"prior_mean":[0.5,0],"directions":[[0.6,0.8],[0,1]],"concentrations":[1,2]}}`,
	}[observe]
	vocabulary := map[string]string{
		"words": `"words":{"folded":1,"terms":["a","^b"]}`, "symbols": `"symbols":{"folded":0,"terms":["a","b"]}`, "vectors": `"width":2`,
		"words+vectors": `"words":{"folded":1,"terms":["a","^b"]},"width":2,"projection":{"unit":true}`,
	}[observe]
	observe = strings.Replace(observe, "+vectors", `","vectors":true,"unit":true,"x":"`, 1)
	data := []byte(`{"format":"intenthmm model","version":1,"encoder":{"options":{"observe":"` + observe +
		`","speaker":true,"min_turns":1,"edges":true,"length_power":0.5},` + vocabulary + `,"speakers":{"folded":0,"terms":["x"]}},` +
		`"chain":{"start":[0.5,0.5],"next":[[0.5,0.25,0.25,0.5]],"stop":[0.25,0.25]},` +
		`"emission":[` + part + `,{"name":"speaker","kind":"categorical","params":{"prior":1,"probabilities":[[0.5,0.5],[0.25,0.75]]}}],` +
		`"states":[{"name":"one","turns":3,"place":0,"examples":[{"conversation":"c","turn":0,"text":"hi"}]},{"name":"two","turns":4,"place":1}],` +
		`"record":{"data":{"fingerprint":"","conversations":1,"turns":7},"options":{"covariance":"diagonal","start":"kmeans","whole":true},"restarts":[],"best":0,"trace":[]}}`)
	if _, err := read(data); err != nil {
		t.Fatal(err)
	}
	return data
}
