package viterbi_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"intenthmm/hmm/chain"
	"intenthmm/internal/wire"
	"intenthmm/viterbi"
)

// talk is a conversation under a chain, as log densities of the chain's distributions and classes.
type talk struct {
	chain   *chain.Chain
	density [][]float64
	class   []uint8
}

// logChoice is the log of a random number, which is -Inf now and then, and often the same.
func logChoice(rng *rand.Rand) float64 {
	switch rng.IntN(8) {
	case 0:
		return math.Inf(-1)
	case 1, 2:
		return 0
	case 3, 4:
		return -1
	}
	return -3 * rng.Float64()
}

// randomTalk has structural zeros, ties, classes, stops and shared distributions.
func randomTalk(rng *rand.Rand, k, turns int) talk {
	row := func(n int) []float64 {
		p := make([]float64, n)
		for i := range p {
			p[i] = math.Exp(logChoice(rng))
		}
		p[rng.IntN(n)] = 1
		return p
	}
	c := &chain.Chain{Start: row(k)}
	for range 1 + rng.IntN(2) {
		var m []float64
		for range k {
			m = append(m, row(k)...)
		}
		c.Next = append(c.Next, m)
	}
	if rng.IntN(2) == 0 {
		c.Stop = row(k)
	}
	if rng.IntN(3) == 0 {
		for range k {
			c.Dist = append(c.Dist, rng.IntN(k))
		}
	}
	t := talk{chain: c}
	for range turns {
		d := make([]float64, c.Distributions())
		for e := range d {
			d[e] = logChoice(rng)
		}
		t.density = append(t.density, d)
		t.class = append(t.class, uint8(rng.IntN(len(c.Next))))
	}
	return t
}

// path is what the decoder finds for the first turns.
func (k *talk) path(t *testing.T, turns int, open bool) ([]int, error) {
	t.Helper()
	path := make([]int, turns)
	seq := chain.Sequence{Turns: turns, Class: k.class[:turns], Open: open}
	_, err := decode(viterbi.New(k.chain), path, &seq, slices.Concat(k.density[:turns]...))
	return path, err
}

// meeting is the number of turns that the best ways into all states that are possible after some turns
// share, by following each of them.
func (k *talk) meeting(turns int) int {
	n := k.chain.States()
	ways := make([][]int, n)
	score := make([]float64, n)
	for t := range turns {
		next, best := make([][]int, n), make([]float64, n)
		for j := range n {
			v, from := math.Log(k.chain.Start[j]), -1
			if t > 0 {
				v = math.Inf(-1)
				for i := range n {
					if s := score[i] + math.Log(k.chain.Next[k.class[t]][i*n+j]); s > v {
						v, from = s, i
					}
				}
			}
			best[j] = v + k.density[t][k.chain.Distribution(j)]
			if from >= 0 {
				next[j] = slices.Clone(ways[from])
			}
			next[j] = append(next[j], j)
		}
		ways, score = next, best
	}
	shared, met := 0, false
	for j := range n {
		switch {
		case score[j] == math.Inf(-1):
		case !met:
			shared, met = turns, true
			for i := range n {
				for t := range shared {
					if score[i] > math.Inf(-1) && ways[i][t] != ways[j][t] {
						shared = t
						break
					}
				}
			}
		}
	}
	return shared
}

// TestLiveIsThePath pushes conversations turn by turn. After each turn, what is settled and the rest is
// the decoder's path of the turns so far, as many turns are settled as the ways share, and what was
// settled once stays.
func TestLiveIsThePath(t *testing.T) {
	settledEarly := 0
	for seed := range uint64(rounds()) {
		rng := rand.New(rand.NewPCG(seed, 8))
		k := randomTalk(rng, 1+rng.IntN(9), 1+rng.IntN(12))
		live := viterbi.NewLive(viterbi.Compile(k.chain))
		for turn := len(k.density) - 1; turn >= 0; turn-- { // leaves another conversation's traces
			live.Push(k.density[turn], int(k.class[turn]), nil)
		}
		live.Reset()
		var settled []int
		for turn := range k.density {
			before := len(settled)
			var forced int
			var err error
			settled, forced, err = live.Push(k.density[turn], int(k.class[turn]), settled)
			open, wrong := k.path(t, turn+1, true)
			if wrong != nil {
				var impossible *chain.ImpossibleError
				if !errors.As(err, &impossible) || len(settled) != before || live.Turns() != turn {
					t.Fatalf("seed %d, turn %d: error %v, %d settled, the decoder has %v", seed, turn, err, len(settled), wrong)
				}
				break
			}
			if err != nil || forced != 0 {
				t.Fatalf("seed %d, turn %d: error %v, %d forced", seed, turn, err, forced)
			}
			if got := live.Unsettled(slices.Clone(settled), false); !slices.Equal(got, open) {
				t.Fatalf("seed %d, turn %d: %v settled, then %v, the decoder has %v", seed, turn, settled, got[len(settled):], open)
			}
			if want := k.meeting(turn + 1); len(settled) != want || live.Settled() != want {
				t.Fatalf("seed %d, turn %d: %d turns settled, the ways share %d", seed, turn, len(settled), want)
			}
			if len(settled) > 0 && len(settled) <= turn {
				settledEarly++
			}
			if ended, wrong := k.path(t, turn+1, false); wrong == nil {
				if got := live.Unsettled(slices.Clone(settled), true); !slices.Equal(got, ended) {
					t.Fatalf("seed %d, turn %d: at the end %v, the decoder has %v", seed, turn, got, ended)
				}
			}
		}
	}
	if settledEarly == 0 {
		t.Error("nothing was ever settled before the last turn")
	}
}

// twins is two copies of one chain that never meet: nothing settles by itself.
func twins(turns int, rng *rand.Rand) talk {
	k := talk{chain: &chain.Chain{Start: []float64{.25, .25, .25, .25}, Next: [][]float64{{
		.6, .4, 0, 0,
		.3, .7, 0, 0,
		0, 0, .6, .4,
		0, 0, .3, .7,
	}}}}
	for range turns {
		a, b := -rng.Float64(), -rng.Float64()
		k.density = append(k.density, []float64{a, b, a, b})
		k.class = append(k.class, 0)
	}
	return k
}

// TestSettledByForce: from turn 64 on each turn settles one by force, and the path stays in the twin that it
// was in, whatever comes later.
func TestSettledByForce(t *testing.T) {
	const turns = 200
	k := twins(turns, rand.New(rand.NewPCG(1, 1)))
	for turn := 150; turn < turns; turn++ { // from here on the other twin is better by far
		k.density[turn][0], k.density[turn][1] = -50, -50
	}
	live := viterbi.NewLive(viterbi.Compile(k.chain))
	var settled []int
	total := 0
	for turn := range k.density {
		before := len(settled)
		var forced int
		var err error
		if settled, forced, err = live.Push(k.density[turn], 0, settled); err != nil {
			t.Fatal(err)
		}
		if total += forced; forced > len(settled)-before || turn+1-len(settled) > viterbi.MaxUnsettled {
			t.Fatalf("turn %d: %d forced of %d, %d unsettled", turn, forced, len(settled)-before, turn+1-len(settled))
		}
		if turn < viterbi.MaxUnsettled && len(settled) > 0 || turn == viterbi.MaxUnsettled && (forced != 1 || turn-len(settled) > 20) {
			t.Fatalf("turn %d: %d settled, %d forced", turn, len(settled), forced)
		}
	}
	path := live.Unsettled(settled, true)
	if total == 0 || len(path) != turns {
		t.Fatalf("%d turns on the path, %d forced", len(path), total)
	}
	want, err := k.path(t, 150, true) // in the first twin, for being the lower one
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(path[:148], want[:148]) {
		t.Errorf("path %v, want %v", path[:148], want[:148])
	}
	if slices.Max(path) > 1 {
		t.Errorf("the path changes into the other twin: %v", path)
	}
}

// TestLiveSnapshot goes on from a snapshot after every turn as if there had been none.
func TestLiveSnapshot(t *testing.T) {
	for seed := range uint64(rounds() / 10) {
		rng := rand.New(rand.NewPCG(seed, 9))
		k := twins(100, rng)
		if seed%2 == 0 {
			k = randomTalk(rng, 1+rng.IntN(6), 40)
		}
		m := viterbi.Compile(k.chain)
		live, other := viterbi.NewLive(m), viterbi.NewLive(m)
		for turn := range k.density {
			snapshot := live.Append([]byte("x"))
			r := wire.NewReader(snapshot[1:])
			if other.Restore(r); r.Err() != nil || r.Left() != 0 {
				t.Fatalf("seed %d, turn %d: %v, %d bytes left", seed, turn, r.Err(), r.Left())
			}
			if again := other.Append([]byte("x")); !slices.Equal(again, snapshot) {
				t.Fatalf("seed %d, turn %d: the snapshot of a restored path is another", seed, turn)
			}
			want, forced, err := live.Push(k.density[turn], int(k.class[turn]), nil)
			got, alsoForced, alsoErr := other.Push(k.density[turn], int(k.class[turn]), nil)
			if !slices.Equal(got, want) || forced != alsoForced || (err == nil) != (alsoErr == nil) {
				t.Fatalf("seed %d, turn %d: %v %d %v, restored %v %d %v", seed, turn, want, forced, err, got, alsoForced, alsoErr)
			}
			if err != nil {
				break
			}
			if want, got := live.Unsettled(nil, true), other.Unsettled(nil, true); !slices.Equal(got, want) {
				t.Fatalf("seed %d, turn %d: unsettled %v, restored %v", seed, turn, want, got)
			}
		}
	}
}

// TestBadLiveSnapshot restores bytes that Append did not write.
func TestBadLiveSnapshot(t *testing.T) {
	k := twins(20, rand.New(rand.NewPCG(1, 2)))
	m := viterbi.Compile(k.chain)
	live := viterbi.NewLive(m)
	for turn := range k.density {
		if _, _, err := live.Push(k.density[turn], 0, nil); err != nil {
			t.Fatal(err)
		}
	}
	good := live.Append(nil)
	bad := map[string][]byte{"more open than turns": {3, 4}, "too many open": {100, 90}, "empty": {}}
	for n := range good {
		bad[fmt.Sprint("cut at ", n)] = good[:n]
	}
	bad["a score that is none"] = slices.Concat(good[:2], wire.AppendFloat(nil, math.NaN()), good[10:])
	nothing := slices.Clone(good[:2])
	for range 4 {
		nothing = wire.AppendFloat(nothing, math.Inf(-1))
	}
	bad["nothing possible"] = append(nothing, good[34:]...)
	for what, data := range bad {
		r := wire.NewReader(data)
		if live.Restore(r); r.Err() == nil {
			t.Errorf("%s: no error", what)
		}
		if live.Turns() != 0 || live.Unsettled(nil, false) != nil {
			t.Errorf("%s: %d turns are left", what, live.Turns())
		}
	}
}

// TestManyLiveStates has more states than a byte counts.
func TestManyLiveStates(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for _, states := range []int{64, 65, 256, 257, 300} {
		k := randomTalk(rng, states, 12)
		for turn := range k.density { // the path is among the last states
			k.density[turn][states-1-rng.IntN(3)] = 20
		}
		live := viterbi.NewLive(viterbi.Compile(k.chain))
		var settled []int
		for turn := range k.density {
			var err error
			if settled, _, err = live.Push(k.density[turn], int(k.class[turn]), settled); err != nil {
				t.Fatal(err)
			}
			restored := viterbi.NewLive(viterbi.Compile(k.chain))
			restored.Restore(wire.NewReader(live.Append(nil)))
			live = restored
		}
		want, err := k.path(t, len(k.density), true)
		if got := live.Unsettled(settled, false); err != nil || !slices.Equal(got, want) {
			t.Errorf("%d states: %v, want %v (%v)", states, got, want, err)
		}
	}
}

func TestLiveRefuses(t *testing.T) {
	live := viterbi.NewLive(viterbi.Compile(chain.Uniform(2, false)))
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		var wrong *chain.DensityError
		if _, _, err := live.Push([]float64{-1, bad}, 0, nil); !errors.As(err, &wrong) || wrong.Distribution != 1 || live.Turns() != 0 {
			t.Errorf("density %v: error %v, %d turns", bad, err, live.Turns())
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for a wrong number of densities")
		}
	}()
	live.Push([]float64{1}, 0, nil)
}

func TestLiveAllocatesNothing(t *testing.T) {
	k := twins(1, rand.New(rand.NewPCG(1, 1)))
	live := viterbi.NewLive(viterbi.Compile(k.chain))
	settled, path := make([]int, 0, 100), make([]int, 0, 100)
	if n := testing.AllocsPerRun(200, func() {
		settled, _, _ = live.Push(k.density[0], 0, settled[:0])
		path = live.Unsettled(path[:0], false)
	}); n != 0 {
		t.Errorf("%v allocations a turn", n)
	}
}

func BenchmarkLive(b *testing.B) {
	for _, k := range []int{4, 16, 64} {
		b.Run(fmt.Sprintf("K=%d", k), func(b *testing.B) {
			live := viterbi.NewLive(viterbi.Compile(chain.Uniform(k, false)))
			block := make([][]float64, 64)
			for t := range block {
				block[t] = make([]float64, k)
				for i := range block[t] {
					block[t][i] = -float64((i + t) * 7 % 13)
				}
			}
			settled, i := make([]int, 0, 100), 0
			for b.Loop() {
				settled, _, _ = live.Push(block[i%64], 0, settled[:0])
				i++
			}
		})
	}
}
