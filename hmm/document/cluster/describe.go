package cluster

import (
	"cmp"
	"slices"
	"strings"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/internal/quantile"
)

const (
	storedWords = 20  // telling words of a cluster
	scoreSteps  = 100 // shares that the training documents are cut into by score
)

// describe says what the clusters' entries say beyond parameters: their telling words, names, and typical documents
// out of a sample of texts; and how probable the training documents are.
func (m *Model) describe(f *fitter, texts []remembered, which []int) error {
	seen := f.items.Obs
	found, err := m.assign(seen)
	if err != nil {
		return err
	}
	scores := make([]float64, len(found))
	for i := range found {
		scores[i] = found[i].Score
	}
	m.Record.Fit.Scores = quantile.Of(scores, scoreSteps)
	if rows, vocabulary := m.counted(f, found); rows != nil {
		shares, shown := m.Shares(), m.Encoder.Showing(vocabulary, m.StopWords)
		for c := range m.Clusters {
			terms := encode.Telling(rows, shares, c, shown)
			m.Clusters[c].Words = terms[:min(storedWords, len(terms))]
		}
	}
	digits := m.Encoder.Symbols != nil
	for c, name := range encode.Distinct(len(m.Clusters), func(c int) string { return encode.Name(m.Clusters[c].Words, digits) }, "cluster") {
		m.Clusters[c].Name = name
	}
	m.exemplify(seen, found, texts, which, f.options.Examples)
	return nil
}

// counted is the probability of every word or symbol in each cluster, with its vocabulary: counted over the documents,
// as far as they belong to it. Vectors of documents without words have none.
func (m *Model) counted(f *fitter, found []Assignment) ([][]float64, *encode.Vocabulary) {
	vocabulary, prior := f.said.vocabulary, f.options.WordPrior
	if vocabulary == nil {
		return nil, nil
	}
	if m.Encoder.Symbols != nil {
		prior = f.options.CategoryPrior
	}
	rows := make([][]float64, len(m.Clusters))
	for c := range rows {
		rows[c] = slices.Repeat([]float64{prior}, vocabulary.Len())
	}
	for i := range f.said.documents {
		d := &f.said.documents[i]
		for c, p := range found[i].Memberships {
			if d.Symbol >= 0 {
				rows[c][d.Symbol] += p
			}
			for _, w := range d.Words {
				rows[c][w.Word] += p * float64(w.N)
			}
		}
	}
	for _, row := range rows {
		sum := 0.0
		for _, n := range row {
			sum += n
		}
		for v := range row {
			row[v] /= sum
		}
	}
	return rows, vocabulary
}

// A candidate is a document that may be typical of its cluster.
type candidate struct {
	score float64
	remembered
}

// exemplify chooses the typical documents of every cluster: those that it explains better than the clusters do on
// average, no line twice.
func (m *Model) exemplify(seen []emission.Turn, found []Assignment, texts []remembered, which []int, examples int) {
	k := m.Mixture.Components()
	evaluator, density := m.Mixture.Emission.Evaluator(), make([]float64, k)
	candidates := make([][]candidate, len(m.Clusters))
	for _, t := range texts {
		at := which[t.at]
		if at < 0 || t.text == "" {
			continue
		}
		evaluator.LogDensities(density, emission.RowMajor(k), seen[at:at+1])
		mean := 0.0
		for _, d := range density[:len(m.Clusters)] {
			mean += d / float64(len(m.Clusters))
		}
		c := found[at].Cluster
		candidates[c] = append(candidates[c], candidate{found[at].Probability * (density[c] - mean), t})
	}
	for c := range m.Clusters {
		m.Clusters[c].Examples = m.choose(c, candidates[c], examples)
	}
}

// choose picks the n most typical of a cluster's candidates.
func (m *Model) choose(c int, candidates []candidate, n int) (chosen []Example) {
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	seen := map[string]bool{}
	for _, of := range candidates {
		if len(chosen) == n {
			break
		}
		line := m.Line(of.text, c)
		if folded := strings.ToLower(line); !seen[folded] {
			seen[folded] = true
			chosen = append(chosen, Example{of.id, line})
		}
	}
	return chosen
}
