// Package transcript reads exported chat logs as a stream of messages.
//
// A log comes as files, folders or standard input, in one of these formats:
//
//	jsonl   one JSON object a line
//	csv     a header and one row a message, separated by comma, semicolon or tab
//	tsv     the same, always separated by tabs
//
// Logs name their columns differently, so every field of a Message has a list of names under which
// it is looked for ([DefaultNames]), and Options.Map names the others. Compressed logs (gzip) are
// recognised by their content, and so are byte order marks and both kinds of line ends.
//
// # Bad lines
//
// Real logs have broken lines in them. A broken line is not an error of the stream: it is skipped,
// counted, and described by a Problem in the Summary, unless Options.Strict asks to stop there.
// What concerns a whole file (it cannot be opened, is not text, is empty, lacks a column that was
// asked for) is an error and ends the stream.
//
// # Cost
//
// Files are streamed: memory is bounded by the longest line, never by the size of the log. A message
// costs about one allocation for its text; repeated identifiers, speakers and labels are shared.
//
// A Reader serves one goroutine. The package knows nothing of models: it imports only the standard
// library.
package transcript
