package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// What the footer and the headers of pages are made of, in Thrift's compact protocol.
//
// Source: github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md.
const (
	thriftTrue   = 1
	thriftFalse  = 2
	thriftByte   = 3
	thriftI64    = 6 // and I16, I32 below it
	thriftDouble = 7
	thriftBinary = 8
	thriftList   = 9
	thriftSet    = 10
	thriftMap    = 11
	thriftStruct = 12
	thriftUUID   = 13
)

const (
	maxNesting = 32      // of structs and lists; the format has 8
	manyItems  = 1 << 16 // in a list, above which items must be of
	itemSize   = 16      // bytes each: decoded, they take up to 560
)

var errCut = errors.New("it is cut short")

// A structure is bytes in which a struct is looked for. The library decodes recursively, and makes room for as many
// items as a list says it has: this walk makes sure beforehand that the bytes bear that out. It allocates nothing.
type structure struct {
	data []byte
	at   int
}

// checkStruct walks over the struct at the start of data and gives its length. errCut: it goes on behind data.
func checkStruct(data []byte) (int, error) {
	s := structure{data: data}
	err := s.fields(0)
	return s.at, err
}

func (s *structure) fields(depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("its description is nested more than %d deep", maxNesting)
	}
	for {
		b, err := s.byte()
		if err != nil || b == 0 {
			return err
		}
		if b>>4 == 0 { // the number of the field follows
			if _, err := s.varint(); err != nil {
				return err
			}
		}
		if kind := b & 15; kind != thriftTrue && kind != thriftFalse { // these have their value in the kind
			if err := s.value(kind, depth+1); err != nil {
				return err
			}
		}
	}
}

// value steps over a value; a boolean is one byte here, in lists and maps.
func (s *structure) value(kind byte, depth int) error {
	switch {
	case kind <= thriftByte:
		return s.skip(1)
	case kind <= thriftI64:
		_, err := s.varint()
		return err
	case kind == thriftDouble:
		return s.skip(8)
	case kind == thriftUUID:
		return s.skip(16)
	case kind == thriftStruct:
		return s.fields(depth)
	case kind == thriftList || kind == thriftSet:
		return s.list(depth)
	case kind == thriftMap:
		return errors.New("its description has a map, which the format does not know")
	case kind == thriftBinary:
		n, err := s.varint()
		if err != nil {
			return err
		}
		return s.skip(n)
	}
	return fmt.Errorf("its description has a value of kind %d", kind)
}

func (s *structure) list(depth int) error {
	if depth > maxNesting {
		return fmt.Errorf("its description is nested more than %d deep", maxNesting)
	}
	b, err := s.byte()
	if err != nil {
		return err
	}
	n := uint64(b >> 4)
	if n == 15 {
		if n, err = s.varint(); err != nil {
			return err
		}
	}
	before := s.at
	for range n { // every item takes a byte at least
		if err := s.value(b&15, depth+1); err != nil {
			return err
		}
	}
	if b&15 == thriftStruct && n > manyItems && uint64(s.at-before) < n*itemSize {
		return fmt.Errorf("its description has a list of %d items of next to nothing", n)
	}
	return nil
}

func (s *structure) byte() (byte, error) {
	if s.at >= len(s.data) {
		return 0, errCut
	}
	s.at++
	return s.data[s.at-1], nil
}

func (s *structure) varint() (uint64, error) {
	x, n := binary.Uvarint(s.data[s.at:])
	switch {
	case n == 0:
		return 0, errCut
	case n < 0:
		return 0, errors.New("its description has a number of more than 64 bits")
	}
	s.at += n
	return x, nil
}

func (s *structure) skip(n uint64) error {
	if n > uint64(len(s.data)-s.at) {
		return errCut
	}
	s.at += int(n)
	return nil
}
