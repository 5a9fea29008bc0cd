package live_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session/store"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// here is the test that asks for what is made once.
var here testing.TB

var helpdesk = sync.OnceValue(func() []transcript.Message {
	return samples.Read(here, samples.Helpdesk(here))[:400]
})

// trained is a small model of the help desk with so many states.
func trained(t testing.TB, states int, encoding encode.Options) *intent.Model {
	t.Helper()
	here = t
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = states, 1, 5
	o.Encode = encoding
	m, err := intent.Train(t.Context(), func(yield func(transcript.Message, error) bool) {
		for _, m := range helpdesk() {
			m.Symbol, m.Vector = m.Label, []float64{float64(len(m.Text)), float64(m.Turn)}
			if !yield(m, nil) {
				return
			}
		}
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// observing are the default options of an encoder that looks at something.
func observing(what encode.Observe) encode.Options {
	o := encode.DefaultOptions()
	o.Observe = what
	return o
}

// lengths are word vectors that anybody has: of a word, its length.
type lengths struct{}

func (lengths) Name() string { return "lengths" }

func (lengths) Find(words []string, _ func(string) string) (vectors [][]float32, checksum string, err error) {
	for _, w := range words {
		vectors = append(vectors, []float32{float32(len(w)), float32(w[0])})
	}
	return vectors, strings.Repeat("0", 64), nil
}

var (
	four = sync.OnceValue(func() *intent.Model { return trained(here, 4, observing(encode.Words)) })
	five = sync.OnceValue(func() *intent.Model { return trained(here, 5, observing(encode.Words)) })
)

// models are two that no test may change.
func models(t testing.TB) (*intent.Model, *intent.Model) {
	t.Helper()
	here = t
	return four(), five()
}

// A clock is set by hand.
type clock struct {
	sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.UnixMilli(1_700_000_000_000)} }

func (c *clock) now() time.Time { c.Lock(); defer c.Unlock(); return c.at }
func (c *clock) pass(d time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.at = c.at.Add(d)
}

func keeper(t testing.TB, m *intent.Model, s store.Store, c *clock) *live.Keeper {
	t.Helper()
	o := live.DefaultOptions()
	if c != nil {
		o.Now = c.now
	}
	k, err := live.New(m, s, o)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func said(id, text string) intent.Turn { return intent.Turn{ID: id, Speaker: "customer", Text: text} }

func push(t testing.TB, k *live.Keeper, id string, turn intent.Turn) live.Reply {
	t.Helper()
	r, err := k.Push(context.Background(), id, turn)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func wants(t testing.TB, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("error %v, want %v", err, target)
	}
}

// flaky is a store that fails on demand.
type flaky struct {
	*store.Memory
	mu   sync.Mutex
	fail func(method string) error // nil: nothing fails
	keep bool                      // a save that fails is kept all the same
}

func (f *flaky) why(method string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail == nil {
		return nil
	}
	return f.fail(method)
}

func (f *flaky) set(fail func(method string) error, keep bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail, f.keep = fail, keep
}

func (f *flaky) Load(ctx context.Context, id string) (store.Record, error) {
	if err := f.why("load"); err != nil {
		return store.Record{}, err
	}
	return f.Memory.Load(ctx, id)
}

func (f *flaky) Save(ctx context.Context, id string, r store.Record) error {
	err := f.why("save")
	if err != nil && !f.keep {
		return err
	}
	return errors.Join(err, f.Memory.Save(ctx, id, r))
}

func (f *flaky) Delete(ctx context.Context, id string) error {
	if err := f.why("delete"); err != nil {
		return err
	}
	return f.Memory.Delete(ctx, id)
}
