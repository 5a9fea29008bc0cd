package emissiontest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// An edit is a document with one thing changed.
type edit struct {
	what  string
	names []string // of the field that changed; where its length did, of those it no longer fits, too
	fatal bool     // must be refused: the type is wrong
	data  []byte
}

// edits returns a JSON document with every value changed in every way.
func edits(data []byte) []edit {
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil
	}
	e := &editor{root: root}
	e.visit(root, place{}, func(v any) { e.root = v })
	return e.edits
}

// editor changes a document in place, notes how it looks, and changes it back.
type editor struct {
	root  any
	edits []edit
}

// A place is where in a document a value stands.
type place struct {
	path   string
	field  []string // the innermost field that holds it; none at the top
	around []string // the fields of the objects that hold it, and what they are called there
}

// visit changes one value, which set puts in its place, and all within it.
func (e *editor) visit(v any, at place, set func(any)) {
	change := func(names []string, fatal bool, to any) {
		set(to)
		e.note(fmt.Sprintf("%s set to %s", at.path, show(to)), names, fatal)
		set(v)
	}
	try := func(fatal bool, to any) { change(at.field, fatal, to) }
	resize := func(to any) { change(at.around, false, to) }
	try(false, nil)
	switch v := v.(type) {
	case float64:
		for _, to := range []any{"text", []any{}, map[string]any{}, true, json.RawMessage("1e999")} {
			try(true, to)
		}
		for _, to := range []float64{0, -1, 1, 2, 1e308, -1e308, 1e-308, v * (1 + 1e-3)} {
			try(false, to)
		}
	case string:
		try(true, 7)
		try(false, "no such thing")
		try(false, "")
	case []any:
		try(true, 7)
		try(true, "text")
		resize([]any{})
		if len(v) > 0 {
			resize(v[1:])
			resize(append(slices.Clone(v), v[0]))
		}
		for i, x := range v {
			inside := place{fmt.Sprintf("%s[%d]", at.path, i), at.field, at.around}
			e.visit(x, inside, func(to any) { v[i] = to })
		}
	case map[string]any:
		try(true, 7)
		keys := slices.Sorted(maps.Keys(v))
		around := slices.Concat(at.around, keys)
		for _, key := range keys {
			if text, ok := v[key].(string); ok {
				around = append(around, text)
			}
		}
		for _, key := range keys {
			less := maps.Clone(v)
			delete(less, key)
			set(less)
			e.note(at.path+" without "+key, around, false)
			set(v)
			e.visit(v[key], place{at.path + "." + key, []string{key}, around}, func(to any) { v[key] = to })
		}
	}
}

// note keeps the document as it is now.
func (e *editor) note(what string, names []string, fatal bool) {
	data, err := json.Marshal(e.root)
	if err != nil {
		panic("emissiontest: " + err.Error())
	}
	e.edits = append(e.edits, edit{what, names, fatal, data})
}

// show is an edit's new value for people.
func show(v any) string {
	data, _ := json.Marshal(v)
	return string(data)
}
