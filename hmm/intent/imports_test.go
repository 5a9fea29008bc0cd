package intent_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"intenthmm/internal/samples"
)

// light are the modules that a bot may link for decoding.
var light = []string{"intenthmm", "gonum.org/v1/gonum", "golang.org/x/sys", "golang.org/x/text", "github.com/clipperhouse/uax29/v2"}

// TestLinksNothingHeavy lists everything that this package draws in.
func TestLinksNothingHeavy(t *testing.T) {
	list := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}} {{.Module.Path}}{{end}}", "intenthmm/hmm/intent")
	list.Dir = samples.Root(t)
	out, err := list.Output()
	if err != nil {
		t.Skipf("needs the go command: %v", err)
	}
	packages := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(packages) < 10 {
		t.Fatalf("only %q", packages)
	}
	for _, p := range packages {
		path, module, _ := strings.Cut(p, " ")
		if !slices.Contains(light, module) {
			t.Errorf("hmm/intent links %s of module %s", path, module)
		}
	}
}
