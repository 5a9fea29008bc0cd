package main

import (
	"fmt"
	"io"
	"strconv"

	"intenthmm/hmm/document/topics"
	"intenthmm/hmm/report"
)

// documentShares is the topics of a document, as they are written.
type documentShares struct {
	Document string    `json:"document"`
	Topic    *int      `json:"topic"` // the main one; null: no word of the document is known
	Name     string    `json:"name"`
	Words    int       `json:"words"` // known
	Unknown  int       `json:"unknown"`
	Shares   []float64 `json:"shares"` // of every topic
}

// writeShares writes the topics of all documents, in their order. CSV has a column a topic.
func writeShares(w io.Writer, format string, found *report.DocumentTopics) error {
	rows := make([]documentShares, len(found.Documents))
	for i := range rows {
		of := &found.Shares[i]
		rows[i] = documentShares{Document: found.Documents[i].Conversation, Words: of.Words, Unknown: of.Unknown, Shares: of.Of}
		if of.Main != topics.None {
			rows[i].Topic, rows[i].Name = &of.Main, found.Model.Topics[of.Main].Name
		}
	}
	columns := []csvColumn[documentShares]{
		{"document", func(d documentShares) string { return d.Document }},
		{"topic", func(d documentShares) string {
			if d.Topic == nil {
				return ""
			}
			return strconv.Itoa(*d.Topic)
		}},
		{"name", func(d documentShares) string { return d.Name }},
		{"words", func(d documentShares) string { return strconv.Itoa(d.Words) }},
		{"unknown", func(d documentShares) string { return strconv.Itoa(d.Unknown) }},
	}
	for k := range found.Model.Topics {
		columns = append(columns, csvColumn[documentShares]{fmt.Sprintf("topic_%d", k), func(d documentShares) string { return number(&d.Shares[k]) }})
	}
	return writeRows(w, format, rows, columns)
}
