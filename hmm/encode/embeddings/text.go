package embeddings

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// mostLine bounds a line of a file of text, in bytes.
const mostLine = 1 << 22

// mostWidth bounds the length of vectors.
const mostWidth = 1 << 16

// counts is what the first line of a file may say: how many words, and how long vectors.
type counts struct{ words, width int }

// parseCounts reads a first line that says that.
func parseCounts(line string) (c counts, ok bool) {
	fields := strings.Fields(line)
	if len(fields) != 2 {
		return c, false
	}
	words, err1 := strconv.Atoi(fields[0])
	width, err2 := strconv.Atoi(fields[1])
	return counts{words, width}, err1 == nil && err2 == nil && words >= 0 && width >= 1 && width <= mostWidth
}

// readText reads lines of a word and its numbers. Only lines with a word that is looked for are read beyond
// it.
func readText(r *bufio.Reader, w *wanted) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, mostLine)
	width := 0 // 0: not known yet
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if n == 1 {
			if c, ok := parseCounts(string(line)); ok {
				width = c.width
				continue
			}
		}
		if width == 0 {
			width = len(bytes.Fields(line)) - 1
		}
		word, numbers, _ := bytes.Cut(line, []byte(" "))
		if tab := bytes.IndexByte(word, '\t'); tab >= 0 {
			word, numbers = line[:tab], line[tab+1:]
		}
		if width < 1 {
			return fmt.Errorf("line %d: expected a word and its numbers", n)
		}
		i := w.of(string(word))
		if i < 0 {
			continue
		}
		v, err := parseNumbers(numbers, width)
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
		if v != nil {
			w.vectors[i] = v
		}
	}
	return lines.Err()
}

// parseNumbers reads the numbers of a line. It is nil of a line with more of them whose surplus is none: its
// word has a space in it, and is none that is looked for.
func parseNumbers(text []byte, width int) ([]float32, error) {
	fields := bytes.Fields(text)
	if len(fields) > width {
		if _, err := strconv.ParseFloat(string(fields[0]), 32); err != nil {
			return nil, nil
		}
	}
	if len(fields) != width {
		return nil, fmt.Errorf("%d numbers, expected %d", len(fields), width)
	}
	v := make([]float32, width)
	for i, field := range fields {
		x, err := strconv.ParseFloat(string(field), 32)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("number %d is %.40q, expected a finite number", i+1, field)
		}
		v[i] = float32(x)
	}
	return v, nil
}
