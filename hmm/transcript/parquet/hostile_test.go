package parquet

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"intenthmm/hmm/transcript"
)

// oneColumn reads files of forgery: the column is the text too.
func oneColumn() transcript.Options { return options("text=conversation_id") }

// TestForged: without a lie in it, a forgery is read.
func TestForged(t *testing.T) {
	texts := forgery{rows: 2, pages: []forgedPage{data(2, format.Plain, plainTexts("a", "b"))}}
	expect(t, write(t, texts.bytes(t)), oneColumn(), "1 a   \"a\"  []\n2 b   \"b\"  []\n", "2 messages")
	coded := forgery{rows: 2, optional: true, pages: []forgedPage{dictionary("a"),
		data(2, format.RLEDictionary, append([]byte{2, 0, 0, 0, 2 << 1, 1, 1}, run(2)...))}}
	second := forgery{rows: 1, optional: true, pages: []forgedPage{dataV2(1, []byte{1 << 1, 1}, plainTexts("a"))}}
	expect(t, write(t, second.bytes(t)), oneColumn(), "1 a   \"a\"  []\n", "1 message")
	expect(t, write(t, coded.bytes(t)), oneColumn(), "1 a   \"a\"  []\n2 a   \"a\"  []\n", "2 messages")
}

// TestDictionary reads numbers of the texts in a dictionary, and the texts themselves where a page has those: a
// text that is none spoils every row that it is in, and no other.
func TestDictionary(t *testing.T) {
	known := dictionary("a")
	known.body = plainTexts("a", "b\xff", "c")
	known.header.DictionaryPageHeader.V.NumValues = 3
	size := int32(len(known.body))
	known.header.CompressedPageSize, known.header.UncompressedPageSize = size, size
	coded := func(numbers ...byte) forgedPage { // two rows, numbers of 8 bits
		body := []byte{8}
		for _, n := range numbers {
			body = append(body, 1<<1, n)
		}
		return data(int32(len(numbers)), format.RLEDictionary, body)
	}
	file := forgery{rows: 10, pages: []forgedPage{known, coded(2, 1, 0, 1), coded(0, 2), data(2, format.Plain, plainTexts("x", "")), coded(1, 2)}}
	expect(t, write(t, file.bytes(t)), oneColumn(),
		"1 c   \"c\"  []\n3 a   \"a\"  []\n5 a   \"a\"  []\n6 c   \"c\"  []\n7 x   \"x\"  []\n10 c   \"c\"  []\n",
		"6 messages; skipped 4 lines: 3 not UTF-8, 1 missing field")
	nulls := forgery{rows: 5, optional: true, pages: []forgedPage{
		data(3, format.Plain, append([]byte{6, 0, 0, 0, 1 << 1, 1, 1 << 1, 0, 1 << 1, 1}, plainTexts("a", "b")...)),
		data(2, format.Plain, append([]byte{4, 0, 0, 0, 1 << 1, 0, 1 << 1, 1}, plainTexts("c")...))}}
	expect(t, write(t, nulls.bytes(t)), oneColumn(), "1 a   \"a\"  []\n3 b   \"b\"  []\n5 c   \"c\"  []\n",
		"3 messages; skipped 2 lines: 2 missing field")
}

// bomb is zeros, packed.
func bomb(t testing.TB, size int, pack func(*bytes.Buffer, []byte)) []byte {
	t.Helper()
	var b bytes.Buffer
	pack(&b, make([]byte, size))
	return b.Bytes()
}

// bombed puts a bomb into a page that says it unpacks to 100 bytes.
func bombed(p forgedPage, body []byte) forgedPage {
	p.body, p.header.CompressedPageSize = body, int32(len(body))
	return p.unpacked(100)
}

// nestedStructs is a footer of structs in structs.
func nestedStructs(depth int) []byte { return bytes.Repeat([]byte{0x1c}, depth) }

// endless is a footer with a list of so many structs, of which there is not one byte.
func endless(items uint64) []byte {
	return append([]byte{0x29, 0xfc}, binary.AppendUvarint(nil, items)...)
}

// TestHostile: what lies about itself is refused, and for little memory.
func TestHostile(t *testing.T) {
	gzipped := bomb(t, 70<<20, func(b *bytes.Buffer, zeros []byte) {
		z := gzip.NewWriter(b)
		z.Write(zeros)
		z.Close()
	})
	zstandard := bomb(t, 70<<20, func(b *bytes.Buffer, zeros []byte) {
		z, _ := zstd.NewWriter(b)
		z.Write(zeros)
		z.Close()
	})
	plain := data(1, format.Plain, plainTexts("a"))
	huge := binary.AppendUvarint(nil, 1<<31)
	for _, c := range []struct {
		name string
		file forgery
		want string
	}{
		{"a gzip bomb", forgery{codec: format.Gzip, rows: 1, pages: []forgedPage{data(1, format.Plain, gzipped).unpacked(100)}}, "unpacks to 101 bytes or more: its header says 100"},
		{"a gzip bomb in a dictionary", forgery{codec: format.Gzip, rows: 1, pages: []forgedPage{bombed(dictionary("a"), gzipped)}}, "unpacks to 101 bytes or more"},
		{"a zstd bomb", forgery{codec: format.Zstd, rows: 1, pages: []forgedPage{data(1, format.Plain, zstandard).unpacked(100)}}, "unpacks to 101 bytes or more"},
		{"a snappy bomb", forgery{codec: format.Snappy, rows: 1, pages: []forgedPage{data(1, format.Plain, append(huge, 0)).unpacked(100)}}, "unpacks to 2147483648 bytes"},
		{"rubbish for lz4", forgery{codec: format.Lz4Raw, rows: 1, pages: []forgedPage{data(1, format.Plain, bytes.Repeat([]byte{0xff}, 100)).unpacked(100)}}, "it does not unpack"},
		{"rubbish for brotli", forgery{codec: format.Brotli, rows: 1, pages: []forgedPage{data(1, format.Plain, bytes.Repeat([]byte{0xff}, 100)).unpacked(100)}}, "it does not unpack"},
		{"an unknown codec", forgery{codec: 3, rows: 1, pages: []forgedPage{plain}}, "codec LZO: expected SNAPPY"},
		{"a page that unpacks to 2 GB", forgery{codec: format.Gzip, rows: 1, pages: []forgedPage{plain.unpacked(1<<31 - 1)}}, "2147483647 bytes: expected at most"},
		{"a page of 2 billion values", forgery{rows: 1, pages: []forgedPage{data(1<<31-1, format.Plain, nil)}}, "2147483647 values: expected at most"},
		{"a page of negative size", forgery{rows: 1, pages: []forgedPage{plain.unpacked(-1)}}, "-1 bytes: expected at most"},
		{"a run of 2 billion indices", forgery{rows: 1, pages: []forgedPage{dictionary("a"), data(1, format.RLEDictionary, append([]byte{1}, run(1<<31-1)...))}}, errMany.Error()},
		{"indices of 33 bits", forgery{rows: 1, pages: []forgedPage{dictionary("a"), data(1, format.RLEDictionary, append([]byte{33}, run(1)...))}}, "numbers of 33 bits"},
		{"an index outside of the dictionary", forgery{rows: 1, pages: []forgedPage{dictionary("a"), data(1, format.RLEDictionary, []byte{8, 2, 9})}}, errFew.Error()},
		{"indices without a dictionary", forgery{rows: 1, pages: []forgedPage{data(1, format.RLEDictionary, append([]byte{1}, run(1)...))}}, "a damaged file"},
		{"a run of 2 billion levels", forgery{rows: 1, optional: true, pages: []forgedPage{data(1, format.Plain, append([]byte{6, 0, 0, 0}, run(1<<31-1)...))}}, errMany.Error()},
		{"a run of 2 billion levels in version 2", forgery{rows: 1, optional: true, pages: []forgedPage{dataV2(1, run(1<<31-1), nil)}}, errMany.Error()},
		{"levels longer than the page", forgery{rows: 1, optional: true, pages: []forgedPage{data(1, format.Plain, []byte{255, 255, 255, 255})}}, errCut.Error()},
		{"2 billion lengths", forgery{rows: 1, pages: []forgedPage{data(1, format.DeltaLengthByteArray, append([]byte{128, 1, 4}, huge...))}}, errMany.Error()},
		{"blocks of 2 billion lengths", forgery{rows: 1, pages: []forgedPage{data(1, format.DeltaLengthByteArray, append(huge, 1, 1, 0))}}, "blocks of 2147483648 numbers"},
		{"prefixes, which unpack without bound", forgery{rows: 1, pages: []forgedPage{data(1, format.DeltaByteArray, nil)}}, "encoding DELTA_BYTE_ARRAY: expected PLAIN"},
		{"a text longer than the page", forgery{rows: 1, pages: []forgedPage{data(1, format.Plain, []byte{255, 255, 255, 127, 'a'})}}, "a damaged file"},
		{"fewer texts than values", forgery{rows: 2, pages: []forgedPage{data(2, format.Plain, plainTexts("a"))}}, "a damaged file"},
		{"fewer values than rows", forgery{rows: 1 << 60, pages: []forgedPage{plain}}, "row 2: it has fewer values than the file says it has rows"},
		{"a page beyond the end", forgery{rows: 1, change: func(m *format.FileMetaData) {
			m.RowGroups[0].Columns[0].MetaData.TotalCompressedSize = 1 << 40
		}}, "1099511627776 bytes from byte 4"},
		{"a column in another file", forgery{rows: 1, pages: []forgedPage{plain}, change: func(m *format.FileMetaData) {
			m.RowGroups[0].Columns[0].FilePath = "/etc/passwd"
		}}, "it is in another file"},
		{"a row group without columns", forgery{rows: 1, change: func(m *format.FileMetaData) { m.RowGroups[0].Columns = nil }}, "a damaged file"},
		{"a schema nested too deep", forgery{rows: 1, change: deepSchema(100_000)}, "a damaged file"},
		{"a schema that promises more than it has", forgery{rows: 1, change: func(m *format.FileMetaData) {
			m.Schema[0].NumChildren = some(int32(1<<31 - 1))
		}}, "a damaged file"},
		{"structs nested without end", forgery{footer: nestedStructs(maxFooter)}, "nested more than 32 deep"},
		{"a list of 2 billion structs", forgery{footer: endless(1<<31 - 1)}, errCut.Error()},
		{"a list of 2 million empty structs", forgery{footer: append(endless(2<<20), make([]byte, 2<<20+1)...)}, "items of next to nothing"},
		{"an empty footer", forgery{footer: []byte{0}}, "a damaged file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := write(t, c.file.bytes(t))
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, _, err := readAll(path, oneColumn())
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
				t.Errorf("%d MB allocated", grown>>20)
			}
		})
	}
}

// deepSchema is groups in groups.
func deepSchema(depth int) func(m *format.FileMetaData) {
	return func(m *format.FileMetaData) {
		leaf := m.Schema[1]
		m.Schema = m.Schema[:1]
		for range depth {
			m.Schema = append(m.Schema, format.SchemaElement{Name: "g", NumChildren: some(int32(1)), RepetitionType: some(format.Optional)})
		}
		m.Schema = append(m.Schema, leaf)
	}
}

// TestCut: a file that is cut short anywhere, or of which any byte is another, gives an error or messages, never a panic.
func TestCut(t *testing.T) {
	raw := contents(t, pandasFile)
	for n := 0; n < len(raw); n += 11 { // all of them are the work of FuzzFile
		readAll(write(t, raw[:n]), options(""))
		changed := bytes.Clone(raw)
		changed[n] ^= 0xff
		readAll(write(t, changed), options(""))
	}
	_, _, err := readAll(write(t, raw[:len(raw)/2]), options(""))
	if err == nil || !strings.Contains(err.Error(), "it may be cut short") {
		t.Errorf("error %v", err)
	}
	_, _, err = readAll(write(t, []byte("PARE rest")), options(""))
	if err == nil || !strings.Contains(err.Error(), "encrypted: expected a Parquet file that opens without a key") {
		t.Errorf("error %v", err)
	}
}

func contents(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// FuzzFile reads anything as Parquet.
func FuzzFile(f *testing.F) {
	paths, err := filepath.Glob("testdata/*.parquet")
	if err != nil || len(paths) == 0 {
		f.Fatal(paths, err)
	}
	for _, path := range paths {
		f.Add(contents(f, path))
	}
	f.Add(forgery{rows: 2, optional: true, pages: []forgedPage{dictionary("a"),
		data(2, format.RLEDictionary, append([]byte{2, 0, 0, 0, 2 << 1, 1, 1}, run(2)...))}}.bytes(f))
	path := filepath.Join(f.TempDir(), "x.parquet")
	f.Fuzz(func(t *testing.T, file []byte) {
		if err := os.WriteFile(path, file, 0o644); err != nil {
			t.Fatal(err)
		}
		o := oneColumn()
		o.Format = "parquet"
		got, s, _ := readAll(path, o)
		if !utf8.ValidString(got) || s.Lines != s.Messages+s.Skipped {
			t.Errorf("%+v", s)
		}
	})
}

// FuzzStructure: what passes the walk decodes in memory that is a small multiple of the bytes.
func FuzzStructure(f *testing.F) {
	f.Add(marshal(f, &format.FileMetaData{Version: 1, Schema: []format.SchemaElement{{Name: "a"}}}))
	f.Add(nestedStructs(100))
	f.Add(endless(1 << 20))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := checkStruct(data)
		if err != nil {
			return
		}
		var protocol thrift.CompactProtocol
		thrift.NewDecoder(protocol.NewReaderFromBytes(data[:n])).Decode(new(format.FileMetaData))
	})
}
