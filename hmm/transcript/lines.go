package transcript

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errTooLong is returned for a line that was skipped because of its length.
var errTooLong = errors.New("line too long")

// lines reads the lines of a file, of any length up to a limit, without an allocation a line.
type lines struct {
	r      *bufio.Reader
	max    int    // bytes of a line
	number int    // of the line last returned, from 1
	joined []byte // a line longer than the buffer of r
	again  []byte // lines given back, to be read before r
}

// next returns a line without its end (LF or CRLF). The line is valid until the next call. After
// errTooLong reading goes on with the following line; other errors, io.EOF among them, are final.
func (l *lines) next() ([]byte, error) {
	if len(l.again) > 0 {
		l.number++
		line, rest, _ := bytes.Cut(l.again, []byte{'\n'})
		l.again = rest
		return line, nil
	}
	part, err := l.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		part, err = l.join(part)
	}
	if err == io.EOF && len(part) > 0 {
		err = nil // the last line has no end
	}
	if err != nil {
		return nil, err
	}
	l.number++
	line := trimEnd(part)
	if len(line) > l.max {
		return nil, errTooLong
	}
	return line, nil
}

// join puts a line together that is longer than the buffer, or gets to its end without keeping more
// of it than shows that it is too long.
func (l *lines) join(part []byte) ([]byte, error) {
	l.joined = append(l.joined[:0], part...)
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.joined) <= l.max {
			l.joined = append(l.joined, part...)
		}
		if err != bufio.ErrBufferFull {
			return l.joined, err
		}
	}
}

// tooLong describes a line that was skipped because of its length.
func (l *lines) tooLong() Problem {
	return Problem{Reason: reasonTooLong, Detail: fmt.Sprintf("expected at most %d bytes", l.max)}
}

// giveBack makes the last n lines, each with its LF in text, the next to be read.
func (l *lines) giveBack(text []byte, n int) {
	l.again = append(bytes.Clone(text), l.again...)
	l.number -= n
}

func trimEnd(line []byte) []byte {
	line = bytes.TrimSuffix(line, []byte{'\n'})
	return bytes.TrimSuffix(line, []byte{'\r'})
}

// blank says whether a line holds nothing but white space.
func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }
