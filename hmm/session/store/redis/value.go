package redis

import (
	"bytes"
	"strconv"
	"time"

	"intenthmm/hmm/session/store"
)

// encode is the value of a record: format, revision, touched, end of line, data.
func encode(r store.Record) []byte {
	value := append(make([]byte, 0, 48+len(r.Data)), "1 "...)
	value = append(strconv.AppendUint(value, r.Revision, 10), ' ')
	value = append(strconv.AppendInt(value, r.Touched.UnixMilli(), 10), '\n')
	return append(value, r.Data...)
}

// decode reads what encode wrote, and reports whether it did. The data share value.
func decode(value []byte) (store.Record, bool) {
	head, data, found := bytes.Cut(value, []byte{'\n'})
	fields := bytes.Split(head, []byte{' '})
	if !found || len(fields) != 3 || string(fields[0]) != "1" {
		return store.Record{}, false
	}
	revision, revisionErr := strconv.ParseUint(string(fields[1]), 10, 64)
	touched, touchedErr := strconv.ParseInt(string(fields[2]), 10, 64)
	if revisionErr != nil || touchedErr != nil || revision == 0 {
		return store.Record{}, false
	}
	return store.Record{Revision: revision, Data: data, Touched: time.UnixMilli(touched)}, true
}
