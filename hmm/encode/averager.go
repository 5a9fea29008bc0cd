package encode

import (
	"encoding/binary"
	"math"

	"gonum.org/v1/gonum/floats"
)

// An averager makes the mean of word vectors.
type averager struct {
	table *WordVectors
	sum   []float64
	words int
}

// add adds a word, unless it is unknown.
func (a *averager) add(number int32) {
	if number == 0 {
		return
	}
	w := a.table
	if a.sum == nil {
		a.sum = make([]float64, w.Width)
	}
	a.words++
	weight, row := w.Weights[number-1], w.Vectors[4*w.Width*int(number-1):]
	for i := range a.sum {
		x := math.Float32frombits(binary.LittleEndian.Uint32(row[4*i:]))
		a.sum[i] += float64(weight * float64(x))
	}
}

// mean is the mean of what was added since the last one, nil of nothing. It uses the room of dst.
func (a *averager) mean(dst []float64) []float64 {
	if a.words == 0 {
		return nil
	}
	dst = append(dst[:0], a.sum...)
	floats.Scale(1/float64(a.words), dst)
	clear(a.sum)
	a.words = 0
	return dst[:len(dst):len(dst)]
}

// averages drains the words that were said into the vectors of a corpus's turns.
func (b *Builder) averages(e *Encoder, c *Corpus, number []int32) {
	if e.WordVectors == nil {
		return
	}
	next := make([]int, len(c.Turns)) // turn of each conversation
	var vectors blocks[float64]
	words := averager{table: e.WordVectors}
	b.said.drain(func(conversation, _ int32, said []int32) {
		t := &c.Turns[conversation][next[conversation]]
		next[conversation]++
		for _, word := range said {
			words.add(number[word])
		}
		room := vectors.room(e.WordVectors.Width)
		if v := words.mean((*room)[len(*room):]); v != nil {
			*room = (*room)[:len(*room)+len(v)]
			t.Vector = v
		}
	})
}
