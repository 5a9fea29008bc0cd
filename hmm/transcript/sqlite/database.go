package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"
	"modernc.org/sqlite/vfs"

	"intenthmm/hmm/transcript"
)

// maxData bounds the bytes of a value in the database, texts of its schema among them.
const maxData = 64 << 20

// limitLength is SQLITE_LIMIT_LENGTH, by the C interface of SQLite.
const limitLength = 0

// A database is one connection to a file that is only read.
type database struct {
	files *vfs.FS
	db    *sql.DB
	conn  *sql.Conn
}

// open opens the database in a file of some bytes. The file is closed by whoever opened it.
func open(f io.ReaderAt, size int64) (*database, error) {
	name, files, err := vfs.New(single{f, size})
	if err != nil {
		return nil, err
	}
	d := &database{files: files}
	if err := d.connect(name); err != nil {
		d.close()
		return nil, err
	}
	return d, nil
}

// connect opens the one connection and sets what SQLite trusts: nothing. Immutable means that no lock, journal or
// write-ahead log is looked for.
func (d *database) connect(files string) error {
	c, err := sqlite.NewConnector("file:" + fileName + "?mode=ro&immutable=1&vfs=" + files)
	if err != nil {
		return err
	}
	d.db = sql.OpenDB(c)
	if d.conn, err = d.db.Conn(context.Background()); err != nil {
		return err
	}
	if _, err := sqlite.Limit(d.conn, limitLength, maxData); err != nil {
		return err
	}
	for _, p := range []string{"trusted_schema = off", "cell_size_check = on", "query_only = on", "mmap_size = 0", "temp_store = memory"} {
		if _, err := d.conn.ExecContext(context.Background(), "PRAGMA "+p); err != nil {
			return err
		}
	}
	return nil
}

func (d *database) close() {
	if d.conn != nil {
		d.conn.Close()
	}
	if d.db != nil {
		d.db.Close()
	}
	d.files.Close()
}

// tables are those in which releases of Rasa keep events, and columns are what they have.
var (
	tables  = []string{"events", "conversations"}
	columns = []string{"id", "sender_id", "data"}
)

// find sets the table of events. A view or a virtual table of that name would run what the file says, and is none.
func (s *store) find(in *transcript.Input) error {
	names, err := s.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name")
	if err != nil {
		return damaged(in, err)
	}
	for _, table := range tables {
		if !slices.Contains(names, table) {
			continue
		}
		have, err := s.texts("SELECT name FROM pragma_table_info('" + table + "')")
		if err != nil {
			return damaged(in, err)
		}
		if !slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(have, c) }) {
			s.table = table
			return nil
		}
	}
	return transcript.Problem{File: in.Name, Reason: transcript.ReasonOther, Detail: fmt.Sprintf(
		"not a tracker store of Rasa: expected a table %s with the columns %s; have %s", tables[0], strings.Join(columns, ", "), list(names))}
}

// list is the names of tables as an error says them.
func list(names []string) string {
	const shown = 10
	switch {
	case len(names) == 0:
		return "no tables"
	case len(names) > shown:
		return fmt.Sprintf("%q and %d more", names[:shown], len(names)-shown)
	}
	return fmt.Sprintf("%q", names)
}

// texts are the rows of a query of one text each.
func (d *database) texts(query string) ([]string, error) {
	rows, err := d.conn.QueryContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		list = append(list, text)
	}
	return list, rows.Err()
}

// fileName is the database in its file system.
const fileName = "database"

// A single is a file system of one file, which stays open.
type single struct {
	file io.ReaderAt
	size int64
}

func (s single) Open(name string) (fs.File, error) {
	if name != fileName {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return section{io.NewSectionReader(s.file, 0, s.size)}, nil
}

// A section is the file as it was when it was opened, and what there is to say of it: that it is a plain file.
type section struct{ *io.SectionReader }

func (s section) Stat() (fs.FileInfo, error) { return s, nil }
func (s section) Close() error               { return nil }
func (s section) Name() string               { return fileName }
func (s section) Mode() fs.FileMode          { return 0o444 }
func (s section) ModTime() time.Time         { return time.Time{} }
func (s section) IsDir() bool                { return false }
func (s section) Sys() any                   { return nil }

// beside says whether a log lies beside a database with what was not written into it yet.
func beside(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}
