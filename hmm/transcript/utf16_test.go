package transcript

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
)

// utf16Bytes is a text in UTF-16 with a byte order mark.
func utf16Bytes(order binary.AppendByteOrder, text string) string {
	b := order.AppendUint16(nil, 0xfeff)
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

// TestUTF16 reads logs in both byte orders, packed, byte by byte, and longer than a buffer.
func TestUTF16(t *testing.T) {
	want := "conversation_id,text\r\n" + strings.Repeat("a,\"Grüße 👍\n𝄞\"\r\n", bufferSize/8)
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, content := range []string{utf16Bytes(order, want), compress(t, utf16Bytes(order, want))} {
			o := DefaultOptions()
			o.Gap = 1 // the file is sorted too
			messages, err := drain(t, New([]string{"-"}, iotest.HalfReader(strings.NewReader(content)), o))
			if err != nil || len(messages) != bufferSize/8 || messages[len(messages)-1].Text != "Grüße 👍\n𝄞" {
				t.Errorf("%v: %d messages, %v", order, len(messages), err)
			}
		}
	}
}

// TestUTF16Halves: half a pair, a pair the wrong way round and half a unit become U+FFFD, wherever reading pauses.
func TestUTF16Halves(t *testing.T) {
	units := []uint16{'a', 0xd83d, 0xdc4d, 0xd83d, 'b', 0xdc4d, 0xd83d, 0xd83d, 0xdc4d, 0xd83d}
	var b []byte
	for _, u := range units {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	for name, wrap := range map[string]func(io.Reader) io.Reader{
		"at once": func(r io.Reader) io.Reader { return r }, "byte by byte": iotest.OneByteReader, "with the end": iotest.DataErrReader,
	} {
		for tail, want := range map[string]string{"": "a👍\ufffdb\ufffd\ufffd👍\ufffd", "x": "a👍\ufffdb\ufffd\ufffd👍\ufffd\ufffd"} {
			in := wrap(io.MultiReader(strings.NewReader("\xfe\xff"), bytes.NewReader(b), strings.NewReader(tail)))
			text, marked := withoutMark(bufio.NewReaderSize(in, 16))
			got, err := io.ReadAll(text)
			if !marked || err != nil || string(got) != want {
				t.Errorf("%s, tail %q: %q, %v, want %q", name, tail, got, err, want)
			}
		}
	}
}
