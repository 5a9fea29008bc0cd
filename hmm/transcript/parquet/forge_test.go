package parquet

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A forgery is a file of one column of texts, conversation_id, with whatever stands in its pages.
type forgery struct {
	codec    format.CompressionCodec
	optional bool
	rows     int64
	pages    []forgedPage
	change   func(m *format.FileMetaData) // of the footer, before it is written
	footer   []byte                       // instead of it
}

type forgedPage struct {
	header format.PageHeader
	body   []byte
}

// data is a page of version 1. Its sizes are those of the body.
func data(values int32, encoding format.Encoding, body []byte) forgedPage {
	p := forgedPage{body: body}
	p.header.Type = format.DataPage
	p.header.CompressedPageSize, p.header.UncompressedPageSize = int32(len(body)), int32(len(body))
	p.header.DataPageHeader = thrift.Null[format.DataPageHeader]{Valid: true, V: format.DataPageHeader{
		NumValues: values, Encoding: encoding, DefinitionLevelEncoding: format.RLE, RepetitionLevelEncoding: format.RLE}}
	return p
}

// dataV2 is a page of version 2 of an optional column: its levels, and then values, which are not packed.
func dataV2(values int32, levels, body []byte) forgedPage {
	p := data(values, format.Plain, append(append([]byte(nil), levels...), body...))
	p.header.Type = format.DataPageV2
	p.header.DataPageHeader = thrift.Null[format.DataPageHeader]{}
	p.header.DataPageHeaderV2 = some(format.DataPageHeaderV2{NumValues: values, NumRows: values, Encoding: format.Plain,
		DefinitionLevelsByteLength: int32(len(levels)), IsCompressed: some(false)})
	return p
}

// unpacked says to what size a page unpacks.
func (p forgedPage) unpacked(size int32) forgedPage {
	p.header.UncompressedPageSize = size
	return p
}

// dictionary is a page of one text.
func dictionary(text string) forgedPage {
	p := data(1, format.Plain, plainTexts(text))
	p.header.Type = format.DictionaryPage
	p.header.DataPageHeader = thrift.Null[format.DataPageHeader]{}
	p.header.DictionaryPageHeader = thrift.Null[format.DictionaryPageHeader]{Valid: true, V: format.DictionaryPageHeader{NumValues: 1}}
	return p
}

// plainTexts are texts in PLAIN encoding.
func plainTexts(texts ...string) []byte {
	var b []byte
	for _, text := range texts {
		b = append(binary.LittleEndian.AppendUint32(b, uint32(len(text))), text...)
	}
	return b
}

// run is so many times the number 0, by its run-length header and one byte.
func run(count uint64) []byte { return append(binary.AppendUvarint(nil, count<<1), 0) }

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	b, err := thrift.Marshal(new(thrift.CompactProtocol), v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// bytes are those of the file.
func (f forgery) bytes(t testing.TB) []byte {
	t.Helper()
	file := append([]byte(nil), magic...)
	values := int64(0)
	for _, p := range f.pages {
		file = append(append(file, marshal(t, &p.header)...), p.body...)
		values += int64(p.header.DataPageHeader.V.NumValues)
	}
	repetition := format.Required
	if f.optional {
		repetition = format.Optional
	}
	m := format.FileMetaData{Version: 1, NumRows: f.rows, Schema: []format.SchemaElement{
		{Name: "schema", NumChildren: some(int32(1))},
		{Name: "conversation_id", Type: some(format.ByteArray), RepetitionType: some(repetition)},
	}}
	m.RowGroups = []format.RowGroup{{NumRows: f.rows, Columns: []format.ColumnChunk{{MetaData: format.ColumnMetaData{
		Type: format.ByteArray, Encoding: []format.Encoding{format.Plain}, PathInSchema: []string{"conversation_id"}, Codec: f.codec,
		NumValues: values, TotalCompressedSize: int64(len(file) - len(magic)), TotalUncompressedSize: 1, DataPageOffset: int64(len(magic)),
	}}}}}
	if f.change != nil {
		f.change(&m)
	}
	footer := f.footer
	if footer == nil {
		footer = marshal(t, &m)
	}
	file = append(file, footer...)
	file = binary.LittleEndian.AppendUint32(file, uint32(len(footer)))
	return append(file, magic...)
}

func some[T any](v T) thrift.Null[T] { return thrift.Null[T]{V: v, Valid: true} }

func write(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.parquet")
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
