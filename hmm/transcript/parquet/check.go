package parquet

import (
	"errors"
	"fmt"
	"io"
	"math/bits"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

const (
	maxPage   = 128 << 20 // bytes of a page, unpacked
	maxValues = 1 << 25   // in a page
	maxHeader = 1 << 20   // bytes of the header of a page
)

// A checker looks at pages before the library decodes them. That makes room for as much as a page says it
// holds, or unpacks to, and does not always notice where the bytes say otherwise.
type checker struct {
	r          io.ReaderAt
	size       int64
	codec      format.CompressionCodec
	repetition int // highest levels of the column
	definition int
	body       []byte // of a page, as it is stored
	plain      []byte // unpacked
}

// check looks at the pages of the columns that will be read.
func (g *group) check(r io.ReaderAt, size int64, meta *format.RowGroup) error {
	if len(g.cursors) == 0 {
		return errors.New("no column that serves a field holds texts, numbers or vectors")
	}
	c := checker{r: r, size: size}
	for _, cursor := range g.cursors {
		leaf := cursor.column.leaf
		if leaf.Index() >= len(meta.Columns) {
			return fmt.Errorf("column %q: %w", cursor.column.name, errCut)
		}
		chunk := &meta.Columns[leaf.Index()]
		c.codec, c.repetition, c.definition = chunk.MetaData.Codec, leaf.MaxRepetitionLevel(), leaf.MaxDefinitionLevel()
		if err := c.chunk(chunk); err != nil {
			return fmt.Errorf("column %q: %w", cursor.column.name, err)
		}
	}
	return nil
}

// chunk looks at the pages of one column, one after the other.
func (c *checker) chunk(chunk *format.ColumnChunk) error {
	m := &chunk.MetaData
	at := m.DataPageOffset
	if m.DictionaryPageOffset != 0 {
		at = m.DictionaryPageOffset
	}
	if chunk.FilePath != "" {
		return errors.New("it is in another file")
	}
	if at < 0 || m.TotalCompressedSize < 0 || m.TotalCompressedSize > c.size-at {
		return fmt.Errorf("%d bytes from byte %d: the file has %d", m.TotalCompressedSize, at, c.size)
	}
	for end := at + m.TotalCompressedSize; at < end; {
		header, length, err := c.header(at, end)
		if err != nil {
			return fmt.Errorf("page at byte %d: %w", at, err)
		}
		at += length
		if err := c.page(header, at, end); err != nil {
			return fmt.Errorf("page at byte %d: %w", at-length, err)
		}
		at += int64(header.CompressedPageSize)
	}
	return nil
}

// header reads the header of the page at a place, and how long it is.
func (c *checker) header(at, end int64) (*format.PageHeader, int64, error) {
	for window := int64(1 << 10); ; window *= 32 {
		window = min(window, end-at, maxHeader)
		c.body = resized(c.body, int(window))
		if _, err := c.r.ReadAt(c.body, at); err != nil {
			return nil, 0, err
		}
		n, err := checkStruct(c.body)
		if err == errCut && window < min(end-at, maxHeader) {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		header := new(format.PageHeader)
		var protocol thrift.CompactProtocol
		err = thrift.NewDecoder(protocol.NewReaderFromBytes(append([]byte(nil), c.body[:n]...))).Decode(header)
		return header, int64(n), err
	}
}

// page looks at the page whose header ends at a place.
func (c *checker) page(h *format.PageHeader, at, end int64) error {
	packed, unpacked := int64(h.CompressedPageSize), int64(h.UncompressedPageSize)
	switch {
	case packed < 0 || packed > end-at:
		return fmt.Errorf("it says it is of %d bytes: %w", packed, errCut)
	case unpacked < 0 || unpacked > maxPage:
		return fmt.Errorf("%d bytes: expected at most %d (write smaller pages)", unpacked, maxPage)
	}
	c.body = resized(c.body, int(packed))
	if _, err := c.r.ReadAt(c.body, at); err != nil {
		return err
	}
	switch h.Type {
	case format.DictionaryPage:
		return c.dictionary(h)
	case format.DataPage:
		return c.dataV1(h)
	case format.DataPageV2:
		return c.dataV2(h)
	}
	return fmt.Errorf("it is of kind %v: expected data", h.Type)
}

func countOf(values int32) (int, error) {
	if values < 0 || values > maxValues {
		return 0, fmt.Errorf("%d values: expected at most %d (write smaller pages)", values, maxValues)
	}
	return int(values), nil
}

func (c *checker) dictionary(h *format.PageHeader) error {
	if !h.DictionaryPageHeader.Valid {
		return errors.New("a dictionary without a header")
	}
	if _, err := countOf(h.DictionaryPageHeader.V.NumValues); err != nil {
		return err
	}
	_, err := c.unpack(c.body, int(h.UncompressedPageSize))
	return err
}

// dataV1 looks at a page that is packed as a whole: levels, each with its length before it, and values.
func (c *checker) dataV1(h *format.PageHeader) error {
	if !h.DataPageHeader.Valid {
		return errors.New("data without a header")
	}
	v := &h.DataPageHeader.V
	values, err := countOf(v.NumValues)
	if err != nil {
		return err
	}
	data, err := c.unpack(c.body, int(h.UncompressedPageSize))
	if err != nil {
		return err
	}
	for _, level := range []struct {
		highest  int
		encoding format.Encoding
	}{{c.repetition, v.RepetitionLevelEncoding}, {c.definition, v.DefinitionLevelEncoding}} {
		if level.highest == 0 {
			continue
		}
		if level.encoding != format.RLE {
			return fmt.Errorf("levels encoded as %v: expected RLE", level.encoding)
		}
		var runs []byte
		if runs, data, err = prefixed(data); err != nil {
			return err
		}
		if err := checkRuns(runs, bits.Len(uint(level.highest)), values); err != nil {
			return err
		}
	}
	return checkEncoding(data, v.Encoding, values)
}

// dataV2 looks at a page whose levels come first, not packed, with their lengths in the header.
func (c *checker) dataV2(h *format.PageHeader) error {
	if !h.DataPageHeaderV2.Valid {
		return errors.New("data without a header")
	}
	v := &h.DataPageHeaderV2.V
	values, err := countOf(v.NumValues)
	if err != nil {
		return err
	}
	data, levels := c.body, int64(0)
	for _, level := range []struct {
		highest int
		length  int32
	}{{c.repetition, v.RepetitionLevelsByteLength}, {c.definition, v.DefinitionLevelsByteLength}} {
		if level.length < 0 || int(level.length) > len(data) {
			return errCut
		}
		if err := checkRuns(data[:level.length], bits.Len(uint(level.highest)), values); err != nil {
			return err
		}
		data, levels = data[level.length:], levels+int64(level.length)
	}
	if levels > int64(h.UncompressedPageSize) || v.NumNulls < 0 || int(v.NumNulls) > values {
		return errors.New("its header contradicts itself")
	}
	if !v.IsCompressed.Valid || v.IsCompressed.V {
		if data, err = c.unpack(data, int(int64(h.UncompressedPageSize)-levels)); err != nil {
			return err
		}
	}
	return checkEncoding(data, v.Encoding, values)
}

// resized is a slice of n bytes in the same memory where that is large enough.
func resized(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}
