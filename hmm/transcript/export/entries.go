package export

import (
	"fmt"
	"strconv"

	"intenthmm/hmm/transcript"
)

// entries passes the records of a file to each, wherever they stand: one a line, in a list, or in the list
// under key of an answer of a web API, as in {"payload":[…],"meta":…}. Answers may follow each other, or be in a list.
func entries(in *transcript.Input, out *transcript.Sink, key string, each func(v transcript.Value, at transcript.Place) error) error {
	if in.Shape().Has(key + "[]") {
		return answers(in.Document(), out, key, each)
	}
	return in.Records(out, func(v transcript.Value, at transcript.Place) error {
		if list := v.Get(key); list.IsList() {
			return items(list, at, each)
		}
		return each(v, at)
	})
}

// answers walks over objects that hold a list under key, of any length.
func answers(doc *transcript.Document, out *transcript.Sink, key string, each func(transcript.Value, transcript.Place) error) error {
	for {
		if kind, err := doc.Kind(); err != nil || kind == 0 {
			return err
		}
		err := doc.Object(func(k string) error {
			if k != key {
				return nil
			}
			return doc.List(func(int) error { return doc.Value(out, each) })
		})
		if err != nil {
			return err
		}
	}
}

// items passes the values in a list to each.
func items(list transcript.Value, at transcript.Place, each func(transcript.Value, transcript.Place) error) error {
	for item := range list.Items() {
		if err := each(item, at); err != nil {
			return err
		}
	}
	return nil
}

// anywhere says whether a shape has all the keys of a record in one of the places where records stand.
func anywhere(s transcript.Shape, places []string, keys ...string) bool {
	for _, place := range places {
		found := 0
		for _, key := range keys {
			if s.Has(place + key) {
				found++
			}
		}
		if found == len(keys) {
			return true
		}
	}
	return false
}

// timed gives an entry whose time stands under a key. A turn needs one.
func timed(out *transcript.Sink, e *transcript.Event, key string, v transcript.Value) error {
	at, ok := out.Clock().Parse(v.Text())
	if !ok && e.Drop == "" {
		return out.Bad(e.Place, "bad value", key+" is "+v.Kind()+": expected a time")
	}
	e.At = at
	return out.Add(e)
}

// lacking enters a record without a field that it needs.
func lacking(out *transcript.Sink, at transcript.Place, key string, v transcript.Value, expected string) error {
	return out.Bad(at, "missing field", fmt.Sprintf("%q: expected %s, found %s", key, expected, v.Kind()))
}

// ordinal identifies an entry by its place in its conversation, for tools whose own identifiers do not count up.
func ordinal(i int) string { return strconv.Itoa(i) }

// firstText is the first of some values that holds a text.
func firstText(values ...transcript.Value) string {
	for _, v := range values {
		if text := v.Text(); text != "" {
			return text
		}
	}
	return ""
}
