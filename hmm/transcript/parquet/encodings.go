package parquet

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/parquet-go/parquet-go/format"
)

// checkEncoding makes sure that values do not decode to more than the page says it has.
func checkEncoding(data []byte, encoding format.Encoding, values int) error {
	switch encoding {
	case format.Plain, format.ByteStreamSplit:
		return nil // what it holds is what it takes
	case format.PlainDictionary, format.RLEDictionary:
		if len(data) == 0 {
			return nil
		}
		return checkRuns(data[1:], int(data[0]), values)
	case format.RLE:
		if len(data) == 0 {
			return nil
		}
		runs, _, err := prefixed(data)
		if err != nil {
			return err
		}
		return checkRuns(runs, 1, values)
	case format.DeltaBinaryPacked, format.DeltaLengthByteArray:
		return checkDelta(data, values)
	}
	return fmt.Errorf("encoding %v: expected PLAIN, a dictionary, RLE, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY or BYTE_STREAM_SPLIT", encoding)
}

// prefixed splits data at the length that stands before it.
func prefixed(data []byte) (first, rest []byte, err error) {
	const prefix = 4
	if len(data) < prefix {
		return nil, nil, errCut
	}
	n := uint64(binary.LittleEndian.Uint32(data))
	if n > uint64(len(data)-prefix) {
		return nil, nil, errCut
	}
	return data[prefix : prefix+n], data[prefix+n:], nil
}

// checkRuns walks over runs of one number and groups of eight packed ones, of so many bits each.
//
// Source: parquet.apache.org/docs/file-format/data-pages/encodings, RLE/bit-packing hybrid.
func checkRuns(data []byte, width, values int) error {
	if width > 32 {
		return fmt.Errorf("numbers of %d bits: expected at most 32", width)
	}
	const group = 8
	left := uint64(values + group - 1) // the last group is filled up
	for len(data) > 0 {
		header, n := binary.Uvarint(data)
		if n <= 0 {
			return errCut
		}
		count, length := header>>1, uint64(width+7)/8
		if header&1 == 1 {
			if count > left {
				return errMany
			}
			count, length = count*group, count*uint64(width)
		}
		if count > left {
			return errMany
		}
		if length > uint64(len(data)-n) {
			return errCut
		}
		left -= count
		data = data[n+int(length):]
	}
	return nil
}

var errMany = errors.New("it holds more values than its header says")

// checkDelta looks at the header of delta-packed numbers: values in a block, parts of a block, and how many there are.
func checkDelta(data []byte, values int) error {
	const largest = 1 << 16 // block that a writer makes; the usual one is 128
	var header [3]uint64
	for i := range header {
		x, n := binary.Uvarint(data)
		if n <= 0 {
			return errCut
		}
		header[i], data = x, data[n:]
	}
	block, parts, total := header[0], header[1], header[2]
	switch {
	case total > uint64(values):
		return errMany
	case block == 0 || block > largest || parts == 0 || block%parts != 0:
		return fmt.Errorf("blocks of %d numbers in %d parts: expected at most %d", block, parts, largest)
	}
	return nil
}
