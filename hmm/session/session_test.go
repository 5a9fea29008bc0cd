package session_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/intent"
	"intenthmm/hmm/session"
	"intenthmm/hmm/transcript"
	"intenthmm/internal/samples"
)

// must is v where nothing can go wrong.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// engine is one of the model at default options.
func engine[O any](m *hmm.Model[O]) *session.Engine[O] {
	return must(session.New(m, session.DefaultOptions()))
}

func turn[O any](obs O) session.Turn[O] { return session.Turn[O]{Obs: obs} }

// weather is Rain and Sun, of which Sun is followed by nothing but Sun, and which show one of three
// symbols; symbol 2 none of them shows.
func weather() *hmm.Model[int] {
	c := &chain.Chain{Start: []float64{1, 0}, Next: [][]float64{{0.5, 0.3, 0, 0.9}}, Stop: []float64{0.2, 0.1}}
	return must(hmm.New(c, emission.Family[int](must(emission.NewCategorical([][]float64{{0.7, 0.3, 0}, {0, 1, 0}})))))
}

// random is a model of k states over v symbols.
func random(k, v int, stop bool) *hmm.Model[int] {
	rng := rand.New(rand.NewPCG(uint64(k), uint64(v)))
	distribution := func(n int, total float64) []float64 {
		p, sum := make([]float64, n), 0.0
		for i := range p {
			p[i] = rng.ExpFloat64()
			sum += p[i]
		}
		for i := range p {
			p[i] *= total / sum
		}
		return p
	}
	c := chain.Uniform(k, stop)
	c.Start = distribution(k, 1)
	var rows [][]float64
	for i := range k {
		total := 1.0
		if stop {
			c.Stop[i] = 0.2 * rng.Float64()
			total -= c.Stop[i]
		}
		copy(c.Next[0][i*k:], distribution(k, total))
		rows = append(rows, distribution(v, 1))
	}
	return must(hmm.New(c, emission.Family[int](must(emission.NewCategorical(rows)))))
}

// vectors is a model of k states over vectors.
func vectors(k, width int) *hmm.Model[[]float64] {
	rng := rand.New(rand.NewPCG(3, 4))
	family := emission.UnitGaussian(emission.Diagonal, k, width)
	for e := range k {
		for i := range family.Mean(e) {
			family.Mean(e)[i] = rng.NormFloat64()
		}
	}
	return must(hmm.New(chain.Uniform(k, true), emission.Family[[]float64](family)))
}

// follow pushes a conversation and compares every step with the filter that sees it as a whole.
func follow[O any](t *testing.T, engine *session.Engine[O], d *hmm.Decoder[O], obs []O) {
	t.Helper()
	const tolerance = 1e-12
	k := engine.States()
	want := make([]float64, len(obs)*k)
	score, err := d.Filtered(want, &hmm.Conversation[O]{Obs: obs, Open: true})
	if err != nil {
		t.Fatal(err)
	}
	s, step, surprise := engine.NewSession(), session.Step{}, 0.0
	var settled []int
	for i, o := range obs {
		if err := s.Push(turn(o), &step); err != nil {
			t.Fatal(err)
		}
		if step.FirstSettled() != len(settled) || step.Forced != 0 {
			t.Fatalf("turn %d: settles turns from %d on, %d by force; %d were settled", i, step.FirstSettled(), step.Forced, len(settled))
		}
		settled = append(settled, step.Settled...)
		if n := len(settled) + len(step.Unsettled); n != i+1 || step.FirstUnsettled() != len(settled) {
			t.Fatalf("turn %d: %d turns are on the path, from %d on unsettled", i, n, step.FirstUnsettled())
		}
		total := step.Stop
		for j, p := range step.Posterior {
			if !(math.Abs(p-want[i*k+j]) <= tolerance) {
				t.Fatalf("turn %d: P(state %d) is %v, Filtered says %v", i, j, p, want[i*k+j])
			}
			total += step.Next[j]
		}
		if !(math.Abs(total-1) <= tolerance) {
			t.Fatalf("turn %d: next states and stop sum to %v", i, total)
		}
		if step.Turn != i || step.Restart || step.Confidence != slices.Max(step.Posterior) ||
			step.State != slices.Index(step.Posterior, step.Confidence) {
			t.Fatalf("turn %d: %+v", i, step)
		}
		surprise += step.Surprise
	}
	path := make([]int, len(obs))
	if _, err := d.Path(path, &hmm.Conversation[O]{Obs: obs}); err == nil {
		if got := append(settled, s.End()...); !slices.Equal(got, path) {
			t.Fatalf("path %v, Viterbi's is %v", got, path)
		}
	}
	if s.Turns() != len(obs) {
		t.Fatalf("%d turns, pushed %d", s.Turns(), len(obs))
	}
	if !(math.Abs(surprise+score) <= tolerance*math.Max(1, math.Abs(score))) {
		t.Fatalf("surprises sum to %v, the log-likelihood is %v", surprise, score)
	}
}

func TestFollowsTheFilter(t *testing.T) {
	for _, m := range []*hmm.Model[int]{weather(), random(1, 3, false), random(3, 5, true), random(16, 40, false)} {
		engine, d := engine(m), hmm.NewDecoder(m)
		rng := rand.New(rand.NewPCG(1, 1))
		for range 20 {
			c, _, err := m.Sample(50, rng)
			if err != nil {
				t.Fatal(err)
			}
			for i := range c.Obs {
				if rng.IntN(10) == 0 {
					c.Obs[i] = -1 // missing
				}
			}
			follow(t, engine, d, c.Obs)
		}
	}
}

func TestFollowsTheFilterOnVectors(t *testing.T) {
	m := vectors(6, 8)
	rng := rand.New(rand.NewPCG(1, 1))
	for range 10 {
		c, _, err := m.Sample(40, rng)
		if err != nil {
			t.Fatal(err)
		}
		c.Obs[len(c.Obs)/2] = nil // missing
		follow(t, engine(m), hmm.NewDecoder(m), c.Obs)
	}
}

// quick is the options of a training that is soon done.
func quick(states int) intent.Options {
	o := intent.DefaultOptions()
	o.States, o.Search.Restarts, o.Search.Fit.Loop.MaxIterations = states, 1, 10
	return o
}

// train fits a model of transcripts, quickly.
func train(t testing.TB, path string, states int) *intent.Model {
	t.Helper()
	m, err := intent.Train(context.Background(), transcript.New([]string{path}, nil, transcript.DefaultOptions()).Messages(), quick(states))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestFollowsTheFilterOnTranscripts does that with every conversation of the samples.
func TestFollowsTheFilterOnTranscripts(t *testing.T) {
	for _, name := range []string{"helpdesk", "multiwoz21_valtest"} {
		t.Run(name, func(t *testing.T) {
			path, states := samples.Helpdesk(t), 12
			if name != "helpdesk" {
				path, states = samples.Large(t, name), 16
			}
			m := train(t, path, states)
			conversations, err := transcript.Group(transcript.New([]string{path}, nil, transcript.DefaultOptions()).Messages())
			if err != nil {
				t.Fatal(err)
			}
			engine, d, encoder := engine(m.HMM), hmm.NewDecoder(m.HMM), m.Encoder.NewSession()
			for i := range conversations {
				turns := make([]emission.Turn, len(conversations[i].Messages))
				for j := range turns {
					if err := encoder.Encode(&turns[j], &conversations[i].Messages[j]); err != nil {
						t.Fatal(err)
					}
				}
				follow(t, engine, d, turns)
			}
		})
	}
}

// TestImpossibleTurn walks into Sun, which never shows symbol 0: the session begins anew with it.
func TestImpossibleTurn(t *testing.T) {
	m := weather()
	m.Chain.Next[0] = []float64{0, 0.8, 0, 0.9}
	s := engine(m).NewSession()
	fresh := engine(m).NewSession()
	var step, want session.Step
	push := func(s *session.Session[int], obs int, step *session.Step) {
		t.Helper()
		if err := s.Push(turn(obs), step); err != nil {
			t.Fatal(err)
		}
	}
	push(s, 0, &step)
	push(s, 1, &step)
	if step.State != 1 || step.Restart || math.IsInf(step.Surprise, 0) {
		t.Fatalf("before: %+v", step)
	}
	push(s, 0, &step)
	push(fresh, 0, &want)
	if !step.Restart || !math.IsInf(step.Surprise, 1) || step.Turn != 2 {
		t.Errorf("the impossible turn: %+v", step)
	}
	if !slices.Equal(step.Posterior, want.Posterior) || !slices.Equal(step.Next, want.Next) || step.Stop != want.Stop {
		t.Errorf("the session stands at %+v, a new one at %+v", step, want)
	}
	push(s, 1, &step)
	push(fresh, 1, &want)
	if step.Restart || step.Surprise != want.Surprise || !slices.Equal(step.Posterior, want.Posterior) {
		t.Errorf("it goes on with %+v, a new one with %+v", step, want)
	}
	if s.Turns() != 4 {
		t.Errorf("%d turns, pushed 4", s.Turns())
	}
}

// TestTurnThatIsNeverPossible pushes symbol 2, which no state shows.
func TestTurnThatIsNeverPossible(t *testing.T) {
	m := weather()
	s := engine(m).NewSession()
	var step session.Step
	for i, obs := range []int{2, 0, 2, 2, 0} {
		if err := s.Push(turn(obs), &step); err != nil {
			t.Fatal(err)
		}
		if obs == 2 && (!step.Restart || !math.IsInf(step.Surprise, 1) || !slices.Equal(step.Posterior, m.Chain.Start) ||
			!slices.Equal(step.Next, m.Chain.Start) || step.Stop != 0) {
			t.Errorf("turn %d: %+v, want the prior", i, step)
		}
		if want := -math.Log(0.7); obs == 0 && (step.Restart || math.Abs(step.Surprise-want) > 1e-12) {
			t.Errorf("turn %d: %+v, want surprise %v of a first turn", i, step, want)
		}
		if step.Turn != i {
			t.Errorf("turn %d counts as %d", i, step.Turn)
		}
	}
}

// broken is a family whose densities are no numbers for symbol 1.
type broken struct{ emission.Family[int] }

func (b broken) Evaluator() emission.Evaluator[int] { return brokenEvaluator{b.Family.Evaluator()} }

type brokenEvaluator struct{ emission.Evaluator[int] }

func (b brokenEvaluator) LogDensities(dst []float64, at emission.Layout, obs []int) {
	b.Evaluator.LogDensities(dst, at, obs)
	if obs[0] == 1 {
		dst[0] = math.NaN()
	}
}

func TestBadObservation(t *testing.T) {
	plain := random(3, 4, true)
	nan := must(hmm.New(plain.Chain, emission.Family[int](broken{plain.Emission})))
	for _, c := range []struct {
		what   string
		engine *session.Engine[int]
		bad    int
		want   string
	}{
		{"outside the alphabet", engine(plain), 4, "symbol 4"},
		{"density NaN", engine(nan), 1, "NaN"},
	} {
		a, b := c.engine.NewSession(), c.engine.NewSession()
		var got, want session.Step
		for i, obs := range []int{0, 2, 3, 0} {
			got.Restart, got.Turn = true, 99
			before := fmt.Sprint(got)
			err := a.Push(turn(c.bad), &got)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%s: error %v, want one with %q", c.what, err, c.want)
			}
			if fmt.Sprint(got) != before || a.Turns() != i {
				t.Errorf("%s: the step was %v and is %v, turns %d", c.what, before, got, a.Turns())
			}
			if err := errors.Join(a.Push(turn(obs), &got), b.Push(turn(obs), &want)); err != nil {
				t.Fatal(err)
			}
			if fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("%s: turn %d: %+v, without the bad ones %+v", c.what, i, got, want)
			}
		}
	}
}

func TestBadVector(t *testing.T) {
	s := engine(vectors(2, 3)).NewSession()
	var step session.Step
	for _, v := range [][]float64{{1}, {1, 2, math.NaN()}, {1, 2, math.Inf(1)}} {
		if err := s.Push(turn(v), &step); err == nil || s.Turns() != 0 {
			t.Errorf("%v: error %v, %d turns", v, err, s.Turns())
		}
	}
}

// TestManySessions runs a thousand sessions of one engine at once; each must get what it would get
// alone. The race detector watches.
func TestManySessions(t *testing.T) {
	m := random(8, 20, true)
	engine := engine(m)
	conversations := make([][]int, 1000)
	want := make([]float64, len(conversations))
	rng := rand.New(rand.NewPCG(5, 5))
	d := hmm.NewDecoder(m)
	for i := range conversations {
		for range 1 + rng.IntN(12) {
			conversations[i] = append(conversations[i], rng.IntN(20))
		}
		score, err := d.Score(&hmm.Conversation[int]{Obs: conversations[i], Open: true})
		if err != nil {
			t.Fatal(err)
		}
		want[i] = -score
	}
	var running sync.WaitGroup
	for i := range conversations {
		running.Go(func() {
			s, step, surprise := engine.NewSession(), session.Step{}, 0.0
			for _, obs := range conversations[i] {
				if err := s.Push(turn(obs), &step); err != nil {
					t.Error(err)
					return
				}
				surprise += step.Surprise
			}
			if !(math.Abs(surprise-want[i]) < 1e-11) {
				t.Errorf("session %d: surprises sum to %v, alone to %v", i, surprise, want[i])
			}
		})
	}
	running.Wait()
}

// lonely is a family whose evaluators notice if two goroutines use them at once.
type lonely struct{ emission.Family[int] }

func (l lonely) Evaluator() emission.Evaluator[int] {
	return &lonelyEvaluator{Evaluator: l.Family.Evaluator()}
}

type lonelyEvaluator struct {
	emission.Evaluator[int]
	users atomic.Int32
}

func (l *lonelyEvaluator) LogDensities(dst []float64, at emission.Layout, obs []int) {
	if l.users.Add(1) > 1 {
		panic("an evaluator is used by two goroutines")
	}
	runtime.Gosched()
	l.Evaluator.LogDensities(dst, at, obs)
	l.users.Add(-1)
}

func TestEvaluatorsAreNotShared(t *testing.T) {
	plain := random(3, 4, true)
	engine := engine(must(hmm.New(plain.Chain, emission.Family[int](lonely{plain.Emission}))))
	var running sync.WaitGroup
	for range 50 {
		running.Go(func() {
			s, step := engine.NewSession(), session.Step{}
			for i := range 100 {
				if err := s.Push(turn(i%4), &step); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
}

// panics is a family whose evaluator panics on symbol 1.
type panics struct{ emission.Family[int] }

func (p panics) Evaluator() emission.Evaluator[int] { return panicsEvaluator{p.Family.Evaluator()} }

type panicsEvaluator struct{ emission.Evaluator[int] }

func (p panicsEvaluator) LogDensities(dst []float64, at emission.Layout, obs []int) {
	if obs[0] == 1 {
		panic("a family's own")
	}
	p.Evaluator.LogDensities(dst, at, obs)
}

// TestPanicInAFamily: a panic that the caller recovers from does the engine no harm.
func TestPanicInAFamily(t *testing.T) {
	plain := random(3, 4, true)
	engine := engine(must(hmm.New(plain.Chain, emission.Family[int](panics{plain.Emission}))))
	var step session.Step
	for range 200 {
		func() {
			defer func() { recover() }()
			engine.NewSession().Push(turn(1), &step)
		}()
	}
	if err := engine.NewSession().Push(turn(0), &step); err != nil {
		t.Error(err)
	}
}

func TestPushAllocations(t *testing.T) {
	symbols, texts := random(16, 400, true), train(t, samples.Helpdesk(t), 12)
	measure := func(what string, most float64, push func() error) {
		t.Helper()
		if err := push(); err != nil {
			t.Fatal(err)
		}
		got := testing.AllocsPerRun(200, func() {
			if err := push(); err != nil {
				t.Fatal(err)
			}
		})
		if got > most {
			t.Errorf("%s: %v allocations a push, want at most %v", what, got, most)
		}
	}
	var step session.Step
	a := engine(symbols).NewSession()
	measure("symbol", 0, func() error { return a.Push(turn(7), &step) })
	b := engine(vectors(16, 8)).NewSession()
	v := make([]float64, 8)
	measure("vector", 0, func() error { return b.Push(turn(v), &step) })
	c := texts.NewSession()
	// One a part of the observation, each of which is checked through a copy of the turn.
	measure("text", 2, func() error {
		_, err := c.Push("customer", "where is my parcel? it was due at 7:30pm, I don’t understand")
		return err
	})
}

func benchmark[O any](b *testing.B, m *hmm.Model[O], obs []O) {
	s := engine(m).NewSession()
	var step session.Step
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if err := s.Push(turn(obs[i%len(obs)]), &step); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

func BenchmarkPushSymbol(b *testing.B) {
	m := random(16, 400, false)
	c, _, _ := m.Sample(1000, rand.New(rand.NewPCG(1, 1)))
	benchmark(b, m, c.Obs)
}

func BenchmarkPushVector(b *testing.B) {
	m := vectors(16, 64)
	m.Chain = chain.Uniform(16, false)
	c, _, _ := m.Sample(1000, rand.New(rand.NewPCG(1, 1)))
	benchmark(b, m, c.Obs)
}

func BenchmarkPushParallel(b *testing.B) {
	m := random(16, 400, false)
	c, _, _ := m.Sample(1000, rand.New(rand.NewPCG(1, 1)))
	engine := engine(m)
	b.RunParallel(func(pb *testing.PB) {
		s := engine.NewSession()
		var step session.Step
		for i := 0; pb.Next(); i++ {
			if err := s.Push(turn(c.Obs[i%len(c.Obs)]), &step); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkPushText is turns of the help desk, and of a language of 5,000 invented words, 16 to a turn.
func BenchmarkPushText(b *testing.B) {
	b.Run("helpdesk", func(b *testing.B) {
		benchmarkText(b, train(b, samples.Helpdesk(b), 16), samples.Read(b, samples.Helpdesk(b)))
	})
	b.Run("words=5000", func(b *testing.B) {
		messages := invented(5000, 4000)
		m := must(intent.Train(context.Background(), func(yield func(transcript.Message, error) bool) {
			for i := range messages {
				if !yield(messages[i], nil) {
					return
				}
			}
		}, quick(16)))
		if n := m.Encoder.Terms.Len(); n < 5000 {
			b.Fatalf("the model knows %d words", n)
		}
		benchmarkText(b, m, messages)
	})
}

func benchmarkText(b *testing.B, m *intent.Model, messages []transcript.Message) {
	s := m.NewSession()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		message := &messages[i%len(messages)]
		if _, err := s.Push(message.Speaker, message.Text); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// invented is n messages of as many made-up words, each of which stands in some of them.
func invented(words, n int) []transcript.Message {
	rng := rand.New(rand.NewPCG(2, 3))
	messages := make([]transcript.Message, n)
	for i := range messages {
		text := make([]string, 16)
		for j := range text {
			word := (8*i + j/2) % words
			if j%2 == 0 {
				word = int(float64(words) * math.Pow(rng.Float64(), 4)) // some are said often
			}
			letter := func(n int) byte { return byte('a' + n%26) }
			text[j] = string([]byte{'w', letter(word), 'o', letter(word / 26), 'r', letter(word / (26 * 26)), 'd'})
		}
		messages[i] = transcript.Message{Conversation: fmt.Sprint(i / 20), Speaker: [...]string{"customer", "agent"}[i%2], Text: strings.Join(text, " ")}
	}
	return messages
}

// BenchmarkOpen holds b.N sessions open at once, each after ten turns, and says what one takes:
//
//	go test ./hmm/session -run XXX -bench Open -benchtime 1000000x
func BenchmarkOpen(b *testing.B) {
	e := engine(random(16, 400, true))
	for _, id := range []string{"", "turn"} {
		b.Run("id="+id, func(b *testing.B) {
			open := make([]*session.Session[int], b.N)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			var step session.Step
			for i := range open {
				open[i] = e.NewSession()
				for t := range 10 {
					next := session.Turn[int]{Obs: (i + 7*t) % 400}
					if id != "" {
						next.ID = fmt.Sprint(id, t)
					}
					if err := open[i].Push(next, &step); err != nil {
						b.Fatal(err)
					}
				}
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(b.N), "B/session")
			b.ReportMetric(float64(len(open[0].Append(nil))), "B/snapshot")
			runtime.KeepAlive(open)
		})
	}
}
