package session

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"intenthmm/internal/simplex"
	"intenthmm/internal/wire"
)

// A snapshot is
//
//	"ihs1"                        what it is, and in which form
//	the engine's fingerprint      16 bytes
//	turns, begun, filter, path
//	the remembered steps
//	a checksum                    CRC-32C of all that, 4 bytes
const snapshotHead = "ihs1"

// A ModelError says that a snapshot is of another model than the engine's.
type ModelError struct{ Have, Want [markLen]byte }

func (e *ModelError) Error() string {
	return fmt.Sprintf("session: the snapshot is of model %x, this is model %x: go on with the model that it was begun with, or begin anew", e.Have, e.Want)
}

// Fingerprint tells models apart that would go on with a snapshot differently: it is the same for the
// same chain, emission and Options.Identity. It is computed once, in time proportional to the model.
func (e *Engine[O]) Fingerprint() [markLen]byte { return e.mark() }

// fingerprint tells models apart that would go on with a snapshot differently.
func (e *Engine[O]) fingerprint() (mark [markLen]byte) {
	h, c := sha256.New(), e.model.Chain
	var buffer []byte
	write := func(values []float64) {
		buffer = wire.AppendFloats(wire.AppendUint(buffer[:0], uint64(len(values))), values)
		h.Write(buffer)
	}
	write(c.Start)
	write(c.Stop)
	for _, m := range c.Next {
		write(m)
	}
	for _, d := range c.Dist {
		write([]float64{float64(d)})
	}
	params := make([]float64, e.model.Emission.ParamLen())
	e.model.Emission.Params(params)
	write(params)
	h.Write(e.options.Identity)
	copy(mark[:], h.Sum(nil))
	return mark
}

// Append appends a snapshot of the session, with which Engine.Resume goes on to the last bit. At K = 16 it
// has 2.5 KB at most, however long the conversation is: 24 bytes a state, and log₂ K bits a state and turn
// that is not settled, and as much as 300 bytes for each of the steps that are remembered.
func (s *Session[O]) Append(dst []byte) []byte {
	from := len(dst)
	mark := s.engine.mark()
	dst = append(append(dst, snapshotHead...), mark[:]...)
	dst = wire.AppendUint(dst, uint64(s.turns))
	dst = wire.AppendBool(dst, s.begun)
	dst = s.path.Append(s.filter.Append(dst))
	if s.turns > 0 {
		dst = s.last.append(dst)
	}
	dst = s.recent.append(dst, s.engine.States())
	return wire.AppendUint32(dst, crc32.Checksum(dst[from:], castagnoli))
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Resume is a session that goes on where the snapshot was taken. The error is of bytes that are no
// snapshot, are damaged, of a later version of this package, or (*ModelError) of another model. data is
// only read, and not kept.
func (e *Engine[O]) Resume(data []byte) (*Session[O], error) {
	r, err := e.open(data)
	if err != nil {
		return nil, err
	}
	s := e.NewSession()
	s.turns = r.Count()
	s.begun = r.Bool()
	s.filter.Restore(r)
	s.path.Restore(r)
	if s.turns > 0 {
		s.last.restore(r)
	}
	s.recent.restore(r, e.States())
	switch {
	case r.Err() != nil:
		return nil, fmt.Errorf("session: damaged snapshot: %w", r.Err())
	case r.Left() > 0:
		return nil, fmt.Errorf("session: damaged snapshot: %d bytes too many", r.Left())
	case s.path.Turns() > s.turns || s.begun != (s.path.Turns() > 0):
		return nil, errors.New("session: damaged snapshot: path and turns do not agree")
	}
	return s, nil
}

// open checks what a snapshot begins and ends with, and reads what is between.
func (e *Engine[O]) open(data []byte) (*wire.Reader, error) {
	const frame = len(snapshotHead) + markLen + 4
	head, _ := bytes.CutPrefix(data, []byte(snapshotHead[:3]))
	switch {
	case len(head) == len(data):
		return nil, errors.New("session: this is no snapshot of a session")
	case len(data) < frame:
		return nil, fmt.Errorf("session: damaged snapshot: %w", wire.ErrCut)
	case head[0] != snapshotHead[3]:
		return nil, fmt.Errorf("session: a snapshot of form %q, this program reads %q", head[0], snapshotHead[3])
	}
	body, sum := data[:len(data)-4], wire.NewReader(data[len(data)-4:])
	if sum.Uint32() != crc32.Checksum(body, castagnoli) {
		return nil, errors.New("session: damaged snapshot: its checksum is wrong")
	}
	r := wire.NewReader(body[len(snapshotHead):])
	if mark := [markLen]byte(r.Bytes(markLen)); mark != e.mark() {
		return nil, &ModelError{mark, e.mark()}
	}
	return r, nil
}

func (f *figures) append(dst []byte) []byte {
	dst = wire.AppendUint(dst, uint64(f.turn))
	dst = wire.AppendFloat(wire.AppendFloat(dst, f.surprise), f.unknown)
	return wire.AppendBool(dst, f.restart)
}

func (f *figures) restore(in *wire.Reader) {
	f.turn = in.Count()
	f.surprise, f.unknown = in.Float(), in.Float()
	f.restart = in.Bool()
	if math.IsNaN(f.surprise) || !(f.unknown >= 0 && f.unknown <= 1) {
		in.Fail(errors.New("a step's figures are none"))
	}
}

// append appends the steps that are kept, the oldest first, of k states.
func (r *recent) append(dst []byte, k int) []byte {
	n := 0
	for i := range r.steps {
		if r.steps[i].mark != ([markLen]byte{}) {
			n++
		}
	}
	dst = wire.AppendUint(dst, uint64(n))
	for i := range r.steps {
		if s := &r.steps[(r.next+i)%Remembered]; s.mark != ([markLen]byte{}) {
			dst = s.append(dst, k)
		}
	}
	return dst
}

func (s *kept) append(dst []byte, k int) []byte {
	dst = s.figures.append(append(dst, s.mark[:]...))
	dst = wire.AppendFloats(wire.AppendBool(dst, s.begun), s.posterior)
	dst = wire.AppendUint(dst, uint64(len(s.path)))
	dst = wire.AppendUint(wire.AppendUint(dst, uint64(s.settled)), uint64(s.forced))
	shifted := make([]int32, len(s.path)) // None is 0
	for i, state := range s.path {
		shifted[i] = int32(state) + 1
	}
	return wire.AppendSmall(dst, shifted, k+1)
}

// restore reads what append wrote.
func (r *recent) restore(in *wire.Reader, k int) {
	for range in.Uint(Remembered) {
		var mark [markLen]byte
		copy(mark[:], in.Bytes(markLen))
		if in.Err() != nil {
			return
		}
		to := r.place(k)
		to.mark = mark
		to.restore(in, k)
	}
}

func (s *kept) restore(in *wire.Reader, k int) {
	s.figures.restore(in)
	s.begun = in.Bool()
	in.Floats(s.posterior)
	n := int(in.Uint(mostPath))
	s.settled, s.forced = int(in.Uint(uint64(n))), int(in.Uint(uint64(n)))
	shifted := make([]int32, n)
	wire.Small(in, shifted, k+1)
	s.path = s.path[:0]
	for _, state := range shifted {
		s.path = append(s.path, int16(state-1))
	}
	if err := simplex.Check("a step", s.posterior, 1); err != nil {
		in.Fail(err)
	}
}
