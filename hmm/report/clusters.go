package report

import (
	"fmt"
	"io"
	"strings"

	"intenthmm/hmm/document/cluster"
)

// Clusters writes the clusters: the share of the documents in each, the words that mark it and how much likelier they
// are there, typical documents; and the documents that fit none. width is the number of terminal cells to fit into, at
// least 80.
func Clusters(w io.Writer, c *Clustering, width int) error {
	documents, several, none := c.counts()
	shares := c.Model.Shares()
	text := (width - 44) / 2
	columns := []column{{title: "#", right: true}, {title: "cluster", width: 18}, {title: "documents", right: true}, {title: "share", right: true},
		{title: "words (lift)", width: text}, {title: "typical documents", width: text}}
	var rows [][]string
	for k, of := range c.Model.Clusters {
		if !c.alone() {
			shares[k] = float64(documents[k]) / max(float64(len(c.Assigned)-none), 1)
		}
		rows = append(rows, []string{fmt.Sprint(k), of.Name, fmt.Sprint(documents[k]), percent(shares[k]), marks(of), typicalDocuments(of)})
	}
	if err := write(w, columns, rows, true); err != nil {
		return err
	}
	fmt.Fprint(w, clustersLegend)
	if c.alone() {
		return nil
	}
	fmt.Fprintf(w, "%d of %s belong to further clusters with %.0f%% or more, %d to none.\n\n", several, plural(len(c.Assigned), "document"), 100*c.Threshold, none)
	return c.outliers(w, width)
}

const clustersLegend = `share: of the documents. words: what marks the cluster, and how many times likelier
each is there than elsewhere (lift); digits read 0. Names are made of such words.
`

func marks(c cluster.Cluster) string {
	var parts []string
	for _, t := range c.Words[:min(shownTerms, len(c.Words))] {
		parts = append(parts, t.Text+" "+lift(t.Lift))
	}
	return strings.Join(parts, ", ")
}

// typicalDocuments are the first lines of a cluster's typical documents.
func typicalDocuments(c cluster.Cluster) string {
	var lines []string
	for _, e := range c.Examples {
		lines = append(lines, "“"+shorten(e.Line)+"”")
	}
	return strings.Join(lines, "\n")
}

// outliers writes the strangest documents.
func (c *Clustering) outliers(w io.Writer, width int) error {
	var rows [][]string
	for _, i := range c.Outliers(shownOutliers) {
		o := c.outlier(i)
		score, of := "", "none"
		if o.Cluster != nil {
			score, of = fmt.Sprintf("%.2f", *o.Score), fmt.Sprintf("%d %s", *o.Cluster, c.Model.Clusters[*o.Cluster].Name)
		}
		rows = append(rows, []string{score, fmt.Sprintf("%.1f", o.Percentile), percent(o.Unknown), o.Document, of, shorten(o.Line)})
	}
	if rows == nil {
		return nil
	}
	err := write(w, []column{{title: "log-likelihood", right: true}, {title: "%", right: true}, {title: "unknown", right: true},
		{title: "document", width: 24}, {title: "cluster", width: 18}, {title: "strangest documents", width: max(width-77, 12)}}, rows, true)
	if err != nil {
		return err
	}
	of := "document"
	if c.Model.Space == nil && c.Model.Encoder.Terms != nil {
		of = "word"
	}
	_, err = fmt.Fprintf(w, "log-likelihood: in nats a %s. %%: of the training documents that were less probable, low for outliers.\n"+
		"unknown: share of the document's words that the model does not know.\n", of)
	return err
}
