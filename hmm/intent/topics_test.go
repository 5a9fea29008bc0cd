package intent_test

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"testing"

	"intenthmm/hmm/encode"
)

// TestTopics trains states that mix topics, writes and reads the model.
func TestTopics(t *testing.T) {
	messages, _ := helpdeskModel(t)
	o := quick(8)
	o.Topics = 4
	o.Workers(1)
	m := train(t, messages[:1200], o)
	want := file(t, m)
	o.Workers(3)
	if got := file(t, train(t, messages[:1200], o)); !bytes.Equal(got, want) {
		t.Error("3 workers write another file")
	}
	again := reread(t, m)
	if got := file(t, again); !bytes.Equal(got, want) {
		t.Error("the file is another after reading it")
	}
	topics, sum := again.Topics(5), 0.0
	if len(topics) != 4 || again.Record.Options.Topics != 4 {
		t.Fatalf("%d topics, %d recorded", len(topics), again.Record.Options.Topics)
	}
	for z, topic := range topics {
		sum += topic.Share
		if z > 0 && topic.Share > topics[z-1].Share {
			t.Errorf("topic %d is larger than the one before it", z)
		}
		if len(topic.Terms) != 5 || len(topic.States) != 8 || topic.States[0].Share < topic.States[7].Share {
			t.Errorf("topic %d: %+v", z, topic)
		}
	}
	if math.Abs(sum-1) > 1e-9 {
		t.Errorf("shares sum to %v", sum)
	}
	for i := range again.States {
		if len(again.Terms(i, 3)) == 0 || strings.HasPrefix(again.States[i].Name, "state ") {
			t.Errorf("state %d, %q, has no words", i, again.States[i].Name)
		}
	}
	if said := m.NewSimulator(); said == nil {
		t.Error("nothing to simulate with")
	}
	o.Topics = 8
	many := train(t, messages[:300], o)
	if !slices.ContainsFunc(many.Record.Warnings, func(w string) bool { return strings.HasPrefix(w, "8 topics for 8 states") }) {
		t.Errorf("as many topics as states: %q", many.Record.Warnings)
	}
}

func TestNoTopics(t *testing.T) {
	_, m := helpdeskModel(t)
	if m.Topics(3) != nil {
		t.Error("states with words of their own have topics")
	}
	for _, spoil := range []func(topics *int, e *encode.Options){
		func(n *int, _ *encode.Options) { *n = -1 },
		func(n *int, _ *encode.Options) { *n = 1 << 30 },
		func(n *int, e *encode.Options) { *n, e.Observe = 2, encode.Symbols },
	} {
		o := quick(3)
		spoil(&o.Topics, &o.Encode)
		if o.Check() == nil {
			t.Errorf("%d topics of %s are taken", o.Topics, o.Encode.Observe)
		}
	}
}
