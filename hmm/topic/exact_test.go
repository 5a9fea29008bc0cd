package topic

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
)

// assignments calls f with every way to give n tokens one of k topics.
func assignments(n, k int, f func(z []int32)) {
	z := make([]int32, n)
	var next func(i int)
	next = func(i int) {
		if i == n {
			f(z)
			return
		}
		for z[i] = 0; int(z[i]) < k; z[i]++ {
			next(i + 1)
		}
	}
	next(0)
}

// logJoint is ln P(words, topics) by its definition: rising factorials, a token after the other.
func logJoint(docs [][]int, z []int32, alpha []float64, eta float64, words int) float64 {
	inTopic, inWord, sum, all, i := make([]float64, len(alpha)), map[[2]int]float64{}, 0.0, 0.0, 0
	for _, a := range alpha {
		all += a
	}
	for _, doc := range docs {
		inDoc := make([]float64, len(alpha))
		for n, w := range doc {
			k := int(z[i])
			sum += math.Log((inDoc[k] + alpha[k]) / (float64(n) + all))
			sum += math.Log((inWord[[2]int{k, w}] + eta) / (inTopic[k] + float64(words)*eta))
			inDoc[k]++
			inTopic[k]++
			inWord[[2]int{k, w}]++
			i++
		}
	}
	return sum
}

var tiny = [][]int{{0, 0, 1}, {1, 2}, {2, 2, 0}}

func tinyDocuments() (docs []Document) {
	for _, doc := range tiny {
		counts := make([]float32, 3)
		for _, w := range doc {
			counts[w]++
		}
		docs = append(docs, bag(counts))
	}
	return docs
}

// sorted is tiny with tokens in the order of bags.
var sorted = [][]int{{0, 0, 1}, {1, 2}, {0, 2, 2}}

// TestGibbsPosterior holds how often the sampler visits each of the 256 states against their exact
// probabilities, by a chi-square statistic over sweeps far enough apart.
func TestGibbsPosterior(t *testing.T) {
	alpha, eta := []float64{0.6, 0.3}, 0.4
	exact, total := map[[8]int32]float64{}, 0.0
	assignments(8, 2, func(z []int32) {
		p := math.Exp(logJoint(sorted, z, alpha, eta, 3))
		exact[[8]int32(z)] = p
		total += p
	})
	s := newSampler(tinyDocuments(), 3, 2, Prior{Alpha: 1, Eta: eta}, rand.New(rand.NewPCG(4, 4)))
	copy(s.alpha, alpha)
	const samples = 40_000
	visits := map[[8]int32]float64{}
	for range samples {
		for range 8 {
			s.sweep()
		}
		visits[[8]int32(s.z)]++
	}
	chi, cells, restVisits, rest := 0.0, 0, 0.0, 0.0
	for z, p := range exact {
		if want := samples * p / total; want >= 5 {
			d := visits[z] - want
			chi += d * d / want
			cells++
		} else {
			rest += want
			restVisits += visits[z]
		}
	}
	chi += (restVisits - rest) * (restVisits - rest) / max(rest, 1)
	// Mean cells, standard deviation √(2 cells).
	if most := float64(cells) + 4*math.Sqrt(2*float64(cells)); chi > most || cells < 100 {
		t.Errorf("chi-square %v over %d states, expected at most %v", chi, cells, most)
	}
	want := logJoint(sorted, s.z, alpha, eta, 3)
	if got := s.logLikelihood(); math.Abs(got-want) > 1e-10 {
		t.Errorf("the sampler has ln P = %v, want %v", got, want)
	}
}

// TestBoundBelowEvidence: the variational bound is below ln P(words), and not by much.
func TestBoundBelowEvidence(t *testing.T) {
	o := DefaultOptions()
	o.Topics, o.Prior, o.Restarts, o.Tolerance = 2, Prior{Alpha: 0.7, Eta: 0.5}, 5, 0
	evidence := 0.0
	assignments(8, 2, func(z []int32) {
		evidence += math.Exp(logJoint(tiny, z, []float64{0.7, 0.7}, 0.5, 3))
	})
	m := must(Train(context.Background(), tinyDocuments(), 3, o))(t)
	r := m.Record().Variational
	bound := r.Restarts[r.Best].Objective
	if gap := math.Log(evidence) - bound; gap < 0 || gap > 4 {
		t.Errorf("the bound is %v, ln P(words) is %v", bound, math.Log(evidence))
	}
}

// TestLeftToRight holds estimates against the sum over all topics of all tokens; that of folding in is below.
func TestLeftToRight(t *testing.T) {
	m := must(New([]float64{0.5, 0.2, 0.4}, 0.1, [][]float64{{5, 1, 2}, {0.3, 4, 0.2}, {1, 1, 9}}))(t)
	phi := m.probabilities()
	docs, want := tinyDocuments(), 0.0
	for d, doc := range sorted {
		p := 0.0
		assignments(len(doc), 3, func(z []int32) {
			joint, counts := 1.0, m.Alpha()
			for n, w := range doc {
				k := int(z[n])
				joint *= counts[k] / (float64(n) + 1.1) * phi[w*3+k]
				counts[k]++
			}
			p += joint
		})
		want += math.Log(p)
		row := make([]float64, 3)
		if bound := must(m.Folder().Fold(row, docs[d]))(t); bound > math.Log(p)+1e-12 || bound < math.Log(p)-1.5 {
			t.Errorf("document %d: bound %v, ln P = %v", d, bound, math.Log(p))
		}
	}
	h := must(m.LeftToRight(context.Background(), docs, 20_000, 3, nil))(t)
	if math.Abs(h.LogLikelihood-want) > 0.01 || h.Tokens != 8 {
		t.Errorf("left to right %v of %v tokens, want %v of 8", h.LogLikelihood, h.Tokens, want)
	}
}
