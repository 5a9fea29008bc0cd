package transcript

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// utf8Mark is what some programs put before UTF-8.
var utf8Mark = []byte("\xef\xbb\xbf")

// utf16Orders are the marks that text in UTF-16 begins with, and what each says of its bytes.
var utf16Orders = []struct {
	mark  []byte
	order binary.ByteOrder
}{
	{[]byte{0xff, 0xfe}, binary.LittleEndian},
	{[]byte{0xfe, 0xff}, binary.BigEndian},
}

// withoutMark takes the byte order mark off a text, if it has one, and makes UTF-8 of what is marked as UTF-16.
func withoutMark(r *bufio.Reader) (text *bufio.Reader, marked bool) {
	if begins(r, utf8Mark) {
		r.Discard(len(utf8Mark))
		return r, true
	}
	for _, u := range utf16Orders {
		if begins(r, u.mark) {
			r.Discard(len(u.mark))
			return bufio.NewReaderSize(&utf16Text{r: r, order: u.order}, bufferSize), true
		}
	}
	return r, false
}

// A utf16Text reads text in UTF-16 as UTF-8. Half a pair of surrogates and half a unit at the end become U+FFFD.
type utf16Text struct {
	r     *bufio.Reader
	order binary.ByteOrder
	text  bytes.Buffer // decoded and not yet read
}

// Read decodes what has come, and waits only where nothing has.
func (u *utf16Text) Read(p []byte) (int, error) {
	for u.text.Len() == 0 || u.r.Buffered() >= 2 && u.text.Len() < len(p) {
		r, err := u.next()
		if err != nil && u.text.Len() == 0 {
			return 0, err
		}
		if err != nil {
			break // it comes again
		}
		u.text.WriteRune(r)
	}
	return u.text.Read(p)
}

// next is the next character.
func (u *utf16Text) next() (rune, error) {
	unit, err := u.r.Peek(2)
	if len(unit) < 2 {
		if err == io.EOF && len(unit) == 1 {
			u.r.Discard(1)
			return utf8.RuneError, nil
		}
		return 0, err
	}
	r, size := rune(u.order.Uint16(unit)), 2
	if utf16.IsSurrogate(r) {
		first := r
		r = utf8.RuneError
		if pair, _ := u.r.Peek(4); len(pair) == 4 {
			if r = utf16.DecodeRune(first, rune(u.order.Uint16(pair[2:]))); r != utf8.RuneError {
				size = 4
			}
		}
	}
	u.r.Discard(size)
	return r, nil
}
