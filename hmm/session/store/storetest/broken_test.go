package storetest

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"intenthmm/hmm/session/store"
)

// broken is a Memory in which a test can break one thing at a time. Fields that are nil do what Memory
// does.
type broken struct {
	*store.Memory
	load   func(ctx context.Context, m *store.Memory, id string) (store.Record, error)
	save   func(ctx context.Context, m *store.Memory, id string, r store.Record) error
	remove func(ctx context.Context, m *store.Memory, id string) error
	expire func(ctx context.Context, m *store.Memory, before time.Time) (int, error)
	close  func(m *store.Memory) error
}

func (b *broken) Load(ctx context.Context, id string) (store.Record, error) {
	if b.load != nil {
		return b.load(ctx, b.Memory, id)
	}
	return b.Memory.Load(ctx, id)
}

func (b *broken) Save(ctx context.Context, id string, r store.Record) error {
	if b.save != nil {
		return b.save(ctx, b.Memory, id, r)
	}
	return b.Memory.Save(ctx, id, r)
}

func (b *broken) Delete(ctx context.Context, id string) error {
	if b.remove != nil {
		return b.remove(ctx, b.Memory, id)
	}
	return b.Memory.Delete(ctx, id)
}

func (b *broken) Expire(ctx context.Context, before time.Time) (int, error) {
	if b.expire != nil {
		return b.expire(ctx, b.Memory, before)
	}
	return b.Memory.Expire(ctx, before)
}

func (b *broken) Close() error {
	if b.close != nil {
		return b.close(b.Memory)
	}
	return b.Memory.Close()
}

// breaks tells how a store breaks a law, nil if it does not.
func breaks(b broken, name string) error {
	for _, l := range laws() {
		if l.name == name {
			return Case{New: func() (store.Store, error) {
				c := b
				c.Memory = store.NewMemory()
				return &c, nil
			}}.hold(l)
		}
	}
	panic("no law of that name: " + name)
}

func TestSoundStore(t *testing.T) {
	for _, l := range laws() {
		if err := breaks(broken{}, l.name); err != nil && !errors.Is(err, errSkipped) {
			t.Errorf("%s: %v", l.name, err)
		}
	}
}

// changed is a Save that changes the id or the record first.
func changed(change func(id string, r store.Record) (string, store.Record)) broken {
	return broken{save: func(ctx context.Context, m *store.Memory, id string, r store.Record) error {
		id, r = change(id, r)
		return m.Save(ctx, id, r)
	}}
}

// renamed is a store whose ids lose what makes some of them different.
func renamed(name func(id string) string) broken {
	return broken{
		load: func(ctx context.Context, m *store.Memory, id string) (store.Record, error) {
			return m.Load(ctx, name(id))
		},
		save: func(ctx context.Context, m *store.Memory, id string, r store.Record) error {
			return m.Save(ctx, name(id), r)
		},
		remove: func(ctx context.Context, m *store.Memory, id string) error { return m.Delete(ctx, name(id)) },
	}
}

// lastWins is a Save that asks nobody: it makes the record in the store fit.
func lastWins(ctx context.Context, m *store.Memory, id string, r store.Record) error {
	if err := m.Delete(ctx, id); err != nil {
		return err
	}
	for revision := uint64(1); revision < r.Revision; revision++ {
		if err := m.Save(ctx, id, store.Record{Revision: revision}); err != nil {
			return err
		}
	}
	return m.Save(ctx, id, r)
}

// Each defect breaks the law it should; some break others on the way.
func TestBrokenStores(t *testing.T) {
	background := context.Background()
	for _, c := range []struct {
		law, what string
		broken    broken
	}{
		{"nothing", "makes records of nothing", broken{load: func(ctx context.Context, m *store.Memory, id string) (store.Record, error) {
			r, err := m.Load(ctx, id)
			if errors.Is(err, store.ErrNotFound) {
				err = nil
			}
			return r, err
		}}},
		{"nothing", "minds a Delete of nothing", broken{remove: func(ctx context.Context, m *store.Memory, id string) error {
			_, err := m.Load(ctx, id)
			return errors.Join(err, m.Delete(ctx, id))
		}}},
		{"record", "loses empty data", broken{load: func(ctx context.Context, m *store.Memory, id string) (store.Record, error) {
			r, err := m.Load(ctx, id)
			if err == nil && len(r.Data) == 0 {
				err = store.ErrNotFound
			}
			return r, err
		}}},
		{"record", "cuts at zero bytes", changed(func(id string, r store.Record) (string, store.Record) {
			text, _, _ := strings.Cut(string(r.Data), "\x00")
			r.Data = []byte(text)
			return id, r
		})},
		{"record", "keeps whole seconds", changed(func(id string, r store.Record) (string, store.Record) {
			r.Touched = r.Touched.Truncate(time.Second)
			return id, r
		})},
		{"record", "keeps the first time", broken{save: func(ctx context.Context, m *store.Memory, id string, r store.Record) error {
			if old, err := m.Load(ctx, id); err == nil {
				r.Touched = old.Touched
			}
			return m.Save(ctx, id, r)
		}}},
		{"ids", "ends ids at zero bytes", renamed(func(id string) string { name, _, _ := strings.Cut(id, "\x00"); return name })},
		{"ids", "makes ids valid UTF-8", renamed(func(id string) string { return strings.ToValidUTF8(id, "?") })},
		{"ids", "trims", renamed(strings.TrimSpace)},
		{"ids", "knows no case", renamed(strings.ToLower)},
		{"ids", "cuts long ids", renamed(func(id string) string { return id[:min(len(id), store.MaxID)] })},
		{"revision", "asks nobody", broken{save: lastWins}},
		{"revision", "takes the same twice", broken{save: func(ctx context.Context, m *store.Memory, id string, r store.Record) error {
			if old, err := m.Load(ctx, id); err == nil && old.Revision == r.Revision && string(old.Data) == string(r.Data) {
				return nil
			}
			return m.Save(ctx, id, r)
		}}},
		{"revision", "changes something in a conflict", broken{save: func(ctx context.Context, m *store.Memory, id string, r store.Record) error {
			err := m.Save(ctx, id, r)
			if errors.Is(err, store.ErrConflict) {
				m.Delete(ctx, id)
			}
			return err
		}}},
		{"delete", "forgets to delete", broken{remove: func(context.Context, *store.Memory, string) error { return nil }}},
		{"delete", "deletes everything", broken{remove: func(ctx context.Context, m *store.Memory, _ string) error {
			_, err := m.Expire(ctx, noon.Add(1e6*time.Hour))
			return err
		}}},
		{"expire", "takes the moment itself", broken{expire: func(ctx context.Context, m *store.Memory, before time.Time) (int, error) {
			return m.Expire(ctx, before.Add(time.Millisecond))
		}}},
		{"expire", "miscounts", broken{expire: func(ctx context.Context, m *store.Memory, before time.Time) (int, error) {
			n, err := m.Expire(ctx, before)
			return min(n, 1), err
		}}},
		{"expire", "ignores the second save's time", broken{save: func(ctx context.Context, m *store.Memory, id string, r store.Record) error {
			if old, err := m.Load(ctx, id); err == nil {
				r.Touched = old.Touched
			}
			return m.Save(ctx, id, r)
		}}},
		{"many", "stops after the first thousand", broken{expire: func(ctx context.Context, m *store.Memory, before time.Time) (int, error) {
			n, err := m.Expire(ctx, before)
			return min(n, 1000), err
		}}},
		{"cancelled", "ignores the context", broken{
			save: func(_ context.Context, m *store.Memory, id string, r store.Record) error {
				return m.Save(background, id, r)
			},
		}},
		{"cancelled", "ignores the context in Expire", broken{
			expire: func(_ context.Context, m *store.Memory, before time.Time) (int, error) {
				return m.Expire(background, before)
			},
		}},
		{"close", "goes on after Close", broken{close: func(*store.Memory) error { return nil }}},
		{"close", "has another error after Close", broken{load: func(ctx context.Context, m *store.Memory, id string) (store.Record, error) {
			r, err := m.Load(ctx, id)
			if errors.Is(err, store.ErrClosed) {
				err = errors.New("gone")
			}
			return r, err
		}}},
	} {
		err := breaks(c.broken, c.law)
		if err == nil || errors.Is(err, errSkipped) {
			t.Errorf("a store that %s keeps the law %q", c.what, c.law)
		} else {
			t.Logf("%s: %s: %v", c.law, c.what, err)
		}
	}
}

// A store that compares first and saves afterwards, without a lock over both, loses updates.
func TestRaceReports(t *testing.T) {
	late := broken{save: func(ctx context.Context, m *store.Memory, id string, r store.Record) error {
		old, err := m.Load(ctx, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return err
		}
		if r.Revision != old.Revision+1 {
			return store.ErrConflict
		}
		time.Sleep(100 * time.Microsecond)
		if err := m.Save(ctx, id, r); !errors.Is(err, store.ErrConflict) {
			return err
		}
		return nil
	}}
	if breaks(late, "race") == nil {
		t.Error("keeps the law")
	}
}

// aliased keeps the slices that it gets, and gives them away.
type aliased struct {
	*store.Memory
	mu   sync.Mutex
	data map[string][]byte
}

func (a *aliased) Save(ctx context.Context, id string, r store.Record) error {
	err := a.Memory.Save(ctx, id, r)
	if err == nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.data[id] = r.Data
	}
	return err
}

func (a *aliased) Load(ctx context.Context, id string) (store.Record, error) {
	r, err := a.Memory.Load(ctx, id)
	a.mu.Lock()
	defer a.mu.Unlock()
	r.Data = a.data[id]
	return r, err
}

func TestOwnershipReports(t *testing.T) {
	c := Case{New: func() (store.Store, error) {
		return &aliased{Memory: store.NewMemory(), data: map[string][]byte{}}, nil
	}}
	if c.hold(law{"ownership", ownership}) == nil {
		t.Error("keeps the law")
	}
}

// Stores that say they remember, or are shared, and are not.
func TestLifetimeReports(t *testing.T) {
	forgets := Case{
		New:    func() (store.Store, error) { return store.NewMemory(), nil },
		Again:  func() (store.Store, error) { return store.NewMemory(), nil },
		Shared: true,
	}
	for _, l := range []law{{"again", again}, {"shared", shared}, {"close", closing}} {
		if err := forgets.hold(l); err == nil {
			t.Errorf("keeps the law %q", l.name)
		}
	}
}
