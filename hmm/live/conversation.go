package live

import (
	"errors"
	"fmt"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session"
	"intenthmm/internal/wire"
)

// A conversation is what a store has of one.
type conversation struct {
	revision uint64 // of the record that it was loaded from; 0: there was none
	note     []byte
	snapshot []byte // of its session; nil: it has not begun
}

// A record's data is
//
//	"ihl1"      what it is, and in which form
//	the note    its length, its bytes
//	the session's snapshot
const dataHead = "ihl1"

// MostNote is the length of the longest note in bytes.
const MostNote = 1024

func (c *conversation) data() []byte {
	dst := make([]byte, 0, len(dataHead)+2+len(c.note)+len(c.snapshot))
	dst = wire.AppendUint(append(dst, dataHead...), uint64(len(c.note)))
	return append(append(dst, c.note...), c.snapshot...)
}

// parse takes apart what data put together. The results are parts of data.
func parse(data []byte) (note, snapshot []byte, err error) {
	r := wire.NewReader(data)
	head := string(r.Bytes(len(dataHead)))
	switch {
	case r.Err() != nil || head[:3] != dataHead[:3]:
		return nil, nil, errors.New("live: the stored record is no conversation")
	case head != dataHead:
		return nil, nil, fmt.Errorf("live: a stored conversation of form %q, this program reads %q", head[3], dataHead[3])
	}
	if n := int(r.Uint(MostNote)); n > 0 {
		note = r.Bytes(n)
	}
	snapshot = r.Bytes(r.Left())
	if r.Err() != nil {
		return nil, nil, fmt.Errorf("live: damaged conversation: %w", r.Err())
	}
	return note, snapshot, nil
}

// A live is a conversation that can be pushed to.
type live struct {
	*intent.Session
	generation *generation
	// restarted says that the conversation was begun with a model that is not loaded any more: the
	// session is a new one.
	restarted bool
}

// resume goes on with a conversation that has begun.
func (k *Keeper) resume(c *conversation) (live, error) {
	s, g, err := k.generations.resume(c.snapshot, k.options.now())
	var other *session.ModelError
	if errors.As(err, &other) {
		l := k.anew()
		l.restarted = true
		return l, nil
	}
	return live{Session: s, generation: g}, err
}

// open goes on with a conversation, or begins it.
func (k *Keeper) open(c *conversation) (live, error) {
	if c.snapshot == nil {
		return k.begin()
	}
	return k.resume(c)
}

// anew is a session of the current model.
func (k *Keeper) anew() live {
	g := k.generations.current()
	return live{Session: g.engine.NewSession(), generation: g}
}

// begin begins a conversation, if there may be one more.
func (k *Keeper) begin() (live, error) {
	if n, counted := k.Len(); counted && k.options.Limit > 0 && n >= k.options.Limit {
		return live{}, ErrFull
	}
	return k.anew(), nil
}

// Len is the number of conversations in the store, also of those that are over and not yet swept;
// counted says whether the store counts them.
func (k *Keeper) Len() (n int, counted bool) {
	if s, ok := k.store.(interface{ Len() int }); ok {
		return s.Len(), true
	}
	return 0, false
}
