package store

import (
	"bytes"
	"context"
	"hash/maphash"
	"sync"
	"time"
)

// shards is how many maps share the ids of a Memory: so many saves can go on at once, and Expire stops
// one map at a time.
const shards = 256

// A Memory keeps records in the process, and forgets them with it: for tests, and for bots that may
// begin every conversation anew. A record takes about 140 bytes and those of its id and its data, each
// rounded up to the allocator's sizes: 1,000,000 records of 1,000 bytes are 1.17 GB.
type Memory struct {
	seed  maphash.Seed
	shard [shards]shard
}

type shard struct {
	mu      sync.RWMutex
	records map[string]kept // nil once the store is closed
}

// kept is a Record in less room.
type kept struct {
	revision uint64
	touched  int64 // milliseconds since 1970
	data     []byte
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	m := &Memory{seed: maphash.MakeSeed()}
	for i := range m.shard {
		m.shard[i].records = map[string]kept{}
	}
	return m
}

// of is the shard of an id.
func (m *Memory) of(id string) *shard {
	return &m.shard[maphash.String(m.seed, id)%shards]
}

// check returns why a method cannot begin, nil if it can.
func check(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return CheckID(id)
}

// Load is Store's. It copies the data.
func (m *Memory) Load(ctx context.Context, id string) (Record, error) {
	if err := check(ctx, id); err != nil {
		return Record{}, err
	}
	s := m.of(id)
	s.mu.RLock()
	defer s.mu.RUnlock()
	k, ok := s.records[id]
	switch {
	case s.records == nil:
		return Record{}, ErrClosed
	case !ok:
		return Record{}, ErrNotFound
	}
	return Record{Revision: k.revision, Data: bytes.Clone(k.data), Touched: time.UnixMilli(k.touched)}, nil
}

// Save is Store's. It copies the data.
func (m *Memory) Save(ctx context.Context, id string, r Record) error {
	if err := check(ctx, id); err != nil {
		return err
	}
	k := kept{revision: r.Revision, touched: r.Touched.UnixMilli(), data: bytes.Clone(r.Data)}
	s := m.of(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.records == nil:
		return ErrClosed
	case r.Revision != s.records[id].revision+1:
		return ErrConflict
	}
	s.records[id] = k
	return nil
}

// Delete is Store's.
func (m *Memory) Delete(ctx context.Context, id string) error {
	if err := check(ctx, id); err != nil {
		return err
	}
	s := m.of(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.records == nil {
		return ErrClosed
	}
	delete(s.records, id)
	return nil
}

// Expire is Store's. It looks at every record, a 256th of them at a time: others wait about a millisecond
// with 1,000,000 records.
func (m *Memory) Expire(ctx context.Context, before time.Time) (int, error) {
	deleted := 0
	for i := range m.shard {
		if err := ctx.Err(); err != nil {
			return deleted, err
		}
		n, err := m.shard[i].expire(before.UnixMilli())
		deleted += n
		if err != nil {
			return deleted, err
		}
	}
	return deleted, nil
}

func (s *shard) expire(before int64) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.records == nil {
		return 0, ErrClosed
	}
	deleted := 0
	for id, k := range s.records {
		if k.touched < before {
			delete(s.records, id)
			deleted++
		}
	}
	return deleted, nil
}

// Len counts the records.
func (m *Memory) Len() int {
	n := 0
	for i := range m.shard {
		s := &m.shard[i]
		s.mu.RLock()
		n += len(s.records)
		s.mu.RUnlock()
	}
	return n
}

// Close is Store's. It forgets everything.
func (m *Memory) Close() error {
	for i := range m.shard {
		s := &m.shard[i]
		s.mu.Lock()
		s.records = nil
		s.mu.Unlock()
	}
	return nil
}
