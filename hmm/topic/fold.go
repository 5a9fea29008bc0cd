package topic

import (
	"context"

	"intenthmm/baumwelch/em"
)

// foldLimits are those of documents that are folded in: close to where inference ends.
var foldLimits = Inference{MaxIterations: 1000, Tolerance: 1e-6}

// A Folder finds the topics of documents that a model has not seen. It is used by one goroutine at a time.
type Folder struct {
	f     *inferrer
	words int
	gamma []float64 // P
}

// Folder compiles the model. O(V K).
func (m *Model) Folder() *Folder {
	return m.table().folder(m.words)
}

func (t table) folder(words int) *Folder {
	f := newInferrer(foldLimits)
	f.use(t)
	return &Folder{f, words, make([]float64, t.pad)}
}

func (m *Model) table() table { return NewVariational(m, Prior{}, foldLimits).table }

// Fold writes to dst, of length K, the expected share of each topic in the document, γ_k / Σγ; without words
// that is the prior's. Words that count 0 or are Unknown are passed over. The topics begin all alike, so that
// nothing is random. It returns a lower bound of the document's log-likelihood in nats, and an error, with
// dst as it was, if the document has words that there are not. It panics if the length of dst is not K.
func (f *Folder) Fold(dst []float64, d Document) (float64, error) {
	if len(dst) != f.f.topics {
		panic("topic: len(dst) != K")
	}
	if err := d.check(f.words); err != nil {
		return 0, err
	}
	words := d.known()
	f.f.settle(f.gamma, words, true)
	total := 0.0
	for _, g := range f.gamma[:f.f.topics] {
		total += g
	}
	for k := range dst {
		dst[k] = f.gamma[k] / total
	}
	return f.f.bound(f.gamma, words), nil
}

// Fold is Folder.Fold of many documents, a row of K shares each, as many at once as the gate lets through.
// The error is that of the first document that has one, an *Error, or ctx's.
func (m *Model) Fold(ctx context.Context, docs []Document, gate em.Gate) ([][]float64, error) {
	if err := check(docs, m.words); err != nil {
		return nil, err
	}
	rows := make([][]float64, len(docs))
	err := m.each(ctx, docs, gate, func(f *Folder, i int) error {
		rows[i] = make([]float64, len(m.alpha))
		_, err := f.Fold(rows[i], docs[i])
		return err
	})
	return rows, err
}

// each does something for every document, in runs of them with a folder each.
func (m *Model) each(ctx context.Context, docs []Document, gate em.Gate, do func(f *Folder, i int) error) error {
	const run = 256
	t := m.table()
	_, ran, err := em.Restart(ctx, (len(docs)+run-1)/run, gate, func(r int) (struct{}, error) {
		f := t.folder(m.words)
		for i := r * run; i < min((r+1)*run, len(docs)); i++ {
			if err := do(f, i); err != nil {
				return struct{}{}, &Error{i, err}
			}
		}
		return struct{}{}, nil
	})
	if err != nil {
		return err
	}
	for _, done := range ran {
		if !done {
			return context.Cause(ctx)
		}
	}
	return nil
}
