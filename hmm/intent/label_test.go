package intent_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/hmm/intent"
	"intenthmm/internal/samples"
)

// relabelled is the model with labels that are fine.
func relabelled(t *testing.T, m *intent.Model, labels ...intent.Label) *intent.Model {
	t.Helper()
	out, err := m.Relabel(labels)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRelabel: labels are kept by the file, decide what decoding says, and leave the first model alone.
func TestRelabel(t *testing.T) {
	words := small(t)["words"]
	m := words.Model
	before := file(t, m)
	first := m.States[1].Name
	named := relabelled(t, m, intent.Label{State: 1, Name: "hand-off", EndsAs: "left"}, intent.Label{State: 3, Outcome: "paid"})
	if !bytes.Equal(file(t, m), before) {
		t.Error("the model that was relabelled is another one")
	}
	back := reread(t, named)
	want := m.Labels()
	want[1], want[3].Outcome = intent.Label{State: 1, Name: "hand-off", EndsAs: "left"}, "paid"
	if diff := cmp.Diff(want, back.Labels()); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
	if s := back.States[1]; s.Suggested != first || s.Suggestion() != first || back.States[3].Suggested != "" {
		t.Errorf("suggestions %q and %q, want %q and none", s.Suggested, back.States[3].Suggested, first)
	}
	for _, decisions := range decode(t, back, group(t, words.messages), intent.Viterbi, 1) {
		for _, d := range decisions {
			if d.Intent != want[d.State].Name {
				t.Fatalf("state %d is called %q", d.State, d.Intent)
			}
		}
	}
	if step, err := m.NewSession().Push("customer", "hello"); err != nil || len(step.Outcomes) != 0 {
		t.Errorf("without labels: %+v, %v", step, err)
	}
	named = relabelled(t, m, want[1], want[3]) // of a model that has an engine by now
	if step, err := named.NewSession().Push("customer", "hello"); err != nil || step.Intent != named.States[step.State].Name || len(step.Outcomes) != 2 {
		t.Errorf("with labels: %+v, %v", step, err)
	}
	if len(named.States) != len(m.States) || !slices.Equal(named.Shares(), m.Shares()) {
		t.Error("the states are others")
	}
}

// TestRelabelBack: a name taken back twice is the one that training gave, and the file as it was.
func TestRelabelBack(t *testing.T) {
	m := small(t)["words"].Model
	twice := relabelled(t, reread(t, relabelled(t, m, intent.Label{State: 2, Name: "a", Outcome: "b"})), intent.Label{State: 2, Name: "c"})
	if s := twice.States[2]; s.Name != "c" || s.Suggested != m.States[2].Name || s.Outcome != "" {
		t.Errorf("after two names: %+v", s)
	}
	for _, name := range []string{"", m.States[2].Name} {
		if back := relabelled(t, twice, intent.Label{State: 2, Name: name}); !bytes.Equal(file(t, back), file(t, m)) {
			t.Errorf("renamed to %q, the file is not what it was", name)
		}
	}
	if same := relabelled(t, m, m.Labels()...); !bytes.Equal(file(t, same), file(t, m)) {
		t.Error("a model's own labels change it")
	}
}

// TestRelabelOnlyLabels: of a file of any version nothing but the labels changes.
func TestRelabelOnlyLabels(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(samples.Root(t), "testdata", "models", "*.hmm.json.gz"))
	if err != nil || len(files) < 3 {
		t.Fatalf("frozen models: %v, %v", files, err)
	}
	for _, path := range files {
		m, err := intent.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		old, named := tree(t, file(t, m)), tree(t, file(t, relabelled(t, m, intent.Label{State: 0, Name: "x", Outcome: "y", EndsAs: "z"})))
		for field, value := range map[string]any{"name": m.States[0].Name, "suggested": removed{}, "outcome": removed{}, "ends_as": removed{}} {
			edit(t, named, "states.0."+field, value)
		}
		if diff := cmp.Diff(old, named); diff != "" {
			t.Errorf("%s: more than labels changed (-old +new):\n%s", path, diff)
		}
	}
}

func TestRelabelErrors(t *testing.T) {
	m := small(t)["words"].Model
	before := file(t, m)
	long := strings.Repeat("x", 201)
	for _, c := range []struct {
		want   string
		labels []intent.Label
	}{
		{"state 4: expected one from 0 to 3", []intent.Label{{State: 0, Name: "a"}, {State: 4, Name: "a"}}},
		{"state -1: expected one from 0 to 3", []intent.Label{{State: -1, Name: "a"}}},
		{"state 2: labelled twice", []intent.Label{{State: 2, Name: "a"}, {State: 2, Name: "b"}}},
		{"state 1: name \"a\\xff\" is not UTF-8", []intent.Label{{State: 1, Name: "a\xff"}}},
		{"state 1: name \"a\\tb\" has control characters", []intent.Label{{State: 1, Name: "a\tb"}}},
		{"has 201 bytes, expected at most 200", []intent.Label{{State: 1, Name: long}}},
		{"state 1: name \" \" begins or ends with white space", []intent.Label{{State: 1, Name: " "}}},
		{"state 1: outcome \"a\\xff\" is not UTF-8", []intent.Label{{State: 1, Outcome: "a\xff"}}},
		{"state 1: ends_as \"a\\x00\" has control characters", []intent.Label{{State: 1, EndsAs: "a\x00"}}},
		{"state 1: ends_as \"a\" is the outcome of state 1", []intent.Label{{State: 1, Outcome: "a", EndsAs: "a"}}},
		{"state 0: ends_as \"a\" is the outcome of state 3", []intent.Label{{State: 3, Outcome: "a"}, {State: 0, EndsAs: "a"}}},
	} {
		out, err := m.Relabel(c.labels)
		if out != nil || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: error %v, want one with %q", c.labels, err, c.want)
		}
	}
	if !bytes.Equal(file(t, m), before) {
		t.Error("labels that are refused change the model")
	}
	v := tree(t, file(t, relabelled(t, m, intent.Label{State: 3, Outcome: "a"})))
	edit(t, v, "states.0.ends_as", "a")
	if _, err := read(untree(t, v)); err == nil || !strings.Contains(err.Error(), `model file: states: state 0: ends_as "a" is the outcome of state 3`) {
		t.Errorf("a file that has an outcome of both kinds: %v", err)
	}
}

// TestSharedOutcomes: states may share names and outcomes, and have one of either kind.
func TestSharedOutcomes(t *testing.T) {
	m := relabelled(t, small(t)["words"].Model, intent.Label{State: 0, Name: "a", Outcome: "a", EndsAs: "left"},
		intent.Label{State: 1, Name: "a", Outcome: "a"}, intent.Label{State: 2, EndsAs: "left"})
	if _, err := read(file(t, m)); err != nil {
		t.Error(err)
	}
}
