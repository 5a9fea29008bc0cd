package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/report"
)

// A clusterRow is where a document belongs, as it is written.
type clusterRow struct {
	Document    string   `json:"document"`
	Cluster     *int     `json:"cluster"` // null: nothing of the document is known
	Name        string   `json:"name"`
	Probability float64  `json:"probability"`
	Further     []member `json:"further,omitempty"`
	Score       float64  `json:"log_likelihood"`
	Percentile  float64  `json:"percentile"`
	Unknown     float64  `json:"unknown"` // share of the document's words
}

// A member is a further cluster of a document.
type member struct {
	Cluster     int     `json:"cluster"`
	Name        string  `json:"name"`
	Probability float64 `json:"probability"`
}

// clusterRows are those of all documents, in their order.
func clusterRows(found *report.Clustering) []clusterRow {
	list := make([]clusterRow, len(found.Documents))
	for i := range list {
		a := &found.Assigned[i]
		list[i] = clusterRow{Document: found.Documents[i].Conversation, Unknown: a.Unknown}
		if a.Cluster == cluster.None {
			continue
		}
		clusters := found.Model.Clusters
		list[i] = clusterRow{found.Documents[i].Conversation, &a.Cluster, clusters[a.Cluster].Name, a.Probability, nil, a.Score, a.Percentile, a.Unknown}
		for _, k := range a.Members(found.Threshold)[1:] {
			list[i].Further = append(list[i].Further, member{k, clusters[k].Name, a.Memberships[k]})
		}
	}
	return list
}

// clusterColumns are those of CSV; further clusters stand in one, as 3=0.31 2=0.22.
var clusterColumns = []csvColumn[clusterRow]{
	{"document", func(a clusterRow) string { return a.Document }},
	{"cluster", func(a clusterRow) string {
		if a.Cluster == nil {
			return ""
		}
		return strconv.Itoa(*a.Cluster)
	}},
	{"name", func(a clusterRow) string { return a.Name }},
	{"probability", func(a clusterRow) string { return number(&a.Probability) }},
	{"further", func(a clusterRow) string {
		var parts []string
		for _, m := range a.Further {
			parts = append(parts, fmt.Sprintf("%d=%s", m.Cluster, number(&m.Probability)))
		}
		return strings.Join(parts, " ")
	}},
	{"log_likelihood", func(a clusterRow) string { return number(&a.Score) }},
	{"percentile", func(a clusterRow) string { return number(&a.Percentile) }},
	{"unknown", func(a clusterRow) string { return number(&a.Unknown) }},
}

// writeClusterRows writes them to a file, as its name says.
func writeClusterRows(ctx context.Context, s streams, path string, found *report.Clustering) error {
	return writeOutput(ctx, s, path, func(w io.Writer) error {
		return writeRows(w, formatOf(path), clusterRows(found), clusterColumns)
	})
}
