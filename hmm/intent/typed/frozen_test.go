package typed_test

import (
	"bytes"
	"fmt"
	"testing"

	"intenthmm/hmm/intent/typed"
	"intenthmm/internal/modelfile/frozentest"
)

// TestFrozen: files of earlier versions go on to open, and to find the same types.
func TestFrozen(t *testing.T) {
	frozentest.Kind[*typed.Model]{
		Prefix: "types-", Ending: ".json.gz", Said: ".assigned.txt", Least: 1, Open: typed.Open, Say: frozen,
		Write: map[string]func(*testing.T) (*typed.Model, []byte){"v1": func(t *testing.T) (*typed.Model, []byte) {
			c, _ := said(60)
			o := options()
			o.Types = 2
			return train(t, intents(), c, o), nil
		}},
	}.Run(t)
}

// frozen is what a model finds in the first conversations, to nine digits, which no change of kernels moves.
func frozen(t *testing.T, m *typed.Model, _ []byte) []byte {
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
