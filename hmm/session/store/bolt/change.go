package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"intenthmm/hmm/session/store"
)

// prepare makes the buckets of a new file, and refuses a database of another format or of something
// else.
func prepare(db *bbolt.DB) error {
	var isNew bool
	err := db.View(func(tx *bbolt.Tx) error {
		name, _ := tx.Cursor().First()
		if isNew = name == nil; isNew {
			return nil
		}
		return recognise(tx)
	})
	if err != nil || !isNew {
		return err
	}
	return db.Update(func(tx *bbolt.Tx) error {
		format, err := tx.CreateBucket(formatBucket)
		if err != nil {
			return err
		}
		_, recordsErr := tx.CreateBucket(recordsBucket)
		_, touchedErr := tx.CreateBucket(touchedBucket)
		return errors.Join(recordsErr, touchedErr, format.Put(versionKey, version))
	})
}

// recognise returns an error for a database that is none of ours.
func recognise(tx *bbolt.Tx) error {
	format := tx.Bucket(formatBucket)
	if format == nil || tx.Bucket(recordsBucket) == nil || tx.Bucket(touchedBucket) == nil {
		return errors.New("is no session store: a bbolt database of something else")
	}
	if found := format.Get(versionKey); !bytes.Equal(found, version) {
		return fmt.Errorf("is a session store of format %q, expected %q: written by a newer version?", found, version)
	}
	return nil
}

// save is Save in a transaction. added is how many records there are more.
func save(tx *bbolt.Tx, id string, r store.Record) (added int, err error) {
	old, err := find(tx, id)
	if err != nil {
		return 0, err
	}
	if r.Revision != old.revision+1 {
		return 0, store.ErrConflict
	}
	if old.revision == 0 {
		added = 1
	}
	index, touched := tx.Bucket(touchedBucket), orderedTime(r.Touched)
	if old.revision > 0 && old.touched != touched {
		if err := index.Delete(touchedKey(old.touched, id)); err != nil {
			return 0, err
		}
	}
	if old.revision == 0 || old.touched != touched {
		if err := index.Put(touchedKey(touched, id), nil); err != nil {
			return 0, err
		}
	}
	key := recordKey(id)
	return added, tx.Bucket(recordsBucket).Put(key, encode(key, r))
}

// remove is Delete in a transaction.
func remove(tx *bbolt.Tx, id string) (added int, err error) {
	old, err := find(tx, id)
	if err != nil || old.revision == 0 {
		return 0, err
	}
	return -1, errors.Join(tx.Bucket(touchedBucket).Delete(touchedKey(old.touched, id)), tx.Bucket(recordsBucket).Delete(recordKey(id)))
}

// expire is Expire in a transaction, for the oldest records and so many at most.
func expire(tx *bbolt.Tx, before time.Time, limit int) (int, error) {
	index, records := tx.Bucket(touchedBucket), tx.Bucket(recordsBucket)
	var old [][]byte // collected first: a cursor does not stand still while keys are deleted
	cursor := index.Cursor()
	for key, _ := cursor.First(); key != nil && len(old) < limit; key, _ = cursor.Next() {
		if len(key) < 8 {
			return 0, fmt.Errorf("%w: a key of %d bytes in the index of times", ErrDamaged, len(key))
		}
		if binary.BigEndian.Uint64(key) >= orderedTime(before) {
			break
		}
		old = append(old, bytes.Clone(key))
	}
	for _, key := range old {
		if err := errors.Join(index.Delete(key), records.Delete(recordKey(string(key[8:])))); err != nil {
			return 0, err
		}
	}
	return len(old), nil
}

// countRecords counts the records, by the index, which is small.
func countRecords(tx *bbolt.Tx) int {
	n := 0
	cursor := tx.Bucket(touchedBucket).Cursor()
	for key, _ := cursor.First(); key != nil; key, _ = cursor.Next() {
		n++
	}
	return n
}
