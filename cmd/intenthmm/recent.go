package main

import "container/list"

// recent holds one value a name, of the names that were asked for most recently.
type recent[V any] struct {
	limit int
	make  func() V
	order *list.List // of named[V], the most recent first
	at    map[string]*list.Element
}

type named[V any] struct {
	name  string
	value V
}

func newRecent[V any](limit int, make func() V) *recent[V] {
	return &recent[V]{limit, make, list.New(), map[string]*list.Element{}}
}

// get returns the value of a name, a new one if there is none or it was forgotten.
func (r *recent[V]) get(name string) V {
	if e, ok := r.at[name]; ok {
		r.order.MoveToFront(e)
		return e.Value.(named[V]).value
	}
	if r.order.Len() == r.limit {
		oldest := r.order.Back()
		delete(r.at, r.order.Remove(oldest).(named[V]).name)
	}
	v := r.make()
	r.at[name] = r.order.PushFront(named[V]{name, v})
	return v
}
