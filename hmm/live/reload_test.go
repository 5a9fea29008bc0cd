package live_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"intenthmm/hmm/intent"
	"intenthmm/hmm/live"
	"intenthmm/hmm/session"
	"intenthmm/hmm/session/store"
)

// Conversations finish on the model that they were begun with.
func TestReload(t *testing.T) {
	older, newer := models(t)
	k := keeper(t, older, store.NewMemory(), nil)
	first := push(t, k, "old", said("", "hello"))
	if err := k.Reload(newer); err != nil {
		t.Fatal(err)
	}
	second, third := push(t, k, "old", said("", "where is my order?")), push(t, k, "new", said("", "hello"))
	if second.Model != first.Model || second.Turns != 2 || second.Restarted || third.Model == first.Model || third.Turns != 1 {
		t.Errorf("%+v, %+v, %+v", first, second, third)
	}
	if m, name := k.Model(); m != newer || name != third.Model {
		t.Errorf("the model is %s, want %s", name, third.Model)
	}
	want := older.NewSession()
	want.PushTurn(said("", "hello"))
	if step, _ := want.PushTurn(said("", "where is my order?")); step.Confidence != second.Answer.Confidence {
		t.Errorf("%v, want %v", second.Answer.Confidence, step.Confidence)
	}
	if err := k.Reload(older); err != nil { // and back
		t.Fatal(err)
	}
	if n := k.Loaded(); n != 2 {
		t.Errorf("%d models loaded, want 2", n)
	}
	if r := push(t, k, "new", said("", "hello")); r.Turns != 2 || r.Model != third.Model {
		t.Errorf("%+v", r)
	}
}

// Other names do not make another model.
func TestRename(t *testing.T) {
	m, _ := models(t)
	k := keeper(t, m, store.NewMemory(), nil)
	first := push(t, k, "a", said("", "hello"))
	renamed := &intent.Model{Encoder: m.Encoder, HMM: m.HMM, Record: m.Record}
	for _, s := range m.States {
		s.Name, s.Outcome = "renamed", "done"
		renamed.States = append(renamed.States, s)
	}
	if err := k.Reload(renamed); err != nil {
		t.Fatal(err)
	}
	if r := push(t, k, "a", said("", "hello")); r.Turns != 2 || r.Model != first.Model || r.Answer.Intent != "renamed" || len(r.Answer.Outcomes) != 1 {
		t.Errorf("%+v", r)
	}
}

// A process that has only the new model begins conversations of the old one anew, and says so.
func TestRestartWithOtherModel(t *testing.T) {
	older, newer := models(t)
	ctx, s := t.Context(), store.NewMemory()
	k := keeper(t, older, s, nil)
	push(t, k, "a", said("1", "hello"))
	push(t, k, "b", said("1", "hello"))
	if err := k.Note(ctx, "a", []byte("silent")); err != nil {
		t.Fatal(err)
	}
	k = keeper(t, newer, s, nil)
	if r, err := k.Read(ctx, "a"); err != nil || !r.Restarted || r.Turns != 0 || r.Answer != nil || string(r.Note) != "silent" {
		t.Errorf("%+v, %v", r, err)
	}
	if r := push(t, k, "a", said("1", "hello")); !r.Restarted || r.Created || r.Turns != 1 || r.Answer.Repeated || string(r.Note) != "silent" {
		t.Errorf("%+v", r)
	}
	if r := push(t, k, "a", said("2", "hello")); r.Restarted || r.Turns != 2 {
		t.Errorf("%+v", r)
	}
	if e, err := k.End(ctx, "b"); err != nil || !e.Restarted || e.Turns != 0 || s.Len() != 1 {
		t.Errorf("%+v, %v", e, err)
	}
}

// A model is let go when none of its conversations can be alive.
func TestRetire(t *testing.T) {
	older, newer := models(t)
	c := newClock()
	k := keeper(t, older, store.NewMemory(), c)
	push(t, k, "a", said("", "hello"))
	if err := k.Reload(newer); err != nil {
		t.Fatal(err)
	}
	for range 3 { // it is used, and stays
		c.pass(20 * time.Minute)
		if _, err := k.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		if r := push(t, k, "a", said("", "hello")); r.Restarted || r.Created {
			t.Fatalf("%+v", r)
		}
	}
	if n := k.Loaded(); n != 2 {
		t.Errorf("%d models loaded, want 2", n)
	}
	c.pass(31 * time.Minute)
	if _, err := k.Expire(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := k.Loaded(); n != 1 {
		t.Errorf("%d models loaded, want 1", n)
	}
}

// Reloads in the middle of turns lose and double none.
func TestReloadUnderLoad(t *testing.T) {
	older, newer := models(t)
	k := keeper(t, older, store.NewMemory(), nil)
	ctx, stop := context.WithCancel(t.Context())
	var reloads sync.WaitGroup
	reloads.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			if err := k.Reload([]*intent.Model{newer, older}[i%2]); err != nil {
				t.Error(err)
			}
		}
	})
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			id, model := string(rune('A'+i)), ""
			for n := range 40 {
				r, err := k.Push(context.Background(), id, said("", "hello"))
				if model == "" {
					model = r.Model
				}
				if err != nil || r.Turns != n+1 || r.Restarted || r.Model != model {
					t.Errorf("%+v, %v", r, err)
				}
			}
		})
	}
	group.Wait()
	stop()
	reloads.Wait()
}

func TestBadOptions(t *testing.T) {
	m, _ := models(t)
	for _, set := range []func(*live.Options){
		func(o *live.Options) { o.Idle = -1 },
		func(o *live.Options) { o.Next = -1 },
		func(o *live.Options) { o.Session = func(*intent.Model) session.Options { return session.Options{} } },
	} {
		o := live.DefaultOptions()
		set(&o)
		if _, err := live.New(m, store.NewMemory(), o); err == nil {
			t.Errorf("%+v is taken", o)
		}
	}
}
