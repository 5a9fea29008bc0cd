package transcript

import (
	"bufio"
	"io"
	"strings"
	"testing"
)

// TestLinesKeepNoMoreThanTheLimit skips a line far above the limit without storing it.
func TestLinesKeepNoMoreThanTheLimit(t *testing.T) {
	const size = 16 // of the buffer; the least that bufio has
	text := strings.Repeat("x", 1<<20) + "\nshort\n"
	l := lines{r: bufio.NewReaderSize(strings.NewReader(text), size), max: 100}
	if _, err := l.next(); err != errTooLong {
		t.Fatalf("error %v of a long line", err)
	}
	if cap(l.joined) > 4*l.max {
		t.Errorf("%d bytes kept of a line that may have %d", cap(l.joined), l.max)
	}
	if line, err := l.next(); err != nil || string(line) != "short" || l.number != 2 {
		t.Errorf("line %d is %q, %v", l.number, line, err)
	}
	if _, err := l.next(); err != io.EOF || l.number != 2 {
		t.Errorf("the end is %v after line %d", err, l.number)
	}
}

func TestLineEnds(t *testing.T) {
	const text = "a\r\n\r\nb\n\rc\n\nd\r"
	for _, size := range []int{16, 4096} {
		l := lines{r: bufio.NewReaderSize(strings.NewReader(text+strings.Repeat("e", 20)+"\r\nf"), size), max: 100}
		var got []string
		for {
			line, err := l.next()
			if err == io.EOF {
				break
			}
			got = append(got, string(line))
		}
		compare(t, "lines", got, []string{"a", "", "b", "\rc", "", "d\r" + strings.Repeat("e", 20), "f"})
	}
}
