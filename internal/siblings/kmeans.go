package main

import (
	"context"
	_ "embed"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/mixture"
	"intenthmm/internal/contest"
)

//go:embed kmeans.py
var kmeansProgram string

// raceKMeans lets everybody go on until no point changes its cluster, from centres of k-means++.
func raceKMeans(b *bench) error {
	all, err := b.kmeansWorkloads()
	if err != nil {
		return err
	}
	for _, w := range all {
		start, err := mixture.PlusPlus(context.Background(), w.points, w.k, 1, rand.New(rand.NewPCG(1, 1)))
		if err != nil {
			return err
		}
		if err := b.ourKMeans(w.name, start.Clone(), w.points); err != nil {
			return err
		}
		points, err := b.write(w.name+".points", w.points.Values)
		if err != nil {
			return err
		}
		centres, err := b.write(w.name+".centres", start.Centres)
		if err != nil {
			return err
		}
		b.theirs(kmeansProgram, w.name, 1, points, centres, w.points.Width)
	}
	return nil
}

func (b *bench) ourKMeans(name string, m *mixture.KMeans, points mixture.Points) error {
	r := result{Contender: contest.We, Workload: name}
	o := em.Options{MaxIterations: kmeansIterations, Gate: em.NewGate(1)}
	var c *mixture.Clustering
	var err error
	r.Seconds, err = seconds(func() (err error) {
		c, err = m.Fit(context.Background(), points, o)
		return err
	})
	if err != nil {
		return err
	}
	r.Objective, r.Iterations = c.Inertia, c.Last().Iteration
	digest := crc32.NewIEEE()
	for _, own := range c.Cluster {
		digest.Write(binary.LittleEndian.AppendUint32(nil, uint32(own)))
	}
	r.Labels = digest.Sum32()
	b.results.enter(r)
	return nil
}

// kmeansIterations is more than anybody needs; kmeans.py has it too.
const kmeansIterations = 1000

type kmeansWorkload struct {
	name   string
	points mixture.Points
	k      int
}

// kmeansWorkloads are points about places that overlap, and embeddings of messages.
func (b *bench) kmeansWorkloads() ([]kmeansWorkload, error) {
	all := []kmeansWorkload{
		{"100,000 × 16, K 32", crowd(100_000, 16, 32), 32},
		{"20,000 × 384, K 64", crowd(20_000, 384, 64), 64},
		{"1,000,000 × 8, K 16", crowd(1_000_000, 8, 16), 16},
	}
	if b.data == "" {
		return all, nil
	}
	files, err := filepath.Glob(filepath.Join(b.data, "vectors", "*.npy"))
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		points, err := readNPY(f)
		if err != nil {
			return nil, err
		}
		all = append(all, kmeansWorkload{strings.TrimSuffix(filepath.Base(f), ".npy") + ", K 64", points, 64})
	}
	return all, nil
}

// crowd draws n points in d dimensions about k places, which are as far from each other as points are from them.
func crowd(n, d, k int) mixture.Points {
	rng := rand.New(rand.NewPCG(uint64(n), uint64(d)))
	places := make([]float64, k*d)
	for i := range places {
		places[i] = rng.NormFloat64()
	}
	p := mixture.Points{Width: d, Values: slices.Grow([]float64(nil), n*d)}
	for range n {
		at := rng.IntN(k)
		for _, v := range places[at*d:][:d] {
			p.Values = append(p.Values, v+rng.NormFloat64())
		}
	}
	return p
}
