package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"intenthmm/hmm/document/cluster"
	"intenthmm/hmm/report"
)

// An assignment is where a document belongs, as it is written.
type assignment struct {
	Document    string   `json:"document"`
	Cluster     *int     `json:"cluster"` // null: nothing of the document is observed
	Name        string   `json:"name"`
	Probability float64  `json:"probability"`
	Further     []member `json:"further,omitempty"`
	Score       float64  `json:"log_likelihood"`
	Percentile  float64  `json:"percentile"`
}

// A member is a further cluster of a document.
type member struct {
	Cluster     int     `json:"cluster"`
	Name        string  `json:"name"`
	Probability float64 `json:"probability"`
}

// assignments are those of all documents, in their order.
func assignments(found *report.Clustering) []assignment {
	list := make([]assignment, len(found.Documents))
	for i := range list {
		a := &found.Assigned[i]
		list[i] = assignment{Document: found.Documents[i].Conversation}
		if a.Cluster == cluster.None {
			continue
		}
		clusters := found.Model.Clusters
		list[i] = assignment{found.Documents[i].Conversation, &a.Cluster, clusters[a.Cluster].Name, a.Probability, nil, a.Score, a.Percentile}
		for _, k := range a.Members(found.Threshold)[1:] {
			list[i].Further = append(list[i].Further, member{k, clusters[k].Name, a.Memberships[k]})
		}
	}
	return list
}

// assignmentColumns are those of CSV; further clusters stand in one, as 3=0.31 2=0.22.
var assignmentColumns = []csvColumn[assignment]{
	{"document", func(a assignment) string { return a.Document }},
	{"cluster", func(a assignment) string {
		if a.Cluster == nil {
			return ""
		}
		return strconv.Itoa(*a.Cluster)
	}},
	{"name", func(a assignment) string { return a.Name }},
	{"probability", func(a assignment) string { return number(&a.Probability) }},
	{"further", func(a assignment) string {
		var parts []string
		for _, m := range a.Further {
			parts = append(parts, fmt.Sprintf("%d=%s", m.Cluster, number(&m.Probability)))
		}
		return strings.Join(parts, " ")
	}},
	{"log_likelihood", func(a assignment) string { return number(&a.Score) }},
	{"percentile", func(a assignment) string { return number(&a.Percentile) }},
}

// writeAssignments writes them to a file, as its name says.
func writeAssignments(c *cli.Context, s streams, path string, found *report.Clustering) error {
	format := "jsonl"
	if strings.HasSuffix(strings.TrimSuffix(strings.ToLower(path), ".gz"), ".csv") {
		format = "csv"
	}
	return writeOutput(c.Context, s, path, func(w io.Writer) error {
		return writeRows(w, format, assignments(found), assignmentColumns)
	})
}
