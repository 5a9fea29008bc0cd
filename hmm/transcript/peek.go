package transcript

import (
	"bufio"
	"bytes"
)

// begins reports whether the next bytes are the mark. It asks for no more of them than it takes to
// tell: a short line must not wait for the next one.
func begins(r *bufio.Reader, mark []byte) bool {
	for i := range mark {
		if head, _ := r.Peek(i + 1); len(head) <= i || head[i] != mark[i] {
			return false
		}
	}
	return len(mark) > 0
}

// peekHead is the first bytes of r: as many as it takes for one line with something on it, and what
// came with them, but no more than headSize. A person who types, or a bot that waits for its answer,
// must not be asked for more. Brackets alone do not tell a format: unless that is asked for already, the
// line after them is waited for.
func peekHead(r *bufio.Reader, asked bool) ([]byte, error) {
	nothing := "[{ \t\r\n"
	if asked {
		nothing = " \t\r\n"
	}
	for want := 1; ; want = min(r.Buffered()+1, headSize) {
		_, err := r.Peek(want)
		head, _ := r.Peek(min(r.Buffered(), headSize))
		line := bytes.TrimLeft(head, nothing)
		if err != nil || len(head) == headSize || bytes.IndexByte(line, '\n') >= 0 {
			return head, err
		}
	}
}
