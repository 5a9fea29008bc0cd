package topic

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/baumwelch/em"
)

// assess is the mean Hellinger distance of true topics from the nearest found, no found one used twice.
func assess(m *Model, phi [][]float64) float64 {
	var found [][]float64
	for k := range m.Topics() {
		found = append(found, m.Topic(k))
	}
	sum := 0.0
	for _, p := range phi {
		nearest := Nearest(found, p, 1)[0]
		sum += nearest.Value / float64(len(phi))
		found = slices.Delete(found, nearest.Index, nearest.Index+1)
	}
	return sum
}

// TestRecovery: both learners find the topics that documents were drawn from, and say how much there is of each.
func TestRecovery(t *testing.T) {
	docs, phi := simulate(700, 60, 5, 60, 3)
	o := DefaultOptions()
	o.Topics, o.Restarts = 5, 2
	g := DefaultGibbsOptions()
	g.Topics, g.Sweeps, g.Burn = 5, 120, 60
	for name, m := range map[string]*Model{
		"variational": must(Train(context.Background(), docs, 60, o))(t),
		"Gibbs":       must(TrainGibbs(context.Background(), docs, 60, g))(t),
	} {
		if d := assess(m, phi); d > 0.06 {
			t.Errorf("%s: topics are %v from those of the data", name, d)
		}
		for k, a := range m.Alpha() {
			if a < 0.12 || a > 0.3 {
				t.Errorf("%s: alpha of topic %d is %v, the data were drawn with 0.2", name, k, a)
			}
		}
		if !slices.IsSortedFunc(m.Prevalence(), func(a, b float64) int { return int(math.Copysign(1, b-a)) }) {
			t.Errorf("%s: prevalences %v are not in order", name, m.Prevalence())
		}
	}
}

// TestOnline: passes of batches come to about the bound of iterations over all.
func TestOnline(t *testing.T) {
	docs, phi := simulate(700, 60, 5, 60, 3)
	o := DefaultOptions()
	o.Topics, o.Prior.LearnAlpha = 5, false
	batch := must(Train(context.Background(), docs, 60, o))(t).Record().Variational
	o.Online = Online{Passes: 6, Batch: 8, Decay: 0.7, Offset: 64}
	o.Restarts, o.MaxIterations = 3, 0
	m := must(Train(context.Background(), docs, 60, o))(t)
	online := m.Record().Variational
	a, b := batch.Restarts[batch.Best].Objective, online.Restarts[online.Best].Objective
	if b < a+0.003*a {
		t.Errorf("bound %v online, %v over all", b, a)
	}
	if d := assess(m, phi); d > 0.1 {
		t.Errorf("online: topics are %v from those of the data", d)
	}
	if n := len(online.Trace); n != 1 {
		t.Errorf("%d iterations on record, expected the one that judges", n)
	}
}

// TestAsymmetricAlpha: the prior learnt says which topics are common.
func TestAsymmetricAlpha(t *testing.T) {
	docs, _ := simulate(250, 60, 2, 40, 5)
	more, _ := simulate(250, 60, 4, 40, 5) // the same two topics are the first of four
	docs = append(docs, more...)
	g := DefaultGibbsOptions()
	g.Topics, g.Sweeps, g.Burn = 4, 100, 60
	o := DefaultOptions()
	o.Topics = 4
	for _, m := range []*Model{must(Train(context.Background(), docs, 60, o))(t), must(TrainGibbs(context.Background(), docs, 60, g))(t)} {
		if a := m.Alpha(); a[0] < 1.5*a[3] {
			t.Errorf("alpha %v does not tell common topics from rare ones (prevalence %v)", a, m.Prevalence())
		}
	}
}

// TestPriorsAreAtTheirBest: after learning, the derivatives of what they maximise are 0.
func TestPriorsAreAtTheirBest(t *testing.T) {
	docs, _ := simulate(300, 30, 4, 40, 6)
	s := newSampler(docs, 30, 4, Prior{Alpha: 1, Eta: 1}, rand.New(rand.NewPCG(1, 1)))
	for range 30 {
		s.sweep()
	}
	for range 50 {
		s.learn(Prior{LearnAlpha: true, LearnEta: true})
	}
	best := s.logLikelihood()
	for _, by := range []float64{0.97, 1.03} {
		for k := range s.alpha {
			before := s.alpha[k]
			s.alpha[k] *= by
			if v := s.logLikelihood(); v >= best {
				t.Errorf("ln P is %v with alpha %d times %v, %v as learnt", v, k, by, best)
			}
			s.alpha[k] = before
		}
		before := s.eta
		s.eta *= by
		if v := s.logLikelihood(); v >= best {
			t.Errorf("ln P is %v with eta times %v, %v as learnt", v, by, best)
		}
		s.eta = before
	}

	items := must(Items(docs, 30))(t)
	o := DefaultOptions()
	o.Topics = 4
	v := NewVariational(start(30, o, rand.New(rand.NewPCG(1, 1))), Prior{LearnAlpha: true, LearnEta: true}, DefaultInference())
	must(em.Fit(context.Background(), v, items, em.Options{MaxIterations: 10, Tolerance: -1}))(t)
	stats := must(em.Expect(context.Background(), v, items, nil))(t)
	_, logs, weight := v.split(stats.Values)
	v.learnAlpha(logs, *weight)
	v.learnEta()
	bound := func() float64 {
		sum, all := 0.0, 0.0
		for k, a := range v.alpha[:4] {
			all += a
			sum += a*logs[k] - *weight*lnGamma(a)
		}
		return sum + *weight*lnGamma(all) + v.GlobalBound()
	}
	most := bound()
	for _, by := range []float64{0.99, 1.01} {
		for k := range 4 {
			before := v.alpha[k]
			v.alpha[k] *= by
			if b := bound(); b >= most {
				t.Errorf("the bound is %v with alpha %d times %v, %v as learnt", b, k, by, most)
			}
			v.alpha[k] = before
		}
		before := v.eta
		v.eta *= by
		if b := bound(); b >= most {
			t.Errorf("the bound is %v with eta times %v, %v as learnt", b, by, most)
		}
		v.eta = before
	}
}

// TestGibbsRepeats: a seed gives one model, another seed another.
func TestGibbsRepeats(t *testing.T) {
	docs, _ := simulate(60, 30, 4, 25, 1)
	o := DefaultGibbsOptions()
	o.Topics, o.Sweeps, o.Burn, o.Every = 4, 40, 20, 5
	a := must(TrainGibbs(context.Background(), docs, 30, o))(t)
	b := must(TrainGibbs(context.Background(), docs, 30, o))(t)
	o.Seed++
	c := must(TrainGibbs(context.Background(), docs, 30, o))(t)
	if !slices.Equal(a.lambda, b.lambda) || !slices.Equal(a.alpha, b.alpha) || a.eta != b.eta {
		t.Error("the same seed gives another model")
	}
	if slices.Equal(a.lambda, c.lambda) {
		t.Error("another seed gives the same model")
	}
}

// TestJudgingSameForAnyWorkers: figures of documents do not depend on who works them out.
func TestJudgingSameForAnyWorkers(t *testing.T) {
	ctx := context.Background()
	docs, _ := simulate(700, 30, 4, 10, 1)
	o := DefaultOptions()
	o.Topics, o.MaxIterations = 4, 3
	m := must(Train(ctx, docs, 30, o))(t)
	rows, completion, whole := must(m.Fold(ctx, docs, nil))(t), must(m.Completion(ctx, docs, nil))(t), must(m.LeftToRight(ctx, docs, 2, 1, nil))(t)
	gate := em.NewGate(3)
	for d, row := range must(m.Fold(ctx, docs, gate))(t) {
		if !slices.Equal(row, rows[d]) {
			t.Fatalf("document %d: shares %v, with one worker %v", d, row, rows[d])
		}
	}
	if h := must(m.Completion(ctx, docs, gate))(t); h != completion {
		t.Errorf("completion %v, with one worker %v", h, completion)
	}
	if h := must(m.LeftToRight(ctx, docs, 2, 1, gate))(t); h != whole {
		t.Errorf("left to right %v, with one worker %v", h, whole)
	}
}
