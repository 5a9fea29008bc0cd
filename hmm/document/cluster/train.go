package cluster

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"intenthmm/baumwelch/em"
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/mixture"
	"intenthmm/hmm/transcript"
)

// Train sorts a stream of documents into clusters, without labels. The stream's own errors end it. It holds the
// documents as numbers, not as text, except for a sample of texts from which the typical ones are chosen.
//
// The clusters are numbered by size and named after their most telling words. Documents of which nothing is observed
// belong to none, and are counted. Cancelling ctx while the model is being fitted gives the best model so far, whose
// Record says so; before that it gives ctx's error or mixture.ErrNothingTrained.
func Train(ctx context.Context, documents iter.Seq2[transcript.Message, error], o Options) (*Model, error) {
	if err := o.Check(); err != nil {
		return nil, err
	}
	builder, err := encode.NewBuilder(o.Encode)
	if err != nil {
		return nil, err
	}
	said := o.Encode
	said.LengthPower = 0 // documents tell by their words alike
	wording, err := encode.NewWording(said)
	if err != nil {
		return nil, err
	}
	in := &intake{builder: builder, wording: wording, texts: newSample(o.Search.Seed, mostTexts*min(o.Examples, 1))}
	if err := in.read(ctx, documents); err != nil {
		return nil, err
	}
	e, all, corpus, err := in.finish(ctx)
	if err != nil {
		return nil, em.NothingTrained(err)
	}
	m := &Model{Encoder: e, StopWords: e.Folded(o.StopWords)}
	m.Record.Data = Data{Documents: len(all), Words: corpus.Words}
	if dims := o.dims(); dims > 0 {
		if m.Space, err = newSpace(ctx, all, e, dims, o.Search.Seed); err != nil {
			return nil, em.NothingTrained(err)
		}
		m.Space.place(all, e)
	}
	seen, which := m.observed(all)
	m.Record.Data.Silent = len(all) - len(seen)
	if len(seen) == 0 {
		return nil, m.nothing(len(all))
	}
	f := &fitter{options: o, model: m, items: mixture.Items[emission.Turn]{Obs: seen}}
	if err := f.fit(ctx); err != nil {
		return nil, err
	}
	f.said = told{seen, e.Terms}
	switch {
	case e.Symbols != nil:
		f.said.vocabulary = e.Symbols
	case wording != nil && wording.Vocabulary != nil:
		f.said = told{make([]emission.Turn, len(seen)), wording.Vocabulary}
		words := in.ordered(wording.Turns)
		for i, at := range which {
			if at >= 0 {
				f.said.documents[at] = words[i]
			}
		}
	}
	return m, m.describe(f, in.texts.inOrder(), which)
}

// observed are the documents of which something is known, and for every document its number among them, -1 for
// the others.
func (m *Model) observed(documents []emission.Turn) (seen []emission.Turn, which []int) {
	which = make([]int, len(documents))
	for i := range documents {
		which[i] = -1
		if !m.silent(&documents[i]) {
			which[i] = len(seen)
			seen = append(seen, documents[i])
		}
	}
	return seen, which
}

// A fitter finds the mixture of a model.
type fitter struct {
	options Options
	model   *Model
	items   mixture.Items[emission.Turn]
	said    told
}

// told is what clusters are told by.
type told struct {
	documents  []emission.Turn    // those of the items
	vocabulary *encode.Vocabulary // of their words or symbols; nil: they have neither
}

// fit finds the mixture, orders its components, and records how it came about.
func (f *fitter) fit(ctx context.Context) error {
	o := &f.options
	if n := len(f.items.Obs); o.Clusters > n {
		return fmt.Errorf("%d clusters of %d documents, expected at most %d clusters", o.Clusters, n, n)
	}
	if o.Method == KMeans {
		return f.kmeans(ctx)
	}
	if o.Clusters == Auto && o.Method == Variational {
		o.Clusters = min(o.Select.Most, len(f.items.Obs))
	}
	o.Search.Fit.Revive = o.Method == Mixture
	var found *mixture.Trained[emission.Turn]
	if o.Clusters == Auto {
		var err error
		if found, err = f.choose(ctx); err != nil {
			return err
		}
	}
	prototype, err := f.prototype(o.Clusters)
	if err != nil {
		return err
	}
	trained, err := mixture.Train(ctx, prototype, f.items, o.Search)
	if errors.Is(err, mixture.ErrNothingTrained) && found != nil {
		trained, err = found, nil
		f.model.Record.Selection.Cancelled = true
	}
	if err != nil {
		return err
	}
	record, err := trained.Record(f.items, o.Search)
	if err != nil {
		return err
	}
	return f.keep(trained.Model, record)
}

// choose searches for the number of clusters, from one starting point a number, and returns the mixture that it has
// of that number; nil where there was nothing to choose.
func (f *fitter) choose(ctx context.Context) (*mixture.Trained[emission.Turn], error) {
	search, by := f.options.Search, f.options.Select
	search.Restarts, search.OnIteration = 1, nil
	by.Most = max(1, min(by.Most, len(f.items.Obs)/2))
	by.Fewest = min(by.Fewest, by.Most)
	by.Folds = min(by.Folds, len(f.items.Obs))
	if by.Most == 1 {
		f.options.Clusters = 1
		return nil, nil
	}
	choice, err := mixture.Select(ctx, f.prototype, f.items, search, by)
	if err != nil {
		return nil, err
	}
	f.options.Clusters = choice.Candidates[choice.Best].Components
	f.model.Record.Selection = &Selection{By: by.By, Candidates: choice.Candidates, Best: choice.Best, Why: choice.Why}
	return choice.Trained[choice.Best], nil
}

// prototype is the untrained mixture of k clusters.
func (f *fitter) prototype(k int) (*mixture.Model[emission.Turn], error) {
	part, err := f.part(k)
	if err != nil {
		return nil, err
	}
	joint, err := emission.NewJoint(part)
	if err != nil {
		return nil, err
	}
	var mixing mixture.Mixing = mixture.Uniform(k, f.options.SizePrior)
	if f.options.Method == Variational {
		if mixing, err = mixture.NewDirichlet(k, f.options.Concentration); err != nil {
			return nil, err
		}
	}
	return mixture.New[emission.Turn](mixing, joint)
}

// part is the family of what is observed.
func (f *fitter) part(k int) (emission.TurnPart, error) {
	o, e := &f.options, f.model.Encoder
	bayes := o.Method == Variational
	switch {
	case f.width() > 0 && bayes:
		return emission.Part("vector", emission.UnitVariationalGaussian(o.Covariance, k, f.width()), emission.VectorField), nil
	case f.width() > 0:
		return emission.Part("vector", emission.UnitGaussian(o.Covariance, k, f.width()), emission.VectorField), nil
	case o.Encode.Observe == encode.Symbols && bayes:
		family, err := emission.NewVariationalCategorical(k, e.Symbols.Len(), o.CategoryPrior)
		return emission.Part("symbol", family, emission.SymbolField), err
	case o.Encode.Observe == encode.Symbols:
		return emission.Part("symbol", emission.UniformCategorical(k, e.Symbols.Len(), o.CategoryPrior), emission.SymbolField), nil
	case bayes:
		family, err := emission.NewVariationalWords(k, e.Terms.Len(), o.WordPrior)
		return emission.Part("words", family, emission.WordsField), err
	}
	return emission.Part("words", emission.UniformWords(k, e.Terms.Len(), o.WordPrior), emission.WordsField), nil
}

// width is the length of the vectors that are observed, 0 if there are none.
func (f *fitter) width() int {
	if f.model.Space != nil {
		return f.model.Space.Width
	}
	return f.model.Encoder.Width
}

// bySize is the order of components by their number of documents, of equal ones the lower number first.
func bySize(counts []float64) (order []int) {
	for k := range counts {
		order = append(order, k)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	return order
}

// keep takes the mixture, its largest component first, as far as they are not empty.
func (f *fitter) keep(mix *mixture.Model[emission.Turn], record *mixture.Record) error {
	order := bySize(record.Counts)
	if err := mix.Permute(order); err != nil {
		return err
	}
	counts, rank := make([]float64, len(order)), make([]int, len(order))
	for k, from := range order {
		counts[k], rank[from] = record.Counts[from], k
	}
	record.Counts = counts
	for i, k := range record.Empty {
		record.Empty[i] = rank[k]
	}
	for _, it := range record.Trace {
		for r := range it.Repairs {
			it.Repairs[r].Distribution = rank[it.Repairs[r].Distribution]
		}
	}
	m := f.model
	m.Mixture, m.Record.Fit, m.Record.Options = mix, record, f.recorded()
	clusters := len(counts)
	if f.options.Method == Variational {
		clusters = max(1, clusters-len(record.Empty))
	}
	m.Clusters = make([]Cluster, clusters)
	for k := range m.Clusters {
		m.Clusters[k].Documents = counts[k]
	}
	m.warn()
	return nil
}
