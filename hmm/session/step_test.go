package session_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"intenthmm/hmm/session"
)

// TestRepeatedTurn pushes turns again: the last eight with an ID are answered as they were, and change
// nothing; the ninth is a new turn.
func TestRepeatedTurn(t *testing.T) {
	a := must(session.New(sides(6), outcomes())).NewSession()
	b := must(session.New(sides(6), outcomes())).NewSession()
	steps := make([]session.Step, 20)
	for i := range steps {
		turn := session.Turn[int]{ID: fmt.Sprint("turn-", i), Obs: i % 5, Unknown: float64(i) / 20}
		if err := a.Push(turn, &steps[i]); err != nil {
			t.Fatal(err)
		}
		var step session.Step
		if err := b.Push(turn, &step); err != nil {
			t.Fatal(err)
		}
		for again := max(0, i-session.Remembered+1); again <= i; again++ {
			var got session.Step
			if err := b.Push(session.Turn[int]{ID: fmt.Sprint("turn-", again), Obs: 4}, &got); err != nil {
				t.Fatal(err)
			}
			want := steps[again]
			want.Repeated = true
			if d := cmp.Diff(want, got, same); d != "" {
				t.Fatalf("turn %d after turn %d: -first time, +again\n%s", again, i, d)
			}
			if b.Turns() != a.Turns() {
				t.Fatalf("%d turns after turn %d, want %d", b.Turns(), i, a.Turns())
			}
		}
		if err := b.Push(session.Turn[int]{Obs: 1}, &step); err != nil { // without an ID: a turn
			t.Fatal(err)
		}
		if err := a.Push(session.Turn[int]{Obs: 1}, &step); err != nil {
			t.Fatal(err)
		}
		if i >= session.Remembered {
			break
		}
	}
	var step session.Step
	if err := b.Push(session.Turn[int]{ID: "turn-0", Obs: 4}, &step); err != nil || step.Repeated || step.Turn != 2*session.Remembered+2 {
		t.Errorf("the ninth: %+v, %v", step, err)
	}
}

// TestPathOfARestart also has the turns that were settled because the session began anew.
func TestPathOfARestart(t *testing.T) {
	m := weather()
	m.Chain.Next[0] = []float64{0, 0.8, 0, 0.9}
	s := engine(m).NewSession()
	var step session.Step
	var path []int
	for i, obs := range []int{0, 1, 2, 0, 1, 0, 1} { // 2 is impossible, and so is 0 after 1
		if err := s.Push(session.Turn[int]{ID: fmt.Sprint(i), Obs: obs}, &step); err != nil {
			t.Fatal(err)
		}
		if step.FirstSettled() != len(path) {
			t.Fatalf("turn %d settles from %d on, %d are", i, step.FirstSettled(), len(path))
		}
		path = append(path, step.Settled...)
		if impossible := i == 2 || i == 5; step.Restart != impossible || step.Doubts.Has(session.Impossible) != impossible {
			t.Errorf("turn %d: %+v", i, step)
		}
		var again session.Step
		if err := s.Push(session.Turn[int]{ID: fmt.Sprint(i)}, &again); err != nil {
			t.Fatal(err)
		}
		step.Repeated = true
		if d := cmp.Diff(step, again, same); d != "" {
			t.Errorf("turn %d: -first time, +again\n%s", i, d)
		}
	}
	if got, want := append(path, s.End()...), []int{0, 1, session.None, 0, 1, 0, 1}; !slices.Equal(got, want) {
		t.Errorf("path %v, want %v", got, want)
	}
}

func TestLeader(t *testing.T) {
	for seed := range 200 {
		m := random(1+seed%7, 3, true)
		s := engine(m).NewSession()
		var step session.Step
		for i := range 3 {
			if err := s.Push(turn(i), &step); err != nil {
				t.Fatal(err)
			}
			p := slices.Sorted(slices.Values(step.Posterior))
			slices.Reverse(p)
			p = append(p, 0)
			entropy := 0.0
			for _, v := range step.Posterior {
				entropy -= v * math.Log(v)
			}
			if step.Confidence != p[0] || step.Margin() != p[0]-p[1] || step.State != slices.Index(step.Posterior, p[0]) {
				t.Fatalf("%+v", step)
			}
			if math.Abs(step.Entropy()-entropy) > 1e-14 {
				t.Fatalf("entropy %v, want %v", step.Entropy(), entropy)
			}
		}
	}
}

func TestDoubts(t *testing.T) {
	o := outcomes()
	o.Surprise = []float64{0, 0.5, 1}
	o.Surprising, o.Unfamiliar = 90, 0.4
	s := must(session.New(random(3, 40, false), o)).NewSession()
	var step session.Step
	for _, c := range []struct {
		unknown float64
		want    session.Doubts
	}{{0, session.Surprising}, {0.4, session.Surprising}, {0.5, session.Surprising | session.Unfamiliar}} {
		if err := s.Push(session.Turn[int]{Obs: 3, Unknown: c.unknown}, &step); err != nil {
			t.Fatal(err)
		}
		if step.Doubts != c.want || step.Percentile != 100 {
			t.Errorf("%v unknown: doubts %v, percentile %v", c.unknown, step.Doubts, step.Percentile)
		}
	}
	if got := step.Doubts.String(); got != "surprising, unfamiliar" {
		t.Errorf("doubts %q", got)
	}
	if err := s.Push(session.Turn[int]{Obs: -1}, &step); err != nil || step.Doubts != 0 || step.Percentile > 1e-9 || step.Doubts.Names() != nil {
		t.Errorf("a missing turn: %+v, %v", step, err)
	}
	for _, bad := range []float64{-0.1, 1.1, math.NaN()} {
		if err := s.Push(session.Turn[int]{Unknown: bad}, &step); err == nil || s.Turns() != 4 {
			t.Errorf("a share of %v: error %v, %d turns", bad, err, s.Turns())
		}
	}
}

func TestPercentile(t *testing.T) {
	q := []float64{1, 2, 4}
	for surprise, want := range map[float64]float64{0: 0, 1: 0, 1.5: 25, 2: 50, 3: 75, 4: 100, 9: 100, math.Inf(1): 100} {
		if got := session.Percentile(q, surprise); got != want {
			t.Errorf("%v: %v, want %v", surprise, got, want)
		}
	}
}
