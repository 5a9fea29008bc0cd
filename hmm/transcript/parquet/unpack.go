package parquet

import (
	"bytes"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/format"
	"github.com/pierrec/lz4/v4"
)

// unpack decompresses a part of a page into memory of its own. It must come to so many bytes.
func (c *checker) unpack(data []byte, size int) ([]byte, error) {
	if c.codec == format.Uncompressed {
		return data, nil
	}
	if len(data) == 0 && size == 0 {
		return nil, nil // a page of nulls
	}
	c.plain = resized(c.plain, size)
	n, err := c.into(c.plain, data)
	if err != nil {
		return nil, fmt.Errorf("it does not unpack: %w", err)
	}
	if n != size {
		return nil, fmt.Errorf("it unpacks to %d bytes or more: its header says %d", n, size)
	}
	return c.plain, nil
}

// into decompresses data into dst, and says how many bytes it came to: one more than dst has where there are more.
func (c *checker) into(dst, data []byte) (int, error) {
	switch c.codec {
	case format.Snappy:
		n, err := snappy.DecodedLen(data)
		if err != nil || n != len(dst) {
			return n, err
		}
		_, err = snappy.Decode(dst, data)
		return n, err
	case format.Lz4Raw:
		return lz4.UncompressBlock(data, dst)
	case format.Gzip:
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return 0, err
		}
		return drain(z, dst)
	case format.Brotli:
		return drain(brotli.NewReader(bytes.NewReader(data)), dst)
	case format.Zstd:
		z, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPage))
		if err != nil {
			return 0, err
		}
		defer z.Close()
		return drain(z, dst)
	}
	return 0, fmt.Errorf("codec %v: expected SNAPPY, GZIP, BROTLI, ZSTD, LZ4_RAW or none", c.codec)
}

// drain fills dst, and looks whether there is more.
func drain(r io.Reader, dst []byte) (int, error) {
	n, err := io.ReadFull(r, dst)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	var more [1]byte
	switch _, err := io.ReadFull(r, more[:]); err {
	case nil:
		return n + 1, nil
	case io.EOF:
		return n, nil
	default:
		return n, err
	}
}
