package forwardbackward

import (
	"errors"

	"intenthmm/internal/simplex"
	"intenthmm/internal/wire"
)

// Append appends the state of the filter, from which Restore goes on to the last bit: 8 bytes a state,
// twice that where the chain has structural zeros.
func (f *Filter) Append(dst []byte) []byte {
	if !f.begun {
		return append(dst, 0)
	}
	dst = wire.AppendFloats(append(dst, 1), f.belief[:f.m.k])
	if f.m.structural {
		dst = wire.AppendFloats(dst, f.logBelief[:f.m.k])
	}
	return dst
}

// Restore puts the filter where Append found another of the same chain. Bytes that Append cannot have
// written are the reader's error; then the filter stands before a first turn.
func (f *Filter) Restore(r *wire.Reader) {
	f.Reset()
	if r.Uint(1) == 0 {
		return
	}
	r.Floats(f.belief[:f.m.k])
	clear(f.belief[f.m.k:])
	if err := simplex.Check("beliefs", f.belief, 1); err != nil {
		r.Fail(err)
	}
	if f.m.structural {
		r.Floats(f.logBelief[:f.m.k])
		for _, v := range f.logBelief[:f.m.k] {
			if !(v <= 1e-9) {
				r.Fail(errors.New("a belief is no probability"))
			}
		}
	}
	if f.begun = r.Err() == nil; !f.begun {
		f.Reset()
	}
}
