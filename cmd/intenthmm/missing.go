package main

import (
	"fmt"
	"io"

	"intenthmm/hmm/transcript"
)

// A missing counts messages without a vector, for a model that looks at it.
type missing struct {
	counts   bool
	all, are int // messages, and those without
}

func (m *missing) count(message *transcript.Message) {
	if !m.counts {
		return
	}
	m.all++
	if len(message.Vector) == 0 {
		m.are++
	}
}

// every says that there are messages, and no vectors.
func (m *missing) every() bool { return m.are > 0 && m.are == m.all }

// warn says how many vectors are missing, if any is.
func (m *missing) warn(w io.Writer) {
	switch {
	case m.every():
		fmt.Fprintln(w, "warning: no turn has a vector, at which this model looks too: name the file of vectors with --vectors")
	case m.are > 0:
		fmt.Fprintf(w, "warning: %d of %s (%.2g%%) have no vector, at which this model looks too: they are told by the rest alone\n",
			m.are, plural(m.all, "turn"), 100*float64(m.are)/float64(m.all))
	}
}
