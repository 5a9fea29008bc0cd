// Package frozentest holds model files that earlier versions wrote to what they said then: they must go on to open, and
// to say the same.
package frozentest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/internal/samples"
)

// Update is the flag that has the present version's files written anew.
var Update = flag.Bool("update", false, "write golden files, and the frozen model files of the present version, anew")

// A Kind is model files in testdata/models, called by a prefix, a version and an ending. Beside each is another file,
// which says what the version that wrote the model made of something.
type Kind[M interface{ Save(path string) error }] struct {
	Prefix, Ending string
	Said           string // the ending of the file beside
	Least          int    // files that there must be
	Open           func(path string) (M, error)
	// Say is what the file beside should say, of which known is what it says, for what the model is to be asked.
	Say func(t *testing.T, m M, known []byte) []byte
	// Write is the files of the present version, by what stands for the version in their names: a model each,
	// and what Say is to know.
	Write map[string]func(t *testing.T) (m M, known []byte)
}

// Run opens the files. A file of a version that was released is never written anew.
func (k Kind[M]) Run(t *testing.T) {
	dir := filepath.Join(samples.Root(t), "testdata", "models")
	if *Update {
		for name, train := range k.Write {
			k.write(t, filepath.Join(dir, k.Prefix+name+k.Ending), train)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, k.Prefix+"*"+k.Ending))
	if err != nil || len(files) < k.Least {
		t.Fatalf("frozen models: %v, %v", files, err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) { k.check(t, path) })
	}
}

// beside is the file beside a model.
func (k Kind[M]) beside(path string) string { return strings.TrimSuffix(path, k.Ending) + k.Said }

func (k Kind[M]) write(t *testing.T, path string, train func(t *testing.T) (M, []byte)) {
	m, known := train(t)
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.beside(path), k.Say(t, m, known), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (k Kind[M]) check(t *testing.T, path string) {
	m, err := k.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(k.beside(path))
	if err != nil {
		t.Fatal(err)
	}
	got := bytes.SplitAfter(k.Say(t, m, want), []byte("\n"))
	for i, line := range bytes.SplitAfter(want, []byte("\n")) {
		if i >= len(got) || !bytes.Equal(got[i], line) {
			t.Errorf("line %d: got\n%swant\n%s", i+1, append(got, nil)[min(i, len(got))], line)
		}
	}
	if n := bytes.Count(want, []byte("\n")); len(got) != n+1 {
		t.Errorf("%d lines, want %d", len(got)-1, n)
	}
}
