package intent

import (
	"slices"
	"strings"
	"testing"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/transcript"
)

// TestReservoirIsUniform lets many turns go by, half of them without text: every text must be as
// likely to be kept as any other.
func TestReservoirIsUniform(t *testing.T) {
	const texts, limit, runs = 200, 20, 3000
	kept := make([]int, texts)
	for seed := range uint64(runs) {
		r := newReservoir(seed, limit)
		for i := range texts {
			r.add(i, 0, &transcript.Message{Text: "x"})
			r.add(i, 1, &transcript.Message{})
		}
		if len(r.kept) != limit {
			t.Fatalf("%d texts kept, want %d", len(r.kept), limit)
		}
		for _, k := range r.kept {
			kept[k.conversation]++
		}
	}
	// Quarters of the stream: runs·limit/4 = 15,000 each, standard deviation about 100.
	for q := range 4 {
		n := 0
		for _, k := range kept[q*texts/4 : (q+1)*texts/4] {
			n += k
		}
		if n < 14_500 || n > 15_500 {
			t.Errorf("quarter %d of the stream was kept %d times, want about 15,000", q, n)
		}
	}
}

func TestReservoirKeepsNoTextUnasked(t *testing.T) {
	r := newReservoir(1, 0)
	for i := range 100 {
		r.add(i, 0, &transcript.Message{Text: "secret"})
	}
	if len(r.kept) != 0 {
		t.Errorf("%d texts kept", len(r.kept))
	}
}

func TestByConversation(t *testing.T) {
	r := newReservoir(1, 50)
	for i := range 1000 {
		r.add(i%7, i/7, &transcript.Message{Text: "x"})
	}
	sample := r.byConversation()
	for i, s := range sample[1:] {
		if before := sample[i]; s.conversation < before.conversation || s.conversation == before.conversation && s.turn <= before.turn {
			t.Fatalf("%+v comes after %+v", s, before)
		}
	}
}

// TestChoose takes the most typical first, long texts last and no text twice.
func TestChoose(t *testing.T) {
	data := []hmm.Conversation[emission.Turn]{{ID: "a"}, {ID: "b"}}
	long := strings.Repeat("long ", 30)
	var candidates []candidate
	for i, c := range []struct {
		score float64
		text  string
	}{{1, "one"}, {3, "three"}, {9, long}, {2, "Two"}, {2.5, "two"}, {3, "THREE"}} {
		candidates = append(candidates, candidate{c.score, remembered{i % 2, i, "x", c.text}})
	}
	var got []string
	for _, e := range choose(candidates, 9, data) {
		got = append(got, e.Conversation+" "+e.Text)
	}
	if want := []string{"b three", "a two", "a one", "a " + long}; !slices.Equal(got, want) {
		t.Errorf("chosen %q, want %q", got, want)
	}
	if got := choose(candidates, 0, data); got != nil {
		t.Errorf("none were asked for, %v chosen", got)
	}
}

// TestOrder numbers states by their place, wherever a number of a state stands.
func TestOrder(t *testing.T) {
	family, err := emission.NewCategorical([][]float64{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	joint, err := emission.NewJoint(emission.Part("symbol", emission.Family[int](family), emission.SymbolField))
	if err != nil {
		t.Fatal(err)
	}
	c := chain.Uniform(3, false)
	copy(c.Start, []float64{0.5, 0.25, 0.25})
	m := &Model{
		HMM:    &hmm.Model[emission.Turn]{Chain: c, Emission: joint},
		States: []State{{Name: "last", Place: 0.9}, {Name: "first", Place: 0.1}, {Name: "middle", Place: 0.5}},
	}
	m.Record.Trace = []em.Iteration{{Repairs: []em.Repair{{Distribution: 0}, {Distribution: 1}, {Distribution: 2}}}}
	m.Record.Moves = []RecordedMoves{{Most: 0, States: []float64{0.3, 0.2, 0.1}}}
	m.order()
	if r := m.Record.Moves[0]; r.Most != 2 || !slices.Equal(r.States, []float64{0.2, 0.1, 0.3}) {
		t.Errorf("moves %+v", r)
	}
	for i, want := range []struct {
		name   string
		symbol int
	}{{"first", 1}, {"middle", 2}, {"last", 0}} {
		row, _ := emission.PartOf[*emission.Categorical](m.HMM.Emission.(*emission.Joint), "symbol")
		if m.States[i].Name != want.name || row.Probabilities(i)[want.symbol] != 1 {
			t.Errorf("state %d is %q and shows %v", i, m.States[i].Name, row.Probabilities(i))
		}
	}
	if c.Start[2] != 0.5 {
		t.Errorf("start %v", c.Start)
	}
	var got []int
	for _, r := range m.Record.Trace[0].Repairs {
		got = append(got, r.Distribution)
	}
	if want := []int{2, 0, 1}; !slices.Equal(got, want) {
		t.Errorf("repairs of states %d, want %d", got, want)
	}
}
