// Package simulated invents logs whose number of hidden states is known: words and speakers drawn from
// a hidden Markov model that is itself drawn at random. They are what a search for the number of
// states is measured on.
package simulated

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"intenthmm/hmm/transcript"
	"intenthmm/internal/simplex"
)

const (
	background = 400  // words that any state may say, by Zipf's law
	own        = 15   // words that mark a state, by Zipf's law
	marked     = 0.55 // the share of a state's words that are its own
	successors = 3    // states that a state usually leads to
	often      = 0.85 // the share of transitions that lead there
	faithful   = 0.95 // how often the usual speaker says what a state says
	meanWords  = 7
	meanTurns  = 10
)

// A Log is a hidden Markov model of K states that can be drawn from.
type Log struct {
	start []float64
	next  [][]float64 // with the stop at the end of each row
	words [][]float64
}

// New draws a model of k states. States follow one another mostly to a few others, half of them are
// said by the customer, and each has some words of its own among those that all use.
func New(k int, seed uint64) *Log {
	rng := rand.New(rand.NewPCG(seed, 0x106))
	l := &Log{start: make([]float64, k)}
	for i := range k {
		l.start[i] = 0.2 / float64(k)
		row := make([]float64, k+1)
		for j := range k {
			row[j] = (1 - often) * (1 - 1.0/meanTurns) / float64(k)
		}
		row[(i+1)%k] += often * (1 - 1.0/meanTurns) / successors // so that every state is reached
		for range successors - 1 {
			row[rng.IntN(k)] += often * (1 - 1.0/meanTurns) / successors
		}
		row[k] = 1.0 / meanTurns
		l.next = append(l.next, row)
		words := make([]float64, background+k*own)
		zipf(words[:background], 1-marked)
		zipf(words[background+i*own:background+(i+1)*own], marked)
		l.words = append(l.words, words)
	}
	l.start[0] += 0.8
	return l
}

// zipf gives the n-th of p the probability 1/n, scaled to sum to total.
func zipf(p []float64, total float64) {
	sum := 0.0
	for i := range p {
		p[i] = 1 / float64(i+1)
		sum += p[i]
	}
	for i := range p {
		p[i] *= total / sum
	}
}

// Messages draws n conversations. Each message bears its true state as label.
func (l *Log) Messages(n int, seed uint64) []transcript.Message {
	rng := rand.New(rand.NewPCG(seed, 0x5a1d))
	var out []transcript.Message
	for c := range n {
		for turn, state := 0, simplex.Draw(l.start, rng); state < len(l.start); turn++ {
			out = append(out, transcript.Message{
				Conversation: fmt.Sprint(c), Turn: turn, Speaker: speaker(state, rng), Text: l.text(state, rng), Label: fmt.Sprint(state),
			})
			state = simplex.Draw(l.next[state], rng)
		}
	}
	return out
}

func speaker(state int, rng *rand.Rand) string {
	customer := state%2 == 0
	if rng.Float64() >= faithful {
		customer = !customer
	}
	if customer {
		return "customer"
	}
	return "agent"
}

// text is between one word and twice the mean.
func (l *Log) text(state int, rng *rand.Rand) string {
	words := make([]string, 1+rng.IntN(2*meanWords-1))
	for i := range words {
		words[i] = word(simplex.Draw(l.words[state], rng))
	}
	return strings.Join(words, " ")
}

// word spells a number with letters: to an encoder all digits are alike.
func word(n int) string {
	var b []byte
	for range 4 {
		b = append(b, "bdfgklmnprstvwz"[n%15], "aeiou"[n/15%5])
		n /= 75
	}
	return string(b)
}
