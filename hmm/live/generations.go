package live

import (
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/session"
)

// A generation is a model that conversations were begun with.
type generation struct {
	name    string
	engine  *intent.Engine
	horizon int
	used    atomic.Int64 // when a conversation of it was last loaded, in milliseconds since 1970
}

// generations are the models that are loaded, the one for new conversations first, the older ones for
// those that are still going on.
type generations struct {
	mu  sync.RWMutex
	all []*generation
}

// Reload makes m the model that new conversations begin with. The others finish on the model that they
// were begun with, which stays loaded until none of its conversations was seen here for as long as a
// conversation may be silent. A model that differs in names and outcomes only is taken for the same
// model: its conversations go on under the new names.
//
// Only a running process knows its older models. After a restart, and in other processes of the same
// store, a conversation of a model that is not loaded begins anew: see Reply.Restarted. The error is of
// options that do not fit the model; then everything is as it was.
func (k *Keeper) Reload(m *intent.Model) error {
	o := k.options.session(m)
	engine, err := m.Engine(o)
	if err != nil {
		return fmt.Errorf("live: %w", err)
	}
	mark := engine.Fingerprint()
	g := &generation{name: hex.EncodeToString(mark[:6]), engine: engine, horizon: o.Horizon}
	g.used.Store(k.options.now().UnixMilli())
	k.generations.add(g)
	return nil
}

// add puts a generation in front. One of the same model makes room.
func (gs *generations) add(g *generation) {
	gs.mu.Lock()
	defer gs.mu.Unlock()
	all := []*generation{g}
	for _, old := range gs.all {
		if old.engine.Fingerprint() != g.engine.Fingerprint() {
			all = append(all, old)
		}
	}
	gs.all = all
}

// loaded are the generations; the slice is never written to.
func (gs *generations) loaded() []*generation {
	gs.mu.RLock()
	defer gs.mu.RUnlock()
	return gs.all
}

func (gs *generations) current() *generation { return gs.loaded()[0] }

// resume is the session of a snapshot, on the model that it was begun with. The error is
// *session.ModelError where that is not loaded.
func (gs *generations) resume(snapshot []byte, now time.Time) (s *intent.Session, g *generation, err error) {
	for _, g = range gs.loaded() {
		var other *session.ModelError
		if s, err = g.engine.Resume(snapshot); errors.As(err, &other) {
			continue
		}
		if err == nil {
			g.used.Store(now.UnixMilli())
		}
		return s, g, err
	}
	return nil, nil, err
}

// retire lets go of older generations that no conversation was seen of since a time.
func (gs *generations) retire(since time.Time) {
	gs.mu.Lock()
	defer gs.mu.Unlock()
	kept := slices.Clone(gs.all[:1])
	for _, g := range gs.all[1:] {
		if g.used.Load() >= since.UnixMilli() {
			kept = append(kept, g)
		}
	}
	gs.all = kept
}
