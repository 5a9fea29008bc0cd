// Package wire writes and reads the numbers of a snapshot: unsigned integers as varints, floats as their
// bits, so that they come back exactly, and lists of small numbers in as few bits as they take.
package wire

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
)

// ErrCut says that there are fewer bytes than what they say they hold.
var ErrCut = errors.New("the data is cut short")

// AppendUint appends a varint.
func AppendUint(dst []byte, v uint64) []byte { return binary.AppendUvarint(dst, v) }

// AppendUint32 appends four bytes, the lowest first.
func AppendUint32(dst []byte, v uint32) []byte { return binary.LittleEndian.AppendUint32(dst, v) }

// AppendBool appends a byte, 0 or 1.
func AppendBool(dst []byte, v bool) []byte {
	if v {
		return append(dst, 1)
	}
	return append(dst, 0)
}

// AppendFloat appends the eight bytes of a float, the lowest first.
func AppendFloat(dst []byte, v float64) []byte {
	return binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
}

// AppendFloats appends floats, and not how many.
func AppendFloats(dst []byte, v []float64) []byte {
	for _, x := range v {
		dst = AppendFloat(dst, x)
	}
	return dst
}

// AppendSmall appends numbers from 0 to below limit in as few whole bits as such a number takes, and not
// how many.
func AppendSmall[N ~int | ~int32](dst []byte, v []N, limit int) []byte {
	width := bits.Len(uint(limit - 1))
	var pending uint64
	have := 0
	for _, x := range v {
		pending |= uint64(x) << have
		for have += width; have >= 8; have -= 8 {
			dst = append(dst, byte(pending))
			pending >>= 8
		}
	}
	if have > 0 {
		dst = append(dst, byte(pending))
	}
	return dst
}

// A Reader reads what the Append functions wrote. After its first error it returns zeros; Err says what it
// was.
type Reader struct {
	data []byte
	err  error
}

// NewReader reads data, which it does not change.
func NewReader(data []byte) *Reader { return &Reader{data: data} }

// Err is the first error: ErrCut, or what Fail was given.
func (r *Reader) Err() error { return r.err }

// Fail makes err the reader's error, if it has none.
func (r *Reader) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
	r.data = nil
}

// Left is the number of bytes that are not read yet.
func (r *Reader) Left() int { return len(r.data) }

// Bytes are the next n bytes, a part of the data.
func (r *Reader) Bytes(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.Fail(ErrCut)
		return nil
	}
	b := r.data[:n]
	r.data = r.data[n:]
	return b
}

// Uint reads a varint, at most limit.
func (r *Reader) Uint(limit uint64) uint64 {
	v, n := binary.Uvarint(r.data)
	if n <= 0 || v > limit {
		if n <= 0 {
			r.Fail(ErrCut)
		} else {
			r.Fail(errors.New("a number is too large"))
		}
		return 0
	}
	r.data = r.data[n:]
	return v
}

// Count reads a varint that counts turns: no more than anybody will ever say.
func (r *Reader) Count() int { return int(r.Uint(1 << 40)) }

// Uint32 reads four bytes.
func (r *Reader) Uint32() uint32 {
	b := r.Bytes(4)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}

// Bool reads a byte that is 0 or 1.
func (r *Reader) Bool() bool { return r.Uint(1) == 1 }

// Float reads a float.
func (r *Reader) Float() float64 {
	b := r.Bytes(8)
	if b == nil {
		return 0
	}
	return math.Float64frombits(binary.LittleEndian.Uint64(b))
}

// Floats fills dst.
func (r *Reader) Floats(dst []float64) {
	for i := range dst {
		dst[i] = r.Float()
	}
}

// Small fills dst with what AppendSmall wrote with the same limit.
func Small[N ~int | ~int32](r *Reader, dst []N, limit int) {
	width := bits.Len(uint(limit - 1))
	packed := r.Bytes((len(dst)*width + 7) / 8)
	if packed == nil {
		clear(dst)
		return
	}
	var pending uint64
	have := 0
	for i := range dst {
		for have < width {
			pending |= uint64(packed[0]) << have
			packed, have = packed[1:], have+8
		}
		v := int(pending & (1<<width - 1))
		pending >>= width
		have -= width
		if v >= limit {
			r.Fail(errors.New("a state is beyond the last"))
			clear(dst)
			return
		}
		dst[i] = N(v)
	}
}
