package live

import "sync"

// An Event is what happened to a conversation that is followed: one of the two is not nil. What they
// point to is shared by all followers.
type Event struct {
	Reply *Reply // a turn was taken
	Ended *Ended // the conversation was ended
}

// A Follower is told what this keeper does with a conversation, in order. What other processes do
// with it, and that it is over because nobody says anything, it is not told.
type Follower struct {
	id     string
	events chan Event
	all    *followers
}

// Follow follows a conversation, which need not have begun, until Close. A follower that has left so
// many events unread that there is no room for another is dropped: no turn waits for it.
func (k *Keeper) Follow(id string, room int) *Follower {
	f := &Follower{id: id, events: make(chan Event, room), all: &k.followers}
	k.followers.add(f)
	return f
}

// Events are the events, in order. The channel is closed when the follower was dropped, after those
// that it had room for, and by Close.
func (f *Follower) Events() <-chan Event { return f.events }

// Close ends following. A second Close, or one after it was dropped, does nothing.
func (f *Follower) Close() {
	f.all.mu.Lock()
	defer f.all.mu.Unlock()
	f.all.remove(f)
}

// followers are those of all conversations. The zero value is ready.
type followers struct {
	mu sync.Mutex
	of map[string]map[*Follower]bool
}

func (fs *followers) add(f *Follower) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.of == nil {
		fs.of = map[string]map[*Follower]bool{}
	}
	if fs.of[f.id] == nil {
		fs.of[f.id] = map[*Follower]bool{}
	}
	fs.of[f.id][f] = true
}

// remove takes a follower out, if it is in; the caller holds the lock.
func (fs *followers) remove(f *Follower) {
	if !fs.of[f.id][f] {
		return
	}
	close(f.events)
	delete(fs.of[f.id], f)
	if len(fs.of[f.id]) == 0 {
		delete(fs.of, f.id)
	}
}

// tell tells the followers of a conversation. It never waits for one.
func (fs *followers) tell(id string, e Event) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for f := range fs.of[id] {
		select {
		case f.events <- e:
		default:
			fs.remove(f)
		}
	}
}
