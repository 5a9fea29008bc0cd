package session_test

import (
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/session"
	"intenthmm/viterbi"
)

// sides is a model of k states, half of which never go over to the other half: nothing settles by itself
// while both are possible.
func sides(k int) *hmm.Model[int] {
	c := chain.Uniform(k, true)
	clear(c.Next[0])
	for i := range k {
		for j := range k {
			if i*2/k == j*2/k {
				c.Next[0][i*k+j] = 2 * (1 - c.Stop[i]) / float64(k)
			}
		}
	}
	return must(hmm.New(c, emission.Family[int](emission.UniformCategorical(k, 5, 0))))
}

// same compares steps to the last bit.
var same = cmp.Options{cmpopts.EquateEmpty(), cmp.Comparer(func(x, y float64) bool { return math.Float64bits(x) == math.Float64bits(y) })}

func outcomes() session.Options {
	o := session.DefaultOptions()
	o.Outcomes = []session.Outcome{{Name: "last", States: []int{1}}, {Name: "ends", States: []int{0}, AtEnd: true}}
	o.Surprise = []float64{0.1, 1, 2}
	return o
}

// TestResume goes on from a snapshot after every turn, in an engine of its own, and compares all that
// either says, also of turns that come again.
func TestResume(t *testing.T) {
	impossible := weather()
	impossible.Chain.Next[0] = []float64{0, 0.8, 0, 0.9}
	for name, m := range map[string]*hmm.Model[int]{
		"weather": weather(), "impossible": impossible, "one": random(2, 3, true), "structural": sides(6), "large": random(70, 3, false),
	} {
		rng := rand.New(rand.NewPCG(7, 7))
		a := must(session.New(m, outcomes())).NewSession()
		b := must(session.New(m.Clone(), outcomes())).NewSession()
		for i := range 150 {
			next := session.Turn[int]{Obs: rng.IntN(3), Unknown: rng.Float64()}
			if rng.IntN(3) > 0 {
				next.ID = fmt.Sprint("turn ", i-rng.IntN(2)*rng.IntN(10))
			}
			var want, got session.Step
			if err := errors.Join(a.Push(next, &want), b.Push(next, &got)); err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got, same); d != "" {
				t.Fatalf("%s, turn %d: -without, +with snapshots\n%s", name, i, d)
			}
			snapshot := a.Append([]byte{1})[1:]
			if other := b.Append(nil); !bytes.Equal(snapshot, other) {
				t.Fatalf("%s, turn %d: snapshots differ", name, i)
			}
			var err error
			if b, err = must(session.New(m.Clone(), outcomes())).Resume(snapshot); err != nil {
				t.Fatalf("%s, turn %d: %v", name, i, err)
			}
			if !a.Last(&want) || !b.Last(&got) || cmp.Diff(want, got, same) != "" {
				t.Fatalf("%s, turn %d: the last step is %+v, resumed %+v", name, i, want, got)
			}
			if !slices.Equal(a.End(), b.End()) || a.Turns() != b.Turns() {
				t.Fatalf("%s, turn %d: %d turns, end %v, resumed %d, %v", name, i, a.Turns(), a.End(), b.Turns(), b.End())
			}
		}
	}
}

func TestResumeBeforeTheFirstTurn(t *testing.T) {
	e := engine(weather())
	s, err := e.Resume(e.NewSession().Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	var step session.Step
	if s.Last(&step) || s.Turns() != 0 || len(s.End()) != 0 {
		t.Errorf("%d turns, last %+v, end %v", s.Turns(), step, s.End())
	}
}

// TestSnapshotSize: 4 KB are enough at 16 states, with nothing settled and every step remembered.
func TestSnapshotSize(t *testing.T) {
	s, largest, unsettled := engine(sides(16)).NewSession(), 0, 0
	var step session.Step
	for i := range 300 {
		if err := s.Push(session.Turn[int]{ID: fmt.Sprint(i), Obs: i % 5}, &step); err != nil {
			t.Fatal(err)
		}
		largest, unsettled = max(largest, len(s.Append(nil))), max(unsettled, len(step.Unsettled))
	}
	if unsettled != viterbi.MaxUnsettled {
		t.Fatalf("only %d turns were ever unsettled", unsettled)
	}
	t.Logf("%d bytes at most", largest)
	if largest > 4096 {
		t.Errorf("a snapshot has %d bytes", largest)
	}
}

func TestSnapshotOfAnotherModel(t *testing.T) {
	m := random(3, 4, true)
	snapshot := engine(m).NewSession().Append(nil)
	chain, family, stop, identity := m.Clone(), m.Clone(), m.Clone(), outcomes()
	chain.Chain.Next[0][0], chain.Chain.Next[0][1] = chain.Chain.Next[0][1], chain.Chain.Next[0][0]
	family.Emission = must(emission.NewCategorical([][]float64{{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, .5, .5}}))
	stop.Chain.Stop = nil
	for i := range 3 {
		sum := 0.0
		for j := range 3 {
			sum += stop.Chain.Next[0][3*i+j]
		}
		for j := range 3 {
			stop.Chain.Next[0][3*i+j] /= sum
		}
	}
	identity.Identity = []byte("another encoder")
	for what, e := range map[string]*session.Engine[int]{
		"chain": engine(chain), "emission": engine(family), "stop": engine(stop), "identity": must(session.New(m, identity)),
	} {
		var wrong *session.ModelError
		if _, err := e.Resume(snapshot); !errors.As(err, &wrong) || !strings.Contains(err.Error(), "is of model") {
			t.Errorf("another %s: error %v", what, err)
		}
	}
	if _, err := must(session.New(m.Clone(), outcomes())).Resume(snapshot); err != nil {
		t.Errorf("other outcomes: error %v", err)
	}
}

// sealed gives bytes the checksum that a snapshot has.
func sealed(body []byte) []byte {
	sum := crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli))
	return append(slices.Clone(body), byte(sum), byte(sum>>8), byte(sum>>16), byte(sum>>24))
}

func TestDamagedSnapshot(t *testing.T) {
	e := engine(sides(4))
	s := e.NewSession()
	var step session.Step
	for i := range 12 {
		if err := s.Push(session.Turn[int]{ID: fmt.Sprint(i), Obs: i % 5}, &step); err != nil {
			t.Fatal(err)
		}
	}
	good := s.Append(nil)
	refuse := func(what string, data []byte, want string) {
		t.Helper()
		if s, err := e.Resume(data); err == nil || s != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, error %v, want one with %q", what, s, err, want)
		}
	}
	refuse("nothing", nil, "no snapshot")
	refuse("something else", []byte(`{"format":"json"}`), "no snapshot")
	refuse("a later form", append([]byte("ihs9"), good[4:]...), `of form '9'`)
	for n := 4; n < len(good); n++ {
		refuse(fmt.Sprint("cut at ", n), good[:n], "damaged snapshot")
		if n >= 20 && n < len(good)-4 {
			refuse(fmt.Sprint("cut at ", n, " and sealed"), sealed(good[:n]), "damaged snapshot")
		}
	}
	for n := 4; n < len(good); n++ {
		bad := slices.Clone(good)
		bad[n] ^= 0x10
		refuse(fmt.Sprint("byte ", n), bad, "damaged snapshot")
	}
	refuse("too long", sealed(append(slices.Clone(good[:len(good)-4]), 0)), "too many")
}

// FuzzResume: whatever the bytes are, Resume gives an error or a session that works.
func FuzzResume(f *testing.F) {
	e := engine(sides(4))
	s := e.NewSession()
	var step session.Step
	for i := range 12 {
		data := s.Append(nil)
		f.Add(data[20 : len(data)-4])
		if err := s.Push(session.Turn[int]{ID: fmt.Sprint(i / 2 * 2), Obs: i % 5}, &step); err != nil {
			f.Fatal(err)
		}
	}
	head := s.Append(nil)[:20]
	f.Fuzz(func(t *testing.T, body []byte) {
		s, err := e.Resume(sealed(append(slices.Clone(head), body...)))
		if err != nil {
			return
		}
		var step session.Step
		s.Last(&step)
		for i := range 70 {
			if err := s.Push(session.Turn[int]{ID: fmt.Sprint(i), Obs: i % 5}, &step); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := e.Resume(s.Append(nil)); err != nil {
			t.Fatal(err)
		}
	})
}
