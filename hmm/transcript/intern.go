package transcript

import (
	"encoding/binary"
	"math/bits"
)

const (
	maxNameLen = 64  // bytes: longer texts rarely come again
	nameSets   = 256 // a power of 2
)

// names gives equal texts one string, so that the speakers, labels and identifiers of a long log are
// allocated once and not once a message. It is a cache of two ways: of texts that fall into one set it keeps
// the last two. The zero value is ready.
type names [nameSets][2]string

// of is b as a string. It allocates only for texts that are new, long or forgotten.
func (n *names) of(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > maxNameLen {
		return string(b)
	}
	set := &n[nameSet(b)]
	switch string(b) {
	case set[0]:
		return set[0]
	case set[1]:
		return set[1]
	}
	set[0], set[1] = string(b), set[0]
	return set[0]
}

// nameSet is the set of a text, by its first and its last eight bytes and its length. Both halves of a product
// are folded, so that all bytes count (as in wyhash, github.com/wangyi-fudan/wyhash).
func nameSet(b []byte) uint64 {
	const odd = 0x9e3779b97f4a7c15 // bits without a pattern: 2⁶⁴ divided by the golden ratio
	var first, last uint64
	switch n := len(b); {
	case n >= 8:
		first, last = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[n-8:])
	case n >= 4:
		first, last = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[n-4:]))
	default:
		first, last = uint64(b[0]), uint64(b[n-1])
	}
	high, low := bits.Mul64((first+uint64(len(b)))^odd, bits.RotateLeft64(last, 32)^odd)
	return (high ^ low) % nameSets
}
