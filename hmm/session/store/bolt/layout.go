package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"time"

	"go.etcd.io/bbolt"

	"intenthmm/hmm/session/store"
)

// The file has three buckets:
//
//	format    "version" → "1"
//	records   ":" id → revision (8 bytes), touched (8), sum (4), data
//	touched   touched (8) id → nothing
//
// Numbers are big-endian. Touched is in milliseconds since 1970 with its sign bit turned, so that the
// keys of the index stand in order of time. The sum is CRC-32C over all else of the value and over
// the key. The colon is there because bbolt takes no empty key.
var (
	formatBucket, versionKey, version = []byte("format"), []byte("version"), []byte("1")
	recordsBucket, touchedBucket      = []byte("records"), []byte("touched")
)

// head is the length of a value without its data.
const head = 8 + 8 + 4

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func recordKey(id string) []byte { return append([]byte{':'}, id...) }

// orderedTime is a time as the file holds it.
func orderedTime(t time.Time) uint64 { return uint64(t.UnixMilli()) ^ 1<<63 }

func touchedKey(touched uint64, id string) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(id)), touched), id...)
}

// encode is the value of a record.
func encode(key []byte, r store.Record) []byte {
	value := make([]byte, head, head+len(r.Data))
	binary.BigEndian.PutUint64(value, r.Revision)
	binary.BigEndian.PutUint64(value[8:], orderedTime(r.Touched))
	value = append(value, r.Data...)
	binary.BigEndian.PutUint32(value[16:], sum(key, value))
	return value
}

// sum is over everything that encode wrote but the sum.
func sum(key, value []byte) uint32 {
	s := crc32.Update(0, castagnoli, key)
	s = crc32.Update(s, castagnoli, value[:16])
	return crc32.Update(s, castagnoli, value[head:])
}

// stored is a record as it lies in the file, valid as long as the transaction.
type stored struct {
	revision uint64
	touched  uint64
	data     []byte
}

// find reads and checks a record; its revision is 0 where there is none.
func find(tx *bbolt.Tx, id string) (stored, error) {
	key := recordKey(id)
	value := tx.Bucket(recordsBucket).Get(key)
	switch {
	case value == nil:
		return stored{}, nil
	case len(value) < head:
		return stored{}, fmt.Errorf("%w: conversation %q has %d bytes, expected at least %d", ErrDamaged, id, len(value), head)
	case binary.BigEndian.Uint32(value[16:]) != sum(key, value):
		return stored{}, fmt.Errorf("%w: conversation %q does not have its checksum", ErrDamaged, id)
	}
	return stored{binary.BigEndian.Uint64(value), binary.BigEndian.Uint64(value[8:]), value[head:]}, nil
}

// load is Load in a transaction.
func load(tx *bbolt.Tx, id string) (store.Record, error) {
	r, err := find(tx, id)
	if err != nil {
		return store.Record{}, err
	}
	if r.revision == 0 {
		return store.Record{}, store.ErrNotFound
	}
	return store.Record{Revision: r.revision, Data: bytes.Clone(r.data), Touched: time.UnixMilli(int64(r.touched ^ 1<<63))}, nil
}
