package cluster

import (
	"fmt"

	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/mixture"
	"intenthmm/hmm/transcript"
)

// An Assignment is where a document belongs.
type Assignment struct {
	Cluster     int       // the likeliest; None if nothing of the document is known
	Probability float64   // of that
	Memberships []float64 // of all clusters, summing to 1; nil where Cluster is None
	// Score is the log-likelihood of the document in nats: a word, where words are observed as they are, so that long
	// documents compare with short ones. The probability of unknown words is spread over all that the unknown one stands
	// for, see encode.Vocabulary.Folded. 0 where Cluster is None.
	Score float64
	// Percentile is the share of the training documents with a lower score, in percent: low for an outlier, 0 where
	// Cluster is None.
	Percentile float64
	// Unknown is the share of the document's words, each once, that the model does not know; 1 where it knows none, and 0
	// where words are not observed.
	Unknown float64
}

// None is the cluster of a document of which nothing is known: it has nothing that is observed, or unknown words only.
const None = -1

// Members are the clusters that the document belongs to with at least that probability, the likeliest first, and
// always that one.
func (a *Assignment) Members(threshold float64) []int {
	if a.Cluster == None {
		return nil
	}
	return mixture.Members(a.Memberships, threshold)
}

// Assign finds the clusters of documents. The error names the first that the encoder does not take. The coverage says
// how much of them the model knows. O(N K) densities.
func (m *Model) Assign(documents []transcript.Message) ([]Assignment, encode.Coverage, error) {
	session := m.Encoder.NewSession()
	all := make([]emission.Turn, len(documents))
	for i := range documents {
		if err := session.Encode(&all[i], &documents[i]); err != nil {
			return nil, encode.Coverage{}, fmt.Errorf("%s:%d: %w", documents[i].File, documents[i].Line, err)
		}
	}
	if m.Space != nil {
		m.Space.place(all, m.Encoder)
	}
	seen, which := m.observed(all)
	found, err := m.assign(seen)
	if err != nil {
		return nil, encode.Coverage{}, err
	}
	assigned := make([]Assignment, len(documents))
	for i, at := range which {
		assigned[i] = Assignment{Cluster: None, Unknown: m.unknownShare(&all[i])}
		if at >= 0 {
			assigned[i] = found[at]
		}
	}
	return assigned, session.Coverage(), nil
}

// assign finds the clusters of documents of which something is known.
func (m *Model) assign(seen []emission.Turn) ([]Assignment, error) {
	k, n := m.Mixture.Components(), len(m.Clusters)
	posterior, scores := make([]float64, len(seen)*k), make([]float64, len(seen))
	if err := m.Mixture.Posterior(posterior, seen); err != nil {
		return nil, err
	}
	if err := m.Mixture.Score(scores, seen); err != nil {
		return nil, err
	}
	shares := m.Shares()
	found := make([]Assignment, len(seen))
	for i := range found {
		a := &found[i]
		a.Memberships = living(posterior[i*k:i*k+n:i*k+n], shares)
		for c, p := range a.Memberships {
			if p > a.Memberships[a.Cluster] {
				a.Cluster = c
			}
		}
		a.Probability = a.Memberships[a.Cluster]
		a.Score = (scores[i] - m.spread(&seen[i])) / m.size(&seen[i])
		a.Unknown = m.unknownShare(&seen[i])
		if m.Record.Fit != nil {
			a.Percentile, _ = m.Record.Fit.ScorePercentile(a.Score)
		}
	}
	return found, nil
}

// living scales the probabilities of clusters to sum 1, for a mixture that has empty components besides. Where all of
// a document went to those, it belongs to the clusters by their size.
func living(memberships, shares []float64) []float64 {
	sum := 0.0
	for _, p := range memberships {
		sum += p
	}
	if sum == 0 {
		copy(memberships, shares)
		return memberships
	}
	for c := range memberships {
		memberships[c] = min(1, memberships[c]/sum)
	}
	return memberships
}
