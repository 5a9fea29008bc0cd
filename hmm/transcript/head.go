package transcript

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// maxInvalid is the share of invalid bytes above which a file is not taken for text. A log in
// Latin-1 stays below it: its lines are judged one by one.
const maxInvalid = 0.3

// checkHead refuses a file that is empty or whose first bytes are not text.
func checkHead(head []byte) *Problem {
	if len(head) < headSize && blank(head) {
		return &Problem{Reason: reasonNoLines, Detail: "the file is empty"}
	}
	detail := ""
	switch {
	case bytes.IndexByte(head, 0) >= 0:
		detail = fmt.Sprintf("byte %d is NUL, so it is binary data, or UTF-16 without a byte order mark", bytes.IndexByte(head, 0)+1)
	case float64(invalidBytes(head)) > maxInvalid*float64(len(head)):
		detail = fmt.Sprintf("%d of its first %d bytes are not UTF-8", invalidBytes(head), len(head))
	default:
		return nil
	}
	return &Problem{Reason: reasonNotText, Detail: detail + "; expected text in UTF-8: convert it, as in iconv -f WINDOWS-1251 -t UTF-8"}
}

// invalidBytes counts the bytes that belong to no character.
func invalidBytes(b []byte) int {
	n := 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 {
			n++
		}
		b = b[size:]
	}
	return n
}

// notUTF8 describes a line that holds bytes of another encoding.
func notUTF8(line []byte) Problem {
	at := 0
	for at < len(line) {
		r, size := utf8.DecodeRune(line[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	start := max(0, at-10)
	return Problem{Reason: reasonNotUTF8, Detail: fmt.Sprintf("byte %d of %d, in %s…: expected UTF-8 (is the file in Latin-1?)",
		at+1, len(line), quote(string(line[start:min(len(line), at+10)])))}
}
