package topic

import (
	"fmt"
	"math"
)

// Coherence is how well the first words of a topic go together in texts.
type Coherence struct {
	NPMI float64 // mean over pairs of words, from -1 to 1
	CV   float64 // C_v, from 0 to 1 or nearly so
}

// DefaultWindow is the width of windows, in tokens, that C_v is defined with.
const DefaultWindow = 110

// rare keeps logarithms of probabilities finite, as in Röder et al.
const rare = 1e-12

// Coherences judges lists of words, one a topic, by reference documents, which are sequences of word numbers
// (Unknown for those outside the vocabulary, which fill windows too). A window slides over every document token
// by token; a document that is shorter is one window; what counts is in how many windows words are, alone and
// in pairs. With P the shares of windows,
//
//	NPMI(i, j) = ln ((P_ij + ε) / (P_i P_j)) / -ln (P_ij + ε)      ε = 1e-12
//
// and 0 where a word is in no window, or both are in all. NPMI is the mean over pairs. C_v is the mean over
// words i of the cosine of v_i and Σ_i v_i, where v_i is the vector of NPMI(i, j) over all j. A topic with fewer
// than two words has 0 of both.
//
// The error is that of a word below 0, or a window without tokens. The time is that of the pairs of words from
// lists in every window that differs from the one before.
//
// Source: Röder, Both and Hinneburg (2015); Bouma (2009).
func Coherences(topics [][]int, reference [][]int32, window int) ([]Coherence, error) {
	if window < 1 {
		return nil, fmt.Errorf("windows of %d tokens, expected at least 1", window)
	}
	number := map[int32]int{}
	for k, words := range topics {
		for _, w := range words {
			if w < 0 || w > math.MaxInt32 {
				return nil, fmt.Errorf("topic %d: word %d, expected a number of at least 0", k, w)
			}
			if _, ok := number[int32(w)]; !ok {
				number[int32(w)] = len(number)
			}
		}
	}
	c := newCooccurrence(number, window)
	for _, doc := range reference {
		c.add(doc)
	}
	figures := make([]Coherence, len(topics))
	for k, words := range topics {
		if len(words) > 1 {
			figures[k] = c.judge(words)
		}
	}
	return figures, nil
}

// judge computes both figures of a list of words.
func (c *cooccurrence) judge(words []int) (f Coherence) {
	n := len(words)
	table, sum := make([]float64, n*n), make([]float64, n)
	for i, a := range words {
		for j, b := range words {
			v := c.npmi(c.number[int32(a)], c.number[int32(b)])
			table[i*n+j] = v
			sum[j] += v
			if i < j {
				f.NPMI += v
			}
		}
	}
	f.NPMI /= float64(n*(n-1)) / 2
	for i := range words {
		f.CV += cosine(table[i*n:][:n], sum) / float64(n)
	}
	return f
}

func (c *cooccurrence) npmi(i, j int) float64 {
	alone, with, both := c.count(i, i), c.count(j, j), c.count(i, j)
	if alone == 0 || with == 0 || both == c.windows {
		return 0
	}
	p := both/c.windows + rare
	return math.Log(p/(alone/c.windows*(with/c.windows))) / -math.Log(p)
}

func cosine(x, y []float64) float64 {
	xx, yy := dot(x, x), dot(y, y)
	if xx == 0 || yy == 0 {
		return 0
	}
	return dot(x, y) / math.Sqrt(xx) / math.Sqrt(yy)
}
