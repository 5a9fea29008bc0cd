package embeddings

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strings"
)

// readBinary reads word2vec's binary format: after the line with the counts each word, a space, and its
// numbers as little-endian float32, with or without a line feed behind.
func readBinary(r *bufio.Reader, c counts, w *wanted) error {
	if _, err := r.ReadString('\n'); err != nil {
		return err
	}
	row := make([]byte, 4*c.width)
	for n := range c.words {
		word, err := readWord(r)
		if err == nil {
			_, err = io.ReadFull(r, row)
		}
		if err != nil {
			return fmt.Errorf("word %d of %d: %w", n+1, c.words, short(err))
		}
		if i := w.of(word); i >= 0 {
			if w.vectors[i], err = floats32(row); err != nil {
				return fmt.Errorf("word %d, %q: %w", n+1, word, err)
			}
		}
	}
	return nil
}

// mostWord bounds a word of a binary file, in bytes.
const mostWord = 1 << 12

// readWord reads up to a space, and leaves out the line feed before.
func readWord(r *bufio.Reader) (string, error) {
	var word strings.Builder
	for {
		b, err := r.ReadByte()
		switch {
		case err != nil:
			return "", err
		case b == ' ':
			return word.String(), nil
		case b == '\n' && word.Len() == 0:
			continue
		case word.Len() == mostWord:
			return "", fmt.Errorf("a word of more than %d bytes", mostWord)
		}
		word.WriteByte(b)
	}
}

// floats32 is little-endian numbers, which must be finite.
func floats32(row []byte) ([]float32, error) {
	v := make([]float32, len(row)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(row[4*i:]))
		if x := float64(v[i]); math.IsNaN(x) || math.IsInf(x, 0) {
			return nil, fmt.Errorf("number %d is %v, expected a finite number", i+1, x)
		}
	}
	return v, nil
}

// short is an error as it reads where a file ends before it should.
func short(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("the file ends in it")
	}
	return err
}
