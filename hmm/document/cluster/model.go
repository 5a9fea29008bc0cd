// Package cluster is the whole thing that people use to sort documents: a mixture of clusters with the encoder that
// feeds it, the names of its clusters, and the record of its training, all in one file.
//
//	m, err := cluster.Train(ctx, documents, cluster.DefaultOptions())   // documents as package document reads them
//	err = m.Save("kb.cluster.json")
//
//	m, err := cluster.Open("kb.cluster.json")
//	a, err := m.Assign(more)
//	fmt.Println(m.Clusters[a[0].Cluster].Name, a[0].Probability, a[0].Percentile)
//
// A Model is read-only after it was trained or opened: any number of goroutines may use it.
package cluster

import (
	"intenthmm/hmm/emission"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/mixture"
)

// A Model sorts documents into clusters.
type Model struct {
	Encoder   *encode.Encoder
	Space     *Space // places words; nil: they, or what else the encoder gives, are observed as they are
	Mixture   *mixture.Model[emission.Turn]
	Clusters  []Cluster // the largest first; of the components of the mixture, which may have empty ones behind these
	StopWords []string  // not shown, nor in names
	Record    Record
}

// A Cluster is what the model file says about a cluster besides its parameters.
type Cluster struct {
	Name      string        `json:"name"`
	Documents float64       `json:"documents"`       // expected number of training documents
	Words     []encode.Term `json:"words,omitempty"` // the most telling, the most telling first
	Examples  []Example     `json:"examples,omitempty"`
}

// An Example is a training document that is typical of its cluster.
type Example struct {
	Document string `json:"document"` // its identifier
	Line     string `json:"line"`     // of its text: see Model.Line
}

// Shares are the clusters' shares of the training documents; they sum to 1.
func (m *Model) Shares() []float64 {
	shares, total := make([]float64, len(m.Clusters)), 0.0
	for i, c := range m.Clusters {
		shares[i] = c.Documents
		total += c.Documents
	}
	for i := range shares {
		if total > 0 {
			shares[i] /= total
		}
	}
	return shares
}
