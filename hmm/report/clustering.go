package report

import (
	"cmp"
	"io"
	"math"
	"slices"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/encode"
	"intenthmm/hmm/report/agreement"
	"intenthmm/hmm/transcript"
)

// A Clustering is documents and where a model puts them; without documents, the model alone, with the shares that its
// training documents had.
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
	if c.alone() {
		for k, of := range c.Model.Clusters {
			documents[k] = int(math.Round(of.Documents))
		}
		return documents, 0, c.Model.Record.Data.Silent
	}
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

// alone says that there are no documents.
func (c *Clustering) alone() bool { return c.Documents == nil }

// Sizes are the numbers of documents that belong to each cluster before all others.
func (c *Clustering) Sizes() []int {
	documents, _, _ := c.counts()
	return documents
}

const shownOutliers = 5

// Outliers are the n strangest documents, the strangest first: those that have words, of which the model knows none, and
// then those that it finds the least probable.
func (c *Clustering) Outliers(n int) []int {
	var order []int
	for i, a := range c.Assigned {
		if a.Cluster != cluster.None || a.Unknown > 0 {
			order = append(order, i)
		}
	}
	strangeness := func(a *cluster.Assignment) float64 {
		if a.Cluster == cluster.None {
			return math.Inf(-1)
		}
		return a.Score
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Compare(strangeness(&c.Assigned[i]), strangeness(&c.Assigned[j]))
	})
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
	Document   string   `json:"document"`
	Line       string   `json:"line"`
	Cluster    *int     `json:"cluster"`        // null: the model knows none of its words
	Score      *float64 `json:"log_likelihood"` // null with it
	Percentile float64  `json:"percentile"`
	Unknown    float64  `json:"unknown"` // share of its words
}

// outlier is one of the strangest documents.
func (c *Clustering) outlier(i int) outlierJSON {
	a, d := &c.Assigned[i], &c.Documents[i]
	o := outlierJSON{Document: d.Conversation, Line: c.Model.Line(d.Text, a.Cluster), Percentile: a.Percentile, Unknown: a.Unknown}
	if a.Cluster != cluster.None {
		o.Cluster, o.Score = &a.Cluster, &a.Score
	}
	return o
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
		out.Outliers = append(out.Outliers, c.outlier(i))
	}
	if t := c.Agreement(); t.Turns > 0 {
		f := t.Figures()
		out.Agreement = &f
	}
	return indented(w, out)
}
