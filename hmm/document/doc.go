// Package document reads documents: the articles of a knowledge base, the pages of a site, the conversations of a log
// each as a whole.
//
// A document is a transcript.Message: Conversation is its identifier, the first line of Text its title, and it may have
// a Label and a Vector. Everything that is made for messages serves documents too: readers, archives, redaction,
// encoders.
//
//	o := transcript.DefaultOptions()
//	o.Formats = slices.Concat(export.Formats(), document.Formats())
//	r := transcript.New(paths, os.Stdin, o)
//	for d, err := range document.Gather(r, document.Auto) { … }
//
// # Formats
//
//	text      a file (.txt)
//	markdown  a file (.md, .markdown): front matter gives the title, links their text, code stays
//	html      a file (.html, .htm): without navigation, scripts, forms
//	articles  JSON and delimited text with a record a document, under the usual names of knowledge bases
//
// A file that is a document is called by its path in the folder or archive that was named. A record without an
// identifier is called by its number in the file. To add a format, write a transcript.Format with Documents in a file of
// this package and name it in Formats.
package document

import "intenthmm/hmm/transcript"

// Formats are the formats of documents, to be held against content after those of chat tools.
func Formats() []transcript.Format {
	return []transcript.Format{markdown, webPage, plainText, articles}
}
