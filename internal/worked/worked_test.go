// Package worked has no code: its tests recompute the worked examples in testdata/worked, one a learner.
package worked

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"intenthmm/internal/samples"
)

var update = flag.Bool("update", false, "write the numbers of the worked examples anew")

// said is a number in a text: its name and its value.
var said = regexp.MustCompile(`([^\s=]+) = (-?\d+(?:\.\d+)?)`)

// A sheet is numbers by name.
type sheet map[string]float64

func (s sheet) put(x float64, format string, args ...any) { s[fmt.Sprintf(format, args...)] = x }

// at is a number that was put.
func (s sheet) at(format string, args ...any) float64 { return s[fmt.Sprintf(format, args...)] }

// rows puts a matrix, its rows counted from 1 and its columns from 0.
func (s sheet) rows(values []float64, columns int, format string) {
	for i, x := range values {
		s.put(x, format, i/columns+1, i%columns)
	}
}

// hold holds every "name = number" of a text against the same number computed anew, and demands that each
// that can be computed is in it.
func hold(t *testing.T, name string, want sheet) {
	t.Helper()
	path := filepath.Join(samples.Root(t), "testdata", "worked", name)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		text = said.ReplaceAllFunc(text, func(s []byte) []byte {
			name := string(said.FindSubmatch(s)[1])
			return fmt.Appendf(nil, "%s = %s", name, strconv.FormatFloat(want[name], 'f', digits(want[name]), 64))
		})
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	found := map[string]bool{}
	for _, m := range said.FindAllStringSubmatch(string(text), -1) {
		name, number := m[1], m[2]
		x, ok := want[name]
		if !ok {
			t.Errorf("%s is in the text, and nothing computes it", name)
			continue
		}
		found[name] = true
		_, decimals, _ := strings.Cut(number, ".")
		if now := strconv.FormatFloat(x, 'f', len(decimals), 64); now != number || len(decimals) < digits(x) {
			t.Errorf("%s is %s in the text, %s computed", name, number, strconv.FormatFloat(x, 'f', digits(x), 64))
		}
	}
	for name := range want {
		if !found[name] {
			t.Errorf("%s is not in the text", name)
		}
	}
}

// digits is how many decimals of a number the text has: as few as say it, at most five.
func digits(x float64) int {
	for n := range 5 {
		if math.Abs(x-math.Round(x*math.Pow10(n))/math.Pow10(n)) < 1e-12 {
			return n
		}
	}
	return 5
}

// near demands that two ways to a number agree.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12*(1+math.Abs(want))) {
		t.Errorf("%s: %v and %v", what, got, want)
	}
}
