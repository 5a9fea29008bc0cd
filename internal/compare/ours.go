package main

import (
	"context"
	"time"

	"intenthmm/baumwelch"
	"intenthmm/baumwelch/em"
	"intenthmm/hmm"
	"intenthmm/hmm/chain"
	"intenthmm/hmm/emission"
	"intenthmm/internal/contest"
	"intenthmm/internal/workloads"
)

// ours runs our own training and decoding on a workload.
func ours(name string) (r result, err error) {
	w, err := workloads.Load(name)
	if err != nil {
		return r, err
	}
	switch {
	case w.Floats["B"] != nil:
		family, err := emission.NewCategorical(w.Rows("B"))
		return race(name, w, family, w.Ints["x"], err)
	case w.Floats["var"] != nil:
		family, err := emission.NewGaussian(emission.Diagonal, w.Rows("mu"), w.Rows("var"))
		return race(name, w, family, w.Rows("x"), err)
	default:
		family, err := emission.NewGaussian(emission.Full, w.Rows("mu"), w.Rows("cov"))
		return race(name, w, family, w.Rows("x"), err)
	}
}

func race[O any](name string, w *workloads.Workload, family emission.Family[O], x []O, err error) (result, error) {
	r := result{Contender: contest.We, Workload: name}
	if err != nil {
		return r, err
	}
	m := &hmm.Model[O]{Chain: &chain.Chain{Start: w.Floats["pi"], Next: [][]float64{w.Floats["A"]}}, Emission: family}
	var data []hmm.Conversation[O]
	for _, n := range w.Ints["L"] {
		data = append(data, hmm.Conversation[O]{Obs: x[:n:n]})
		x = x[n:]
	}
	o := baumwelch.MaximumLikelihood()
	o.Loop.MaxIterations, o.Loop.Tolerance, o.Loop.Gate = iterations-1, -1, em.NewGate(1)
	if _, err := baumwelch.Fit(context.Background(), m.Clone(), data[:1], o); err != nil { // warm up
		return r, err
	}
	start := time.Now()
	fitted, err := baumwelch.Fit(context.Background(), m, data, o)
	if err != nil {
		return r, err
	}
	r.Seconds = time.Since(start).Seconds() / iterations
	for _, it := range fitted.Iterations {
		r.Log = append(r.Log, it.LogLikelihood)
	}
	start = time.Now()
	if _, _, err := hmm.NewDecoder(m).Paths(data); err != nil {
		return r, err
	}
	r.Viterbi = time.Since(start).Seconds()
	return r, nil
}
