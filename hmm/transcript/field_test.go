package transcript

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"testing"
)

func TestParseMap(t *testing.T) {
	for text, want := range map[string]map[Field]string{
		"":     {},
		"  ":   {},
		"a=b":  nil,
		"text": nil,
		"conversation=ticket,speaker=from,text=body": {
			FieldConversation: "ticket", FieldSpeaker: "from", FieldText: "body"},
		" text = the message , turn=": {FieldText: "the message", FieldTurn: ""},
		"label=a=b":                   {FieldLabel: "a=b"},
		"text=a,text=b":               nil,
		"text=a,":                     nil,
	} {
		m, err := ParseMap(text)
		if (err != nil) != (want == nil) || !maps.Equal(m, want) {
			t.Errorf("ParseMap(%q) = %v, %v; want %v", text, m, err, want)
		}
	}
}

func TestParseMapErrors(t *testing.T) {
	const known = "conversation, turn, speaker, time, text, symbol, vector, label, title"
	for text, want := range map[string]string{
		"txt=body":      `map entry "txt=body": unknown field "txt": expected one of ` + known,
		"body":          `map entry "body": expected FIELD=COLUMN, with a field of ` + known,
		"text=a,text=b": `map entry "text=b": field text is already mapped to "a"`,
	} {
		if _, err := ParseMap(text); err == nil || err.Error() != want {
			t.Errorf("ParseMap(%q)\n got %v\nwant %s", text, err, want)
		}
	}
}

func TestFields(t *testing.T) {
	for _, f := range Fields() {
		if names := DefaultNames(f); f != FieldTitle && !slices.Contains(names, string(f)) {
			t.Errorf("field %s is not looked for under its own name but under %v", f, names)
		}
	}
	if len(Fields()) != int(slotCount) || DefaultNames("none") != nil {
		t.Error("fields", Fields(), DefaultNames("none"))
	}
	DefaultNames(FieldText)[0] = "changed"
	if DefaultNames(FieldText)[0] != "text" {
		t.Error("a caller changed the default names")
	}
}

// TestColumnsForgetNothing looks up more names than are remembered.
func TestColumnsForgetNothing(t *testing.T) {
	c := newColumns(nil, nil)
	for i := range 3 * maxKnown {
		c.find([]byte{byte(i), byte(i >> 8), 'x'})
		if len(c.known) > maxKnown {
			t.Fatalf("%d names remembered", len(c.known))
		}
	}
	if got := c.find([]byte("text")).targets; len(got) != 1 || got[0].slot != slotText {
		t.Errorf("text serves %v", got)
	}
}

func TestNames(t *testing.T) {
	var n names
	for i := range 5000 {
		text := fmt.Sprint(i * i * i)
		for range 2 {
			if got := n.of([]byte(text)); got != text {
				t.Fatalf("name of %q is %q", text, got)
			}
		}
	}
	long := make([]byte, maxNameLen+1)
	if n.of(long) != string(long) || n[nameSet(long)][0] == string(long) {
		t.Error("a long text is held")
	}
	for _, word := range []string{"", "x", "agent", "conversation-17"} {
		n.of([]byte(word))
		if allocs := testing.AllocsPerRun(100, func() { n.of([]byte(word)) }); allocs > 0 {
			t.Errorf("%v allocations for the known name %q", allocs, word)
		}
	}
}

// TestTwoNamesOfOneSet: people take turns.
func TestTwoNamesOfOneSet(t *testing.T) {
	var n names
	agent, other := []byte("agent"), []byte("0")
	for i := 1; nameSet(other) != nameSet(agent); i++ {
		other = strconv.AppendInt(other[:0], int64(i), 10)
	}
	n.of(agent)
	n.of(other)
	if allocs := testing.AllocsPerRun(100, func() { n.of(agent); n.of(other) }); allocs > 0 {
		t.Errorf("%v allocations for agent and %s", allocs, other)
	}
}

// TestNamesSpread wants identifiers that count up to be spread: none of so many falls out of its set.
func TestNamesSpread(t *testing.T) {
	for _, format := range []string{"%d", "agent %d", "chat-%04d", "%05d@example.com"} {
		used := map[uint64]int{}
		for i := range nameSets / 2 {
			used[nameSet(fmt.Appendf(nil, format, i))]++
		}
		if len(used) < nameSets/4 {
			t.Errorf("%d names such as %s fall into %d sets", nameSets/2, format, len(used))
		}
	}
}
