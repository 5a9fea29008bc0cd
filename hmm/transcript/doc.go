// Package transcript reads exported chat logs as a stream of messages.
//
// A log comes as files, folders, archives (zip, tar) or standard input, in one of these formats:
//
//	jsonl   one JSON object a line
//	csv     a header and one row a message, separated by comma, semicolon or tab
//	tsv     the same, always separated by tabs
//
// or in one of Options.Formats: those of chat tools are in package export. Logs name their columns
// differently, so every field of a Message has a list of names under which it is looked for
// ([DefaultNames]), and Options.Map names the others. Compressed logs (gzip, and Options.Compressions)
// are recognised by their content, and so are byte order marks, UTF-16 behind one, both kinds of line ends
// and, in CSV and text, Windows-1252.
//
// # From a file to messages
//
//	file, folder, archive entry → Format → Event → the rules that all formats share → Message
//
// A Format says what stands in a file. What follows from that is decided in one place, for all: what is
// no turn of a conversation is dropped and counted (Drop); a token such as <image> stands for media
// without text; speakers are roles where those are known and authors otherwise; people are hidden
// (Options.Redact, HashKey) before anything is stored; entries are sorted by conversation, time and ID
// where the format does not promise an order, on disk above a limit; of several versions of one entry
// the last stands; open chats are cut into conversations at gaps or by day; and consecutive lines of one
// speaker are joined where that is asked for.
//
// JSON lines, CSV, TSV and Parquet are taken as they are, in the order in which they stand, unless options ask for
// more, or their times are out of order: then they are sorted like the others. That, and whether days or months stand first in
// dates, is found out by a walk over the whole file before it is read, where its first bytes show times; input that can be read only
// once is copied to a temporary file for that. Where some times are missing or not understood, the order stays.
//
// # Bad records
//
// Real logs have broken lines in them. A broken line is not an error of the stream: it is skipped,
// counted, and described by a Problem in the Summary, unless Options.Strict asks to stop there.
// What concerns a whole file (it cannot be opened, is not text, is empty, lacks a column that was
// asked for) is an error and ends the stream; what was read before it comes first. A file that lies in a folder
// or an archive and is no transcript is neither, and counted (Summary.Others) and named (Summary.LeftOut), unless a strict stream
// stops at it, because it has the name of one. What was decided without certainty is counted too
// (Summary.Guessed).
//
// # Writing a format
//
// A format is a value of type Format in a file of its own:
//
//	var chatty = transcript.Format{
//		Name:       "chatty",
//		Extensions: []string{".json"},
//		Detect:     func(h *transcript.Head) bool { return h.Shape.Has("chats[].lines[].body") },
//		Order:      transcript.Unsorted,
//		Read:       readChatty,
//	}
//
// Detect looks at the first bytes; Head.Shape are the JSON keys in them. Read walks over the file with one
// helper: Input.Lines (text), Input.Rows (delimited text), Input.Records (a list of JSON values, or one a line) or
// Input.Document (a JSON document with lists in it, of any size); or with Input.File for formats that need to jump
// about. JSON that stands in a text is for Sink.Value, rows under columns that the user names are for Sink.Table. For each
// entry it calls Sink.Add with an Event, also for those that are no turns, with the reason in Event.Drop; Sink.Bad for
// entries that cannot be used; and Sink.Guess where it decides something that the file does not say. Times
// that are not numbers or RFC 3339 are for Sink.Clock to understand. Whatever a method of the
// Sink returns, Read returns.
//
// A format of many files, such as a folder of days, has DetectTree and ReadTree beside those, or instead.
// Formats that need a module of their own are packages of their own, with a function Format that returns the
// value.
//
// # Cost
//
// Files are streamed: memory is bounded by the longest line or JSON value (Options.MaxLine), never by the
// size of the log, except that Options.SortMemory is used to sort. A message of JSON lines or CSV
// costs about one allocation for its text; repeated identifiers, speakers and labels are shared.
//
// A Reader serves one goroutine. The package knows nothing of models, and imports only the standard
// library beside the sorter.
package transcript
