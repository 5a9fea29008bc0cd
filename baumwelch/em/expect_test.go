package em_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"intenthmm/baumwelch/em"
)

// TestWorkersDoNotMatter: the same bits for any number of workers.
func TestWorkersDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	data := make([]float64, 5000)
	for i := range data {
		data[i] = rng.NormFloat64() * 1e3
	}
	run := func(gate em.Gate) (em.Result, float64) {
		c := &centre{at: 12.345, share: 0.3}
		c.collect = func(x float64) error {
			if int(x)%50 == 0 {
				runtime.Gosched() // shards get ready in any order
			}
			return nil
		}
		o := options(6)
		o.Gate = gate
		r, err := em.Fit(context.Background(), c, data, o)
		if err != nil {
			t.Fatal(err)
		}
		if workers := max(cap(gate), 1); c.workers != workers || len(c.blocks) > workers+2 || c.refresh != 7*workers {
			t.Errorf("%d workers were made of %d, refreshed %d times, with %d blocks", c.workers, workers, c.refresh, len(c.blocks))
		}
		return r, c.at
	}
	want, at := run(nil)
	for _, n := range []int{1, 2, 3, 8} {
		got, gotAt := run(em.NewGate(n))
		if d := cmp.Diff(want, got); d != "" || gotAt != at {
			t.Errorf("%d workers: centre %v, expected %v\n%s", n, gotAt, at, d)
		}
	}
}

// TestBlocksOutstanding: while the first shard takes its time, the others may run ahead, but only as
// far as there are blocks: workers + 2.
func TestBlocksOutstanding(t *testing.T) {
	const workers = 3
	var seen atomic.Int64
	c := &centre{share: 1}
	c.collect = func(x float64) error {
		if seen.Add(1); x != 0 {
			return nil
		}
		for before := int64(-1); before != seen.Load(); { // until nobody goes on
			before = seen.Load()
			time.Sleep(30 * time.Millisecond)
		}
		// the first shard's own point, and four shards of eleven points
		if n := seen.Load(); n > 1+11*(workers+1) {
			return fmt.Errorf("%d points were seen before the first shard was done", n)
		}
		return nil
	}
	o := options(0)
	o.Gate = em.NewGate(workers)
	if _, err := em.Fit(context.Background(), c, points(300), o); err != nil {
		t.Error(err)
	}
	if len(c.blocks) > workers+2 {
		t.Errorf("%d blocks", len(c.blocks))
	}
}

// TestShards: some 32, of at least 1024 turns each; fewer, but 8, where there are many statistics for so few turns,
// and more where shards would be too large. A point is 100 turns.
func TestShards(t *testing.T) {
	for _, c := range []struct{ points, unused, want int }{
		{5, 0, 1}, {300, 0, 28}, {640, 0, 32}, {32_000, 0, 49},
		{640, 63_998, 32}, {640, 96_000, 22}, {640, 256_000, 8}, {640, 1_000_000, 8}, {50, 100_000, 5}, {32_000, 100_000, 49},
	} {
		l := &centre{unused: c.unused}
		if _, err := em.Expect[float64](context.Background(), l, points(c.points), nil); err != nil {
			t.Fatal(err)
		}
		if l.shards != c.want {
			t.Errorf("%d points, %d statistics: %d shards, expected %d", c.points, 2+c.unused, l.shards, c.want)
		}
	}
}

// TestFirstErrorWins: of several shards that fail, the first is reported, for any number of workers.
func TestFirstErrorWins(t *testing.T) {
	for _, workers := range []int{1, 2, 3, 8} {
		for range 20 {
			c := &centre{}
			c.collect = func(x float64) error {
				switch x {
				case 30: // in the third shard, points 22 to 32
					time.Sleep(time.Millisecond)
					return errTrouble
				case 50, 60, 90:
					return errors.New("a later one")
				}
				return nil
			}
			o := options(3)
			o.Gate = em.NewGate(workers)
			_, err := em.Fit(context.Background(), c, points(200), o)
			var shard *em.ShardError
			if !errors.As(err, &shard) || shard.First != 22 || !errors.Is(err, errTrouble) || err.Error() != "trouble" {
				t.Fatalf("%d workers: %v (%+v), expected the error of the shard at 22", workers, err, shard)
			}
		}
	}
}

func TestExpect(t *testing.T) {
	c := &centre{at: 1}
	s, err := em.Expect[float64](context.Background(), c, points(40), nil)
	want := &em.Stats{Values: []float64{780, 40}, LogLikelihood: -(20540 - 2*780 + 40), Turns: 4000, Items: 40}
	if d := cmp.Diff(want, s); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
}

func TestStats(t *testing.T) {
	a := &em.Stats{Values: []float64{1, 2}, LogLikelihood: 3, Turns: 4, Items: 5}
	b := &em.Stats{Values: []float64{10, 20}, LogLikelihood: 30, Turns: 40, Items: 50}
	a.Add(b)
	if d := cmp.Diff(&em.Stats{Values: []float64{11, 22}, LogLikelihood: 33, Turns: 44, Items: 55}, a); d != "" {
		t.Error(d)
	}
	a.Reset()
	if d := cmp.Diff(em.NewStats(2), a); d != "" {
		t.Error(d)
	}
	defer func() {
		if r := recover(); r != "em: statistics of different lengths" {
			t.Errorf("panic %v", r)
		}
	}()
	a.Add(em.NewStats(3))
}

func TestRestart(t *testing.T) {
	ctx := context.Background()
	for _, workers := range []int{1, 3, 8} {
		var running, most atomic.Int64
		results, ran, err := em.Restart(ctx, 10, em.NewGate(workers), func(i int) (int, error) {
			if n := running.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer running.Add(-1)
			runtime.Gosched()
			return i * i, nil
		})
		for i := range 10 {
			if results[i] != i*i || !ran[i] {
				t.Errorf("restart %d: %d, ran %v", i, results[i], ran[i])
			}
		}
		if err != nil || most.Load() > int64(workers) {
			t.Errorf("%d at once, %v", most.Load(), err)
		}
	}
	_, ran, err := em.Restart(ctx, 4, nil, func(i int) (int, error) {
		if i%2 == 1 {
			return 0, fmt.Errorf("restart %d failed", i)
		}
		return i, nil
	})
	if err == nil || err.Error() != "restart 1 failed" || !ran[0] || ran[1] || !ran[2] {
		t.Errorf("ran %v, %v", ran, err)
	}
	ctx, cancel := context.WithCancel(ctx)
	_, ran, err = em.Restart(ctx, 5, em.NewGate(1), func(i int) (int, error) {
		if i == 2 {
			cancel()
		}
		return i, nil
	})
	if d := cmp.Diff([]bool{true, true, true, false, false}, ran); d != "" || err != nil {
		t.Errorf("cancelled in the third: %v\n%s", err, d)
	}
}

func TestStatusText(t *testing.T) {
	for s := em.Converged; s <= em.Degenerate; s++ {
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back em.Status
		if err := json.Unmarshal(data, &back); err != nil || back != s || string(data) != `"`+s.String()+`"` {
			t.Errorf("%s: read back %v, %v", data, back, err)
		}
	}
	var s em.Status
	if err := json.Unmarshal([]byte(`"done"`), &s); err == nil || em.Status(9).String() != "Status(9)" {
		t.Errorf("%v, %v", err, em.Status(9))
	}
	if got := (em.Repair{Distribution: 3, Action: "was mended"}).String(); got != "state 3: was mended" {
		t.Error(got)
	}
}

// TestGateTry: a job of its own where there is room, and room again once it is done.
func TestGateTry(t *testing.T) {
	g := em.NewGate(2)
	g.Do(func() {
		busy, done := make(chan struct{}), make(chan struct{})
		if !g.Try(func() { <-busy; close(done) }) {
			t.Error("no room beside one of two")
		}
		if g.Try(func() {}) {
			t.Error("room beside two of two")
		}
		close(busy)
		<-done
		for !g.Try(func() {}) { // the job is done, its place about to be free
			runtime.Gosched()
		}
	})
}

// TestExpecterAgain: an Expecter that has seen other items, fewer and more, gives the bits of a new one, also
// after an E-step that failed.
func TestExpecterAgain(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	data := make([]float64, 9000)
	for i := range data {
		data[i] = rng.NormFloat64()
	}
	learner := &centre{at: 0.5, share: 1}
	for _, gate := range []em.Gate{nil, em.NewGate(3)} {
		x := em.NewExpecter[float64](learner, gate)
		for _, n := range []int{9000, 10, 0, 3000, 9000, 1} {
			got, err := x.Expect(t.Context(), data[:n])
			if err != nil {
				t.Fatal(err)
			}
			want, err := em.Expect[float64](t.Context(), learner, data[:n], nil)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("%d items: %s", n, d)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := x.Expect(ctx, data); err == nil {
			t.Error("cancelled, and no error")
		}
		if got, err := x.Expect(t.Context(), data); err != nil || got.Items != 9000 {
			t.Errorf("after a cancelled one: %v, %v", got, err)
		}
	}
}
