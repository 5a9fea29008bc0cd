package document

import (
	"bytes"
	"slices"
	"strings"

	"intenthmm/hmm/transcript"
)

// names are those of the columns of knowledge bases.
var names = map[transcript.Field][]string{
	transcript.FieldConversation: {"id", "document_id", "article_id", "slug", "url", "html_url", "path"},
	transcript.FieldTitle:        {"title", "subject", "question", "heading", "headline", "name"},
	transcript.FieldText:         {"text", "body", "content", "answer", "article", "body_html", "description", "document"},
	transcript.FieldLabel:        {"label", "category", "section", "topic"},
	transcript.FieldVector:       transcript.DefaultNames(transcript.FieldVector),
	transcript.FieldSymbol:       {"symbol"},
	transcript.FieldSpeaker:      {"author"},
	transcript.FieldTime:         {}, // documents do not follow one another
	transcript.FieldTurn:         {},
}

// lists are the keys under which answers of web APIs have their articles.
var lists = []string{"articles", "documents", "entries", "pages", "items", "results", "data"}

// articles reads records of documents: JSON lines, a JSON list, or an object with a list in it, as knowledge bases
// export them, and delimited text.
var articles = transcript.Format{
	Name:       "articles",
	Extensions: []string{".jsonl", ".ndjson", ".json", ".csv", ".tsv"},
	Detect:     isArticles,
	Read:       readArticles,
	Columns:    true,
	Documents:  true,
	Records:    transcript.RecordOptions{Names: names, Lone: true, Text: fromField},
}

// isArticles wants a text, and no conversation that it is of: where the user says what names that, the records are
// those of chats.
func isArticles(h *transcript.Head) bool {
	if h.Map[transcript.FieldConversation] != "" {
		return false
	}
	said, of := names[transcript.FieldText], transcript.DefaultNames(transcript.FieldConversation)
	if column := h.Map[transcript.FieldText]; column != "" {
		said = []string{column}
	}
	if isJSON(h.Bytes) {
		for _, place := range places() {
			if has(h.Shape, place, said) {
				return !has(h.Shape, place, of)
			}
		}
		return false
	}
	have := h.Columns()
	return holds(have, said) && !holds(have, of)
}

// places are where in JSON the keys of a record stand.
func places() []string {
	list := []string{"", "[]."}
	for _, key := range lists {
		list = append(list, key+"[].")
	}
	return list
}

// has says whether one of the keys is in a place of a shape.
func has(s transcript.Shape, place string, keys []string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return s.Has(place + key) })
}

// holds says whether one of the names is among columns.
func holds(columns, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(columns, func(c string) bool { return strings.EqualFold(c, name) })
	})
}

func isJSON(head []byte) bool {
	head = bytes.TrimSpace(head)
	return len(head) > 0 && (head[0] == '{' || head[0] == '[')
}

func readArticles(in *transcript.Input, out *transcript.Sink) error {
	if !isJSON(in.Head) {
		return in.Delimited(out)
	}
	for _, key := range lists {
		if in.Shape().Has(key + "[]") {
			return readList(in.Document(), out, key)
		}
	}
	return in.Records(out, out.Object)
}

// readList reads the records in the lists under a key.
func readList(doc *transcript.Document, out *transcript.Sink, key string) error {
	for {
		if kind, err := doc.Kind(); err != nil || kind == 0 {
			return err
		}
		err := doc.Object(func(k string) error {
			if k != key {
				return nil
			}
			return doc.List(func(int) error { return doc.Value(out, out.Object) })
		})
		if err != nil {
			return err
		}
	}
}
