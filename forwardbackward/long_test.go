package forwardbackward_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/forwardbackward"
	"intenthmm/hmm/chain"
	"intenthmm/internal/reference"
)

// long is a conversation of many turns under c, with symbols' densities that change every turn.
func long(c *chain.Chain, turns int, spread float64) *reference.Problem {
	rng := rand.New(rand.NewPCG(uint64(turns), 3))
	p := &reference.Problem{Chain: c, Sequence: chain.Sequence{Turns: turns}}
	for range turns * c.States() {
		p.LogDensity = append(p.LogDensity, -spread*rng.Float64())
	}
	return p
}

// evidence accumulates the likelihood on its own: unscaled forward probabilities in mantissas, the
// exponents of two in an integer.
func evidence(p *reference.Problem) float64 {
	k := p.Chain.States()
	alpha, before := slices.Clone(p.Chain.Start), make([]float64, k)
	exponent := 0
	for t := range p.Sequence.Turns {
		if t > 0 {
			copy(before, alpha)
			clear(alpha)
			for i, a := range before {
				for j := range k {
					alpha[j] += a * p.Chain.Next[0][i*k+j]
				}
			}
		}
		for i := range alpha {
			alpha[i] *= math.Exp(p.LogDensity[t*k+i])
		}
		_, e := math.Frexp(slices.Max(alpha))
		exponent += e
		for i := range alpha {
			alpha[i] = math.Ldexp(alpha[i], -e)
		}
	}
	total := 0.0
	for _, a := range alpha {
		total += a
	}
	return math.Log(total) + float64(exponent)*math.Ln2
}

// TestMillionTurns: rounding does not add up.
func TestMillionTurns(t *testing.T) {
	turns := 1_000_000
	if testing.Short() {
		turns = 50_000
	}
	dense := &chain.Chain{Start: []float64{0.2, 0.3, 0.5}, Next: [][]float64{{0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4}}}
	ring := &chain.Chain{Start: []float64{1, 0, 0}, Next: [][]float64{{0.9, 0.1, 0, 0, 0.7, 0.3, 0.2, 0, 0.8}}}
	sticky := &chain.Chain{Start: []float64{0.4, 0.3, 0.3}, Next: [][]float64{{1 - 2e-9, 1e-9, 1e-9, 1e-9, 1 - 2e-9, 1e-9, 0, 1e-9, 1 - 1e-9}}}
	apart := &chain.Chain{Start: []float64{1, 0, 0}, Next: [][]float64{{1 - 1e-5, 1e-5, 0, 0, 1 - 1e-5, 1e-5, 0, 0, 1}}}
	lost := long(apart, turns/5, 3) // state 0 falls behind and wins at the end: the exact path
	for t := range turns / 5 {
		lost.LogDensity[3*t] -= 9
	}
	lost.LogDensity[len(lost.LogDensity)-2], lost.LogDensity[len(lost.LogDensity)-1] = math.Inf(-1), math.Inf(-1)
	for name, p := range map[string]*reference.Problem{
		"lost and found again":       lost,
		"every state to every other": long(dense, turns, 4),
		"a ring with zeros":          long(ring, turns, 4),
		"hardly ever moves":          long(sticky, turns, 0.5),
		"all turns alike":            {Chain: dense, Sequence: chain.Sequence{Turns: turns}, LogDensity: make([]float64, 3*turns)},
	} {
		t.Run(name, func(t *testing.T) {
			turns := p.Sequence.Turns
			ws, counts := forwardbackward.NewWorkspace(forwardbackward.Compile(p.Chain)), forwardbackward.NewCounts(p.Chain)
			b := newBatch(3, p)
			b.load(ws)
			ws.Expect(b)
			ws.Flush(counts)
			got, err := ws.LogLikelihood(0)
			want, fine := evidence(p), 1e-12
			if name == "lost and found again" { // log probabilities near -1e6 have no more digits
				want, fine = reference.LogDomain(p).LogLikelihood, 1e-9
			}
			if err != nil || !(math.Abs(got-want) < 1e-12*math.Max(float64(turns), math.Abs(want))) {
				t.Errorf("log-likelihood %v (%v), expected %v", got, err, want)
			}
			worst := 0.0
			for row := range slices.Chunk(b.collected[0], 3) {
				worst = math.Max(worst, math.Abs(row[0]+row[1]+row[2]-1))
			}
			if !(worst < fine) {
				t.Errorf("posteriors of a turn sum to 1 to within %g", worst)
			}
			total := 0.0
			for _, v := range counts.Next[0] {
				total += v
			}
			if far := math.Abs(total/float64(turns-1) - 1); !(far < 10*fine) {
				t.Errorf("%v expected transitions in %d turns", total, turns)
			}
		})
	}
}

// TestLongBesideShort: lanes of very different lengths, and a second use of the same workspace.
func TestLongBesideShort(t *testing.T) {
	c := &chain.Chain{Start: []float64{0.2, 0.3, 0.5}, Next: [][]float64{{0.8, 0.2, 0, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4}}}
	problems := []*reference.Problem{long(c, 0, 4), long(c, 1, 4), long(c, 500, 30), long(c, 64, 4), long(c, 63, 4), long(c, 65, 4)}
	problems[2].Sequence.Weight, problems[5].Sequence.Weight = 1e-3, 7
	ws := forwardbackward.NewWorkspace(forwardbackward.Compile(c))
	for _, batch := range [][]*reference.Problem{problems, problems[:2], problems[2:3], problems[:1], problems} {
		b := newBatch(3, batch...)
		b.load(ws)
		ws.Smooth(b)
		for l, p := range batch {
			if far := reference.Far(b.collected[l], reference.LogDomain(p).Posterior); far > 1e-10 {
				t.Errorf("%d turns: posteriors are off by %g", p.Sequence.Turns, far)
			}
		}
	}
}

// TestLinear: densities that are no logs give what their logs give, also over several blocks, which are
// then asked for twice, beside shorter conversations, masked, and where some is done exactly.
func TestLinear(t *testing.T) {
	dense := &chain.Chain{Start: []float64{0.2, 0.3, 0.5}, Next: [][]float64{{0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4}}}
	stops := &chain.Chain{Start: []float64{0.2, 0.3, 0.5}, Next: [][]float64{{0.7, 0.1, 0.1, 0.2, 0.6, 0.1, 0.3, 0.3, 0.3}}, Stop: []float64{0.1, 0.1, 0.1}}
	classes := &chain.Chain{Start: dense.Start, Next: [][]float64{dense.Next[0], {0.1, 0.8, 0.1, 0.1, 0.1, 0.8, 0.8, 0.1, 0.1}}}
	ring := &chain.Chain{Start: []float64{1, 0, 0}, Next: [][]float64{{0.9, 0.1, 0, 0, 0.7, 0.3, 0.2, 0, 0.8}}}
	for name, c := range map[string]*chain.Chain{"dense": dense, "stops": stops, "classes": classes, "ring": ring} {
		for _, masked := range []bool{false, true} {
			var problems []*reference.Problem
			for _, turns := range []int{700, 1, 256, 257, 0, 1030} {
				p := long(c, turns, 4)
				p.Sequence.Weight = 1 + float64(turns%3)
				for t := range turns {
					if len(c.Next) > 1 {
						p.Sequence.Class = append(p.Sequence.Class, uint8(t%2))
					}
					if masked && t%5 == 0 {
						p.Sequence.Allowed = append(p.Sequence.Allowed, []uint64{3, 5, 7}[t%3])
					} else if masked {
						p.Sequence.Allowed = append(p.Sequence.Allowed, 7)
					}
				}
				problems = append(problems, p)
			}
			for _, batch := range [][]*reference.Problem{problems, problems[:1], problems[5:], problems[1:2]} {
				ws := forwardbackward.NewWorkspace(forwardbackward.Compile(c))
				var got [2]*batchRun
				for i := range got {
					b, counts := newBatch(3, batch...), forwardbackward.NewCounts(c)
					b.linear = i == 1
					b.load(ws)
					ws.Expect(b)
					ws.Flush(counts)
					got[i] = &batchRun{b.collected, flatCounts(counts.Start, counts.Next, counts.Stop)}
				}
				what := fmt.Sprintf("%s, masked %v, %d conversations", name, masked, len(batch))
				if far := reference.Far(got[1].counts, got[0].counts); far > 1e-9 {
					t.Errorf("%s: counts are off by %g", what, far)
				}
				for l, p := range batch {
					if far := reference.Far(got[1].collected[l], got[0].collected[l]); far > 1e-11 {
						t.Errorf("%s: posteriors of %d turns are off by %g", what, p.Sequence.Turns, far)
					}
					if far := reference.Far(got[0].collected[l], reference.LogDomain(p).Posterior); far > 1e-9 {
						t.Errorf("%s: posteriors of %d turns are off by %g from the log domain", what, p.Sequence.Turns, far)
					}
				}
			}
		}
	}
}

type batchRun struct {
	collected [][]float64
	counts    []float64
}

// TestAssist: with a second goroutine, the same bits; and an assistant that never has time is no harm.
func TestAssist(t *testing.T) {
	dense := &chain.Chain{Start: []float64{0.2, 0.3, 0.5}, Next: [][]float64{{0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4}}}
	shared := dense.Clone()
	shared.Dist = []int{0, 1, 0}
	for name, c := range map[string]*chain.Chain{"a distribution a state": dense, "shared distributions": shared} {
		p := long(c, 9_000, 4)
		p.LogDensity = p.LogDensity[:9_000*c.Distributions()]
		for _, linear := range []bool{false, true} {
			var want *batchRun
			started := 0
			for _, assist := range []func(func()) bool{
				nil,
				func(job func()) bool { started++; go job(); return true },
				func(func()) bool { return false },
			} {
				ws, counts, b := forwardbackward.NewWorkspace(forwardbackward.Compile(c)), forwardbackward.NewCounts(c), newBatch(c.Distributions(), p)
				b.linear = linear && c.Dist == nil
				ws.Assist = assist
				for range 2 {
					b.load(ws)
					ws.Expect(b)
				}
				ws.Flush(counts)
				got := &batchRun{b.collected, flatCounts(counts.Start, counts.Next, counts.Stop)}
				if want == nil {
					want = got
				} else if !same(got.counts, want.counts) || !same(got.collected[0], want.collected[0]) {
					t.Errorf("%s, linear %v: other numbers with an assistant", name, linear)
				}
			}
			if started != 4 {
				t.Errorf("%s: the assistant was asked %d times, expected 4", name, started)
			}
		}
	}
}
