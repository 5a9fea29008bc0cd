package report

import (
	"cmp"
	"io"
	"slices"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
)

// A Clustering is documents and where a model puts them.
type Clustering struct {
	Model     *cluster.Model
	Documents []transcript.Message
	Assigned  []cluster.Assignment // of each of them
	Threshold float64              // probability from which on a document belongs to a further cluster
}

// Sorted are the clusters as groups of documents.
func (c *Clustering) Sorted() Groups {
	g := Groups{Item: "document", Group: "cluster", Title: "cluster"}
	for _, k := range c.Model.Clusters {
		g.Names = append(g.Names, k.Name)
	}
	return g
}

// Agreement counts the documents that have a gold label by cluster. It has no turns if none has one.
func (c *Clustering) Agreement() *agreement.Table {
	var tally agreement.Tally
	for i, a := range c.Assigned {
		if a.Cluster != cluster.None {
			tally.Add(a.Cluster, c.Documents[i].Label)
		}
	}
	return tally.Table()
}

// counts is the number of documents of each cluster, how many belong to several, and how many to none.
func (c *Clustering) counts() (documents []int, several, none int) {
	documents = make([]int, len(c.Model.Clusters))
	for i := range c.Assigned {
		a := &c.Assigned[i]
		switch {
		case a.Cluster == cluster.None:
			none++
			continue
		case len(a.Members(c.Threshold)) > 1:
			several++
		}
		documents[a.Cluster]++
	}
	return documents, several, none
}

// Sizes are the numbers of documents that belong to each cluster before all others.
func (c *Clustering) Sizes() []int {
	documents, _, _ := c.counts()
	return documents
}

const shownOutliers = 5

// Outliers are the n documents that the model finds the least probable, the strangest first.
func (c *Clustering) Outliers(n int) []int {
	var order []int
	for i, a := range c.Assigned {
		if a.Cluster != cluster.None {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(c.Assigned[i].Score, c.Assigned[j].Score) })
	return order[:min(n, len(order))]
}

// clusterJSON is a cluster in the JSON form of the table.
type clusterJSON struct {
	Cluster   int               `json:"cluster"`
	Name      string            `json:"name"`
	Documents int               `json:"documents"`
	Words     []encode.Term     `json:"words,omitempty"`
	Examples  []cluster.Example `json:"examples,omitempty"`
}

type outlierJSON struct {
	Document   string  `json:"document"`
	Line       string  `json:"line"`
	Cluster    int     `json:"cluster"`
	Score      float64 `json:"log_likelihood"`
	Percentile float64 `json:"percentile"`
}

// JSON writes all that Clusters and Fitted do, and how the clusters agree with labels if there are any, for programs.
func (c *Clustering) JSON(w io.Writer) error {
	out := struct {
		Clusters  []clusterJSON      `json:"clusters"`
		Several   int                `json:"in_several"`
		None      int                `json:"in_none"`
		Outliers  []outlierJSON      `json:"outliers"`
		Agreement *agreement.Figures `json:"agreement,omitempty"`
		Record    *cluster.Record    `json:"record"`
	}{Record: &c.Model.Record}
	documents, several, none := c.counts()
	out.Several, out.None = several, none
	for k, of := range c.Model.Clusters {
		out.Clusters = append(out.Clusters, clusterJSON{k, of.Name, documents[k], of.Words[:min(shownTerms, len(of.Words))], of.Examples})
	}
	for _, i := range c.Outliers(shownOutliers) {
		a, d := c.Assigned[i], &c.Documents[i]
		out.Outliers = append(out.Outliers, outlierJSON{d.Conversation, c.Model.Line(d.Text, a.Cluster), a.Cluster, a.Score, a.Percentile})
	}
	if t := c.Agreement(); t.Turns > 0 {
		f := t.Figures()
		out.Agreement = &f
	}
	return indented(w, out)
}
