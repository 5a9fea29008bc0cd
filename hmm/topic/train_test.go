package topic

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"runtime"
	"testing"

	"intenthmm/baumwelch/em"
)

// TestMonotone: the bound rises, however short inference is, whatever is learnt, and no number is none.
func TestMonotone(t *testing.T) {
	docs, _ := simulate(60, 30, 4, 25, 1)
	docs = append(docs, oddities(30)...)
	for _, k := range []int{1, 3, 4, 9} {
		for _, inner := range []int{1, 2, 100} {
			for learn := range 4 {
				name := fmt.Sprintf("K=%d inner=%d learn=%d", k, inner, learn)
				o := DefaultOptions()
				o.Topics, o.Inference.MaxIterations, o.MaxIterations, o.Tolerance = k, inner, 40, 0
				o.Prior.LearnAlpha, o.Prior.LearnEta = learn&1 == 1, learn&2 == 2
				m := must(Train(context.Background(), docs, 30, o))(t)
				trace := m.Record().Variational.Trace
				for i, it := range trace[1:] {
					if it.Gain < -1e-10*math.Abs(it.Objective) {
						t.Errorf("%s: iteration %d loses %v", name, i+1, -it.Gain)
					}
				}
				if s := m.Record().Variational.Restarts[0].Status; s == em.Decreased || s == em.Degenerate {
					t.Errorf("%s: %v after %d iterations", name, s, len(trace))
				}
			}
		}
	}
}

// TestSameForAnyWorkers also goes through a pass of batches, restarts and the learning of priors.
func TestSameForAnyWorkers(t *testing.T) {
	docs, _ := simulate(800, 40, 5, 30, 2)
	docs = append(docs, oddities(40)...)
	var want *Model
	for _, workers := range []int{1, 2, 3, 8} {
		o := DefaultOptions()
		o.Topics, o.MaxIterations, o.Restarts, o.Gate = 5, 8, 3, em.NewGate(workers)
		o.Online.Passes, o.Online.Batch, o.Prior.LearnEta, o.FirstLap = 1, 300, true, 2
		m := must(Train(context.Background(), docs, 40, o))(t)
		if want == nil {
			want = m
			continue
		}
		for i, v := range m.lambda {
			if v != want.lambda[i] {
				t.Fatalf("%d workers: parameter %d is %v, with one worker %v", workers, i, v, want.lambda[i])
			}
		}
		for k, v := range m.alpha {
			if v != want.alpha[k] || m.eta != want.eta {
				t.Fatalf("%d workers: alpha %v, eta %v, with one worker %v, %v", workers, m.alpha, m.eta, want.alpha, want.eta)
			}
		}
	}
}

// TestSameBits holds the parameters of a small model to those of every other build and instruction set. What the
// standard library's logarithm gives may differ in the last place on other architectures.
func TestSameBits(t *testing.T) {
	if runtime.GOARCH != "amd64" {
		t.Skip("recorded on amd64")
	}
	docs, _ := simulate(60, 30, 4, 25, 1)
	docs = append(docs, oddities(30)...)
	o := DefaultOptions()
	o.Topics, o.MaxIterations, o.Online.Passes, o.Prior.LearnEta = 6, 5, 1, true
	m := must(Train(context.Background(), docs, 30, o))(t)
	h := sha256.New()
	for _, v := range append(append(m.lambda, m.alpha...), m.eta) {
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)))
	}
	const want = "072e82d31c067378"
	if got := fmt.Sprintf("%x", h.Sum(nil)[:8]); got != want {
		t.Errorf("parameters have the digest %s, recorded is %s", got, want)
	}
}
