// Package sqlite reads the database in which Rasa stores its trackers, a SQLite file with a table of events:
//
//	o.Formats = append(export.Formats(), sqlite.Format())
//
// The file is opened so that it cannot be written: SQLite sees it through a file system that holds nothing else and
// knows no writing. Nothing in it is run, neither views nor triggers. It is a package of its own because it links all of
// SQLite.
package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strconv"

	"intenthmm/hmm/transcript"
	"intenthmm/hmm/transcript/internal/rasa"
)

// magic begins every SQLite file.
var magic = []byte("SQLite format 3\x00")

// Format is the tracker store of Rasa in SQLite: intents and actions become symbols, and conversations are cut where a
// session starts or restarts.
//
// What messages and errors call a line is a row, counted from 1 in the order of the table.
//
// Memory is bounded by the largest event, SQLite's cache of 2 MB and what sorting uses. A file whose pages hold each
// other, so that a walk over them would not end in any time, is refused when it gives more events than it has bytes.
func Format() transcript.Format {
	return transcript.Format{
		Name:       "sqlite",
		Extensions: []string{".db", ".sqlite", ".sqlite3"},
		Detect:     func(h *transcript.Head) bool { return bytes.HasPrefix(h.Bytes, magic) },
		Order:      transcript.Unsorted,
		Read:       read,
		Binary:     true,
	}
}

// A store is an open tracker store.
type store struct {
	*database
	table string
	rows  int64 // more than so many are not in the file
}

func read(in *transcript.Input, out *transcript.Sink) error {
	f, size, err := in.File()
	if err != nil {
		return err
	}
	if beside(in.Name) {
		out.Guess("a write-ahead log beside the database was not read: the newest events may be in it")
	}
	return readAt(f, size, in, out)
}

// readAt reads the database in a file of some bytes.
func readAt(f io.ReaderAt, size int64, in *transcript.Input, out *transcript.Sink) error {
	db, err := open(f, size)
	if err != nil {
		return damaged(in, err)
	}
	defer db.close()
	s := &store{database: db, rows: size}
	if err := s.find(in); err != nil {
		return err
	}
	return s.events(in, out)
}

// damaged explains an error of SQLite.
func damaged(in *transcript.Input, err error) error {
	return transcript.Problem{File: in.Name, Reason: "a damaged database",
		Detail: fmt.Sprintf("%v: expected a SQLite file that PRAGMA integrity_check calls ok", err)}
}

// events reads the table. Its order is that of its rows, which is that of time; what is not is sorted later.
func (s *store) events(in *transcript.Input, out *transcript.Sink) error {
	rows, err := s.conn.QueryContext(context.Background(), `SELECT id, sender_id, octet_length(data),
		CASE WHEN octet_length(data) <= `+strconv.Itoa(maxData)+` THEN data END FROM "`+s.table+`" ORDER BY rowid`)
	if err != nil {
		return damaged(in, err)
	}
	defer rows.Close()
	events := rasa.New(out)
	for number := int64(1); rows.Next(); number++ {
		if number > s.rows {
			return damaged(in, errors.New("it lists more events than it can hold"))
		}
		var r row
		if err := rows.Scan(&r.id, &r.sender, &r.length, &r.data); err != nil {
			return damaged(in, err)
		}
		if err := r.add(events, out, int(number)); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return damaged(in, err)
	}
	return nil
}

// A row is one event. Any column may hold any type: SQLite does not see to that.
type row struct {
	id     sql.RawBytes
	sender sql.RawBytes
	length sql.NullInt64
	data   sql.RawBytes
}

func (r *row) add(events *rasa.Events, out *transcript.Sink, number int) error {
	at := transcript.Place{Line: number}
	switch {
	case !r.length.Valid:
		return out.Bad(at, "missing field", `"data": expected an event in JSON, found NULL`)
	case r.length.Int64 > maxData:
		return out.Bad(at, "line too long", fmt.Sprintf("%d bytes of data: expected at most %d", r.length.Int64, maxData))
	}
	id, sender := string(r.id), string(r.sender)
	return out.Value(r.data, at, func(v transcript.Value, at transcript.Place) error { return events.Add(sender, id, v, at) })
}
