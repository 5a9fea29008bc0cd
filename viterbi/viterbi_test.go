package viterbi_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/chain"
	"intenthmm/internal/reference"
	"intenthmm/viterbi"
)

func rounds() int {
	if testing.Short() {
		return 300
	}
	return 5000
}

// check decodes p and compares with the reference's answer. Where paths need not be the reference's,
// because scores that differ before rounding are the same after it, any path of its score will do.
func check(t *testing.T, what any, ties bool, d *viterbi.Decoder, p *reference.Problem, want *reference.Answer) {
	t.Helper()
	path := make([]int, p.Sequence.Turns)
	score, err := decode(d, path, &p.Sequence, p.LogDensity)
	if want.Impossible >= 0 {
		var impossible *chain.ImpossibleError
		if !errors.As(err, &impossible) || impossible.Turn != want.Impossible {
			t.Fatalf("%v: error %v, expected that turn %d is impossible\n%+v", what, err, want.Impossible, p)
		}
		return
	}
	right := slices.Equal(path, want.BestPath) || !ties && p.Score(path) == score
	if err != nil || score != want.BestScore || !right {
		t.Fatalf("%v: path %v, score %v (%v), expected %v, %v\n%+v", what, path, score, err, want.BestPath, want.BestScore, p)
	}
}

// TestPathMatchesEnumeration also has one decoder go through conversations of all lengths.
func TestPathMatchesEnumeration(t *testing.T) {
	for seed := range uint64(rounds()) {
		g := reference.Small(seed)
		c := g.Chain()
		d := viterbi.New(c)
		for range 4 {
			p := g.Problem(c)
			check(t, seed, false, d, p, reference.Enumerate(p))
		}
	}
}

// TestTies has only whole numbers as log probabilities, so that equal scores are equal to the bit:
// the lowest state wins, at the end first.
func TestTies(t *testing.T) {
	for seed := range uint64(rounds()) {
		rng := rand.New(rand.NewPCG(seed, 4))
		k := 1 + rng.IntN(3)
		ones := func(n int) []float64 {
			row := make([]float64, n)
			for i := range row {
				row[i] = float64(min(1, rng.IntN(4))) // 0 or 1: log -Inf or 0
			}
			return row
		}
		c := &chain.Chain{Start: ones(k), Next: [][]float64{ones(k * k), ones(k * k)}}
		if seed%2 == 0 {
			c.Stop = ones(k)
		}
		p := &reference.Problem{Chain: c, Sequence: chain.Sequence{Turns: rng.IntN(6)}}
		for range p.Sequence.Turns {
			p.Sequence.Class = append(p.Sequence.Class, uint8(rng.IntN(2)))
			for range k {
				p.LogDensity = append(p.LogDensity, float64(-rng.IntN(2)))
			}
		}
		check(t, seed, true, viterbi.New(c), p, reference.Enumerate(p))
	}
}

// TestFarApart: nothing vanishes, however unlikely.
func TestFarApart(t *testing.T) {
	for seed := range uint64(rounds() / 20) {
		g := &reference.Generator{Rng: rand.New(rand.NewPCG(seed, 5)), MostK: 6, MostTurns: 60, Zeros: 0.4, Never: 0.02, Spread: 1e5}
		c := g.Chain()
		d := viterbi.New(c)
		for range 3 {
			p := g.Problem(c)
			if p.Sequence.Turns > 0 {
				check(t, seed, false, d, p, reference.LogDomain(p))
			}
		}
	}
}

// TestManyStates: masks of more than one word, and states beyond a byte.
func TestManyStates(t *testing.T) {
	const k = 300
	c := chain.Uniform(k, false)
	want := []int{7, 63, 64, 299, 128, 0}
	p := &reference.Problem{Chain: c, Sequence: chain.Sequence{Turns: len(want), Allowed: make([]uint64, len(want)*chain.MaskWords(k))}}
	for turn, i := range want {
		p.Sequence.Allowed[turn*chain.MaskWords(k)+i/64] = 1 << (i % 64)
	}
	p.LogDensity = make([]float64, len(want)*k)
	path := make([]int, len(want))
	if _, err := viterbi.Path(path, c, p.Sequence, p.LogDensity); err != nil || !slices.Equal(path, want) {
		t.Errorf("path %v (%v), expected %v: one state a turn is allowed", path, err, want)
	}
}

func TestBadDensity(t *testing.T) {
	d := viterbi.New(&chain.Chain{Start: []float64{1, 0}, Next: [][]float64{{0.5, 0.5, 0.5, 0.5}}, Dist: []int{1, 0}})
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		for _, mask := range [][]uint64{nil, {1, 1}} {
			_, err := decode(d, make([]int, 2), &chain.Sequence{Turns: 2, Allowed: mask}, []float64{0, 0, bad, 0})
			var e *chain.DensityError
			if !errors.As(err, &e) || e.Turn != 1 || e.Distribution != 0 {
				t.Errorf("density %v, mask %v: %v", bad, mask, err)
			}
		}
	}
}

func TestPanics(t *testing.T) {
	c := chain.Uniform(2, false)
	for what, n := range map[string][2]int{"len(path) != T": {2, 6}, "len(logDensity) != T*E": {3, 5}} {
		func() {
			defer func() {
				if r, ok := recover().(string); !ok || !strings.Contains(r, "viterbi: "+what) {
					t.Errorf("panic %v, expected %s", r, what)
				}
			}()
			_, _ = viterbi.Path(make([]int, n[0]), c, chain.Sequence{Turns: 3}, make([]float64, n[1]))
		}()
	}
}

// TestKeepsItsChain: a decoder is not disturbed by changes to the chain that it was made for.
func TestKeepsItsChain(t *testing.T) {
	g := reference.Small(3)
	c := g.Chain()
	p := g.Problem(c)
	p.Sequence = chain.Sequence{Turns: p.Sequence.Turns}
	want, d := reference.Enumerate(p), viterbi.New(c)
	for i := range c.Next[0] {
		c.Next[0][i] = 0
	}
	check(t, "changed chain", true, d, p, want)
}

func TestNothingAllocates(t *testing.T) {
	c := chain.Uniform(5, true)
	d, path, block := viterbi.New(c), make([]int, 20), make([]float64, 100)
	f := func() {
		if _, err := decode(d, path, &chain.Sequence{Turns: 20}, block); err != nil {
			t.Fatal(err)
		}
	}
	f()
	if n := testing.AllocsPerRun(10, f); n != 0 {
		t.Errorf("Path allocates %v times", n)
	}
}

// decode runs one conversation through a decoder.
func decode(d *viterbi.Decoder, path []int, seq *chain.Sequence, logDensity []float64) (float64, error) {
	d.Load(*seq)
	block, at := d.Densities()
	e := 0
	if seq.Turns > 0 {
		e = len(logDensity) / seq.Turns
	}
	for t := range seq.Turns {
		copy(block[t*at.Turn:], logDensity[t*e:(t+1)*e])
	}
	d.Run()
	return d.Path(0, path)
}

// TestBatches: a conversation has the path among others that it has alone, to the last bit.
func TestBatches(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 7))
		g := &reference.Generator{Rng: rng, MostK: 9, MostTurns: 30, Zeros: 0.3, Never: 0.02, Spread: 50}
		c := g.Chain()
		var batch []*reference.Problem
		var sequences []chain.Sequence
		for range 1 + rng.IntN(8) {
			p := g.Problem(c)
			batch, sequences = append(batch, p), append(sequences, p.Sequence)
		}
		together, e := viterbi.New(c), c.Distributions()
		together.Load(sequences...)
		block, at := together.Densities()
		for i, p := range batch {
			for j, v := range p.LogDensity {
				block[j/e*at.Turn+j%e*at.Dist+i] = v
			}
		}
		together.Run()
		for i, p := range batch {
			got, want := make([]int, p.Sequence.Turns), make([]int, p.Sequence.Turns)
			score, err := together.Path(i, got)
			alone, failed := viterbi.Path(want, c, p.Sequence, p.LogDensity)
			if score != alone || fmt.Sprint(err) != fmt.Sprint(failed) || err == nil && !slices.Equal(got, want) {
				t.Fatalf("seed %d, lane %d of %d: %v %v (%v) in company, %v %v (%v) alone", seed, i, len(batch), got, score, err, want, alone, failed)
			}
		}
	}
}
