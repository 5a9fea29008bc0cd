package transcript

// Object makes a message of the members of an object, as JSON lines do: which key serves which field is what
// Options.Map and the names of the format say. It is for formats with Format.Columns. What is no object is a bad record.
func (s *Sink) Object(v Value, at Place) error {
	if !v.IsObject() {
		return s.Bad(at, reasonNotObject, "found "+v.Kind()+": expected an object")
	}
	var r record
	r.reset()
	r.have = func() (keys []string) {
		for key := range v.Members() {
			keys = append(keys, key)
		}
		return keys
	}
	v.members(func(key cell, value Value) bool {
		r.put(s.assembler.columns.find(s.assembler.bytes(&key)).targets, value.cell)
		return true
	})
	return s.record(at.Line, &r)
}
