package diff

import (
	"fmt"
	"reflect"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/intent"
)

// A cloud is the distributions of vectors.
type cloud interface {
	emission.Family[[]float64]
	emission.LogComparer[[]float64]
}

// addVectors adds the distributions of vectors. The error says of vectors that cannot be compared why.
func (v *views) addVectors(a, b *intent.Model) error {
	one, _ := part[cloud](a, "vector")
	other, _ := part[cloud](b, "vector")
	p, q := one.(emission.Kind).Kind(), other.(emission.Kind).Kind()
	if p != q {
		return fmt.Errorf("vectors of one model are distributed as %s, those of the other as %s: their states cannot be compared", p, q)
	}
	if err := sameVectors(a.Encoder, b.Encoder); err != nil {
		return err
	}
	if g, ok := one.(*emission.Gaussian); ok {
		h := other.(*emission.Gaussian)
		if g.Covariance() != h.Covariance() {
			v.notes = append(v.notes, fmt.Sprintf("covariances are %s and %s: means and variances are compared", g.Covariance(), h.Covariance()))
			one, other = g.Marginals(), h.Marginals()
		}
	}
	v.a.cloud, v.b.cloud = one, other
	v.a.power = 1 / float64(a.Encoder.Width)
	if a.Encoder.Options.Vectors {
		v.a.power = (weight(a) + weight(b)) / 2
	}
	v.b.power = v.a.power
	return nil
}

// sameVectors says why vectors of two models are not of one kind, if they are not.
func sameVectors(a, b *encode.Encoder) error {
	const so = ": their states cannot be compared"
	switch {
	case a.Width != b.Width:
		return fmt.Errorf("vectors of %d and of %d values"+so, a.Width, b.Width)
	case source(a) != source(b):
		return fmt.Errorf("vectors of one model come from %s, those of the other from %s"+so, source(a), source(b))
	case !reflect.DeepEqual(a.Projection, b.Projection):
		return fmt.Errorf("each model projects or scales vectors in its own way" + so)
	}
	return nil
}

// source is where the vectors of an encoder come from.
func source(e *encode.Encoder) string {
	switch {
	case e.WordVectors != nil:
		return fmt.Sprintf("%s (SHA-256 %.12s)", e.WordVectors.Source, e.WordVectors.Checksum)
	case e.Options.Embedder != nil:
		return fmt.Sprintf("%q", e.Options.Embedder.Name)
	}
	return "the log"
}

// weight is what vectors count for beside words.
func weight(m *intent.Model) float64 {
	for _, p := range m.HMM.Emission.(*emission.Joint).Parts() {
		if p.Name() == "vector" {
			return p.Weight()
		}
	}
	return 1
}

// apart is -log of the affinity of the vectors of state i of v and state j of w, as far as it counts.
func (v *view) apart(i int, w *view, j int) float64 {
	if v.cloud == nil {
		return 0
	}
	return -v.power * v.cloud.LogAffinity(v.model.HMM.Chain.Distribution(i), w.cloud, w.model.HMM.Chain.Distribution(j))
}
