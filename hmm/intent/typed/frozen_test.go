package typed_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"intenthmm/hmm/intent/typed"
	"intenthmm/internal/samples"
)

var update = flag.Bool("update", false, "write the frozen file of the present version anew")

// TestFrozen opens the files that earlier versions wrote. They must go on to open, and to find the same
// types: a file of a version that was released is never written anew.
func TestFrozen(t *testing.T) {
	dir := filepath.Join(samples.Root(t), "testdata", "models")
	if *update {
		c, _ := said(60)
		o := options()
		o.Types = 2
		path := filepath.Join(dir, "types-v1.json.gz")
		m := train(t, intents(), c, o)
		if err := m.Save(path); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(assigned(path), frozen(t, m), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "types-*.json.gz"))
	if err != nil || len(files) < 1 {
		t.Fatalf("frozen files: %v, %v", files, err)
	}
	for _, path := range files {
		m, err := typed.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(assigned(path))
		if err != nil {
			t.Fatal(err)
		}
		if got := frozen(t, m); !bytes.Equal(got, want) {
			t.Errorf("%s finds\n%s\nexpected\n%s", path, got, want)
		}
	}
}

func assigned(path string) string { return strings.TrimSuffix(path, ".json.gz") + ".assigned.txt" }

// frozen is what a model finds in the first conversations, to nine digits, which no change of kernels moves.
func frozen(t *testing.T, m *typed.Model) []byte {
	c, _ := said(8)
	assigned, err := m.Assign(background, c, gate)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for i, a := range assigned {
		fmt.Fprintf(&b, "%s %d %q %.9g %.9g\n", c[i].ID, a.Likeliest(), m.Name(a.Likeliest()), a.Shares, a.LogLikelihood)
	}
	return b.Bytes()
}
