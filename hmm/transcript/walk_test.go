package transcript

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"
	"unicode/utf8"
)

// decoded is a value as encoding/json has it, by a walk over all that is in it. Numbers are as they are written.
func decoded(v Value) any {
	switch {
	case v.IsObject():
		object := map[string]any{}
		for key, member := range v.Members() {
			object[key] = decoded(member)
		}
		return object
	case v.IsList():
		list := []any{}
		for item := range v.Items() {
			list = append(list, decoded(item))
		}
		return list
	case v.IsText():
		return v.Text()
	case v.IsNull():
		return nil
	case v.cell.kind == kindBoolean:
		return v.True()
	}
	return json.Number(v.Text())
}

// FuzzWalk wants a walk over a value to find what encoding/json finds, whatever is nested in what.
func FuzzWalk(f *testing.F) {
	for _, seed := range append(scannerSeeds(), `[[],[[]],{"a":[{}],"b":{"c":[1,[2]],"d":""}},3]`, ` {"a" : [ ] , "b" : { "c" : [ [ "]" ] , { } ] } } `) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		out := &Sink{opts: &Options{MaxLine: len(data)}, tally: new(tally)}
		out.tally.open("x", nil)
		var got any
		found := false
		out.Value(data, Place{}, func(v Value, _ Place) error {
			got, found = decoded(v), true
			return nil
		})
		if found != (json.Valid(data) && utf8.Valid(data)) {
			t.Fatalf("%q is taken for a value: %v", data, found)
		}
		if !found || bytes.Contains(data, []byte(`\u0000`)) { // escapes of NUL are left out
			return
		}
		var want any
		d := json.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		if err := d.Decode(&want); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %v, want %v (%v)", data, got, want, err)
		}
	})
}

// TestValueInValue reads texts that hold JSON while a value around them is being read.
func TestValueInValue(t *testing.T) {
	out := &Sink{opts: &Options{MaxLine: 100}, tally: new(tally)}
	out.tally.open("x", nil)
	got := ""
	read := func(v Value, _ Place) error {
		for item := range v.Items() {
			for inner := range item.Items() {
				if inner.IsText() {
					out.Value([]byte(inner.Text()), Place{}, func(v Value, _ Place) error { return nil })
				}
				text, _ := json.Marshal(decoded(inner))
				got += string(text) + " "
			}
		}
		return nil
	}
	for range 2 { // the second time in the memory of the first
		got = ""
		out.Value([]byte(`[["[[],[[],[]],7]",[[["b"]]]],["[]","c"],[[["d"]]]]`), Place{}, read)
		if want := `"[[],[[],[]],7]" [[["b"]]] "[]" "c" [["d"]] `; got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
